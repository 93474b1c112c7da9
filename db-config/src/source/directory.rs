//! A directory of mounted secrets.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Origin, Source, SourceError, file};
use db_config_syntax::printable::printable;

/// A directory whose files contain the values of variables, as Kubernetes, Docker and systemd mount secrets.
///
/// The value of `DATABASE_URL` is the content of the file `DATABASE_URL`, otherwise of `database_url`. db-config drops one
/// newline at its end. A file may be a symbolic link, and has at most 1 MiB. A variable without a file is unset, also if the
/// directory does not exist. A path that is no directory is an error.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Env, SecretDirectory, Source};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_DATABASE_URL", default = "sqlite:shop.db")]
///     database: DatabaseUrl,
/// }
///
/// let config = Config::from_source(&Env.or(SecretDirectory::new("/run/secrets")))?;
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretDirectory {
    /// `None` without `CREDENTIALS_DIRECTORY`.
    path: Option<PathBuf>,
}

/// The variable with the directory of a systemd service.
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

impl SecretDirectory {
    /// Creates a source for a directory, such as `/run/secrets`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()) }
    }

    /// Creates a source for the credentials of a systemd service
    /// ([`LoadCredential=`](https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Credentials)), which are
    /// in the directory `$CREDENTIALS_DIRECTORY`. Without this variable, the source is empty.
    pub fn credentials() -> Self {
        let path = std::env::var_os(CREDENTIALS).filter(|path| !path.is_empty());
        Self { path: path.map(PathBuf::from) }
    }
}

/// The origin of all variables is [`Origin::File`].
impl Source for SecretDirectory {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        let is_file_name = |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':');
        let Some(directory) = self.path.as_ref().filter(|_| !name.starts_with('.') && name.chars().all(is_file_name))
        else {
            return Ok(None);
        };
        match value(&directory.join(name))? {
            None => value(&directory.join(name.to_ascii_lowercase())),
            value => Ok(value),
        }
    }

    fn origin(&self, _: &str) -> Origin {
        Origin::File
    }

    fn hint(&self, name: &str) -> Option<String> {
        let Some(path) = &self.path else { return Some(unset(CREDENTIALS)) };
        let directory = path.display();
        Some(match path.exists() {
            true => format!("the directory {directory} has no file `{name}`"),
            false => format!("the directory {directory} does not exist"),
        })
    }
}

/// Returns the hint that the variable of a directory is not set.
pub(super) fn unset(variable: &str) -> String {
    format!("{variable} is not set")
}

/// Returns the content of a file without the newline at its end, or `None` if the file does not exist.
fn value(path: &Path) -> Result<Option<String>, SourceError> {
    // A dangling link is an error.
    if std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    file::read_value(path).map(Some).map_err(|cause| {
        let path = path.to_string_lossy();
        SourceError::new(format!("cannot read the file {}: {cause}", printable(&path)))
    })
}
