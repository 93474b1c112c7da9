//! tokio-postgres' dialect of URLs, for clients built on it that only accept a URL.

use super::checks::check;
use crate::clients::canonical::{self, CanonicalUrl};
use crate::error::UrlError;
use crate::resolved::{Keepalives, Postgres, PostgresSession, Secret, SslNegotiation, Timeouts};
use crate::target::limits::whole_seconds;
use crate::tls::{TlsMode, TlsPlan};
use crate::url::DatabaseUrl;

/// Returns the URL in tokio-postgres' dialect, with the client's TLS plan.
pub(crate) fn canonical_text(url: &DatabaseUrl, tls: &TlsPlan, client: &str) -> Result<String, UrlError> {
    let postgres = Postgres::resolve(url)?;
    check(url, &postgres, client)?;
    let options = postgres.session.startup_options();
    let Postgres {
        servers,
        user,
        password,
        database,
        tls: _, // the client's
        ssl_negotiation,
        channel_binding,
        target_session_attrs,
        load_balance_hosts,
        keepalives,
        session,
        behind_pooler: _,   // it adds no startup parameters
        statement_cache: _, // it has no cache
        pool: _,
        timeouts,
        libpq: _, // checked
    } = postgres;
    let PostgresSession { application_name, options: _, search_path: _, statement_timeout: _ } = session;
    let Keepalives { enabled, idle, interval, count, user_timeout } = keepalives;
    let Timeouts { connect, busy: _ } = timeouts;
    let seconds = |param| whole_seconds(param).filter(|seconds| *seconds > 0);
    let addresses: Vec<String> =
        servers.iter().filter_map(|server| server.address.map(|address| address.to_string())).collect();
    let password = password.map(Secret::expose_secret);
    Ok(CanonicalUrl::new("postgres", Some(&user), password, &canonical::hosts(&servers), Some(&database))
        .key_if("hostaddr", (!addresses.is_empty()).then(|| addresses.join(",")).as_deref())
        // The connector verifies.
        .key("sslmode", tls.mode().min(TlsMode::Require).libpq())
        .key_if("sslnegotiation", ssl_negotiation.filter(|it| it.value == SslNegotiation::Direct).map(|_| "direct"))
        .key_if("channel_binding", channel_binding.map(|it| it.value.as_str()))
        .key_if("application_name", application_name.map(|it| it.value))
        .key_if("options", options.as_deref())
        .number_if("connect_timeout", seconds(connect))
        .number_if("keepalives", enabled.map(|it| u8::from(it.value)))
        .number_if("keepalives_idle", seconds(idle))
        .number_if("keepalives_interval", seconds(interval))
        .number_if("keepalives_retries", count.map(|it| it.value).filter(|count| *count > 0))
        // The unit is seconds here, and milliseconds in libpq.
        .number_if("tcp_user_timeout", seconds(user_timeout))
        .key_if("target_session_attrs", target_session_attrs.map(|it| it.value.as_str()))
        .key_if("load_balance_hosts", load_balance_hosts.map(|it| it.value.as_str()))
        .finish())
}
