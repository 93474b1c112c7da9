use std::error::Error;
use std::fmt;

use bb8_postgres::PostgresConnectionManager;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{Client, Config, NoTls, Socket};

use super::common::unsupported_tls_mode;
use super::tokio_postgres::connect::{ask, is_final};
use crate::capabilities::Capabilities;
use crate::connect::managed::AsyncManager;
use crate::connect::pong::Pong;
use crate::error::UrlError;
use crate::sealed::Sealed;
use crate::target::from_database_url::FromDatabaseUrl;
#[cfg(all(feature = "tokio-postgres-rustls", feature = "rustls-native-certs"))]
use crate::tls::connectors::{Roots, RustlsConnector};
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// The connector of a `PostgresConnectionManager<T>`: the type names the TLS library. The trait is sealed.
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

/// Supports the manager of bb8-postgres 0.9 (feature `bb8-postgres`). `T` names the TLS library: see [`FromTlsPlan`].
impl<T: FromTlsPlan> FromDatabaseUrl for PostgresConnectionManager<T> {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = T::TLS_MODES;
    const CAPABILITIES: Capabilities = <(Config, TlsPlan)>::CAPABILITIES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (config, _) = <(Config, TlsPlan)>::from_database_url(url)?;
        Ok(Self::new(config, T::from_tls_plan(url, &T::plan(url))?))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        T::plan(url)
    }

    /// Writes no URL, because the manager does not expose it.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manager of PostgreSQL connections")
    }
}

impl<T: FromTlsPlan> AsyncManager<Client> for PostgresConnectionManager<T> {
    async fn ping(client: &mut Client) -> Result<Pong, Box<dyn Error + Send + Sync>> {
        Ok(ask(client).await?)
    }

    fn is_final(error: &(dyn Error + 'static)) -> bool {
        is_final(error)
    }
}
