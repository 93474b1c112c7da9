#[cfg(feature = "diesel-async-rustls")]
mod rustls;

use std::fmt;

use diesel_async::AsyncConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;

use super::common::unsupported_tls_mode;
use super::diesel::{DieselBackend, establish_text};
use super::{mysql_async, tokio_postgres};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::{Backend, Backends};

const CLIENT: &str = "diesel-async";

/// A canonical URL in the dialect of the driver behind the connection's backend: tokio-postgres, mysql_async, or
/// Diesel's own SQLite. The connection's backend says which schemes it takes, each behind its
/// feature: `diesel-postgres`, `diesel-mysql`, `diesel-sqlite`.
///
/// `AsyncPgConnection::establish` does no TLS. Without the feature `diesel-async-rustls` a PostgreSQL URL that needs TLS is
/// therefore an error, and a `prefer` of the host table, `default_tls` or a variable is off. With it, the manager connects
/// through rustls in every mode but `off`. Where the URL names no root certificate, the manager trusts the operating
/// system's CAs, whatever other features are on. The cryptography is that of the process: install a `CryptoProvider` at
/// the start of `main` ([`TlsPlan::rustls`]). Without one, only `off` and a `prefer` that the URL and the `tls` attribute
/// do not ask for are possible, and the latter connects without TLS. MySQL with TLS needs a TLS feature of mysql_async,
/// which otherwise panics on connect.
impl<C> FromDatabaseUrl for AsyncDieselConnectionManager<C>
where
    C: AsyncConnection + 'static,
    C::Backend: DieselBackend,
{
    const BACKENDS: Backends = Backends::from_slice(&[<C::Backend as DieselBackend>::BACKEND]);
    const TLS_MODES: TlsModes = match <C::Backend as DieselBackend>::BACKEND {
        Backend::Postgres if cfg!(feature = "diesel-async-rustls") => TlsModes::ALL,
        Backend::Postgres => TlsModes::from_slice(&[TlsMode::Off]),
        _ => TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer])),
    };
    const CAPABILITIES: Capabilities = super::diesel::CAPABILITIES.only(Self::BACKENDS);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        #[cfg(feature = "diesel-async-rustls")]
        if let Some(config) = rustls::manager_config(url)? {
            return Ok(Self::new_with_config("", config));
        }
        Ok(Self::new(text(url)?))
    }

    /// The manager shows nobody its text.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a manager of {} connections", <C::Backend as DieselBackend>::BACKEND.name())
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        #[cfg(feature = "diesel-async-rustls")]
        return rustls::plan::<C>(url);
        #[cfg(not(feature = "diesel-async-rustls"))]
        url.tls().downgrade_implied_prefer()
    }
}

fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    match url.backend() {
        Backend::Postgres => postgres(url),
        // It keeps the brackets of such an address, and looks it up as a name.
        Backend::MySql if url.host().is_some_and(|name| !name.starts_with('/') && name.contains(':')) => {
            Err(url.unsupported(CLIENT, "an IPv6 address of a MySQL server", UrlPart::Hosts))
        }
        Backend::MySql => mysql_async::canonical_text(url, CLIENT),
        _ => establish_text(url),
    }
}

fn postgres(url: &DatabaseUrl) -> Result<String, UrlError> {
    let tls = url.tls().downgrade_implied_prefer();
    if tls.mode() != TlsMode::Off {
        return Err(unsupported_tls_mode(
            url,
            &tls,
            "diesel-async's own way to connect",
            "turn on the feature `diesel-async-rustls` of db-config, with which it connects through rustls; or write \
             `sslmode=disable`",
        ));
    }
    tokio_postgres::canonical_text(url, &tls, CLIENT)
}

#[cfg(all(test, feature = "diesel-2-postgres"))]
mod tests {
    use super::text;

    /// The manager shows nobody its text.
    #[test]
    fn the_times_reach_postgres() {
        let url = "postgres://u@localhost/d?sslmode=disable&connect_timeout=13&statement_timeout=2900";
        let text = text(&url.parse().unwrap()).unwrap();
        assert!(text.contains("connect_timeout=13") && text.contains("statement_timeout%3D2900"), "{}", &*text);
    }
}
