//! The kinds of warnings.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use db_config_syntax::printable::Printable;
use db_config_syntax::query::PoolOption;

use crate::tls::TlsMode;

/// The kind of a [`Warning`](crate::Warning).
///
/// `Display` writes the cause and the help. It contains no secret.
///
/// ```
/// use db_config::WarningKind;
///
/// let kind = WarningKind::PreferByHost { host: "db".to_owned(), parameter: "sslmode=require" };
/// assert_eq!(kind.to_string(), "TLS is not required for the host `db`: add `sslmode=require` to require it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// The field type does not support this query parameter or environment variable. It is a pool option, a timeout,
    /// the statement cache or a minor libpq parameter.
    Unsupported {
        /// The name of the parameter as spelled in the URL, or the name of the variable.
        parameter: String,
    },
    /// This query parameter is for another tool: db-config does not use it.
    OtherTool {
        /// The name as spelled in the URL.
        parameter: String,
    },
    /// This query parameter is for another tool, and tools disagree on its meaning or its unit.
    UnclearOption {
        /// The name as spelled in the URL.
        parameter: String,
        /// The pool option to use instead.
        instead: &'static str,
    },
    /// A JavaScript application that uses `new URL(u).pathname` opens another file.
    OtherFile {
        /// The file that db-config uses.
        path: PathBuf,
        /// The file that the JavaScript application opens.
        pathname: String,
    },
    /// The connection to a host other than this machine may be without TLS. db-config chose `prefer` for the host, or
    /// `off` if the client does not support `prefer`.
    PreferByHost {
        /// The host.
        host: String,
        /// The query parameter that requires TLS.
        parameter: &'static str,
    },
    /// An environment variable or `default_tls` sets a weaker TLS mode than the default for the host.
    WeakerThanHost {
        /// The chosen TLS mode.
        mode: TlsMode,
        /// The name of the variable, or `None` for `default_tls`.
        variable: Option<String>,
        /// The host.
        host: String,
        /// The default TLS mode for the host.
        host_mode: TlsMode,
    },
    /// The scheme `redis` or `valkey` turns TLS off for a host outside every private network.
    PlaintextScheme {
        /// The scheme.
        scheme: &'static str,
        /// The host.
        host: String,
    },
    /// This query parameter or fragment turns off the verification of a Redis server, but the URL has no TLS.
    InsecureWithoutTls {
        /// The name as spelled in the URL.
        parameter: String,
        /// The scheme `redis` or `valkey`, or `None` for a Unix socket.
        scheme: Option<&'static str>,
    },
    /// The URL of a Redis server has a user name but no password, so only a provider's password opens a connection.
    MissingPassword,
    /// db-config did not use the libpq password file.
    SkippedPasswordFile {
        /// The reason.
        reason: String,
    },
    /// db-config ignores this environment variable or its value.
    IgnoredVariable {
        /// The name of the variable.
        variable: String,
        /// The reason, or an alternative.
        help: &'static str,
    },
    /// The directory of the SQLite file does not exist, so the client cannot create the file.
    MissingDirectory {
        /// The directory.
        directory: PathBuf,
        /// The URL to use for a relative path, if the URL has three slashes as in SQLAlchemy and Laravel.
        relative: Option<String>,
    },
    /// The URL of the SQLite file has three slashes and so an absolute path, but probably means a relative one, as in
    /// SQLAlchemy and Laravel.
    ThreeSlashes {
        /// The file that db-config uses.
        path: PathBuf,
        /// The URL of the relative path.
        relative: String,
    },
    /// The path of the SQLite file begins with `~`, which only a shell replaces.
    Tilde {
        /// The file.
        path: PathBuf,
    },
    /// This user cannot write to the directory of the SQLite file, so SQLite can neither create the file nor change it.
    ReadOnlyDirectory {
        /// The directory.
        directory: PathBuf,
    },
    /// The SQLite file is in WAL mode, and this user cannot write to its directory, so SQLite cannot even read it.
    WalInReadOnlyDirectory {
        /// The file.
        path: PathBuf,
    },
    /// `diesel` opens another file or none: for example, for `sqlite:app.db` a file with this name.
    DieselCliFile {
        /// The redacted URL.
        url: String,
        /// A URL that `diesel` reads like db-config.
        instead: String,
    },
    /// sqlx-cli, sqlx's `query!`, sea-orm-cli and refinery_cli ignore this query parameter and use the schema `public`.
    SchemaOfCli {
        /// The name as spelled in the URL.
        parameter: String,
        /// A parameter that sqlx's tools read.
        instead: String,
    },
    /// The server is a transaction-mode pooler that may not keep named statements, and the client names its prepared
    /// statements.
    NamedStatements {
        /// The reason why db-config takes the server for a pooler.
        reason: String,
    },
    /// The server may be a transaction-mode pooler: the host has the name or the port of one.
    PossiblePooler {
        /// The host.
        host: String,
    },
    /// The TLS mode needs a certificate or key file that this process cannot read.
    UnreadableCertificate {
        /// The name of the parameter as spelled in the URL, or the name of the variable.
        name: String,
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// The URL names another user than this variable. db-config uses neither the variable nor the password next to it.
    OtherUser {
        /// The variable.
        variable: String,
    },
    /// The URL has another password than this variable, and db-config uses the URL's.
    OtherPassword {
        /// The variable.
        variable: String,
    },
    /// The SQLite file does not exist, and `mode=ro` or `mode=rw` does not allow creating it.
    MissingFile {
        /// The file.
        path: PathBuf,
    },
    /// The [`Source`](crate::Source) reports a problem with a variable that the configuration does not read, such as an
    /// ambiguous line of a `.env` file.
    Source {
        /// The problem. It contains no part of the value.
        message: String,
    },
    /// The path of the SQLite file is a directory.
    IsDirectory {
        /// The directory.
        directory: PathBuf,
    },
    /// This query parameter or environment variable sets a certificate that the TLS mode does not use.
    UnusedCertificate {
        /// The name of the parameter as spelled in the URL, or the name of the variable.
        name: String,
        /// The chosen TLS mode.
        mode: TlsMode,
    },
    /// This environment variable sets a certificate, but the field type does not support certificates.
    UnheldCertificate {
        /// The name of the variable.
        variable: String,
    },
    /// This environment variable sets `verify-ca` or `verify-full`, but the field type does not support certificates.
    /// The client uses `require` instead.
    NotVerified {
        /// The name of the variable.
        variable: String,
        /// The TLS mode that the variable sets.
        mode: TlsMode,
    },
}

/// The help if the field type does not support certificates. refinery supports them in no field type.
const USE_TLS_PLAN: &str = "use a field type that does, such as `(Config, TlsPlan)` of tokio-postgres";

/// The help for a certificate that the TLS mode does not use.
const REMOVE_CERTIFICATE: &str = "remove it, or use TLS mode `verify-ca` or `verify-full`";

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Printable(f);
        match self {
            Self::Unsupported { parameter } => write!(
                f,
                "ignoring `{parameter}`: the field type does not support it; remove it, or use a client or pool that \
                 supports it"
            ),
            Self::OtherTool { parameter } => write!(
                f,
                "ignoring `{parameter}`: db-config does not use it; remove it unless another tool reads this URL"
            ),
            Self::UnclearOption { parameter, instead } => write!(
                f,
                "ignoring `{parameter}`: tools disagree on its meaning or unit; to set this option, add `{instead}`{}",
                PoolOption::from_name(instead).map_or("", |option| option.value_type().unit())
            ),
            Self::OtherFile { path, pathname } => write!(
                f,
                "the file is `{}`, but JavaScript's `new URL(u).pathname` is `{pathname}`; to open that file, add \
                 `#[database(pathname)]` to the field",
                path.display()
            ),
            Self::PreferByHost { host, parameter } => {
                write!(f, "TLS is not required for the host `{}`: add `{parameter}` to require it", host)
            }
            Self::WeakerThanHost { mode, variable, host, host_mode } => {
                let name = variable.as_deref().unwrap_or("`default_tls`");
                write!(
                    f,
                    "TLS mode `{mode}` (set by {name}) is weaker than `{host_mode}`, the default for the host \
                     `{host}`; remove {name} to use the default"
                )
            }
            Self::PlaintextScheme { scheme, host } => write!(
                f,
                "`{scheme}://` sends the password and all data to `{host}` without encryption; use `{scheme}s://` if the \
                 server supports TLS"
            ),
            Self::InsecureWithoutTls { parameter, scheme } => {
                write!(f, "`{parameter}` has no effect without TLS; ")?;
                match scheme {
                    Some(scheme) => write!(f, "use `{scheme}s://` if the server supports TLS, otherwise remove it"),
                    None => f.write_str("remove it"),
                }
            }
            Self::MissingPassword => f.write_str(
                "the user name has no password, so only `connect_with` of a `Connect` sends it; otherwise add the password",
            ),
            Self::SkippedPasswordFile { reason } => f.write_str(reason),
            Self::IgnoredVariable { variable, help } => write!(f, "ignoring {variable}: {help}"),
            Self::MissingDirectory { directory, relative } => {
                write!(f, "the directory `{}` does not exist; create it", directory.display())?;
                match relative {
                    Some(relative) => {
                        write!(f, ", or use `{relative}` for a relative path (as in SQLAlchemy and Laravel)")
                    }
                    None => Ok(()),
                }
            }
            Self::ThreeSlashes { path, relative } => write!(
                f,
                "the file is `{}`, because three slashes begin an absolute path; use `{relative}` for a relative path (as \
                 in SQLAlchemy and Laravel)",
                path.display()
            ),
            Self::Tilde { path } => write!(
                f,
                "the file is `{}`, because only a shell replaces `~`; use the path of the home directory",
                path.display()
            ),
            Self::ReadOnlyDirectory { directory } => write!(
                f,
                "this user cannot write to the directory `{}`, where SQLite creates its files; make it writable, or use \
                 `mode=ro` to read an existing file",
                directory.display()
            ),
            Self::WalInReadOnlyDirectory { path } => write!(
                f,
                "SQLite cannot read the WAL database `{}`, because this user cannot write to its directory; make the \
                 directory writable, or add `immutable=1` if no process changes the file",
                path.display()
            ),
            Self::DieselCliFile { url, instead } => {
                write!(
                    f,
                    "`diesel` does not open the same file for `{url}`; use `{instead}`, which it reads like db-config"
                )
            }
            Self::SchemaOfCli { parameter, instead } => write!(
                f,
                "sqlx-cli, `query!`, sea-orm-cli and refinery_cli ignore `{parameter}` and use the schema `public`; use \
                 `{instead}`, which sqlx's tools read, or name the schema in your statements"
            ),
            Self::NamedStatements { reason } => write!(
                f,
                "the client names its prepared statements, which can fail behind a transaction-mode pooler ({reason}); \
                 connect directly or in session mode, or set PgBouncer's `max_prepared_statements` and `pgbouncer=false`"
            ),
            Self::PossiblePooler { host } => write!(
                f,
                "the host `{host}` may be a transaction-mode pooler; add `pgbouncer=true` if it is one, otherwise \
                 `pgbouncer=false`"
            ),
            Self::UnreadableCertificate { name, path, reason } => {
                write!(
                    f,
                    "cannot read `{}` of `{name}`: {reason}; use the absolute path of a readable file",
                    path.display()
                )
            }
            Self::OtherUser { variable } => write!(
                f,
                "the URL names another user than `{variable}`, so neither it nor the password next to it is used; remove \
                 the user from the URL, or unset `{variable}`"
            ),
            Self::OtherPassword { variable } => write!(
                f,
                "the URL has another password than `{variable}`, which is not used; remove the password from the URL, or \
                 unset `{variable}`"
            ),
            Self::MissingFile { path } => write!(
                f,
                "the file `{}` does not exist and `mode` does not allow creating it; create the file, or remove `mode`",
                path.display()
            ),
            Self::Source { message } => f.write_str(message),
            Self::IsDirectory { directory } => {
                write!(f, "`{}` is a directory, not a file; use the path of a file", directory.display())
            }
            Self::UnusedCertificate { name, mode: TlsMode::Prefer } => write!(
                f,
                "`{name}` adds no security in TLS mode `prefer`, which also connects without TLS; {REMOVE_CERTIFICATE}"
            ),
            Self::UnusedCertificate { name, mode } => {
                write!(f, "`{name}` has no effect in TLS mode `{mode}`; {REMOVE_CERTIFICATE}")
            }
            Self::UnheldCertificate { variable } => {
                write!(f, "ignoring {variable}: the field type does not support certificates; {USE_TLS_PLAN}")
            }
            Self::NotVerified { variable, mode } => write!(
                f,
                "{variable} sets TLS mode `{mode}`, but the client does not verify the server because the field type \
                 does not support certificates; {USE_TLS_PLAN}"
            ),
        }
    }
}
