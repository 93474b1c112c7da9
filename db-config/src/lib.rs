#![cfg_attr(all(feature = "sqlx-postgres", feature = "mongodb"), doc = include_str!("../README.md"))]
#![cfg_attr(
    not(all(feature = "sqlx-postgres", feature = "mongodb")),
    doc = "One derive from `DATABASE_URL` to the settings of your database client."
)]

#[allow(dead_code, reason = "for the clients of several features")]
mod defaults;
mod diagnose;
#[cfg(feature = "dotenvy")]
mod dotenv;
mod error;
mod hosts;
mod keys;
mod libpq_env;
mod loader;
mod percent;
mod problem;
mod redact;
mod scheme;
mod setting;
mod source;
mod sqlite;
mod suggest;
mod syntax;
mod target;
mod tls;
mod tls_decision;
mod url;
mod whatwg;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(feature = "derive")]
pub use db_config_derive::DatabaseConfig;

#[cfg(feature = "dotenvy")]
pub use crate::dotenv::DotEnv;
pub use crate::error::{ConfigError, Problem, UrlError};
pub use crate::problem::ProblemKind;
pub use crate::scheme::Backend;
pub use crate::setting::Setting;
pub use crate::source::{Env, Source, SourceError};
pub use crate::sqlite::SqliteFile;
pub use crate::target::FromDatabaseUrl;
#[cfg(any(feature = "diesel-postgres", feature = "diesel-mysql", feature = "diesel-sqlite"))]
pub use crate::target::diesel::{DieselBackend, DieselUrl};
#[cfg(feature = "mongodb")]
pub use crate::target::mongodb::mongodb_client_options;
pub use crate::tls::{RootCertificate, TlsMode, TlsPlan};
pub use crate::url::{DatabaseUrl, Host};
pub use crate::whatwg::{pathname, pathname_with_base};

/// A configuration whose fields are read from database URLs: what the derive implements.
pub trait DatabaseConfig: Sized {
    /// Reads it from the environment of the process.
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn from_env() -> Result<Self, ConfigError> {
        Self::from_source(&Env)
    }

    /// Reads it from any [`Source`].
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn from_source(source: &impl Source) -> Result<Self, ConfigError>;

    /// Its fields, as they are declared.
    fn settings() -> &'static [Setting];
}
