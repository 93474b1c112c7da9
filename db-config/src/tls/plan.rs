//! The chosen TLS mode, its reason and its certificates.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{HostKind, RootCertificate, TlsMode};
use db_config_syntax::printable::Printable;

/// The TLS mode that db-config chose for a URL, its reason and the certificate files.
///
/// [`DatabaseUrl::tls`](crate::DatabaseUrl::tls) returns it. The options of most clients include it. tokio-postgres and
/// deadpool-postgres need a separate connector. Use a field of the type `(Config, TlsPlan)`, and build the connector from
/// the plan. The methods that build one need a TLS feature, such as `tokio-postgres-rustls` or `postgres-native-tls`.
///
/// `Display` writes the mode and the reason.
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
    /// Whether the server must not be verified, even with the app's own CAs: `sslmode=no-verify`,
    /// `trustServerCertificate=true`.
    pub(crate) accepts_any_certificate: bool,
}

/// The reason for a TLS mode.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsReason {
    /// The `tls` attribute.
    Attribute,
    /// A query parameter of the URL, by its name.
    QueryParameter(String),
    /// An environment variable, by its name: one such as `DATABASE_TLS`, or libpq's, such as `PGSSLMODE`.
    EnvVar(String),
    /// The scheme: `mongodb+srv`, which [turns TLS
    /// on](https://www.mongodb.com/docs/manual/reference/connection-string-formats/#srv-connection-format), or Redis'
    /// `redis` and `rediss`.
    Scheme(&'static str),
    /// A CA certificate, which raised the mode that this reason set.
    WithRootCertificate(Box<TlsReason>),
    /// A client without channel binding, for which db-config raised the mode that this reason set to `verify-full`, because
    /// the URL or a variable requires channel binding.
    WithoutChannelBinding(Box<TlsReason>),
    /// Client options that hold no certificates, which lowered the mode that this reason set to `require`.
    WithoutCertificates(Box<TlsReason>),
    /// A CA certificate, if nothing else sets the mode.
    RootCertificate,
    /// A client certificate, if nothing else sets the mode.
    ClientCertificate,
    /// The kind of host, if nothing else sets the mode.
    Host {
        /// The host's name or address; empty if it is left out.
        name: String,
        /// The kind of the host.
        kind: HostKind,
    },
    /// A client that does not support the `prefer` of this host, so TLS is off.
    PreferUnsupported {
        /// The host's name or address; empty if it is left out.
        name: String,
        /// The kind of the host.
        kind: HostKind,
    },
    /// The `default_tls` attribute.
    DefaultAttribute,
    /// A client that does not support the `prefer` that this reason set, so TLS is off.
    WithoutPrefer(Box<TlsReason>),
    /// An application that has not installed a TLS library for the `prefer` that this reason set, so TLS is off.
    WithoutLibrary {
        /// The reason for `prefer`.
        reason: Box<TlsReason>,
        /// The library, such as "TLS library" or "rustls `CryptoProvider`".
        library: &'static str,
    },
    /// A password provider, for which db-config raised the `prefer` that this reason set to `require`.
    WithPasswordProvider(Box<TlsReason>),
    /// A SQLite URL, which has no TLS.
    NotApplicable,
}

impl TlsReason {
    /// Returns the original reason, without the certificate or the client that changed the mode.
    pub(crate) fn decider(&self) -> &Self {
        match self {
            Self::WithRootCertificate(reason)
            | Self::WithoutChannelBinding(reason)
            | Self::WithoutCertificates(reason)
            | Self::WithPasswordProvider(reason)
            | Self::WithoutPrefer(reason)
            | Self::WithoutLibrary { reason, library: _ } => reason.decider(),
            reason => reason,
        }
    }
}

impl fmt::Display for TlsReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Printable(f);
        match self {
            Self::Attribute => f.write_str("set by the `tls` attribute"),
            Self::QueryParameter(parameter) => write!(f, "set by `{parameter}` in the URL"),
            Self::EnvVar(variable) => write!(f, "set by {variable}"),
            Self::Scheme(scheme) => write!(f, "set by the scheme `{scheme}`"),
            Self::WithRootCertificate(reason) => write!(f, "{reason} and raised because of the CA certificate"),
            Self::WithoutChannelBinding(reason) => write!(f, "{reason} and raised in place of channel binding"),
            Self::WithoutCertificates(reason) => write!(f, "{reason}, but the client options hold no certificates"),
            Self::RootCertificate => f.write_str("chosen because of the CA certificate"),
            Self::ClientCertificate => f.write_str("chosen because of the client certificate"),
            Self::Host { name, kind } if name.is_empty() => write!(f, "the host is {kind}"),
            Self::Host { name, kind } => write!(f, "`{name}` is {kind}"),
            Self::PreferUnsupported { name, kind } => {
                write!(f, "`{name}` is {kind}, but the client does not support `prefer`")
            }
            Self::DefaultAttribute => f.write_str("set by the `default_tls` attribute"),
            Self::WithoutPrefer(reason) => write!(f, "{reason}, but the client does not support `prefer`"),
            Self::WithoutLibrary { reason, library } => write!(f, "{reason}, but no {library} is installed"),
            Self::WithPasswordProvider(reason) => write!(f, "{reason} and raised because of the password provider"),
            Self::NotApplicable => f.write_str("SQLite has no TLS"),
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

    /// Returns the TLS mode.
    pub fn mode(&self) -> TlsMode {
        self.mode
    }

    /// Returns the reason for the mode, such as a query parameter, a variable, an attribute or the kind of host.
    pub fn reason(&self) -> &TlsReason {
        &self.reason
    }

    /// Returns the trusted roots, if a query parameter or a variable names them.
    ///
    /// They are a PEM file of CA certificates, or the operating system's CAs.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, RootCertificate};
    ///
    /// let url: DatabaseUrl = "postgres://app@db/app?sslmode=verify-full&sslrootcert=/ca.pem".parse()?;
    /// assert_eq!(url.tls().root_certificate(), Some(&RootCertificate::File("/ca.pem".into())));
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    pub fn root_certificate(&self) -> Option<&RootCertificate> {
        self.root_certificate.as_ref()
    }

    /// Returns the path of the client certificate, a PEM file.
    pub fn client_certificate(&self) -> Option<&Path> {
        self.client_certificate.as_deref()
    }

    /// Returns the path of the key of the client certificate, a PEM file.
    ///
    /// It is `None` for MongoDB, whose certificate and key are in one file.
    pub fn client_key(&self) -> Option<&Path> {
        self.client_key.as_deref()
    }

    /// Returns the plan for a client that does not support `prefer`.
    ///
    /// It has `off` instead of a `prefer` from the kind of host, the `default_tls` attribute or an environment variable. A
    /// `prefer` from the URL or the `tls` attribute does not change: the client must reject it.
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

    /// Returns whether nothing but the kind of host, the `default_tls` attribute or a variable sets this `prefer`.
    pub(crate) fn is_implied_prefer(&self) -> bool {
        self.mode == TlsMode::Prefer && self.downgrade_implied_prefer().mode == TlsMode::Off
    }

    /// Returns the plan of an application that has not installed this library: `off` instead of an implied `prefer`.
    pub(crate) fn without_library(&self, library: &'static str) -> Self {
        if !self.is_implied_prefer() {
            return self.clone();
        }
        let reason = TlsReason::WithoutLibrary { reason: Box::new(self.reason.clone()), library };
        Self { mode: TlsMode::Off, reason, ..self.clone() }
    }

    /// Returns the plan for the passwords of a provider, if it differs: `require` instead of a `prefer` that neither the URL
    /// nor the `tls` attribute sets.
    pub(crate) fn for_provider(&self) -> Option<Self> {
        let reason = || TlsReason::WithPasswordProvider(Box::new(self.reason.clone()));
        self.is_implied_prefer().then(|| Self { mode: TlsMode::Require, reason: reason(), ..self.clone() })
    }

    /// Returns the mode and its reason for an error message: "TLS mode `require` (set by `sslmode` in the URL)".
    pub(crate) fn mode_with_reason(&self) -> String {
        fn in_message(reason: &TlsReason) -> String {
            match reason {
                TlsReason::Host { name, .. } | TlsReason::PreferUnsupported { name, .. } if name.is_empty() => {
                    "chosen for an omitted host".to_owned()
                }
                TlsReason::Host { name, .. } | TlsReason::PreferUnsupported { name, .. } => {
                    format!("chosen for the host `{name}`")
                }
                TlsReason::WithPasswordProvider(reason) => {
                    format!("{} and raised because of the password provider", in_message(reason))
                }
                reason => reason.to_string(),
            }
        }
        format!("TLS mode `{}` ({})", self.mode, in_message(&self.reason))
    }

    /// Returns the path of the CA certificate, if it is a file.
    pub(crate) fn root_file(&self) -> Option<&Path> {
        self.root_certificate.as_ref().and_then(RootCertificate::file)
    }
}

impl fmt::Display for TlsPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.mode, self.reason)
    }
}
