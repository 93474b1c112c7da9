//! The derive macro of [`db-config`](https://docs.rs/db-config), which re-exports and documents it.

#![forbid(unsafe_code)]

extern crate proc_macro;

mod ast;
mod attr;
mod debug;
mod errors;
mod expand;
mod fallback;
mod field_types;
mod generics;
mod krate;
mod option;
mod params;
mod parts;
mod pool;
mod scheme;
mod spec;
mod target;
mod tls;
mod tokens;
mod type_checks;
mod types;
mod valid;
mod variant;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Generates code that reads a configuration from environment variables such as `DATABASE_URL`.
///
/// See `db_config::DatabaseConfig`.
#[proc_macro_derive(DatabaseConfig, attributes(database))]
pub fn derive_database_config(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::derive(&input).into()
}
