//! When an application's migrations run.

use std::fmt;

use crate::error::{ProblemKind, UrlError};
use crate::{Backend, Backends, DatabaseUrl, FromDatabaseUrl, UrlPart};

/// When the migrations of a database run: [`DatabaseUrl::migration`], and the type of a field or of the second half of a
/// tuple.
///
/// A server's run once, in the [release command](https://fly.io/docs/reference/configuration/#run-one-off-commands-before-releasing-a-deployment)
/// of a deployment, before its machines start. A SQLite file is on the volume of one machine, where no other can reach
/// it: each machine migrates its own at its start. In a release command, which Fly.io marks with `RELEASE_COMMAND=1` and
/// runs on a machine without a volume, a SQLite URL is an error.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Migration};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     orders: (DatabaseUrl, Migration),
/// }
///
/// let file = ("DATABASE_URL", "sqlite:///data/orders.db");
/// let (_, migration) = Config::from_source(&[file])?.orders;
/// assert_eq!(migration, Migration::AtStartup);
///
/// let error = Config::from_source(&[file, ("RELEASE_COMMAND", "1")]).err().unwrap();
/// assert!(error.to_string().contains("a SQLite file in a release command"));
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Migration {
    /// On each machine, before it serves: SQLite.
    AtStartup,
    /// Once, before any machine of the new version starts: a server.
    InReleaseCommand,
}

impl Migration {
    /// Whether it is [`AtStartup`](Self::AtStartup).
    pub const fn is_at_startup(self) -> bool {
        matches!(self, Self::AtStartup)
    }
}

/// When, and why.
impl fmt::Display for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtStartup => "at the start of each machine: its SQLite file is its own",
            Self::InReleaseCommand => "once, in the release command: all machines share the server",
        })
    }
}

impl DatabaseUrl {
    /// When the migrations of this database run.
    pub fn migration(&self) -> Migration {
        match self.backend() {
            Backend::Sqlite => Migration::AtStartup,
            _ => Migration::InReleaseCommand,
        }
    }

    /// Whether each machine migrates this database at its start, because it is a SQLite file; a server is migrated once,
    /// in the release command. [`migration`](Self::migration) says why.
    ///
    /// ```
    /// use db_config::DatabaseUrl;
    ///
    /// let file: DatabaseUrl = "sqlite:///data/app.db".parse()?;
    /// let server: DatabaseUrl = "postgres://app@db.internal/app".parse()?;
    /// assert!(file.migrates_at_startup() && !server.migrates_at_startup());
    /// assert_eq!(
    ///     server.migration().to_string(),
    ///     "once, in the release command: all machines share the server",
    /// );
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn migrates_at_startup(&self) -> bool {
        self.migration().is_at_startup()
    }
}

/// Refuses a SQLite file in a release command.
impl FromDatabaseUrl for Migration {
    const BACKENDS: Backends = Backends::ALL;
    const IS_CONNECTION: bool = false;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let migration = url.migration();
        match migration.is_at_startup() && url.is_in_release_command() {
            true => Err(url
                .error(ProblemKind::NotCarried, UrlPart::Path)
                .with_message("a SQLite file in a release command, whose machine has no volume")
                .with_remedy("migrate it where it is: on each machine, before it serves")),
            false => Ok(migration),
        }
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtStartup => "migrated at startup",
            Self::InReleaseCommand => "migrated in the release command",
        })
    }
}
