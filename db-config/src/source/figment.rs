//! `Source` for `Figment`.

use figment::Figment;
use figment::value::{Num, Value};

use super::{Source, SourceError};

/// Reads the top level of the selected profile. Requires the feature `figment`.
///
/// db-config looks up a name as it is, then in lower case, as the `Env` of figment spells it. Numbers and booleans are
/// converted to strings. Null is unset.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl};
/// use figment::Figment;
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl,
/// }
///
/// let figment = Figment::from(("database_url", "sqlite:app.db"));
/// assert_eq!(Config::from_source(&figment)?.database.scheme(), "sqlite");
/// # Ok::<(), db_config::ConfigError>(())
/// ```
///
/// The `Env` of figment parses values that look like numbers: a password `0123` in `PGPASSWORD` becomes `123`. With
/// `libpq_env`, read the environment first: use `Env.or(figment)` with the [`Env`](crate::Env) of db-config.
///
/// # Errors
///
/// Returns an error if a provider of the figment fails, or if the value is a table or an array. The error does not
/// quote the value.
impl Source for Figment {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        // The empty path selects everything. `find_value(name)` would treat a dot in the name as a path.
        let all = self.find_value("").map_err(|error| failed(&error))?;
        let Some(values) = all.as_dict() else { return Ok(None) };
        match values.get(name).or_else(|| values.get(&name.to_lowercase())) {
            Some(value) => text(value),
            None => Ok(None),
        }
    }
}

fn text(value: &Value) -> Result<Option<String>, SourceError> {
    Ok(Some(match value {
        Value::String(_, text) => text.clone(),
        Value::Char(_, character) => character.to_string(),
        Value::Bool(_, boolean) => boolean.to_string(),
        Value::Num(_, number) => number_text(*number),
        Value::Empty(..) => return Ok(None),
        Value::Dict(..) => return Err(SourceError::new("expected a string, found a table")),
        Value::Array(..) => return Err(SourceError::new("expected a string, found an array")),
    }))
}

fn number_text(number: Num) -> String {
    match number {
        Num::U8(number) => number.to_string(),
        Num::U16(number) => number.to_string(),
        Num::U32(number) => number.to_string(),
        Num::U64(number) => number.to_string(),
        Num::U128(number) => number.to_string(),
        Num::USize(number) => number.to_string(),
        Num::I8(number) => number.to_string(),
        Num::I16(number) => number.to_string(),
        Num::I32(number) => number.to_string(),
        Num::I64(number) => number.to_string(),
        Num::I128(number) => number.to_string(),
        Num::ISize(number) => number.to_string(),
        Num::F32(number) => number.to_string(),
        Num::F64(number) => number.to_string(),
    }
}

/// Leaves out figment's message, which may quote a line of the file.
fn failed(error: &figment::Error) -> SourceError {
    SourceError::new(match &error.metadata {
        Some(provider) => match provider.source.as_ref().and_then(|source| source.file_path()) {
            Some(path) => format!("cannot read figment's {} {}", provider.name, path.display()),
            None => format!("cannot read figment's {}", provider.name),
        },
        None => "cannot read the figment".to_owned(),
    })
}
