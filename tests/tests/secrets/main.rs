//! Secrets in all inputs. No output of this library contains a piece of one.
//!
//! Most tests here search all output for each of [`tests::canaries::SECRETS`]. They list the types, and the forms of
//! each type, that they must search, so that a missing search fails the test. Add each new public type to one of these
//! lists.

mod configs;
mod connections;
mod hostile;
mod plain;
mod programs;
mod promise;
mod redaction;
mod refusals;
mod search;
mod serialized;
mod settings;
mod sources;
mod terminal;
mod urls;
