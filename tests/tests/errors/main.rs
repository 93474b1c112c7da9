//! Errors: every problem at once, with its remedy and without its secrets, and what shows them.

mod error_libraries;
mod problems;
