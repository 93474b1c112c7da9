//! [`FromDatabaseUrl`], the trait of every field type, and its implementations for types without a client.

use std::fmt::{self, Write as _};
use std::time::Duration;

use super::probe::Probe;
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::printable::Printable;
use db_config_syntax::{Backend, Backends};

/// A type that can be created from a database URL: the trait of every field type.
///
/// db-config implements it for:
///
/// - the options of each client, with the feature of the client
/// - [`DatabaseUrl`], [`PathBuf`](std::path::PathBuf), [`SqliteFile`](crate::SqliteFile), [`TlsPlan`],
///   [`PoolSettings`](crate::PoolSettings) and [`MigrationTiming`](crate::MigrationTiming)
/// - tuples of two types, which are created from the same URL
/// - `Box<T>`, and `enum`s that derive [`DatabaseConfig`](trait@crate::DatabaseConfig)
///
/// Implement it for the options of your own client. Use the module [`resolved`](crate::resolved) for the meaning of the
/// URL, or the methods of [`DatabaseUrl`] for its parts:
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
/// let pinger = Pinger::from_database_url(&"postgres://app@db.example.com/app".parse()?)?;
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
    /// The databases whose URLs the type accepts. The derive checks `schemes(...)` and `default` against them at
    /// compile time.
    const BACKENDS: Backends;

    /// The pool options and timeouts that this type supports. The default is the empty set.
    ///
    /// Include only options that [`from_database_url`](Self::from_database_url) uses. Other options are reported as
    /// [`warnings`](crate::DatabaseConfig::warnings), and as attributes they do not compile.
    const CAPABILITIES: Capabilities = Capabilities::EMPTY;

    /// The TLS modes that this type supports. The default is all. The derive checks `tls` and `default_tls` against
    /// them at compile time.
    const TLS_MODES: TlsModes = TlsModes::ALL;

    /// The pool options that the type sets itself: those of a derived enum and its variants, and of a type that
    /// contains one.
    #[doc(hidden)]
    const POOL_DEFAULTS: PoolDefaults = PoolDefaults::NONE;

    /// Whether the type is also supported for a plain variable.
    #[doc(hidden)]
    const IS_PLAIN: bool = false;

    /// Whether the type has the options of a connection, whose TLS mode the report shows, and not only those of a pool.
    #[doc(hidden)]
    const IS_CONNECTION: bool = true;

    /// Creates the value from a URL. It does not connect to the database or create a file.
    ///
    /// The derive calls it only with a URL of [`BACKENDS`](Self::BACKENDS). Other callers may pass any URL.
    ///
    /// # Errors
    ///
    /// Returns an error if the client does not support a part of the URL, or if the client rejects the options.
    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError>;

    /// Creates the value as a part of a tuple.
    #[doc(hidden)]
    fn from_database_url_with(url: &DatabaseUrl, _companions: Companions) -> Result<Self, UrlError> {
        Self::from_database_url(url)
    }

    /// Returns the `params` attributes of the type for the URLs of a database, in the order of precedence: those of a derived
    /// enum and its variants, and of a type that contains one.
    #[doc(hidden)]
    fn params(_backend: Backend) -> Vec<&'static str> {
        Vec::new()
    }

    /// Returns the TLS plan that the client uses for this URL. The report shows it. The default is the plan of the URL.
    ///
    /// If the client does not support every plan, override this method: use [`TlsPlan::downgrade_implied_prefer`],
    /// [`TlsPlan::without_implied_verify_ca`] or [`TlsPlan::without_certificates`].
    fn tls(url: &DatabaseUrl) -> TlsPlan {
        url.tls().clone()
    }

    /// Returns the TLS plan that the client uses as a part of a tuple.
    #[doc(hidden)]
    fn tls_with(url: &DatabaseUrl, _companions: Companions) -> TlsPlan {
        Self::tls(url)
    }

    /// Writes the value without secrets, for the `Debug` that `#[database(debug)]` generates. The default writes the
    /// name of the type.
    ///
    /// # Errors
    ///
    /// Returns the errors of the formatter.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<Self>())
    }

    /// Returns the questions of `check_main_connect` to the databases of the value: one for each
    /// [`Connect`](crate::Connect) that it contains. Each has this time.
    #[doc(hidden)]
    fn probes(&self, _limit: Duration) -> Vec<Probe> {
        Vec::new()
    }

    /// Returns the pool options and timeouts that this type supports for this URL. Override it if they depend on more
    /// than the database.
    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        Self::CAPABILITIES.only(Backends::from_slice(&[url.backend()]))
    }
}

/// The support that a type has from those that contain it: the other parts of a tuple, or a [`Connect`](crate::Connect).
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Companions {
    /// Whether a [`TlsPlan`] or [`DatabaseUrl`] has the certificates, for client options that leave them to a
    /// connector.
    pub(crate) hold_certificates: bool,
    /// Whether the password may be that of a provider, so that the URL needs none.
    pub(crate) may_have_provider: bool,
}

impl Companions {
    /// Adds the support of `parts`.
    fn with(self, parts: Capabilities) -> Self {
        Self { hold_certificates: self.hold_certificates || parts.contains(Capabilities::CERTIFICATES), ..self }
    }
}

/// Returns the redacted `Debug` of a field value. Escapes control characters, which the `Debug` of a client may
/// contain.
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

/// Keeps the complete URL, including its query parameters.
///
/// It does not support pool options. To set them with attributes and variables, use the field type
/// `(DatabaseUrl, PoolSettings)`.
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

/// Creates a boxed value, for example for a large variant of an enum.
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

    fn params(backend: Backend) -> Vec<&'static str> {
        T::params(backend)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt_redacted(self, f)
    }

    fn probes(&self, limit: Duration) -> Vec<Probe> {
        T::probes(self, limit)
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

/// Creates the TLS plan, for the TLS connector of a client.
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

/// Creates both parts from the same URL: for example, the options of a connection and of its pool, or client options
/// and their [`TlsPlan`].
///
/// If both parts set the same pool option or query parameter themselves, as two enums may, the first part's value counts for both.
impl<A: FromDatabaseUrl, B: FromDatabaseUrl> FromDatabaseUrl for (A, B) {
    const BACKENDS: Backends = A::BACKENDS.intersection(B::BACKENDS);
    const CAPABILITIES: Capabilities = A::CAPABILITIES.union(B::CAPABILITIES);
    /// With a `TlsPlan`, a connector can verify the server for client options that do not.
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
        let url = &*url.with_params(&Self::params(url.backend()))?;
        let url = &*url.with_pool_defaults(const { &Self::POOL_DEFAULTS });
        Ok((A::from_database_url_with(url, companions)?, B::from_database_url_with(url, companions)?))
    }

    fn params(backend: Backend) -> Vec<&'static str> {
        [A::params(backend), B::params(backend)].concat()
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_redacted(f)?;
        f.write_str(", ")?;
        self.1.fmt_redacted(f)
    }

    fn probes(&self, limit: Duration) -> Vec<Probe> {
        self.0.probes(limit).into_iter().chain(self.1.probes(limit)).collect()
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        A::capabilities(url).union(B::capabilities(url))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        Self::tls_with(url, Companions::default())
    }

    /// Returns the plan of the weaker connection.
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
