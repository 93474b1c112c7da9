//! Secrets by every route, and no piece of one in any text of this library.
//!
//! Most tests here search everything that the library gives for each of [`tests::canaries::SECRETS`], and list the types
//! and the forms of each that they have to reach: what is no longer searched is found. A new public type belongs into one
//! of these lists.

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
