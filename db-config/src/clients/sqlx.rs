//! sqlx in both major versions. Their options have the same names, but different types. The files of the directory `sqlx`
//! that build them are compiled once for each version, and `super::sqlx` is the crate of that version.

use std::borrow::Cow;

use crate::capabilities::Capabilities;
use crate::resolved::{ChannelBinding, PostgresSession, Server};
use crate::tls::TlsPlan;
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;
use db_config_syntax::query::{ConnectionKey, Key, PoolOption};

mod checks;
mod dialect;

pub(super) use self::dialect::canonical_text;

#[cfg(any(
    feature = "sqlx-0_9-postgres",
    feature = "sqlx-0_9-mysql",
    feature = "sqlx-0_9-sqlite",
    feature = "sqlx-0_9-any"
))]
#[path = "sqlx"]
mod v0_9 {
    use ::sqlx;

    #[cfg(feature = "sqlx-0_9-any")]
    mod any;
    mod connect;
    #[cfg(feature = "sqlx-0_9-mysql")]
    mod mysql;
    mod pool;
    #[cfg(feature = "sqlx-0_9-postgres")]
    mod postgres;
    mod rotate;
    #[cfg(feature = "sqlx-0_9-sqlite")]
    mod sqlite;
}

#[cfg(any(
    feature = "sqlx-0_8-postgres",
    feature = "sqlx-0_8-mysql",
    feature = "sqlx-0_8-sqlite",
    feature = "sqlx-0_8-any"
))]
#[path = "sqlx"]
mod v0_8 {
    use ::sqlx_0_8 as sqlx;

    #[cfg(feature = "sqlx-0_8-any")]
    mod any;
    mod connect;
    #[cfg(feature = "sqlx-0_8-mysql")]
    mod mysql;
    mod pool;
    #[cfg(feature = "sqlx-0_8-postgres")]
    mod postgres;
    mod rotate;
    #[cfg(feature = "sqlx-0_8-sqlite")]
    mod sqlite;
}

/// The options that sqlx's pool supports.
pub(super) const POOL: Capabilities = Capabilities::MAX_CONNECTIONS
    .union(Capabilities::MIN_CONNECTIONS)
    .union(Capabilities::ACQUIRE_TIMEOUT)
    .union(Capabilities::CONNECT_TIMEOUT)
    .union(Capabilities::IDLE_TIMEOUT)
    .union(Capabilities::MAX_LIFETIME);

/// The options of PostgreSQL connections.
pub(super) const POSTGRES: Capabilities = Capabilities::STATEMENT_CACHE
    .union(Capabilities::STATEMENT_TIMEOUT)
    .union(Capabilities::NAMED_STATEMENTS)
    .union(Capabilities::OTHER_CLI)
    .only(Backends::POSTGRES);

/// Returns the options that the pool supports for this URL. sqlx's `acquire_timeout` includes the time to connect, so a
/// `connect_timeout` has no effect together with it.
pub(super) fn capabilities(url: &DatabaseUrl, capabilities: Capabilities) -> Capabilities {
    match url.pairs().iter().any(|pair| pair.row.key == Key::Pool(PoolOption::AcquireTimeout)) {
        true => capabilities.difference(Capabilities::CONNECT_TIMEOUT),
        false => capabilities,
    }
}

/// Returns sqlx's plan. sqlx trusts a CA certificate in addition to the public CAs, and does not support channel binding.
pub(super) fn tls(url: &DatabaseUrl) -> TlsPlan {
    let plan = url.tls().without_implied_verify_ca();
    let requires_channel_binding = url.pairs().iter().any(|pair| {
        pair.row.key == Key::Connection(ConnectionKey::ChannelBinding)
            && ChannelBinding::from_word(&pair.value) == Some(ChannelBinding::Require)
    });
    if requires_channel_binding { plan.without_channel_binding() } else { plan }
}

/// Returns the address to connect to, otherwise the host name or the directory of a socket.
fn host<'a>(server: &'a Server<'_>) -> Cow<'a, str> {
    match server.address {
        Some(address) => address.to_string().into(),
        None => (&*server.host).into(),
    }
}

/// Returns the application name. An empty name keeps sqlx from reading `PGAPPNAME`.
fn application_name<'a>(session: &PostgresSession<'a>) -> Option<&'a str> {
    let name = session.application_name.map(|name| name.value);
    name.or_else(|| std::env::var_os("PGAPPNAME").map(|_| ""))
}

/// Returns libpq's `options`, unless `PGOPTIONS` has the same value: sqlx adds the two.
fn options(session: &PostgresSession<'_>) -> Option<String> {
    session.startup_options().filter(|options| std::env::var("PGOPTIONS").ok().as_ref() != Some(options))
}

/// Sets the TLS plan on the options of a driver. The drivers' setters for the CA certificate have different names.
macro_rules! with_tls {
    ($options:expr, $plan:expr, $mode:expr, $set_root:ident) => {{
        let TlsPlan {
            mode: _, // `$mode`
            reason: _,
            root_certificate,
            client_certificate,
            client_key,
            accepts_any_certificate: _,
        } = $plan;
        let mut options = $options.ssl_mode($mode);
        if let Some(file) = root_certificate.as_ref().and_then(RootCertificate::file) {
            options = options.$set_root(file);
        }
        if let (Some(certificate), Some(key)) = (client_certificate, client_key) {
            options = options.ssl_client_cert(certificate).ssl_client_key(key);
        }
        options
    }};
}
use with_tls;
