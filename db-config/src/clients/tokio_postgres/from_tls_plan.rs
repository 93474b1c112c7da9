//! The TLS connector that the type of a pool's manager names.

use ::tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use ::tokio_postgres::{NoTls, Socket};

use crate::clients::common::unsupported_tls_mode;
use crate::error::UrlError;
use crate::sealed::Sealed;
#[cfg(all(feature = "tokio-postgres-rustls", feature = "rustls-native-certs"))]
use crate::tls::connectors::{Roots, RustlsConnector};
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;

/// The connector of a `PostgresConnectionManager<T>` of bb8-postgres or r2d2_postgres: the type names the TLS library. The
/// trait is sealed.
///
/// It is implemented for these types:
///
/// - `tokio_postgres::NoTls`: a URL that requires TLS is an error, and a `prefer` that neither the URL nor the `tls`
///   attribute sets becomes `off`
/// - `RustlsConnector` with the operating system's CAs (features `tokio-postgres-rustls` and `rustls-native-certs`)
/// - `postgres_native_tls::MakeTlsConnector` (feature `postgres-native-tls`)
#[diagnostic::on_unimplemented(
    message = "db-config cannot build the TLS connector `{Self}`",
    label = "use `NoTls`, `RustlsConnector` or `postgres_native_tls::MakeTlsConnector`",
    note = "`RustlsConnector` needs the features `tokio-postgres-rustls` and `rustls-native-certs`, `MakeTlsConnector` the \
            feature `postgres-native-tls`. For other roots use `(tokio_postgres::Config, (TlsPlan, PoolSettings))`"
)]
pub trait FromTlsPlan:
    MakeTlsConnect<Socket, Stream: Send + Sync, TlsConnect: Send + TlsConnect<Socket, Future: Send>>
    + Clone
    + Send
    + Sync
    + Sealed
    + 'static
{
    /// The TLS modes of the connector.
    #[doc(hidden)]
    const TLS_MODES: TlsModes;

    /// Returns the plan for a URL.
    #[doc(hidden)]
    fn plan(url: &DatabaseUrl) -> TlsPlan {
        url.tls().clone()
    }

    /// Builds the connector.
    #[doc(hidden)]
    fn from_tls_plan(url: &DatabaseUrl, plan: &TlsPlan) -> Result<Self, UrlError>;
}

impl Sealed for NoTls {}

impl FromTlsPlan for NoTls {
    const TLS_MODES: TlsModes = TlsModes::from_slice(&[TlsMode::Off]);

    fn plan(url: &DatabaseUrl) -> TlsPlan {
        url.tls().downgrade_implied_prefer()
    }

    fn from_tls_plan(url: &DatabaseUrl, plan: &TlsPlan) -> Result<Self, UrlError> {
        let help = "use `PostgresConnectionManager<RustlsConnector>`, or set `sslmode=disable`";
        match plan.mode() {
            TlsMode::Off => Ok(Self),
            _ => Err(unsupported_tls_mode(url, plan, "`PostgresConnectionManager<NoTls>`", help)),
        }
    }
}

#[cfg(all(feature = "tokio-postgres-rustls", feature = "rustls-native-certs"))]
impl Sealed for RustlsConnector {}

#[cfg(all(feature = "tokio-postgres-rustls", feature = "rustls-native-certs"))]
impl FromTlsPlan for RustlsConnector {
    const TLS_MODES: TlsModes = TlsModes::ALL;

    fn from_tls_plan(_: &DatabaseUrl, plan: &TlsPlan) -> Result<Self, UrlError> {
        plan.postgres_rustls(Roots::System)
    }
}

#[cfg(feature = "postgres-native-tls")]
impl Sealed for postgres_native_tls::MakeTlsConnector {}

#[cfg(feature = "postgres-native-tls")]
impl FromTlsPlan for postgres_native_tls::MakeTlsConnector {
    const TLS_MODES: TlsModes = TlsModes::ALL;

    fn from_tls_plan(_: &DatabaseUrl, plan: &TlsPlan) -> Result<Self, UrlError> {
        plan.postgres_native_tls()
    }
}
