//! [`MigrationTiming`]: the time when the migrations of an application run.

use std::fmt;

use crate::error::{ProblemKind, UrlError};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::{Backend, Backends};

/// The time when the migrations of a database run. Use it as a field type or as a part of a tuple.
///
/// - The migrations of a server run once for each deployment, in the [release command] before the machines start.
/// - A SQLite file is on the volume of one machine. Each machine migrates its own file when it starts.
///
/// Fly.io sets `RELEASE_COMMAND=1` in a release command and runs it on a machine without a volume. A SQLite URL is an
/// error there.
///
/// To get the timing from a [`DatabaseUrl`], use [`DatabaseUrl::migrates_at_startup`].
///
/// [release command]: https://fly.io/docs/reference/configuration/#run-one-off-commands-before-releasing-a-deployment
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, MigrationTiming};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     orders: (DatabaseUrl, MigrationTiming),
/// }
///
/// let file = ("DATABASE_URL", "sqlite:///data/orders.db");
/// let (_, migration) = Config::from_source(&[file])?.orders;
/// assert_eq!(migration, MigrationTiming::AtStartup);
/// assert_eq!(migration.to_string(), "when each machine starts, because each has its own SQLite file");
///
/// let error = Config::from_source(&[file, ("RELEASE_COMMAND", "1")]).err().unwrap();
/// assert!(error.to_string().contains("cannot migrate SQLite in a release command"));
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MigrationTiming {
    /// On each machine when it starts. For SQLite.
    AtStartup,
    /// Once for each deployment, before the machines start. For a server.
    InReleaseCommand,
}

/// Prints the time and the reason.
impl fmt::Display for MigrationTiming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtStartup => "when each machine starts, because each has its own SQLite file",
            Self::InReleaseCommand => "once, in the release command, because all machines share the server",
        })
    }
}

impl DatabaseUrl {
    /// Returns whether the migrations run when each machine starts, which is the case for SQLite.
    ///
    /// The migrations of a server run once, in the release command. As a field type, use [`MigrationTiming`].
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let file: DatabaseUrl = "sqlite:///data/app.db".parse()?;
    /// let server: DatabaseUrl = "postgres://app@db.internal/app".parse()?;
    /// assert!(file.migrates_at_startup() && !server.migrates_at_startup());
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn migrates_at_startup(&self) -> bool {
        self.backend() == Backend::Sqlite
    }
}

/// Rejects a SQLite URL in a release command.
impl FromDatabaseUrl for MigrationTiming {
    const BACKENDS: Backends = Backends::ALL;
    const IS_CONNECTION: bool = false;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        match (url.migrates_at_startup(), url.is_in_release_command()) {
            (true, true) => Err(url
                .error(ProblemKind::Unsupported, UrlPart::Path)
                .with_message("cannot migrate SQLite in a release command: that machine has no volume")
                .with_help("run the migration when each machine starts")),
            (true, false) => Ok(Self::AtStartup),
            (false, _) => Ok(Self::InReleaseCommand),
        }
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtStartup => "migrated at startup",
            Self::InReleaseCommand => "migrated in the release command",
        })
    }
}
