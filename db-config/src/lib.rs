// The README's links lead to rustdoc's own pages instead of the files: the first definition of a link counts.
//! [guide]: crate::guide
//! [whole]: crate::guide#the-whole-configuration
//! [beside]: crate::guide#beside-what-you-have
//! [deploying]: crate::deploying
//! [attributes]: trait@DatabaseConfig
//! [pools]: trait@DatabaseConfig#pools
//! [rules]: crate::rules
//! [tls]: crate::rules#tls
//! [limits]: crate::rules#clients
//! [faults]: crate::faults
//! [secrets]: crate::secrets
#![cfg_attr(
    all(feature = "sqlx-postgres", feature = "sqlx-sqlite", feature = "mongodb", feature = "serde"),
    doc = include_str!("../README.md")
)]
#![cfg_attr(
    not(all(feature = "sqlx-postgres", feature = "sqlx-sqlite", feature = "mongodb", feature = "serde")),
    doc = "One derive from `DATABASE_URL` to the settings of your database client."
)]

mod backend;
mod carries;
mod clients;
mod config;
mod connect;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod connectors;
mod const_bytes;
mod error;
mod from_database_url;
#[allow(dead_code, reason = "for the PostgreSQL clients of several features")]
mod libpq;
mod migration;
mod pool_defaults;
mod pool_variable;
mod query;
pub mod resolved;
#[cfg(feature = "serde")]
pub mod serde;
mod shown;
mod similar;
mod tls;
mod url;
mod values;

/// Pages of `docs/`. Their code is compiled by the tests, which have the clients.
macro_rules! pages {
    ($($page:ident: $file:literal;)*) => {$(
        #[cfg(all(doc, not(doctest)))]
        #[doc = "[pools]: trait@crate::DatabaseConfig#pools"]
        #[doc = "[tls]: crate::rules#tls"]
        #[doc = "[limits]: crate::rules#clients"]
        #[doc = "[fly]: crate::deploying#flyio"]
        #[doc = "[secrets]: crate::secrets"]
        #[doc = "[`Migration`]: crate::Migration\n\n"]
        #[doc = include_str!($file)]
        pub mod $page {}
    )*};
}
pages! {
    guide: "../docs/guide.md";
    deploying: "../docs/deploying.md";
    rules: "../docs/rules.md";
    faults: "../docs/faults.md";
    secrets: "../docs/secrets.md";
}

#[doc(hidden)]
#[path = "compile_checks.rs"]
pub mod __private;

use crate::config::AnySource;
#[cfg(feature = "derive")]
pub use db_config_derive::DatabaseConfig;

pub use crate::backend::{Backend, Backends};
pub use crate::carries::Carries;
#[cfg(any(feature = "diesel-postgres", feature = "diesel-mysql", feature = "diesel-sqlite"))]
pub use crate::clients::diesel::{DieselBackend, DieselUrl};
#[cfg(feature = "mongodb")]
pub use crate::clients::mongodb::mongodb_client_options;
pub use crate::clients::pool_settings::PoolSettings;
pub use crate::clients::sqlite_file::SqliteFile;
#[doc(hidden)]
pub use crate::config::Answer;
#[cfg(feature = "dotenvy")]
pub use crate::config::DotEnv;
pub use crate::config::{
    Chain, Env, Loaded, Notice, Origin, Report, ReportDatabase, ReportEntry, Setting, Source, SourceError, check,
    main_check,
};
pub use crate::connect::{Connect, Connectable};
#[cfg(feature = "rustls")]
pub use crate::connectors::Roots;
#[cfg(feature = "tokio-postgres-rustls")]
pub use crate::connectors::RustlsConnector;
#[cfg(feature = "miette")]
pub use crate::error::Diagnosis;
pub use crate::error::{ConfigError, Problem, ProblemKind, UrlError};
pub use crate::from_database_url::FromDatabaseUrl;
pub use crate::migration::Migration;
pub use crate::tls::{HostKind, RootCertificate, TlsMode, TlsModes, TlsPlan, TlsReason};
pub use crate::url::{DatabaseUrl, Host, NoticeKind, UrlPart, pathname};

/// A configuration whose fields are read from database URLs.
///
/// Derive it on a struct with named fields, each of a type that implements [`FromDatabaseUrl`], or on an
/// enum whose variants have one such field each and are chosen by scheme.
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
///
/// [tls]: crate::rules#tls
///
#[doc = include_str!("../docs/attributes.md")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a configuration",
    label = "without `#[derive(DatabaseConfig)]`",
    note = "write `#[derive(DatabaseConfig)]` on the type; a field with `flatten` is neither an `Option` nor a list of it"
)]
pub trait DatabaseConfig: Sized {
    /// Reads it from the process environment.
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn from_env() -> Result<Self, ConfigError> {
        config::read(&Env)
    }

    /// Reads it from any [`Source`].
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn from_source(source: &(impl Source + ?Sized)) -> Result<Self, ConfigError> {
        config::read(&AnySource(source))
    }

    /// What is worth knowing about the configuration from this source and would otherwise be lost silently: pool
    /// settings for which a field's type has no place, a SQLite file that JavaScript reads differently.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, NoticeKind};
    /// use std::path::PathBuf;
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     file: PathBuf,
    /// }
    ///
    /// let source = [("DATABASE_URL", "sqlite:///data/my%20app.db?connection_limit=1")];
    /// let notices = Config::notices(&source)?;
    /// assert_eq!(*notices[0].kind(), NoticeKind::NotCarried { key: "connection_limit".to_owned() });
    /// assert_eq!(
    ///     notices[1].to_string(),
    ///     "DATABASE_URL (field `file`): the file is `/data/my app.db`; JavaScript's `new URL(u).pathname` is \
    ///      `/data/my%20app.db`, which `#[database(pathname)]` opens",
    /// );
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn notices(source: &(impl Source + ?Sized)) -> Result<Vec<Notice>, ConfigError> {
        config::notices::<Self>(&AnySource(source))
    }

    /// Reads it from any [`Source`], with its [`notices`](Self::notices).
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn load(source: &(impl Source + ?Sized)) -> Result<Loaded<Self>, ConfigError> {
        config::load(&AnySource(source))
    }

    /// Reads it from any [`Source`] for a [`Report`]: each value, where it came from, and what was decided about it.
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn report(source: &(impl Source + ?Sized)) -> Result<Report, ConfigError> {
        config::report::<Self>(&AnySource(source))
    }

    /// A `.env.example`: the doc comments, the accepted schemes, the defaults and the pool's attributes as comments, and
    /// a line to fill in for each variable that is required. A placeholder that nobody fills in is refused by name.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     /// Orders and users.
    ///     #[database(schemes("postgres"), max_connections = 20)]
    ///     orders: (DatabaseUrl, PoolSettings),
    ///     #[database(env = "PORT", from_str, default = "8080")]
    ///     port: u16,
    /// }
    ///
    /// assert_eq!(
    ///     Config::env_example(),
    ///     "\
    /// ## Orders and users.
    /// ## (required; postgres: postgresql:)
    /// DATABASE_URL=postgres://<user>:<password>@<host>/<database>
    /// ## DATABASE_MAX_CONNECTIONS=20
    ///
    /// ## (has a default)
    /// ## PORT=8080
    /// ",
    /// );
    /// ```
    fn env_example() -> String {
        config::env_example(Self::settings())
    }

    /// Its fields, in declaration order; those of a field with `flatten` stand in its place.
    fn settings() -> &'static [Setting] {
        config::flat(const { &Self::FIELDS })
    }

    /// What the derive says about the type.
    #[doc(hidden)]
    const FIELDS: __private::Fields;

    /// Reads the settings in their order.
    #[doc(hidden)]
    fn read_fields(loader: &mut __private::Loader<'_>) -> Result<Self, ConfigError>;
}
