#![cfg_attr(
    all(feature = "sqlx-postgres", feature = "sqlx-sqlite", feature = "mongodb"),
    doc = include_str!("../README.md")
)]
#![cfg_attr(
    not(all(feature = "sqlx-postgres", feature = "sqlx-sqlite", feature = "mongodb")),
    doc = "One derive from `DATABASE_URL` to the settings of your database client."
)]

mod ascii;
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
pub use crate::source::{Answer, Env, Source, SourceError};
pub use crate::sqlite::SqliteFile;
pub use crate::target::FromDatabaseUrl;
#[cfg(any(feature = "diesel-postgres", feature = "diesel-mysql", feature = "diesel-sqlite"))]
pub use crate::target::diesel::{DieselBackend, DieselUrl};
#[cfg(feature = "mongodb")]
pub use crate::target::mongodb::mongodb_client_options;
pub use crate::tls::{RootCertificate, TlsMode, TlsPlan};
pub use crate::url::{DatabaseUrl, Host};
pub use crate::whatwg::{pathname, pathname_with_base};

/// A configuration whose fields are read from database URLs.
///
/// Derive it on a struct with named fields, each of a type that implements [`FromDatabaseUrl`], or on an
/// enum whose variants have one such field each and are chosen by scheme. `#[database(...)]` takes, on a
/// field:
///
/// - `env = "A"` or `env("A", "B")`: the variables, the first that is set; `DATABASE_URL` by default
/// - `default = "url"`: used where none is set; checked when compiling
/// - `schemes("postgres", ...)`: narrows what is accepted; a word stands for its backend with all spellings
/// - `tls = "off"`, `"prefer"`, `"require"`, `"verify-ca"` or `"verify-full"`: decides over the URL
/// - `libpq_env`: libpq's variables (`PGHOST` and its like) fill in what the URL leaves out
/// - `from_str`: a plain variable of any `T: FromStr`
/// - `skip`: `Default::default()`
///
/// and on the struct or enum `env`, `default`, `schemes`, `tls` and `libpq_env` for all of it,
/// `prefix = "APP_"` before every variable, and `crate = path` where this crate has another name.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl};
///
/// #[derive(DatabaseConfig)]
/// #[database(prefix = "SHOP_")]
/// struct Config {
///     /// Orders and users.
///     #[database(default = "sqlite:shop.db")]
///     orders: DatabaseUrl,
///     #[database(env = "WORKERS", from_str)]
///     workers: Option<u8>,
/// }
///
/// let config = Config::from_source(&[("SHOP_WORKERS", "4")])?;
/// assert_eq!(config.orders.scheme(), "sqlite");
/// assert_eq!(config.workers, Some(4));
/// assert_eq!(Config::settings()[0].variables(), ["SHOP_DATABASE_URL"]);
/// assert_eq!(Config::settings()[0].doc(), "Orders and users.");
/// # Ok::<(), db_config::ConfigError>(())
/// ```
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
