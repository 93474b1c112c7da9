//! `Source` for the `Config` of the `config` crate.

use config::{Config, Value, ValueKind};

use super::{Source, SourceError, dotted};

/// Reads a configuration of the `config` crate. Requires the feature `config`.
///
/// db-config looks up a name at the top level: as it is, then in lower case, as the `Environment` of the `config` crate
/// spells it. A name with a dot, such as `database.url`, is then a path: the key `url` of the table `database`. Integers
/// and booleans are converted to strings. Null is unset.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl};
///
/// #[derive(DatabaseConfig)]
/// struct Settings {
///     database: DatabaseUrl,
/// }
///
/// #[derive(DatabaseConfig)]
/// struct Nested {
///     #[database(env = "database.url")]
///     database: DatabaseUrl,
/// }
///
/// let config = config::Config::builder().set_override("database_url", "sqlite:app.db")?.build()?;
/// assert_eq!(Settings::from_source(&config)?.database.scheme(), "sqlite");
/// let config = config::Config::builder().set_override("database.url", "sqlite:app.db")?.build()?;
/// assert_eq!(Nested::from_source(&config)?.database.scheme(), "sqlite");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// With `try_parsing(true)`, an `Environment` parses values that look like numbers: a password `0123` in `PGPASSWORD`
/// becomes `123`.
///
/// # Errors
///
/// Returns an error if the value is a table, an array or a floating-point number. The error does not quote the value.
impl Source for Config {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        // `Config::get` has a syntax for paths of its own, without keys that contain a dot.
        dotted::find(&self.cache, name, key).map_or(Ok(None), |value| text(&value.kind))
    }
}

fn key<'a>(table: &'a Value, name: &str) -> Option<&'a Value> {
    match &table.kind {
        ValueKind::Table(values) => values.get(name),
        _ => None,
    }
}

fn text(value: &ValueKind) -> Result<Option<String>, SourceError> {
    match value {
        ValueKind::Nil => Ok(None),
        ValueKind::Table(_) => Err(dotted::unexpected("a table")),
        ValueKind::Array(_) => Err(dotted::unexpected("an array")),
        ValueKind::Float(_) => Err(dotted::float()),
        ValueKind::String(_)
        | ValueKind::Boolean(_)
        | ValueKind::I64(_)
        | ValueKind::I128(_)
        | ValueKind::U64(_)
        | ValueKind::U128(_) => Ok(Some(value.to_string())),
    }
}
