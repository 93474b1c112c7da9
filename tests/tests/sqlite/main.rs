//! SQLite: the file that a URL names, its options, and in-memory databases.

mod bare_paths;
mod memory;
mod pathname;
mod pathname_attribute;
mod paths;
mod pragmas;
mod warnings;
