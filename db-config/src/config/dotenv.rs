//! `.env` files.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use super::{Env, Origin, Source, SourceError};

/// The process environment, and a `.env` file for what it leaves unset. The environment itself is never modified.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, DotEnv};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_URL", default = "sqlite:app.db")]
///     database: DatabaseUrl,
/// }
///
/// let config = Config::from_source(&DotEnv::load()?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct DotEnv {
    values: HashMap<String, String>,
}

impl DotEnv {
    /// Reads the `.env` file of the current folder or the nearest folder above it. If there is none, only the
    /// environment is read.
    ///
    /// # Errors
    ///
    /// The file cannot be read or parsed.
    pub fn load() -> Result<Self, SourceError> {
        match dotenvy::dotenv_iter() {
            Ok(lines) => read(".env", lines),
            Err(error) if error.not_found() => Ok(Self::default()),
            Err(error) => Err(refused(".env", &error)),
        }
    }

    /// Reads exactly this file.
    ///
    /// # Errors
    ///
    /// The file does not exist, or cannot be read or parsed.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, SourceError> {
        let name = path.as_ref().display().to_string();
        match dotenvy::from_path_iter(path) {
            Ok(lines) => read(&name, lines),
            Err(error) => Err(refused(&name, &error)),
        }
    }
}

/// The names, without their values.
impl fmt::Debug for DotEnv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

fn read<R: std::io::Read>(name: &str, lines: dotenvy::Iter<R>) -> Result<DotEnv, SourceError> {
    let values: Result<_, _> = lines.collect();
    Ok(DotEnv { values: values.map_err(|error| refused(name, &error))? })
}

/// Without the line, which may hold a secret.
fn refused(name: &str, error: &dotenvy::Error) -> SourceError {
    SourceError::new(match error {
        dotenvy::Error::LineParse(_, column) => {
            format!("{name} has a line that cannot be read, at its character {column}")
        }
        dotenvy::Error::Io(error) => format!("{name} cannot be read: {error}"),
        _ => format!("{name} cannot be read"),
    })
}

impl Source for DotEnv {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        match Env.get(name)? {
            Some(value) => Ok(Some(value)),
            None => Ok(self.values.get(name).cloned()),
        }
    }

    fn origin(&self, name: &str) -> Origin {
        match Env.get(name) {
            Ok(None) => Origin::DotEnv,
            _ => Origin::Environment,
        }
    }
}
