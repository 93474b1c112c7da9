use super::env_docs::env_docs;
use super::env_example::env_example;
use super::loader::load;
use super::{Field, Fields, Loaded, Loader};
use crate::error::ConfigError;
use crate::report::{Report, Warning};
use crate::source::{Env, Source};

/// A configuration that reads its fields from database URLs in environment variables.
///
/// Derive it on one of these. The derive requires the feature `derive`, which is on by default.
///
/// - a struct with named fields. The type of each field implements [`FromDatabaseUrl`](crate::FromDatabaseUrl).
/// - an enum whose variants have one such field each. The scheme of the URL selects the variant.
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
///     #[database(env = "WORKERS", parse)]
///     workers: Option<u8>,
/// }
///
/// // In an application: `Config::from_env()?`.
/// let config = Config::from_source(&[("SHOP_WORKERS", "4")])?;
/// assert_eq!(config.orders.scheme(), "sqlite");
/// assert_eq!(config.workers, Some(4));
/// # Ok::<(), db_config::ConfigError>(())
/// ```
///
/// [host-table]: crate::docs::tls#host-table
/// [pools]: crate::docs::pools
/// [security]: crate::docs::security
/// [sqlite]: crate::docs::sqlite
/// [tls]: crate::docs::tls
/// [tools]: crate::docs::tools
///
#[cfg_attr(any(doc, doctest), doc = include_str!("../../docs/attributes.md"))]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `DatabaseConfig`",
    label = "missing `#[derive(DatabaseConfig)]`",
    note = "add `#[derive(DatabaseConfig)]` to the type",
    note = "the type of a field with `flatten` cannot be an `Option` or a `Vec`"
)]
pub trait DatabaseConfig: Sized {
    /// Reads the configuration from the process environment.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     #[database(env = "SHOP_DATABASE_URL", default = "sqlite:shop.db")]
    ///     orders: DatabaseUrl,
    /// }
    ///
    /// let config = Config::from_env()?;
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns all problems of all fields in one error.
    fn from_env() -> Result<Self, ConfigError> {
        Self::from_source(&Env)
    }

    /// Reads the configuration from any [`Source`]: [`Env`], a map, an array of pairs, a function, and others.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl, Env, Source};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     #[database(env = "SHOP_DATABASE_URL")]
    ///     orders: DatabaseUrl,
    /// }
    ///
    /// // The process environment, with a value for a variable that is not set in it:
    /// let config = Config::from_source(&Env.or([("SHOP_DATABASE_URL", "sqlite:shop.db")]))?;
    ///
    /// // Only an array of pairs, for example in a test:
    /// let config = Config::from_source(&[("SHOP_DATABASE_URL", "sqlite:test.db")])?;
    /// assert_eq!(config.orders.to_string(), "sqlite:test.db");
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns all problems of all fields in one error.
    fn from_source(source: &(impl Source + ?Sized)) -> Result<Self, ConfigError> {
        Ok(Self::load(source)?.config)
    }

    /// Returns warnings about this configuration: problems that do not stop startup.
    ///
    /// Examples are a pool option that the field type does not support, or a SQLite file whose directory does not
    /// exist. Log them at startup. To get the configuration and its warnings in one step, use [`load`](Self::load).
    ///
    /// ```
    /// use db_config::{DatabaseConfig, WarningKind};
    /// use std::path::PathBuf;
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     file: PathBuf,
    /// }
    ///
    /// let source = [("DATABASE_URL", "sqlite:///data/my%20app.db?connection_limit=1")];
    /// let warnings = Config::warnings(&source)?;
    /// assert_eq!(*warnings[0].kind(), WarningKind::Unsupported { parameter: "connection_limit".to_owned() });
    /// assert_eq!(
    ///     warnings[1].to_string(),
    ///     "DATABASE_URL (field `file`): the file is `/data/my app.db`, but JavaScript's `new URL(u).pathname` is \
    ///      `/data/my%20app.db`; to open that file, add `#[database(pathname)]` to the field",
    /// );
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns all problems of all fields in one error.
    fn warnings(source: &(impl Source + ?Sized)) -> Result<Vec<Warning>, ConfigError> {
        Ok(load::<Self>(source)?.warnings)
    }

    /// Reads the configuration from any [`Source`] together with its [`warnings`](Self::warnings) and its
    /// [`report`](Self::report).
    ///
    /// With the feature `tracing`, it also emits an event for each database and for each warning.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     orders: DatabaseUrl,
    /// }
    ///
    /// let loaded = Config::load(&[("DATABASE_URL", "sqlite:app.db")])?;
    /// assert_eq!(loaded.config.orders.scheme(), "sqlite");
    /// assert!(loaded.warnings.is_empty());
    /// assert_eq!(loaded.report.entries()[0].variable(), "DATABASE_URL");
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns all problems of all fields in one error.
    fn load(source: &(impl Source + ?Sized)) -> Result<Loaded<Self>, ConfigError> {
        let loaded = load(source)?;
        #[cfg(feature = "tracing")]
        {
            crate::report::trace::databases(loaded.report.entries());
            crate::report::trace::warnings(&loaded.warnings);
        }
        Ok(loaded)
    }

    /// Reads the configuration from any [`Source`] and returns a redacted [`Report`] of it.
    ///
    /// The report has each value, its origin, the chosen TLS mode and the pool options. [`Report`] has an example.
    ///
    /// # Errors
    ///
    /// Returns all problems of all fields in one error.
    fn report(source: &(impl Source + ?Sized)) -> Result<Report, ConfigError> {
        Ok(load::<Self>(source)?.report)
    }

    /// Returns the content of a `.env.example` file for this configuration.
    ///
    /// - For each required variable it has a line with a placeholder. db-config rejects a placeholder that is not
    ///   replaced.
    /// - Doc comments, accepted schemes, default values and pool options are comments.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     /// Orders and users.
    ///     #[database(schemes("postgres"), max_connections = 20)]
    ///     orders: (DatabaseUrl, PoolSettings),
    ///     #[database(env = "PORT", parse, default = "8080")]
    ///     port: u16,
    /// }
    ///
    /// assert_eq!(
    ///     Config::env_example(),
    ///     "\
    /// ## Orders and users.
    /// ## (required; accepts postgres, postgresql)
    /// DATABASE_URL=postgres://<user>:<password>@<host>/<database>
    /// ## DATABASE_MAX_CONNECTIONS=20
    ///
    /// ## (has a default)
    /// ## PORT=8080
    /// ",
    /// );
    /// ```
    #[must_use]
    fn env_example() -> String {
        env_example(&const { &Self::FIELDS }.all())
    }

    /// Returns a Markdown table of the variables, for the documentation of an application.
    ///
    /// It has the content of [`env_example`](Self::env_example): the variables with their types, default values and doc
    /// comments, and the pool options that attributes set. Passwords are redacted. With the feature `serde`, the
    /// [`fields`](Self::fields) serialize to the same data.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     /// Orders and users.
    ///     #[database(schemes("postgres"), max_connections = 20)]
    ///     orders: (DatabaseUrl, PoolSettings),
    ///     #[database(env = "PORT", parse, default = "8080")]
    ///     port: u16,
    /// }
    ///
    /// assert_eq!(
    ///     Config::env_docs(),
    ///     "\
    /// | variable | type | required | default | description |
    /// |---|---|---|---|---|
    /// | `DATABASE_URL` | PostgreSQL URL | yes | | Orders and users. |
    /// | `DATABASE_MAX_CONNECTIONS` | number | no | `20` | A pool option of `DATABASE_URL`. |
    /// | `PORT` | `u16` | no | `8080` | |
    /// ",
    /// );
    /// ```
    #[must_use]
    fn env_docs() -> String {
        env_docs(&const { &Self::FIELDS }.all())
    }

    /// Returns the fields of the configuration in declaration order. A field with `flatten` is replaced by the fields
    /// of its type.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl};
    ///
    /// #[derive(DatabaseConfig)]
    /// #[database(prefix = "SHOP_")]
    /// struct Config {
    ///     /// Orders and users.
    ///     orders: DatabaseUrl,
    /// }
    ///
    /// let field = &Config::fields()[0];
    /// assert_eq!(field.variables(), ["SHOP_DATABASE_URL"]);
    /// assert_eq!(field.doc(), "Orders and users.");
    /// ```
    ///
    /// The fields are created at the first call and kept. For a generic type, each call creates and leaks them.
    fn fields() -> &'static [Field];

    /// The fields and attributes of the type.
    #[doc(hidden)]
    const FIELDS: Fields;

    /// Reads the fields in declaration order. Returns `None` once a problem is recorded.
    #[doc(hidden)]
    fn read_fields(loader: &mut Loader<'_>) -> Option<Self>;
}
