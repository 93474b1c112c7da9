mod connect;
#[cfg(feature = "diesel-async-rustls")]
mod rotate;
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

/// Supports the manager of any diesel-async 0.9 connection (feature `diesel-async`, and `diesel-postgres`, `diesel-mysql` or
/// `diesel-sqlite`).
///
/// The field accepts the schemes of the connection's backend.
///
/// TLS with PostgreSQL:
///
/// - Without the feature `diesel-async-rustls`, a URL that requires TLS is an error, because
///   `AsyncPgConnection::establish` does not support TLS. A `prefer` from the kind of host, the `default_tls` attribute or
///   a variable becomes `off`.
/// - With the feature, the manager connects through rustls in every mode except `off`. If the URL does not name a CA
///   certificate, the manager trusts the operating system's CAs, whatever other features are on.
/// - rustls needs a `CryptoProvider` for the process: install one at the start of `main` (see `TlsPlan::rustls`). Without
///   one, the manager supports only `off` and a `prefer` that neither the URL nor the `tls` attribute sets. Such a
///   `prefer` then connects without TLS.
///
/// TLS with MySQL needs a TLS feature of mysql_async, which otherwise panics on connect.
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

    /// Writes no URL, because the manager does not expose it.
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
        // mysql_async looks up the address as a name, with its brackets.
        Backend::MySql if url.host().is_some_and(|name| !name.starts_with('/') && name.contains(':')) => Err(url
            .unsupported(CLIENT, "an IPv6 address of a MySQL server", UrlPart::Hosts)
            .with_help("use a host name")),
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
            "diesel-async without db-config's feature `diesel-async-rustls`",
            "enable the feature, or set `sslmode=disable`",
        ));
    }
    tokio_postgres::canonical_text(url, &tls, CLIENT)
}

#[cfg(all(test, feature = "diesel-2-postgres"))]
mod tests {
    use super::text;

    /// A test through the public API is not possible, because the manager does not expose the URL.
    #[test]
    fn the_timeouts_reach_postgres() {
        let url = "postgres://u@localhost/d?sslmode=disable&connect_timeout=13&statement_timeout=2900";
        let text = text(&url.parse().unwrap()).unwrap();
        assert!(text.contains("connect_timeout=13") && text.contains("statement_timeout%3D2900"), "{}", &*text);
    }
}
