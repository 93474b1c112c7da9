//! When an application's migrations run.

use std::fmt;

use crate::error::{ProblemKind, UrlError};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::{Backend, Backends};

/// When the migrations of a database run, as the type of a field or of a part of a tuple. For one URL,
/// [`DatabaseUrl::migrates_at_startup`] says so.
///
/// A server's run once, in the [release command](https://fly.io/docs/reference/configuration/#run-one-off-commands-before-releasing-a-deployment)
/// of a deployment, before its machines start. A SQLite file is on the volume of one machine, where no other can reach
/// it: each machine migrates its own at its start. In a release command, which Fly.io marks with `RELEASE_COMMAND=1` and
/// runs on a machine without a volume, a SQLite URL is an error.
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
/// assert_eq!(migration.to_string(), "at the start of each machine: its SQLite file is its own");
///
/// let error = Config::from_source(&[file, ("RELEASE_COMMAND", "1")]).err().unwrap();
/// assert!(error.to_string().contains("a SQLite file in a release command"));
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MigrationTiming {
    /// On each machine, before it serves: SQLite.
    AtStartup,
    /// Once, before any machine of the new version starts: a server.
    InReleaseCommand,
}

/// Says when, and why.
impl fmt::Display for MigrationTiming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtStartup => "at the start of each machine: its SQLite file is its own",
            Self::InReleaseCommand => "once, in the release command: all machines share the server",
        })
    }
}

impl DatabaseUrl {
    /// Returns whether each machine migrates this database at its start, because it is a SQLite file of its own. A server
    /// is migrated once, in the release command, because all machines share it. [`MigrationTiming`] is the same as a field's type.
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

/// Refuses a SQLite file in a release command.
impl FromDatabaseUrl for MigrationTiming {
    const BACKENDS: Backends = Backends::ALL;
    const IS_CONNECTION: bool = false;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        match (url.migrates_at_startup(), url.is_in_release_command()) {
            (true, true) => Err(url
                .error(ProblemKind::Unsupported, UrlPart::Path)
                .with_message("a SQLite file in a release command, whose machine has no volume")
                .with_help("migrate it where it is: on each machine, before it serves")),
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
