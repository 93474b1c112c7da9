//! Derive your database client's options from `DATABASE_URL`.
//!
//! [`#[derive(DatabaseConfig)]`](trait@DatabaseConfig) generates code that reads and validates the environment variables
//! of a config struct, chooses the TLS mode, and builds the options of the client that each field's type names.
//!
#![cfg_attr(feature = "derive", doc = "```")]
#![cfg_attr(not(feature = "derive"), doc = "```ignore")]
//! use std::path::PathBuf;
//!
//! use db_config::{DatabaseConfig, DatabaseUrl, TlsMode};
//!
//! #[derive(DatabaseConfig)]
//! #[database(debug)]
//! struct Config {
//!     /// Reads DATABASE_URL.
//!     orders: DatabaseUrl,
//!     #[database(env = "CACHE_URL", default = "sqlite://cache.db")]
//!     cache: PathBuf,
//! }
//!
//! # fn main() -> Result<(), db_config::ConfigError> {
//! // A program calls `Config::from_env()`.
//! let config = Config::from_source(&[("DATABASE_URL", "postgres://app:secret@db.example.com/orders")])?;
//! assert_eq!(config.orders.host(), Some("db.example.com"));
//! assert_eq!(config.orders.tls().mode(), TlsMode::Require);
//! assert_eq!(config.cache, PathBuf::from("cache.db"));
//! assert!(!format!("{config:?}").contains("secret"));
//!
//! // One error reports every problem, without secrets.
//! let source = [("DATABASE_URL", "postgress://app:secret@db.example.com/orders"), ("CACHE_URL", "redis://localhost")];
//! let error = Config::from_source(&source).unwrap_err().to_string();
//! assert!(error.contains("DATABASE_URL") && error.contains("did you mean `postgres`?"));
//! assert!(error.contains("CACHE_URL") && !error.contains("secret"));
//! # Ok(())
//! # }
//! ```
//!
//! [Getting started](crate::docs::getting_started) has a complete program. Each client has a page with its dependencies,
//! a program, its limits and its connection errors:
//!
//! | client | feature | field types | Rust |
//! |---|---|---|---|
//! | [sqlx](crate::docs::clients::sqlx) | `sqlx-0_9-postgres`, `sqlx-0_9-mysql`, `sqlx-0_9-sqlite`, `sqlx-0_9-any`; `sqlx-0_8-postgres`, ... | `Connect<Pool<DB>>`, `PgConnectOptions`, `MySqlConnectOptions`, `SqliteConnectOptions`, `AnyConnectOptions`, `PoolOptions<DB>` | 1.94; sqlx 0.8: 1.85 |
//! | [SeaORM](crate::docs::clients::sea_orm) | `sea-orm-2`, `sea-orm-1` | `Connect<DatabaseConnection>`, `ConnectOptions` | 1.94; SeaORM 1.1: 1.85 |
//! | [Diesel](crate::docs::clients::diesel) | `diesel-2-postgres`, `diesel-2-mysql`, `diesel-2-sqlite` | `Connect<r2d2::Pool<ConnectionManager<C>>>`, `r2d2::ConnectionManager<C>`, `DieselUrl` | 1.86 |
//! | [diesel-async](crate::docs::clients::diesel_async) | `diesel-async-0_9`, `diesel-async-rustls` | `Connect<bb8::Pool<C>>`, `Connect<deadpool::Pool<C>>`, `AsyncDieselConnectionManager<C>` | 1.86 |
//! | [mongodb](crate::docs::clients::mongodb) | `mongodb-3`, `mongodb-3-srv` | `Connect<Client>`, `ConnectionString`, `ClientOptions` | 1.88 |
//! | [tokio-postgres](crate::docs::clients::tokio_postgres) | `tokio-postgres-0_7` | `(Config, TlsPlan)`, `Config` | 1.85 |
//! | [bb8-postgres](crate::docs::clients::tokio_postgres#bb8-postgres) | `bb8-postgres-0_9` | `Connect<Pool<PostgresConnectionManager<T>>>`, `PostgresConnectionManager<T>` | 1.85 |
//! | [postgres](crate::docs::clients::postgres) | `postgres-0_19`, `r2d2-postgres-0_18` | `Connect<r2d2::Pool<PostgresConnectionManager<T>>>`, `(Config, TlsPlan)`, `Config`, `PostgresConnectionManager<T>` | 1.85 |
//! | [deadpool-postgres](crate::docs::clients::deadpool_postgres) | `deadpool-postgres-0_14` | `Connect<Pool>`, `(Config, TlsPlan)`, `Config` | 1.85 |
//! | [mysql_async](crate::docs::clients::mysql_async) | `mysql-async-0_37` | `Connect<Pool>`, `Opts` | 1.88 |
//! | [mysql](crate::docs::clients::mysql) | `mysql-28`, `r2d2-mysql-28` | `Connect<Pool>`, `Opts`, `Connect<r2d2::Pool<MySqlConnectionManager>>`, `MySqlConnectionManager` | 1.88 |
//! | [redis](crate::docs::clients::redis) | `redis-1`, `redis-1-connection-manager` | `Connect<ConnectionManager>`, `Connect<r2d2::Pool<Client>>`, `Connect<bb8::Pool<Client>>`, `Client`, `ConnectionInfo` | 1.88 |
//! | [deadpool-redis](crate::docs::clients::deadpool_redis) | `deadpool-redis-0_23` | `Connect<Pool>`, `Config` | 1.88 |
//! | [fred](crate::docs::clients::fred) | `fred-10`, `fred-10-rustls` | `Connect<Pool>`, `Connect<Client>`, `Config` | 1.85 |
//! | [refinery](crate::docs::clients::refinery) | `refinery-0_10` | `Config` | 1.92 |
//! | [rusqlite](crate::docs::clients::rusqlite) | `rusqlite` | [`SqliteFile`], with `open_flags()` | that of its version |
//!
//! The last column is the oldest Rust version for the client, which can be newer than that of db-config, 1.85. With the
//! resolver of edition 2024, Cargo selects older versions of a client if your package's `rust-version` needs them. One
//! dependency of r2d2, which Diesel, r2d2_postgres, r2d2_mysql and pools of redis use, does not declare that it needs Rust 1.95: with an older
//! compiler, run `cargo update scheduled-thread-pool --precise 0.2.7`.
//!
//! These field types need no feature:
//!
//! - [`DatabaseUrl`], [`PathBuf`](std::path::PathBuf), [`SqliteFile`], [`TlsPlan`] and [`MigrationTiming`]
//! - `Option<T>`, `Vec<T>` and `Box<T>` of a field type
//! - a tuple of types that read the same URL, for example with [`PoolSettings`]
//! - a derived enum, which selects the variant by the URL's scheme
//!
//! For another client, implement [`FromDatabaseUrl`].
//!
//! # Features
//!
//! The name of a client's feature contains the client's major version. The name without the version, such as
//! `sqlx-postgres`, is an alias of the newest supported major. A minor release of db-config can add a feature for a new
//! major. Only a breaking release changes an alias. `rusqlite` has no version in its name: it supports 0.32 to 0.42.
//!
//! db-config does not enable an async runtime or a TLS backend for your client: enable them in your own dependency. These are
//! the exceptions:
//!
//! - `mongodb-3` enables `rustls-tls`, because mongodb does not compile without a TLS feature.
//! - `diesel-2-sqlite` links libsqlite3, because Diesel's SQLite types need it.
//! - `redis-1-connection-manager` and `deadpool-redis-0_23` enable tokio, because these clients do not compile without a
//!   runtime.
//! - `r2d2-mysql-28` builds zlib, because r2d2_mysql enables it.
//! - `fred-10-rustls` enables fred's `enable-rustls-ring`, so that db-config can build the connector.
//!
//! | other feature | adds |
//! |---|---|
//! | `derive` (default) | the derive macro |
//! | `idna` (default) | non-ASCII host names, through the `url` crate and 28 packages in total |
//! | `os-user` | the operating system's user as the default user, as in libpq. Every PostgreSQL and MySQL client enables it |
//! | `r2d2-0_8`, `bb8-0_9`, `deadpool-0_13` | the builders of these pools from [`PoolSettings`]. Diesel's features, `r2d2-postgres-0_18` and `r2d2-mysql-28` enable `r2d2-0_8` |
//! | `rustls`, with `rustls-native-certs` or `webpki-roots` | a rustls 0.23 `ClientConfig` from a [`TlsPlan`] |
//! | `tokio-postgres-rustls`, `postgres-native-tls` | a TLS connector for tokio-postgres, postgres and deadpool-postgres |
//! | `native-tls` | a native-tls 0.2 connector from a [`TlsPlan`] |
//! | `serde` | `#[serde(with = "db_config::serde")]` for every field type, and `Serialize` for [`Report`] |
//! | `json` | a JSON object in the place of a URL, and `DATABASE_SECRET` |
//! | `dotenvy` | the source `DotEnv`, which reads a `.env` file |
//! | `figment`, `config` | `figment::Figment` 0.10 and `config::Config` 0.15 as sources |
//! | `miette` | miette 7 diagnostics that mark the error in the redacted URL |
//! | `tracing` | an event for each database, each warning and each attempt of `wait` |
//! | `tokio` | [`Connect::connect_with`] for sqlx |
//! | `color` | colors in the report |
//!
//! # Documentation
//!
//! - [Attributes](trait@DatabaseConfig#attributes), [query parameters](crate::docs::reference::query_parameters),
//!   [SQLite](crate::docs::sqlite), [TLS](crate::docs::tls), [pools](crate::docs::pools)
//! - [Deploying](crate::docs::deploying), [operating](crate::docs::operating), [security](crate::docs::security),
//!   [testing](crate::docs::testing), [other tools](crate::docs::tools), [FAQ](crate::docs::faq)
#![cfg_attr(docsrs, feature(doc_cfg))]

mod capabilities;
mod clients;
mod connect;
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

/// The pages of the repository's `docs` directory.
#[cfg(all(doc, not(doctest)))]
pub mod docs {
    // The pages link to items of the crate.
    #[allow(unused_imports)]
    use super::*;

    // A page links to another page as `[text][tls]`, and defines `[tls]` as a file at its end. The definition here comes
    // first, so rustdoc uses it. `.ci/links` checks that each reference is defined here.
    macro_rules! pages {
        ($($page:ident: $file:literal;)*) => {$(
            #[doc = "[getting-started]: crate::docs::getting_started"]
            #[doc = "[attributes]: trait@crate::DatabaseConfig"]
            #[doc = "[sqlite]: crate::docs::sqlite"]
            #[doc = "[tls]: crate::docs::tls"]
            #[doc = "[pools]: crate::docs::pools"]
            #[doc = "[deploying]: crate::docs::deploying"]
            #[doc = "[security]: crate::docs::security"]
            #[doc = "[operating]: crate::docs::operating"]
            #[doc = "[testing]: crate::docs::testing"]
            #[doc = "[tools]: crate::docs::tools"]
            #[doc = "[faq]: crate::docs::faq"]
            #[doc = "[fly]: crate::docs::deploying#flyio"]
            #[doc = "[host-table]: crate::docs::tls#host-table"]
            #[doc = "[modes]: crate::docs::tls#modes"]
            #[doc = "[sqlite-parameters]: crate::docs::sqlite#query-parameters"]
            #[doc = "[tunnels]: crate::docs::tls#tunnels"]
            #[doc = "[in-memory]: crate::docs::sqlite#in-memory"]
            #[doc = "[spellings]: crate::docs::sqlite#which-spelling-do-other-tools-read"]
            #[doc = "[poolers]: crate::docs::pools#transaction-mode-poolers"]
            #[doc = "[provider]: crate::docs::faq#no-rustls-cryptoprovider-is-installed"]
            #[doc = "[rotation]: crate::docs::pools#passwords-that-change"]
            #[doc = "[dotted]: trait@crate::DatabaseConfig#names-with-dots"]
            #[doc = "[parts]: trait@crate::DatabaseConfig#parts"]
            #[doc = "[libpq-env]: trait@crate::DatabaseConfig#libpq_env"]
            #[doc = "[name-file]: trait@crate::DatabaseConfig#name_file"]
            #[doc = "[login]: trait@crate::DatabaseConfig#database_user-database_password"]
            #[doc = "[pathname]: trait@crate::DatabaseConfig#pathname"]
            #[doc = "[query-parameters]: crate::docs::reference::query_parameters"]
            #[doc = "[differences]: crate::docs::reference::differences"]
            #[doc = "[conformance]: crate::docs::reference::conformance"]
            #[doc = "[across-languages]: crate::docs::reference::across_languages"]
            #[doc = "[run-time]: crate::docs::reference::run_time"]
            #[doc = "[build-cost]: crate::docs::reference::build_cost"]
            #[doc = "[`MigrationTiming`]: crate::MigrationTiming"]
            #[doc = "[sqlx]: crate::docs::clients::sqlx"]
            #[doc = "[sea-orm]: crate::docs::clients::sea_orm"]
            #[doc = "[diesel]: crate::docs::clients::diesel"]
            #[doc = "[diesel-async]: crate::docs::clients::diesel_async"]
            #[doc = "[mongodb]: crate::docs::clients::mongodb"]
            #[doc = "[redis]: crate::docs::clients::redis"]
            #[doc = "[deadpool-redis]: crate::docs::clients::deadpool_redis"]
            #[doc = "[fred]: crate::docs::clients::fred"]
            #[doc = "[tokio-postgres]: crate::docs::clients::tokio_postgres"]
            #[doc = "[postgres]: crate::docs::clients::postgres"]
            #[doc = "[postgres-async]: crate::docs::clients::postgres#async-code"]
            #[doc = "[limits]: crate::docs::clients::tokio_postgres#limits"]
            #[doc = "[deadpool-postgres]: crate::docs::clients::deadpool_postgres"]
            #[doc = "[mysql_async]: crate::docs::clients::mysql_async"]
            #[doc = "[mysql]: crate::docs::clients::mysql"]
            #[doc = "[refinery]: crate::docs::clients::refinery"]
            #[doc = "[rusqlite]: crate::docs::clients::rusqlite"]
            #[doc = "[other-pools]: crate::docs::clients::other_pools"]
            #[doc = "[frameworks]: crate::docs::clients::frameworks\n\n"]
            #[doc = include_str!($file)]
            pub mod $page {}
        )*};
    }
    pages! {
        getting_started: "../docs/getting-started.md";
        sqlite: "../docs/sqlite.md";
        tls: "../docs/tls.md";
        pools: "../docs/pools.md";
        deploying: "../docs/deploying.md";
        security: "../docs/security.md";
        operating: "../docs/operating.md";
        testing: "../docs/testing.md";
        tools: "../docs/tools.md";
        faq: "../docs/faq.md";
    }

    /// One page for each client, and the pages of other pools and frameworks.
    pub mod clients {
        #[allow(unused_imports)]
        use super::super::*;

        pages! {
            sqlx: "../docs/clients/sqlx.md";
            sea_orm: "../docs/clients/sea-orm.md";
            diesel: "../docs/clients/diesel.md";
            diesel_async: "../docs/clients/diesel-async.md";
            mongodb: "../docs/clients/mongodb.md";
            tokio_postgres: "../docs/clients/tokio-postgres.md";
            postgres: "../docs/clients/postgres.md";
            deadpool_postgres: "../docs/clients/deadpool-postgres.md";
            mysql_async: "../docs/clients/mysql_async.md";
            mysql: "../docs/clients/mysql.md";
            redis: "../docs/clients/redis.md";
            deadpool_redis: "../docs/clients/deadpool-redis.md";
            fred: "../docs/clients/fred.md";
            refinery: "../docs/clients/refinery.md";
            rusqlite: "../docs/clients/rusqlite.md";
            other_pools: "../docs/clients/other-pools.md";
            frameworks: "../docs/clients/frameworks.md";
        }
    }

    /// Details.
    pub mod reference {
        #[allow(unused_imports)]
        use super::super::*;

        pages! {
            query_parameters: "../docs/reference/query-parameters.md";
            across_languages: "../docs/reference/across-languages.md";
            differences: "../docs/reference/differences.md";
            conformance: "../docs/reference/conformance.md";
            run_time: "../docs/reference/run-time.md";
            build_cost: "../docs/reference/build-cost.md";
        }
    }
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
#[cfg(any(feature = "bb8-postgres-0_9", feature = "r2d2-postgres-0_18"))]
pub use crate::clients::tokio_postgres::from_tls_plan::FromTlsPlan;
pub use crate::connect::error::ConnectError;
pub use crate::connect::managed::{AsyncManager, BlockingManager, ManagerOptions};
pub use crate::connect::mode::{Async, Blocking, Mode};
pub use crate::connect::pong::Pong;
#[cfg(feature = "tokio")]
pub use crate::connect::refresh::PasswordRefresh;
pub use crate::connect::rotate::{PasswordError, PasswordProvider, Rotates, Target};
pub use crate::connect::tls::{NeedsTls, Tls};
pub use crate::connect::{Call, Connect, ConnectLazy, Connectable, ping, ping_within};
#[cfg(feature = "miette")]
pub use crate::error::Diagnosis;
pub use crate::error::{ConfigError, Problem, ProblemKind, UrlError};
pub use crate::load::{DatabaseConfig, Field, Loaded, check, check_connect, check_main, check_main_connect};
pub use crate::report::{Origin, Report, ReportDatabase, ReportEntry, ReportFile, Warning, WarningKind};
#[cfg(feature = "dotenvy")]
pub use crate::source::DotEnv;
pub use crate::source::{Chain, Env, SecretDirectory, ServiceBinding, Source, SourceError};
pub use crate::target::from_database_url::FromDatabaseUrl;
pub use crate::target::migration::MigrationTiming;
pub use crate::target::pool_settings::PoolSettings;
pub use crate::target::sqlite_file::SqliteFile;
#[cfg(feature = "rustls")]
pub use crate::tls::connectors::Roots;
#[cfg(feature = "tokio-postgres-rustls")]
pub use crate::tls::connectors::RustlsConnector;
pub use crate::tls::{HostKind, RootCertificate, TlsMode, TlsModes, TlsPlan, TlsReason};
pub use crate::url::{DatabaseUrl, DatabaseUrlBuilder, Host, UrlPart, pathname};
pub use db_config_syntax::tls::UnknownTlsMode;
pub use db_config_syntax::{Backend, Backends, UnknownScheme};
