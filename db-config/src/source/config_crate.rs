//! The `config` crate's `Config` as a source.

use config::{Config, ValueKind};

use super::{Source, SourceError};

/// The top level. A name is looked up as it is, then in lower case, in which the `config` crate's `Environment` has it.
/// A number or a boolean is its text, null is unset.
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
/// Under `try_parsing(true)` an `Environment` turns a value that looks like a number into one, whose spelling is lost:
/// a password `0123` in `PGPASSWORD` would be `123`.
///
/// # Errors
///
/// The value is a table or an array. The error does not show it.
impl Source for Config {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        // Not with `get`, to which a dot is a path.
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
        ValueKind::Table(_) => Err(SourceError::new("a table, where one text belongs")),
        ValueKind::Array(_) => Err(SourceError::new("an array, where one text belongs")),
        ValueKind::String(_)
        | ValueKind::Boolean(_)
        | ValueKind::I64(_)
        | ValueKind::I128(_)
        | ValueKind::U64(_)
        | ValueKind::U128(_)
        | ValueKind::Float(_) => Ok(Some(value.to_string())),
    }
}
