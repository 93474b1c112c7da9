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
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    all(feature = "sqlx-0_9-postgres", feature = "sqlx-0_9-sqlite", feature = "mongodb-3", feature = "serde"),
    doc = include_str!("../README.md")
)]
#![cfg_attr(
    not(all(feature = "sqlx-0_9-postgres", feature = "sqlx-0_9-sqlite", feature = "mongodb-3", feature = "serde")),
    doc = "One derive from `DATABASE_URL` to the settings of your database client."
)]

mod capabilities;
mod clients;
mod error;
mod ipv4;
#[cfg_attr(
    not(all(feature = "sqlx-0_9-postgres", feature = "diesel-2-postgres", feature = "tokio-postgres-0_7")),
    allow(dead_code, reason = "for the PostgreSQL clients of several features")
)]
mod libpq;
mod load;
mod pool_defaults;
mod redacted_debug;
mod report;
pub mod resolved;
#[cfg_attr(not(all(feature = "serde", feature = "mongodb-3")), allow(dead_code, reason = "for the clients and serde"))]
mod sealed;
#[cfg(feature = "serde")]
pub mod serde;
pub mod source;
#[cfg_attr(
    not(all(feature = "diesel-2-postgres", feature = "tokio-postgres-0_7")),
    allow(dead_code, reason = "for the clients of several features")
)]
mod system;
mod target;
mod tls;
mod url;

/// Pages of `docs/`. Their code is compiled by the tests, which have the clients.
macro_rules! pages {
    ($($page:ident: $file:literal;)*) => {$(
        #[cfg(all(doc, not(doctest)))]
        #[doc = "[pools]: trait@crate::DatabaseConfig#pools"]
        #[doc = "[tls]: crate::rules#tls"]
        #[doc = "[limits]: crate::rules#clients"]
        #[doc = "[fly]: crate::deploying#flyio"]
        #[doc = "[secrets]: crate::secrets"]
        #[doc = "[`MigrationTiming`]: crate::MigrationTiming\n\n"]
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
pub mod __private;

#[cfg(feature = "derive")]
pub use db_config_derive::DatabaseConfig;

pub use crate::capabilities::Capabilities;
#[cfg(any(feature = "diesel-2-postgres", feature = "diesel-2-mysql", feature = "diesel-2-sqlite"))]
pub use crate::clients::diesel::{DieselBackend, DieselUrl};
#[cfg(feature = "mongodb-3")]
pub use crate::clients::mongodb::mongodb_client_options;
#[cfg(feature = "miette")]
pub use crate::error::Diagnosis;
pub use crate::error::{ConfigError, Problem, ProblemKind, UrlError};
pub use crate::load::{DatabaseConfig, Field, Loaded, check, check_main};
pub use crate::report::{Origin, Report, ReportDatabase, ReportEntry, Warning, WarningKind};
#[cfg(feature = "dotenvy")]
pub use crate::source::DotEnv;
pub use crate::source::{Chain, Env, Source, SourceError};
pub use crate::target::connect::{Connect, Connectable};
pub use crate::target::from_database_url::FromDatabaseUrl;
pub use crate::target::migration::MigrationTiming;
pub use crate::target::pool_settings::PoolSettings;
pub use crate::target::sqlite_file::SqliteFile;
#[cfg(feature = "rustls")]
pub use crate::tls::connectors::Roots;
#[cfg(feature = "tokio-postgres-rustls")]
pub use crate::tls::connectors::RustlsConnector;
pub use crate::tls::{HostKind, RootCertificate, TlsMode, TlsModes, TlsPlan, TlsReason};
pub use crate::url::{DatabaseUrl, Host, UrlPart, pathname};
pub use db_config_syntax::tls::UnknownTlsMode;
pub use db_config_syntax::{Backend, Backends, UnknownScheme};
