//! Errors: every problem at once, with its help and without its secrets, and what shows them.

mod error_libraries;
mod problems;
