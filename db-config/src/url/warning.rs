//! What is worth knowing about a URL and would otherwise be lost silently.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use super::DatabaseUrl;
use super::redact::Printable;
use crate::tls::{HostKind, TlsMode, TlsReason};
use db_config_syntax::{Backend, Backends};
use crate::capabilities::Capabilities;
use crate::libpq;
use db_config_syntax::query::{Key, PoolOption, SqliteMode};

/// Something about a URL that is worth knowing but not a problem. It contains no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// This key of the URL, or libpq variable, is about a pool, a timeout or the statement cache, and the settings have
    /// no place for it.
    NotCarried {
        /// As the URL spells it.
        key: String,
    },
    /// This key of the URL is another tool's: no Rust client has a use for it.
    OtherTool {
        /// As the URL spells it.
        key: String,
    },
    /// JavaScript's `new URL(u).pathname` names another file.
    OtherFile {
        /// The file that is opened here.
        path: PathBuf,
        /// The one that a JavaScript app opens.
        pathname: String,
    },
    /// The host table chose `prefer` for a host beyond this machine, so somebody in its network could turn TLS off. The
    /// same where the client does not support `prefer`, and TLS is off.
    PreferByHost {
        /// The host.
        host: String,
        /// The query parameter that asks for TLS.
        parameter: &'static str,
    },
    /// A variable or `default_tls` chose a weaker mode than the host table has for the host.
    WeakerThanHost {
        /// The chosen mode.
        mode: TlsMode,
        /// The variable; `None` for `default_tls`.
        variable: Option<String>,
        /// The host.
        host: String,
        /// The mode that the host table has for it.
        host_mode: TlsMode,
    },
    /// The password file was not used.
    SkippedPasswordFile {
        /// The reason.
        reason: String,
    },
    /// db-config does not read this environment variable, or not with this value.
    IgnoredVariable {
        /// Its name.
        variable: String,
        /// An alternative.
        help: &'static str,
    },
    /// The file's folder does not exist, so the file does not either, and nothing can create it.
    MissingFolder {
        /// The folder.
        folder: PathBuf,
        /// What to write if SQLAlchemy's or Laravel's relative path was meant, which has three slashes.
        relative: Option<String>,
    },
    /// The file does not exist, and `mode=ro` or `mode=rw` forbids creating it.
    MissingFile {
        /// The file.
        path: PathBuf,
    },
    /// The source has a doubt about a variable that the configuration does not read, such as a line of a `.env` file.
    Source {
        /// The doubt. It contains no part of the value.
        message: String,
    },
    /// There is a folder where the file should be, which no client can open.
    IsFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// This query parameter, or environment variable, names a certificate that the TLS mode does not use.
    UnusedCertificate {
        /// As the URL spells it.
        name: String,
        /// The mode.
        mode: TlsMode,
    },
    /// This environment variable names a certificate, and the field's type holds none.
    UnheldCertificate {
        /// The variable.
        variable: String,
    },
    /// This environment variable sets a TLS mode that verifies the server, and the field's type holds no certificates to
    /// verify it with: the mode is `require`.
    NotVerified {
        /// The variable.
        variable: String,
        /// The mode that the variable sets.
        mode: TlsMode,
    },
}

/// The help where a type holds no certificates.
const HOLDER: &str = "for tokio-postgres and deadpool-postgres use the type `(Config, TlsPlan)`";

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Printable(f);
        match self {
            Self::NotCarried { key } => write!(f, "`{key}` has no effect: the settings have no place for it"),
            Self::OtherTool { key } => {
                write!(f, "`{key}` has no effect: it is for another tool, not for a Rust client")
            }
            Self::OtherFile { path, pathname } => write!(
                f,
                "the file is `{}`; JavaScript's `new URL(u).pathname` is `{pathname}`, which `#[database(pathname)]` opens",
                path.display()
            ),
            Self::PreferByHost { host, parameter } => {
                write!(f, "TLS is not required for the host `{}`: add `{parameter}` to require it", host)
            }
            Self::WeakerThanHost { mode, variable, host, host_mode } => write!(
                f,
                "TLS mode `{mode}` (set by {}) is weaker than `{host_mode}`, the default for the host `{}`",
                variable.as_deref().unwrap_or("`default_tls`"),
                host
            ),
            Self::SkippedPasswordFile { reason } => f.write_str(reason),
            Self::IgnoredVariable { variable, help } => write!(f, "{variable} has no effect: {help}"),
            Self::MissingFolder { folder, relative } => {
                write!(f, "the folder `{}` does not exist", folder.display())?;
                match relative {
                    Some(relative) => write!(
                        f,
                        "; three slashes begin an absolute path here: where a relative one is meant, as SQLAlchemy and \
                         Laravel read them, write `{}`",
                        relative
                    ),
                    None => Ok(()),
                }
            }
            Self::MissingFile { path } => write!(
                f,
                "the file `{}` does not exist, and `mode` forbids creating it; without `mode` it would be created",
                path.display()
            ),
            Self::Source { message } => f.write_str(message),
            Self::IsFolder { folder } => {
                write!(f, "`{}` is a folder, not a file: name a file in it", folder.display())
            }
            Self::UnusedCertificate { name, mode: TlsMode::Prefer } => write!(
                f,
                "`{name}` gives no security in TLS mode `prefer`, which also connects without TLS; remove it, or use a mode \
                 that verifies the server"
            ),
            Self::UnusedCertificate { name, mode } => write!(
                f,
                "`{name}` has no effect in TLS mode `{mode}`; remove it, or use a mode that verifies the server"
            ),
            Self::UnheldCertificate { variable } => {
                write!(f, "{variable} has no effect: the field's type holds no certificates; {HOLDER}")
            }
            Self::NotVerified { variable, mode } => write!(
                f,
                "{variable} sets TLS mode `{mode}`, but the server is not verified: the field's type holds no certificates; \
                 {HOLDER}"
            ),
        }
    }
}

impl DatabaseUrl {
    /// What is worth knowing about settings that are made from this URL; `carried` is the
    /// [`FromDatabaseUrl::carried`](crate::FromDatabaseUrl::carried) of their type.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, FromDatabaseUrl, WarningKind, SqliteFile};
    ///
    /// let url: DatabaseUrl = "sqlite:app.db?busy_timeout=500&connection_limit=1".parse()?;
    /// let warnings = url.warnings(SqliteFile::capabilities(&url));
    /// assert_eq!(warnings, [WarningKind::NotCarried { key: "connection_limit".to_owned() }]);
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn warnings(&self, carried: Capabilities) -> Vec<WarningKind> {
        let carried = carried.only(Backends::from_slice(&[self.backend()]));
        // What an attribute says is the application's own choice.
        let lost = self.pairs().filter(|(pair, ..)| !pair.is_attribute);
        let lost = lost.filter_map(|(pair, name, value)| match pair.row.key {
            Key::OtherTool => Some(WarningKind::OtherTool { key: name.to_owned() }),
            Key::NoOp if pair.at.is_none() && !pair.row.value_type.is_valid(value) => {
                Some(WarningKind::IgnoredVariable { variable: name.to_owned(), help: "every client uses UTF-8" })
            }
            Key::Libpq if libpq::is_minor(name) && !libpq::asks_for_nothing(pair.row.name(), value) => {
                let is_lost = !carried.contains(Capabilities::LIBPQ_PARAMETERS) && !carried.contains(Capabilities::URL);
                is_lost.then(|| WarningKind::NotCarried { key: name.to_owned() })
            }
            key => {
                // A field that keeps the URL keeps what it states, and what libpq's variables add to it.
                let is_kept = carried.contains(Capabilities::URL) && (pair.at.is_some() || libpq::is_minor(name));
                let is_read = |wanted| is_kept || carried.contains(wanted);
                let is_lost = Capabilities::of_key(key).is_some_and(|wanted| !is_read(wanted));
                is_lost.then(|| WarningKind::NotCarried { key: name.to_owned() })
            }
        });
        // What redaction hides in a SQLite path is hidden here too.
        if self.backend() == Backend::Sqlite && self.parts.password.is_some() {
            return lost.collect();
        }
        let other_file = self.javascript_file().and_then(|pathname| {
            Some(WarningKind::OtherFile { path: self.sqlite_path().ok()?, pathname: pathname.to_owned() })
        });
        let service = self.has_service.then(|| WarningKind::IgnoredVariable {
            variable: "PGSERVICE".to_owned(),
            help: "db-config reads no service file; write its settings into the URL",
        });
        let file = self.skipped_file.clone().map(|reason| WarningKind::SkippedPasswordFile { reason });
        let service = service.into_iter().chain(file);
        let tls = self.weak_tls().into_iter().chain(self.unused_certificates());
        lost.chain(other_file).chain(self.no_place_for_a_file()).chain(service).chain(tls).collect()
    }

    /// A TLS mode that nobody asked for and that is weak for the host.
    fn weak_tls(&self) -> Option<WarningKind> {
        if let Some((host, host_mode)) = &self.stricter_host {
            let variable = match self.tls.reason().decider() {
                TlsReason::EnvVar(variable) => Some(variable.clone()),
                _ => None,
            };
            let (mode, host) = (self.tls.mode(), host.clone());
            return Some(WarningKind::WeakerThanHost { mode, variable, host, host_mode: *host_mode });
        }
        let (TlsReason::Host { name, kind } | TlsReason::PreferUnsupported { name, kind }) = self.tls.reason() else {
            return None;
        };
        let parameter = if self.backend() == Backend::MongoDb { "tls=true" } else { "sslmode=require" };
        let is_weak = kind.mode() == TlsMode::Prefer && *kind != HostKind::ThisMachine;
        is_weak.then(|| WarningKind::PreferByHost { host: name.clone(), parameter })
    }

    /// The pool's words that have an effect on settings that carry this, with their values.
    pub(crate) fn pool(&self, carried: Capabilities) -> Vec<(&'static str, String)> {
        let carried = carried.only(Backends::from_slice(&[self.backend()]));
        let mut words: Vec<(&str, String)> = Vec::new();
        for (pair, _, value) in self.pairs() {
            let option = PoolOption::from_name(pair.row.name());
            let option = option.filter(|option| carried.contains(Capabilities::of_option(*option)));
            // A URL may say the same in the words of several tools.
            if let Some(option) = option.filter(|option| words.iter().all(|(known, _)| *known != option.name())) {
                words.push((option.name(), option.with_unit(value)));
            }
        }
        words
    }

    fn no_place_for_a_file(&self) -> Option<WarningKind> {
        if self.backend() != Backend::Sqlite || self.is_in_memory() {
            return None;
        }
        let path = self.sqlite_path().ok()?;
        if path.is_dir() {
            return Some(WarningKind::IsFolder { folder: path });
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            let name = self.parts.path.of(&self.text).strip_prefix("///").filter(|name| !name.starts_with('/'));
            let relative = name.map(|name| format!("{}:{name}", self.scheme()));
            return Some(WarningKind::MissingFolder { folder: folder.to_owned(), relative });
        }
        let is_created = matches!(self.sqlite_mode(), None | Some(SqliteMode::Create));
        (!is_created && !path.exists()).then_some(WarningKind::MissingFile { path })
    }
}
