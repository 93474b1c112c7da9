use std::fmt;

/// The place that a value comes from.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Env, Origin};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_DATABASE_URL", default = "sqlite:shop.db")]
///     database: DatabaseUrl,
/// }
///
/// let report = Config::report(&Env)?;
/// assert_eq!(report.entries()[0].origin(), Some(Origin::Default));
/// assert_eq!(Origin::Default.to_string(), "default");
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The process environment.
    Environment,
    /// The file whose path is in `NAME_FILE`.
    File,
    /// A `.env` file.
    DotEnv,
    /// Variables that set one part of the URL each, such as `DB_HOST`. Requires the attribute `parts`.
    Parts,
    /// The libpq variables (`PGHOST`, ...) without a URL. Requires the attribute `libpq_env`.
    Libpq,
    /// The default value of the field.
    Default,
    /// Another [`Source`](crate::Source), such as a map, a function or another configuration crate.
    Source,
}

impl Origin {
    /// Returns the name that a [`Report`](crate::Report) shows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Origin::Environment => "environment",
            Origin::File => "file",
            Origin::DotEnv => ".env",
            Origin::Parts => "parts",
            Origin::Libpq => "libpq variables",
            Origin::Default => "default",
            Origin::Source => "source",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
