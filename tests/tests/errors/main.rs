//! Errors: all problems at once, with help and without secrets, also in the output of error libraries.

mod error_libraries;
mod missing;
mod problems;
