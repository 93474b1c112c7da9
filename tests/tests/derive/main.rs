//! The derived code at run time: attributes of fields and types, enums, lists, types inside of types.

// `hygiene` names the library as nobody else does.
extern crate db_config as renamed;

mod aliases;
mod attributes;
mod enums;
mod flatten;
mod hygiene;
mod lists;

const NOTHING: [(&str, &str); 0] = [];
