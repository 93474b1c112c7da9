//! The parser for database URLs that `db-config` uses at startup and its derive macro uses at compile time.
//!
//! It covers schemes, the parts of a URL, the diagnosis of values that are not URLs, the table of query parameters, and
//! the TLS parameters.
//!
//! This crate has no stable API. Use [`db-config`](https://docs.rs/db-config), which re-exports the public types.

#![forbid(unsafe_code)]

mod authority;
mod backend;
mod bare_path;
mod bit_set;
mod check;
mod diagnose;
mod excerpt;
mod explain;
mod fault;
mod foreign;
pub mod hosts;
mod parameters;
mod part;
mod parts;
pub mod percent;
pub mod printable;
mod problem;
pub mod query;
pub mod redact;
pub mod redis;
mod separators;
pub mod similar;
mod span;
pub mod sqlite_path;
mod suggest;
pub mod tls;
pub mod values;

pub use crate::backend::{Backend, Backends, INSECURE, UnknownScheme, is_scheme, is_socket_scheme};
pub use crate::bare_path::bare_path;
pub use crate::check::Checked;
pub use crate::diagnose::{check_ends, is_placeholder, is_secret_file, is_secret_reference};
pub use crate::excerpt::Excerpt;
pub use crate::fault::Fault;
pub use crate::parameters::{Parameter, parameters};
pub use crate::part::{Part, SECRET, engine, secret_variable};
pub use crate::parts::{Parts, is_drive, parts};
pub use crate::problem::ProblemKind;
pub use crate::span::Span;
pub use crate::suggest::{check, parse};
