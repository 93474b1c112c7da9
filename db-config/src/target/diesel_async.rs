use diesel_async::AsyncConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;

use super::diesel::{DieselBackend, establish_text};
use super::{mysql_async_text, tokio_postgres_text};
use crate::error::UrlError;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, TlsMode};

const CLIENT: &str = "diesel-async";

/// A canonical URL in the dialect of the driver behind the connection's backend: tokio-postgres, mysql_async, or
/// Diesel's own SQLite. The connection's backend says which schemes it takes, each behind its
/// feature: `diesel-postgres`, `diesel-mysql`, `diesel-sqlite`.
///
/// `AsyncPgConnection::establish` does no TLS, so that a PostgreSQL URL that needs some is an error. For that one,
/// give the fields the types `tokio_postgres::Config` and [`TlsPlan`](crate::TlsPlan), and connect
/// with them in a `custom_setup` of `AsyncDieselConnectionManager::new_with_config`. MySQL with TLS needs a TLS
/// feature of mysql_async, which else panics as it connects.
impl<C> FromDatabaseUrl for AsyncDieselConnectionManager<C>
where
    C: AsyncConnection + 'static,
    C::Backend: DieselBackend,
{
    const SCHEMES: &'static [&'static str] = <C::Backend as DieselBackend>::BACKEND.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        Ok(Self::new(text(url)?))
    }
}

fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    match url.backend() {
        Backend::Postgres if url.tls().mode() != TlsMode::Off => Err(url.no_such_tls(
            "diesel-async's own way to connect",
            "give the fields the types `tokio_postgres::Config` and `TlsPlan`, and connect with them in a \
             `custom_setup`; or write `sslmode=disable`",
        )),
        Backend::Postgres => tokio_postgres_text::url(url, CLIENT),
        // It keeps the brackets of such an address, and looks that name up.
        Backend::MySql if url.host().is_some_and(|name| !name.starts_with('/') && name.contains(':')) => {
            Err(url.not_carried(CLIENT, "an IPv6 address of a MySQL server", url.parts().hosts))
        }
        Backend::MySql => mysql_async_text::url(url, CLIENT),
        _ => establish_text(url),
    }
}
