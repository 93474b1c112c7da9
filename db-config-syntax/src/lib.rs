//! The text of a database URL, as `db-config` reads it at startup and its derive at compile time: schemes, the parts of a
//! URL and the diagnosis of a text that has none, the table of query parameters, and the statements about TLS.
//!
//! This crate promises no stable API. Use [`db-config`](https://docs.rs/db-config), which re-exports what is public.

#![forbid(unsafe_code)]

mod authority;
mod backend;
mod bit_set;
mod check;
mod diagnose;
mod excerpt;
mod fault;
pub mod hosts;
mod parameters;
mod parts;
pub mod percent;
pub mod printable;
mod problem;
pub mod query;
pub mod redact;
mod separators;
pub mod similar;
mod span;
pub mod sqlite_path;
mod suggest;
pub mod tls;
pub mod values;

pub use crate::backend::{Backend, Backends, UnknownScheme};
pub use crate::check::Checked;
pub use crate::diagnose::{check_ends, is_placeholder};
pub use crate::excerpt::Excerpt;
pub use crate::fault::Fault;
pub use crate::parameters::{Parameter, parameters};
pub use crate::parts::{Parts, is_drive, is_scheme, parts};
pub use crate::problem::ProblemKind;
pub use crate::span::Span;
pub use crate::suggest::{check, parse};
