//! SQLite: the file that a URL names, how it is opened, and databases in memory.

mod bare_paths;
mod memory;
mod pathname;
mod pathname_attribute;
mod paths;
mod pragmas;
mod warnings;
