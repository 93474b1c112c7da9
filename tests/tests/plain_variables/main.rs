//! Plain variables: values that are no URL, beside the URLs.

mod from_str;
mod types;

const NOTHING: [(&str, &str); 0] = [];
