//! `Source` for the `Config` of the `config` crate.

use config::{Config, ValueKind};

use super::{Source, SourceError};

/// Reads the top level of a configuration. Requires the feature `config`.
///
/// db-config looks up a name as it is, then in lower case, as the `Environment` of the `config` crate spells it.
/// Numbers and booleans are converted to strings. Null is unset.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl};
///
/// #[derive(DatabaseConfig)]
/// struct Settings {
///     database: DatabaseUrl,
/// }
///
/// let config = config::Config::builder().set_override("database_url", "sqlite:app.db")?.build()?;
/// assert_eq!(Settings::from_source(&config)?.database.scheme(), "sqlite");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// With `try_parsing(true)`, an `Environment` parses values that look like numbers: a password `0123` in `PGPASSWORD`
/// becomes `123`.
///
/// # Errors
///
/// Returns an error if the value is a table or an array. The error does not quote the value.
impl Source for Config {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        // `Config::get` would treat a dot in the name as a path.
        let ValueKind::Table(values) = &self.cache.kind else { return Ok(None) };
        match values.get(name).or_else(|| values.get(&name.to_lowercase())) {
            Some(value) => text(&value.kind),
            None => Ok(None),
        }
    }
}

fn text(value: &ValueKind) -> Result<Option<String>, SourceError> {
    match value {
        ValueKind::Nil => Ok(None),
        ValueKind::Table(_) => Err(SourceError::new("expected a string, found a table")),
        ValueKind::Array(_) => Err(SourceError::new("expected a string, found an array")),
        ValueKind::String(_)
        | ValueKind::Boolean(_)
        | ValueKind::I64(_)
        | ValueKind::I128(_)
        | ValueKind::U64(_)
        | ValueKind::U128(_)
        | ValueKind::Float(_) => Ok(Some(value.to_string())),
    }
}
