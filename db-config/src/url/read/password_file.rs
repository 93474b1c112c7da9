//! libpq's password file, for a PostgreSQL URL without a password that the loader reads.

use std::path::PathBuf;

use super::UrlReader;
use crate::error::{ProblemKind, UrlError};
use crate::libpq::password_file;
use crate::system;
use crate::url::host::Host;
use crate::url::pair::Pair;
use db_config_syntax::Backend;
use db_config_syntax::query::{self, Key};

/// The query parameter for the file.
const KEY: &str = "passfile";

/// The result of reading the password file.
#[derive(Default)]
pub(super) struct FromFile {
    pub password: Option<FilePassword>,
    /// Why the file was not used.
    pub skipped: Option<String>,
}

/// The password of a file.
pub(super) struct FilePassword {
    pub value: String,
    /// The name of the variable that names the file, or of the file.
    pub name: String,
    pub path: PathBuf,
}

impl UrlReader<'_> {
    /// Looks for the password in the file. If the hosts have different passwords, the file stays a parameter, which only
    /// Diesel supports.
    pub(super) fn password_file(
        &mut self,
        hosts: &[Host],
        user: Option<&str>,
        database: Option<&str>,
    ) -> Result<FromFile, UrlError> {
        let variables = self.context.variables;
        if self.parts.backend != Backend::Postgres || !variables.are_known() {
            return Ok(FromFile::default());
        }
        let user = match (user, system::user()) {
            (Some(user), _) | (None, Some(user)) => user,
            (None, None) => return Ok(FromFile::default()),
        };
        let own = self.pairs.iter().find(|pair| is_password_file(pair)).cloned();
        let own_path = own.as_ref().map(|pair| &*pair.value);
        let Some(location) = password_file::locate(own_path, |name| variables.get(name))? else {
            return Ok(FromFile::default());
        };
        let name = location.named_by.map_or_else(|| location.path.display().to_string(), str::to_owned);
        self.pairs.retain(|pair| !is_password_file(pair));
        let file = match location.read() {
            Ok(Some(file)) => file,
            Ok(None) => return Ok(FromFile::default()),
            Err(skipped) => return Ok(FromFile { skipped: Some(skipped.to_string()), password: None }),
        };
        let targets = hosts.iter().map(|host| password_file::PasswordTarget {
            host: host.name(),
            address: host.address(),
            port: host.port(),
            database,
            user,
        });
        match file.password(targets) {
            Ok(password) => {
                let path = location.path;
                let password = password.map(|value| FilePassword { value, name, path });
                Ok(FromFile { password, skipped: None })
            }
            Err(password_file::Unusable::Differs { .. }) => {
                if let Some(row) = query::named(KEY, Backend::Postgres) {
                    let path = location.path.to_string_lossy();
                    self.pairs.push(own.unwrap_or_else(|| Pair::from_variable(row, &name, &path)));
                }
                Ok(FromFile::default())
            }
            Err(password_file::Unusable::NotUtf8) => Err(UrlError::from_kind(ProblemKind::Unreadable)
                .with_message("invalid password in the password file: it is not UTF-8")
                .with_help("save the file as UTF-8, or set PGPASSWORD")),
        }
    }

    /// Drops `passfile`, which has no effect together with a password. It stays if a URL is parsed without a loader.
    pub(super) fn ignore_password_file(&mut self) {
        if self.context.variables.are_known() {
            self.pairs.retain(|pair| !is_password_file(pair));
        }
    }
}

fn is_password_file(pair: &Pair) -> bool {
    pair.row.key == Key::Libpq && pair.row.name() == KEY
}
