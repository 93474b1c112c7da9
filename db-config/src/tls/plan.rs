//! What was decided.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{HostKind, RootCertificate, TlsMode};
use db_config_syntax::printable::Printable;

/// What was decided about TLS for one URL: [`DatabaseUrl::tls`](crate::DatabaseUrl::tls).
///
/// For clients whose settings carry TLS this is in the settings already. For those whose TLS lives in a separate
/// connector (tokio-postgres, deadpool-postgres, diesel-async) it is what to build the connector from; a tuple of their
/// settings and this is a field's type, from the same URL:
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, TlsMode, TlsPlan};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: (DatabaseUrl, TlsPlan), // or `(tokio_postgres::Config, TlsPlan)`
/// }
///
/// let config = Config::from_source(&[("DATABASE_URL", "postgres://app@db.example.com/app")])?;
/// let (_, tls) = config.database;
/// assert_eq!(tls.mode(), TlsMode::Require);
/// assert_eq!(
///     tls.to_string(),
///     "require: `db.example.com` is outside every network known to be private",
/// );
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TlsPlan {
    pub(crate) mode: TlsMode,
    pub(crate) reason: TlsReason,
    pub(crate) root_certificate: Option<RootCertificate>,
    pub(crate) client_certificate: Option<PathBuf>,
    pub(crate) client_key: Option<PathBuf>,
    /// An explicit request not to verify the server, such as `sslmode=no-verify` or `trustServerCertificate=true`: not
    /// even the CAs of the app count.
    pub(crate) accepts_any_certificate: bool,
}

/// Why TLS was decided as it was: what had the first say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsReason {
    /// The `tls` attribute.
    Attribute,
    /// This query parameter of the URL.
    QueryParameter(String),
    /// This environment variable: the one beside the URL's, such as `DATABASE_TLS`, or libpq's, such as `PGSSLMODE`.
    EnvVar(String),
    /// `mongodb+srv`, which
    /// [turns TLS on](https://www.mongodb.com/docs/manual/reference/connection-string-formats/#srv-connection-format).
    Scheme,
    /// This, and the mode is stronger than it says because a root certificate is given, which is there to be used.
    WithRootCertificate(Box<TlsReason>),
    /// This asks to verify the server, but the client options hold no certificates, so the mode is `require`.
    WithoutCertificates(Box<TlsReason>),
    /// No mode was given, but a root certificate was.
    RootCertificate,
    /// No mode was given, but a client certificate was.
    ClientCertificate,
    /// Nothing was said: the host decided.
    Host {
        /// Its name or address; empty if the URL names none.
        name: String,
        /// What it is.
        kind: HostKind,
    },
    /// The same, where the host decided `prefer` and the client has no such mode, so TLS is off.
    PreferUnsupported {
        /// Its name or address.
        name: String,
        /// What it is.
        kind: HostKind,
    },
    /// The `default_tls` attribute.
    DefaultAttribute,
    /// This asks for `prefer`, which the client does not support, so TLS is off.
    WithoutPrefer(Box<TlsReason>),
    /// SQLite.
    NotApplicable,
}

impl TlsReason {
    /// Returns the original reason: without a root certificate that raised the mode, or client options that lowered it.
    pub(crate) fn decider(&self) -> &Self {
        match self {
            Self::WithRootCertificate(reason) | Self::WithoutCertificates(reason) | Self::WithoutPrefer(reason) => {
                reason.decider()
            }
            reason => reason,
        }
    }
}

impl fmt::Display for TlsReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Printable(f);
        match self {
            Self::Attribute => f.write_str("the `tls` attribute says so"),
            Self::QueryParameter(key) => write!(f, "`{key}` in the URL says so"),
            Self::EnvVar(variable) => write!(f, "{variable} says so"),
            Self::Scheme => f.write_str("`mongodb+srv` implies TLS"),
            Self::WithRootCertificate(reason) => write!(f, "{reason}, and a root certificate is given to verify with"),
            Self::WithoutCertificates(reason) => write!(f, "{reason}, but the client options hold no certificates"),
            Self::RootCertificate => f.write_str("a root certificate is given"),
            Self::ClientCertificate => f.write_str("a client certificate is given"),
            Self::Host { name, kind } if name.is_empty() => write!(f, "the host is {kind}"),
            Self::Host { name, kind } => write!(f, "`{name}` is {kind}"),
            Self::PreferUnsupported { name, kind } => {
                write!(f, "`{name}` is {kind}, and the client has no mode `prefer`")
            }
            Self::DefaultAttribute => f.write_str("set by `default_tls`"),
            Self::WithoutPrefer(reason) => write!(f, "{reason}, but the client does not support `prefer`"),
            Self::NotApplicable => f.write_str("SQLite has no network"),
        }
    }
}

impl TlsPlan {
    pub(crate) const fn new(mode: TlsMode, reason: TlsReason) -> Self {
        Self {
            mode,
            reason,
            root_certificate: None,
            client_certificate: None,
            client_key: None,
            accepts_any_certificate: false,
        }
    }

    /// The mode.
    pub fn mode(&self) -> TlsMode {
        self.mode
    }

    /// What decided it: the attribute, a query parameter, `PGSSLMODE`, or the host.
    pub fn reason(&self) -> &TlsReason {
        &self.reason
    }

    /// The authorities to trust, if the URL names them.
    pub fn root_certificate(&self) -> Option<&RootCertificate> {
        self.root_certificate.as_ref()
    }

    /// The client's certificate, a PEM file.
    pub fn client_certificate(&self) -> Option<&Path> {
        self.client_certificate.as_deref()
    }

    /// The key of the client's certificate, a PEM file. MongoDB keeps both in one file.
    pub fn client_key(&self) -> Option<&Path> {
        self.client_key.as_deref()
    }

    /// Returns the plan for a client that does not support `prefer`: `off` in place of a `prefer` that the host table,
    /// `default_tls` or a variable chose. A `prefer` of the URL or of the `tls` attribute stays, for the client to reject.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, TlsMode};
    ///
    /// let plan = |url: &str| url.parse::<DatabaseUrl>().unwrap().tls().downgrade_implied_prefer();
    /// assert_eq!(plan("mysql://app@db/app").mode(), TlsMode::Off);
    /// assert_eq!(plan("mysql://app@db/app?ssl-mode=PREFERRED").mode(), TlsMode::Prefer);
    /// ```
    #[must_use]
    pub fn downgrade_implied_prefer(&self) -> Self {
        let reason = match &self.reason {
            _ if self.mode != TlsMode::Prefer => return self.clone(),
            TlsReason::Host { name, kind } => TlsReason::PreferUnsupported { name: name.clone(), kind: *kind },
            reason @ (TlsReason::EnvVar(_) | TlsReason::DefaultAttribute) => {
                TlsReason::WithoutPrefer(Box::new(reason.clone()))
            }
            _ => return self.clone(),
        };
        Self { mode: TlsMode::Off, reason, ..self.clone() }
    }

    /// The root certificate's path, if it is a file.
    pub(crate) fn root_file(&self) -> Option<&Path> {
        self.root_certificate.as_ref().and_then(RootCertificate::file)
    }
}

impl fmt::Display for TlsPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.mode, self.reason)
    }
}
