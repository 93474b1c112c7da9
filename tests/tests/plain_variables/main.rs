//! Plain variables: values that are no URL, beside the URLs.

mod parse;
mod types;

const NOTHING: [(&str, &str); 0] = [];
