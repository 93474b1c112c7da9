//! The trait that a field's type implements, and the types that need no client.

use std::fmt::{self, Write as _};

use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::printable::Printable;
use db_config_syntax::{Backend, Backends};

/// Settings that are made from a database URL: the trait that a field's type implements.
///
/// This crate implements it for the settings of each client, behind the client's feature, and for
/// [`DatabaseUrl`], [`PathBuf`](std::path::PathBuf), [`SqliteFile`](crate::SqliteFile) and [`TlsPlan`]. Implement it for the settings of a
/// client of your own, from what the URL means ([`resolved`](crate::resolved)) or from what it says
/// ([`DatabaseUrl`]):
///
/// ```
/// use db_config::resolved::Postgres;
/// use db_config::{Backends, DatabaseUrl, FromDatabaseUrl, UrlError, UrlPart};
///
/// struct Pinger {
///     host: String,
///     port: u16,
/// }
///
/// impl FromDatabaseUrl for Pinger {
///     const BACKENDS: Backends = Backends::POSTGRES;
///
///     fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
///         let postgres = Postgres::resolve(url)?;
///         if let Some(given) = postgres.load_balance_hosts {
///             return Err(given.unsupported(url, "the pinger"));
///         }
///         match &postgres.servers[..] {
///             [server] => Ok(Self { host: server.host.to_string(), port: server.port.unwrap_or(5432) }),
///             _ => Err(url.unsupported("the pinger", "several hosts", UrlPart::Hosts)),
///         }
///     }
/// }
///
/// let pinger = Pinger::from_database_url(&"postgres://db.example.com/app".parse()?)?;
/// assert_eq!((&*pinger.host, pinger.port), ("db.example.com", 5432));
/// # Ok::<(), UrlError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a supported database field type",
    label = "expected a client type",
    note = "for a client type, enable its feature of `db-config`, such as `sqlx-postgres`",
    note = "if the feature is enabled, check the client's version: `sqlx-postgres` is for sqlx 0.9, `sqlx-0_8-postgres` for 0.8"
)]
pub trait FromDatabaseUrl: Sized {
    /// The databases whose URLs it takes. The compiler checks `schemes(...)` and `default` against them.
    const BACKENDS: Backends;

    /// What these settings carry besides the connection itself: state nothing that the conversion drops. What the URL
    /// says beyond that is in the [`warnings`](crate::DatabaseConfig::warnings), and an attribute beyond that does not
    /// compile.
    const CAPABILITIES: Capabilities = Capabilities::EMPTY;

    /// The TLS modes that these options support. The compiler checks `tls` and `default_tls` against them.
    const TLS_MODES: TlsModes = TlsModes::ALL;

    /// The pool options that the type has of its own: those of a derived enum and of its variants, and of a type that
    /// hands the URL over to one.
    #[doc(hidden)]
    const POOL_DEFAULTS: PoolDefaults = PoolDefaults::NONE;

    /// Whether a plain variable may be of this type too.
    #[doc(hidden)]
    const IS_PLAIN: bool = false;

    /// Whether the settings are those of a connection, whose TLS the report states, and not of a pool alone.
    #[doc(hidden)]
    const IS_CONNECTION: bool = true;

    /// Makes the settings. Nothing is opened or created.
    ///
    /// # Errors
    ///
    /// The URL says something that the client cannot carry, or the client refuses the settings. The backend is one of
    /// [`BACKENDS`](Self::BACKENDS) when the derive calls it; other callers may pass any.
    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError>;

    /// Makes the settings as a part of a tuple.
    #[doc(hidden)]
    fn from_database_url_with(url: &DatabaseUrl, _companions: Companions) -> Result<Self, UrlError> {
        Self::from_database_url(url)
    }

    /// Returns the TLS plan that the settings made from this URL follow, which the report states. A client that does not
    /// support every plan overrides it: with [`TlsPlan::downgrade_implied_prefer`],
    /// [`TlsPlan::without_implied_verify_ca`] or [`TlsPlan::without_certificates`].
    fn tls(url: &DatabaseUrl) -> TlsPlan {
        url.tls().clone()
    }

    /// Returns the TLS plan that the settings follow as a part of a tuple.
    #[doc(hidden)]
    fn tls_with(url: &DatabaseUrl, _companions: Companions) -> TlsPlan {
        Self::tls(url)
    }

    /// Writes what the settings say, without a secret, for the `Debug` of `#[database(debug)]`: the redacted URL and the
    /// TLS mode. Without an implementation of its own a type writes its name.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<Self>())
    }

    /// What the settings made from this URL carry, where that depends on more than its backend.
    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        Self::CAPABILITIES.only(Backends::from_slice(&[url.backend()]))
    }
}

/// What the other parts of a tuple hold for a part.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Companions {
    /// A [`TlsPlan`] or a [`DatabaseUrl`] holds the certificates, for options that leave them to a connector.
    pub(crate) hold_certificates: bool,
}

impl Companions {
    /// Adds what one of `parts` holds for the others.
    fn with(self, parts: Capabilities) -> Self {
        Self { hold_certificates: self.hold_certificates || parts.contains(Capabilities::CERTIFICATES) }
    }
}

/// The settings of one URL without their secrets. Whatever a client writes of itself, a terminal obeys none of it.
pub fn redacted<T: FromDatabaseUrl>(value: &T) -> impl fmt::Debug + use<'_, T> {
    RedactedTarget(value)
}

struct RedactedTarget<'a, T>(&'a T);

impl<T: FromDatabaseUrl> fmt::Debug for RedactedTarget<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Printable(f), "{:?}", Unescaped(self.0))
    }
}

struct Unescaped<'a, T>(&'a T);

impl<T: FromDatabaseUrl> fmt::Debug for Unescaped<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_redacted(f)
    }
}

/// The URL itself, which keeps everything it says, its query parameters included. It supports no pool option: give the
/// field the type `(DatabaseUrl, PoolSettings)` if attributes and variables are to set the pool's.
impl FromDatabaseUrl for DatabaseUrl {
    const BACKENDS: Backends = Backends::ALL;
    const CAPABILITIES: Capabilities = Capabilities::URL.union(Capabilities::CERTIFICATES);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        if url.backend() == Backend::Sqlite {
            url.sqlite_path()?;
        }
        Ok(url.clone())
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.backend() {
            Backend::Sqlite => write!(f, "{self}"),
            _ => write!(f, "{self} (TLS {})", self.tls().mode()),
        }
    }
}

/// For large settings, such as those of one large variant among small ones.
impl<T: FromDatabaseUrl> FromDatabaseUrl for Box<T> {
    const BACKENDS: Backends = T::BACKENDS;
    const CAPABILITIES: Capabilities = T::CAPABILITIES;
    const TLS_MODES: TlsModes = T::TLS_MODES;
    const IS_CONNECTION: bool = T::IS_CONNECTION;
    const POOL_DEFAULTS: PoolDefaults = T::POOL_DEFAULTS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        T::from_database_url(url).map(Box::new)
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        T::from_database_url_with(url, companions).map(Box::new)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt_redacted(self, f)
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        T::capabilities(url)
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        T::tls(url)
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        T::tls_with(url, companions)
    }
}

/// What was decided about TLS, for a client's connector.
impl FromDatabaseUrl for TlsPlan {
    const BACKENDS: Backends = Backends::ALL;
    const CAPABILITIES: Capabilities = Capabilities::CERTIFICATES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Ok(url.tls().clone())
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TLS {self}")
    }
}

/// Both from the same URL: the connection's settings and the pool's, or a client's and its [`TlsPlan`]. Where both have
/// a pool option of their own, as two enums, the first part's counts for both.
impl<A: FromDatabaseUrl, B: FromDatabaseUrl> FromDatabaseUrl for (A, B) {
    const BACKENDS: Backends = A::BACKENDS.intersection(B::BACKENDS);
    const CAPABILITIES: Capabilities = A::CAPABILITIES.union(B::CAPABILITIES);
    /// A `TlsPlan` verifies for options that leave that to a connector.
    const TLS_MODES: TlsModes = match Self::CAPABILITIES.contains(Capabilities::CERTIFICATES) {
        true => A::TLS_MODES.intersection(B::TLS_MODES).union(TlsModes::VERIFYING),
        false => A::TLS_MODES.intersection(B::TLS_MODES),
    };
    const IS_CONNECTION: bool = A::IS_CONNECTION || B::IS_CONNECTION;
    const POOL_DEFAULTS: PoolDefaults = A::POOL_DEFAULTS.or(B::POOL_DEFAULTS);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Self::from_database_url_with(url, Companions::default())
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        let companions = companions.with(Self::capabilities(url));
        let url = &*url.with_pool_defaults(const { &Self::POOL_DEFAULTS });
        Ok((A::from_database_url_with(url, companions)?, B::from_database_url_with(url, companions)?))
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_redacted(f)?;
        f.write_str(", ")?;
        self.1.fmt_redacted(f)
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        A::capabilities(url).union(B::capabilities(url))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        Self::tls_with(url, Companions::default())
    }

    /// That of the weaker connection.
    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        let companions = companions.with(Self::capabilities(url));
        let (a, b) = (A::tls_with(url, companions), B::tls_with(url, companions));
        match (A::IS_CONNECTION, B::IS_CONNECTION) {
            (true, true) if b.mode() < a.mode() => b,
            (false, true) => b,
            _ => a,
        }
    }
}
