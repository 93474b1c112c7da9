//! The generated code at run time: attributes, enums, lists and nested types.

// `hygiene` uses the library under another name.
extern crate db_config as renamed;

mod aliases;
mod attributes;
mod default_with;
mod enums;
mod flatten;
mod hygiene;
mod lists;

const NOTHING: [(&str, &str); 0] = [];
