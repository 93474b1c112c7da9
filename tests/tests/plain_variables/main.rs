//! Plain variables: values that are not URLs.

mod parse;
mod types;

const NOTHING: [(&str, &str); 0] = [];
