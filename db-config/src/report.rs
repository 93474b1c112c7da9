//! The report: each value, its origin, and the chosen TLS mode and pool options.

mod certificates;
mod kind;
mod origin;
mod sqlite_file;
mod table;
#[cfg(feature = "tracing")]
pub(crate) mod trace;
mod url;
mod warning;

use std::fmt;

use crate::tls::TlsPlan;
use db_config_syntax::Backend;
use db_config_syntax::printable::printable;

pub use self::kind::WarningKind;
pub use self::origin::Origin;
pub use self::sqlite_file::ReportFile;
pub use self::warning::Warning;

/// A redacted report of a configuration, from [`DatabaseConfig::report`](crate::DatabaseConfig::report).
///
/// The report contains no secret. URLs are redacted. The value of a plain variable is shown if at least one of these
/// holds, and is `***` otherwise:
///
/// - its type is a number, boolean, duration or network address of the standard library
/// - the field has the attribute `show`
/// - it is the default value
///
/// With the attribute `secret`, a value is never shown. Control characters are escaped.
///
/// `Display` writes an aligned table. [`print`](Self::print) writes the table to stdout. With the feature `serde`, the
/// report implements `Serialize`.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     orders: DatabaseUrl,
///     #[database(env = "PORT", parse, default = "8080")]
///     port: u16,
///     #[database(env = "API_KEY", secret)]
///     api_key: String,
/// }
///
/// let source = [("DATABASE_URL", "postgres://app:hunter2@localhost/orders"), ("API_KEY", "hunter3")];
/// let report = Config::report(&source)?;
/// assert_eq!(
///     report.to_string(),
///     "\
/// VARIABLE      FROM     VALUE                                DATABASE    POOL  TLS
/// DATABASE_URL  source   postgres://app:***@localhost/orders  PostgreSQL        prefer: `localhost` is this machine
/// PORT          default  8080
/// API_KEY       source   ***
/// ",
/// );
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) config: &'static str,
    pub(crate) entries: Vec<ReportEntry>,
    pub(crate) warnings: Vec<Warning>,
}

/// One value of a [`Report`]: the value of a field, or one URL of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEntry {
    field: String,
    variable: String,
    origin: Option<Origin>,
    value: Option<String>,
    database: Option<ReportDatabase>,
}

/// One database of a [`Report`], with the chosen TLS mode and the pool options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDatabase {
    pub(crate) backend: Backend,
    pub(crate) hosts: String,
    pub(crate) tls: TlsPlan,
    pub(crate) pool: Vec<(&'static str, String)>,
    pub(crate) variables: Vec<String>,
    pub(crate) params: Vec<String>,
    pub(crate) file: Option<ReportFile>,
}

impl Report {
    /// Returns the name of the configuration's type.
    pub fn config(&self) -> &'static str {
        self.config
    }

    /// Returns the values in the order of the fields.
    pub fn entries(&self) -> &[ReportEntry] {
        &self.entries
    }

    /// Returns the [warnings](crate::DatabaseConfig::warnings).
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Writes the table to stdout. With the feature `color`, it is in color if stdout is a terminal.
    pub fn print(&self) {
        print(&table::Table { report: self, colored: true });
    }
}

/// Writes a text to stdout. With the feature `color`, it keeps the colors if stdout is a terminal.
pub(crate) fn print(text: &dyn fmt::Display) {
    use std::io::Write as _;
    #[cfg(feature = "color")]
    let mut stdout = anstream::stdout();
    #[cfg(not(feature = "color"))]
    let mut stdout = std::io::stdout();
    // If stdout is closed, there is nowhere to report it.
    let _ = write!(stdout, "{text}");
}

/// Writes a warning to stdout, like those of the report.
pub(crate) fn print_warning(warning: &dyn fmt::Display) {
    print(&table::WarningLine { warning, colored: true });
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        table::Table { report: self, colored: false }.fmt(f)
    }
}

impl ReportEntry {
    /// Returns the name of the field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns the name of the environment variable that the value came from. If none is set, returns the first name
    /// that db-config looked up.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// Returns the origin of the value, or `None` if no value is set.
    pub fn origin(&self) -> Option<Origin> {
        self.origin
    }

    /// Returns the redacted value with control characters escaped, or `None` if no value is set. The value of a plain
    /// variable may be `***`: see [`Report`].
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// Returns the database that the value is for, or `None` for a plain variable and an unset value.
    pub fn database(&self) -> Option<&ReportDatabase> {
        self.database.as_ref()
    }

    pub(crate) fn unset(field: &str, variable: &str) -> Self {
        let variable = printable(variable).into_owned();
        Self { field: field.to_owned(), variable, origin: None, value: None, database: None }
    }

    /// Creates the entry of a value. `value` is `None` if it must not be shown.
    pub(crate) fn set(field: &str, variable: &str, origin: Origin, value: Option<&str>) -> Self {
        let value = value.map_or("***".into(), printable).into_owned();
        Self { origin: Some(origin), value: Some(value), ..Self::unset(field, variable) }
    }

    pub(crate) fn with_database(self, database: ReportDatabase) -> Self {
        Self { database: Some(database), ..self }
    }
}

impl ReportDatabase {
    /// Returns the database system.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Returns the names of the servers, separated by commas. The string is empty for SQLite.
    pub fn hosts(&self) -> &str {
        &self.hosts
    }

    /// Returns the TLS plan, which has the mode and the reason for it.
    pub fn tls(&self) -> &TlsPlan {
        &self.tls
    }

    /// Returns the names of the other environment variables that were used, such as `PGPASSWORD` or `DATABASE_TLS`.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// Returns the names of the query parameters that come from the attribute `params`.
    pub fn params(&self) -> &[String] {
        &self.params
    }

    /// Returns the SQLite file. Returns `None` for other databases and for a database in memory.
    pub fn file(&self) -> Option<&ReportFile> {
        self.file.as_ref()
    }

    /// Returns the pool options that have an effect, with their values.
    pub fn pool(&self) -> &[(&'static str, String)] {
        &self.pool
    }
}

#[cfg(feature = "serde")]
mod json {
    use serde::{Serialize, Serializer};

    use super::{Report, ReportDatabase, ReportEntry, ReportFile, printable};

    /// Serializes the pool options as a map.
    struct PoolOptions<'a>(&'a [(&'static str, String)]);

    impl Serialize for PoolOptions<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().map(|(option, value)| (option, value)))
        }
    }

    impl Serialize for Report {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeStruct as _;
            let mut report = serializer.serialize_struct("Report", 3)?;
            report.serialize_field("config", self.config)?;
            report.serialize_field("entries", &self.entries)?;
            let warnings: Vec<String> = self.warnings.iter().map(ToString::to_string).collect();
            report.serialize_field("warnings", &warnings)?;
            report.end()
        }
    }

    impl Serialize for ReportEntry {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeStruct as _;
            let mut entry = serializer.serialize_struct("ReportEntry", 5)?;
            entry.serialize_field("field", &self.field)?;
            entry.serialize_field("variable", &self.variable)?;
            entry.serialize_field("from", &self.origin.map(super::Origin::as_str))?;
            entry.serialize_field("value", &self.value)?;
            entry.serialize_field("database", &self.database)?;
            entry.end()
        }
    }

    impl Serialize for ReportDatabase {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeStruct as _;
            let mut database = serializer.serialize_struct("ReportDatabase", 8)?;
            database.serialize_field("backend", self.backend.name())?;
            database.serialize_field("hosts", &self.hosts)?;
            database.serialize_field("tls", self.tls.mode().as_str())?;
            database.serialize_field("reason", &self.tls.reason().to_string())?;
            database.serialize_field("pool", &PoolOptions(&self.pool))?;
            database.serialize_field("variables", &self.variables)?;
            database.serialize_field("params", &self.params)?;
            database.serialize_field("file", &self.file)?;
            database.end()
        }
    }

    impl Serialize for ReportFile {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeStruct as _;
            let mut file = serializer.serialize_struct("ReportFile", 2)?;
            file.serialize_field("path", &printable(&self.path.to_string_lossy()))?;
            file.serialize_field("exists", &self.exists)?;
            file.end()
        }
    }
}
