//! The kinds of warnings.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use db_config_syntax::printable::Printable;

use crate::tls::TlsMode;

/// Something about a URL that is worth knowing but not a problem. It contains no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// This key of the URL, or libpq variable, is about a pool, a timeout or the statement cache, and the settings have
    /// no place for it.
    Unsupported {
        /// As the URL spells it.
        parameter: String,
    },
    /// This key of the URL is another tool's: no Rust client has a use for it.
    OtherTool {
        /// As the URL spells it.
        parameter: String,
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
    MissingDirectory {
        /// The directory.
        directory: PathBuf,
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
    IsDirectory {
        /// The directory.
        directory: PathBuf,
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
            Self::Unsupported { parameter } => {
                write!(f, "`{parameter}` has no effect: the settings have no place for it")
            }
            Self::OtherTool { parameter } => {
                write!(f, "`{parameter}` has no effect: it is for another tool, not for a Rust client")
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
            Self::MissingDirectory { directory, relative } => {
                write!(f, "the folder `{}` does not exist", directory.display())?;
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
            Self::IsDirectory { directory } => {
                write!(f, "`{}` is a folder, not a file: name a file in it", directory.display())
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
