//! `Source` for `Figment`.

use figment::Figment;
use figment::value::{Num, Value};

use super::{Source, SourceError, dotted};

/// Reads the selected profile. Requires the feature `figment`.
///
/// db-config looks up a name at the top level: as it is, then in lower case, as the `Env` of figment spells it. A name with
/// a dot, such as `database.url`, is then a path: the key `url` of the table `database`. Integers and booleans are
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
/// #[derive(DatabaseConfig)]
/// struct Nested {
///     #[database(env = "database.url")]
///     database: DatabaseUrl,
/// }
///
/// let figment = Figment::from(("database_url", "sqlite:app.db"));
/// assert_eq!(Config::from_source(&figment)?.database.scheme(), "sqlite");
/// let figment = Figment::from(("database.url", "sqlite:app.db"));
/// assert_eq!(Nested::from_source(&figment)?.database.scheme(), "sqlite");
/// # Ok::<(), db_config::ConfigError>(())
/// ```
///
/// The `Env` of figment parses values that look like numbers: a password `0123` in `PGPASSWORD` becomes `123`. With
/// `libpq_env`, read the environment first: use `Env.or(figment)` with the [`Env`](crate::Env) of db-config.
///
/// # Errors
///
/// Returns an error if a provider of the figment fails, or if the value is a table, an array or a floating-point number.
/// The error does not quote the value.
impl Source for Figment {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        // The empty path selects everything. `find_value(name)` does not find a key that contains a dot.
        let all = self.find_value("").map_err(|error| failed(&error))?;
        dotted::find(&all, name, |table, key| table.as_dict()?.get(key)).map_or(Ok(None), text)
    }
}

fn text(value: &Value) -> Result<Option<String>, SourceError> {
    Ok(Some(match value {
        Value::String(_, text) => text.clone(),
        Value::Char(_, character) => character.to_string(),
        Value::Bool(_, boolean) => boolean.to_string(),
        Value::Num(_, number) => number_text(*number)?,
        Value::Empty(..) => return Ok(None),
        Value::Dict(..) => return Err(dotted::unexpected("a table")),
        Value::Array(..) => return Err(dotted::unexpected("an array")),
    }))
}

fn number_text(number: Num) -> Result<String, SourceError> {
    Ok(match number {
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
        Num::F32(_) | Num::F64(_) => return Err(dotted::float()),
    })
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
