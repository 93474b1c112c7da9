//! A `Figment` as a source.

use figment::Figment;
use figment::value::{Num, Value};

use super::{Source, SourceError};

/// The top level of the selected profile. A name is looked up as it is, then in lower case, in which figment's `Env`
/// has it. A number or a boolean is its text, null is unset.
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
/// figment's `Env` turns a value that looks like a number into one, whose spelling is lost: a password `0123` in
/// `PGPASSWORD` would be `123`. For `libpq_env`, put the environment itself first: `Env.or(figment)`, with this crate's
/// [`Env`](crate::Env).
///
/// # Errors
///
/// One of the figment's providers failed, or the value is a table or an array. The error does not show it.
impl Source for Figment {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        // The empty path is everything: a name is a key even if it has a dot.
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
        Value::Dict(..) => return Err(SourceError::new("a table, where one text belongs")),
        Value::Array(..) => return Err(SourceError::new("an array, where one text belongs")),
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

/// Without figment's message, which may quote a line of the file.
fn failed(error: &figment::Error) -> SourceError {
    SourceError::new(match &error.metadata {
        Some(provider) => match provider.source.as_ref().and_then(|source| source.file_path()) {
            Some(path) => format!("figment's {} {} cannot be read", provider.name, path.display()),
            None => format!("figment's {} cannot be read", provider.name),
        },
        None => "the figment cannot be read".to_owned(),
    })
}
