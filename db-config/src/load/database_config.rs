use super::env_example::env_example;
use super::loader::load;
use super::{Field, Fields, Loaded, Loader};
use crate::error::ConfigError;
use crate::report::{Report, Warning};
use crate::source::{Env, Source};

/// A configuration whose fields are read from database URLs.
///
/// Derive it on a struct with named fields, each of a type that implements
/// [`FromDatabaseUrl`](crate::FromDatabaseUrl), or on an
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
///     #[database(env = "WORKERS", parse)]
///     workers: Option<u8>,
/// }
///
/// let config = Config::from_source(&[("SHOP_WORKERS", "4")])?;
/// assert_eq!(config.orders.scheme(), "sqlite");
/// assert_eq!(config.workers, Some(4));
/// assert_eq!(Config::fields()[0].variables(), ["SHOP_DATABASE_URL"]);
/// assert_eq!(Config::fields()[0].doc(), "Orders and users.");
/// # Ok::<(), db_config::ConfigError>(())
/// ```
///
/// [tls]: crate::rules#tls
///
#[cfg_attr(any(doc, doctest), doc = include_str!("../../docs/attributes.md"))]
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
        Self::from_source(&Env)
    }

    /// Reads it from any [`Source`].
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn from_source(source: &(impl Source + ?Sized)) -> Result<Self, ConfigError> {
        Ok(Self::load(source)?.config)
    }

    /// What is worth knowing about the configuration from this source and would otherwise be lost silently: pool
    /// settings for which a field's type has no place, a SQLite file that JavaScript reads differently.
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
    ///     "DATABASE_URL (field `file`): the file is `/data/my app.db`; JavaScript's `new URL(u).pathname` is \
    ///      `/data/my%20app.db`, which `#[database(pathname)]` opens",
    /// );
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn warnings(source: &(impl Source + ?Sized)) -> Result<Vec<Warning>, ConfigError> {
        Ok(load::<Self>(source)?.warnings)
    }

    /// Reads it from any [`Source`], with its [`warnings`](Self::warnings) and its [`report`](Self::report).
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
    /// All problems of all fields, in one report.
    fn load(source: &(impl Source + ?Sized)) -> Result<Loaded<Self>, ConfigError> {
        let loaded = load(source)?;
        #[cfg(feature = "tracing")]
        {
            crate::report::trace::databases(loaded.report.entries());
            crate::report::trace::warnings(&loaded.warnings);
        }
        Ok(loaded)
    }

    /// Reads it from any [`Source`] for a [`Report`]: each value, where it came from, and what was decided about it.
    ///
    /// # Errors
    ///
    /// All problems of all fields, in one report.
    fn report(source: &(impl Source + ?Sized)) -> Result<Report, ConfigError> {
        Ok(load::<Self>(source)?.report)
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
    ///     #[database(env = "PORT", parse, default = "8080")]
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
    #[must_use]
    fn env_example() -> String {
        env_example(&const { &Self::FIELDS }.all())
    }

    /// Returns its fields, in declaration order; those of a field with `flatten` stand in its place.
    ///
    /// They are made once; a generic type makes and keeps them at each call.
    fn fields() -> &'static [Field];

    /// What the derive says about the type.
    #[doc(hidden)]
    const FIELDS: Fields;

    /// Reads the fields in their order. Returns `None` once a problem is recorded.
    #[doc(hidden)]
    fn read_fields(loader: &mut Loader<'_>) -> Option<Self>;
}
