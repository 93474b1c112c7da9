//! What sqlx can carry, whichever way it gets it: its setters, its `Any` driver, SeaORM.

use std::borrow::Cow;

use crate::clients::{ambient, no_such_tls};
use crate::error::UrlError;
use crate::libpq::{Ambient, VARIABLES};
use crate::resolved::{
    ChannelBinding, Keepalives, LoadBalanceHosts, MySql, MySqlSession, Pool, Postgres, PostgresSession, Secret, Server,
    SslNegotiation, TargetSessionAttrs, one_server, reject,
};
use crate::{Carries, DatabaseUrl, TlsMode, TlsPlan, UrlPart};

/// What its pool carries.
pub(crate) const POOL: Carries = Carries::MAX_CONNECTIONS
    .or(Carries::MIN_CONNECTIONS)
    .or(Carries::ACQUIRE_TIMEOUT)
    .or(Carries::CONNECT_TIMEOUT)
    .or(Carries::IDLE_TIMEOUT)
    .or(Carries::MAX_LIFETIME);

/// PostgreSQL as sqlx takes it.
pub(super) struct SqlxPostgres<'a> {
    /// A name, an address or the folder of a socket.
    pub host: Cow<'a, str>,
    pub port: u16,
    pub user: Cow<'a, str>,
    /// Empty if there is none: sqlx would take `PGPASSWORD` for it.
    pub password: &'a str,
    pub database: Cow<'a, str>,
    pub tls: TlsPlan,
    pub application_name: Option<&'a str>,
    /// Added to those that sqlx takes from `PGOPTIONS`.
    pub options: Option<String>,
    pub behind_pooler: bool,
    pub statement_cache: Option<u32>,
    pub pool: Pool<'a>,
}

/// It trusts a root certificate in addition to the public CAs.
pub(crate) fn tls(url: &DatabaseUrl) -> TlsPlan {
    url.tls().without_implied_verify_ca()
}

pub(super) fn postgres<'a>(url: &'a DatabaseUrl, client: &str) -> Result<SqlxPostgres<'a>, UrlError> {
    let resolved = Postgres::of(url)?;
    resolved.reject_libpq_only(url, client)?;
    let Postgres {
        servers,
        user,
        password,
        database,
        tls: _, // its own
        ssl_negotiation,
        channel_binding,
        target_session_attrs,
        load_balance_hosts,
        keepalives,
        session,
        behind_pooler,
        statement_cache,
        pool,
        libpq: _,
    } = resolved;

    let tls = tls(url);
    let Keepalives { enabled, idle, interval, count, user_timeout } = keepalives;
    reject!(
        url,
        client,
        [
            ssl_negotiation.filter(|it| it.value != SslNegotiation::Postgres),
            target_session_attrs.filter(|it| it.value != TargetSessionAttrs::Any),
            load_balance_hosts.filter(|it| it.value != LoadBalanceHosts::Disable),
            enabled.filter(|it| !it.value),
            idle,
            interval,
            count,
            user_timeout,
        ]
    );
    if let Some(given) = channel_binding.filter(|it| it.value == ChannelBinding::Require) {
        // Channel binding proves that there is no man in the middle, as does a certificate for the host's name.
        if tls.mode() != TlsMode::VerifyFull {
            return Err(given.not_carried(url, client).with_remedy(
                "verify the host instead, which proves the same: `sslmode=verify-full`, or `tls = \"verify-full\"` on the field",
            ));
        }
    }

    let Server { host, is_socket: _, address, port } = one_server(url, client, servers)?;
    if address.is_some() && !url.hosts()[0].name().is_empty() && tls.mode() == TlsMode::VerifyFull {
        return Err(url.not_carried(client, "a `hostaddr` besides the name to verify", url.host_address_part()));
    }
    reject_verify_ca(url, &tls, client)?;
    let options = session.startup_options();
    let PostgresSession { application_name, options: _, search_path: _, statement_timeout: _ } = session;
    let options = without_ambient(&tls, options)?;
    let application_name = application_name.map(|name| name.value);
    Ok(SqlxPostgres {
        host: address.map_or(host, |address| address.to_string().into()),
        port: port.unwrap_or(crate::libpq::PORT),
        user,
        password: password.map_or("", Secret::expose),
        database,
        tls,
        // The empty name, in place of the one that sqlx would take from the variable.
        application_name: application_name.or_else(|| std::env::var_os("PGAPPNAME").map(|_| "")),
        options,
        behind_pooler,
        statement_cache: statement_cache.map(|size| size.value),
        pool,
    })
}

/// MySQL as sqlx takes it.
pub(super) struct SqlxMySql<'a> {
    /// A name, an address or the file of a socket; empty if there is none.
    pub server: Server<'a>,
    pub user: &'a str,
    pub password: Option<&'a str>,
    pub database: Option<&'a str>,
    pub tls: TlsPlan,
    pub charset: Option<Cow<'a, str>>,
    pub collation: Option<Cow<'a, str>>,
    pub time_zone: Option<&'a str>,
    pub statement_cache: Option<u32>,
    pub pool: Pool<'a>,
}

pub(super) fn mysql<'a>(url: &'a DatabaseUrl, client: &str) -> Result<SqlxMySql<'a>, UrlError> {
    let MySql { servers, user, password, database, tls: _, session, statement_cache, pool } = MySql::of(url)?;
    let MySqlSession { charset, collation, time_zone } = session;
    let tls = tls(url);
    reject_verify_ca(url, &tls, client)?;
    Ok(SqlxMySql {
        server: one_server(url, client, servers)?,
        user,
        password: password.map(Secret::expose),
        database,
        tls,
        charset: charset.map(|given| given.value),
        collation: collation.map(|given| given.value),
        time_zone: time_zone.map(|given| given.value),
        statement_cache: statement_cache.map(|size| size.value),
        pool,
    })
}

/// sqlx trusts a root certificate in addition to the public CAs, where libpq and MySQL's library trust it instead of them
/// and require one. With `verify-ca`, which verifies no host name, anybody with a public certificate could be the man in
/// the middle.
fn reject_verify_ca(url: &DatabaseUrl, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    if tls.mode() != TlsMode::VerifyCa {
        return Ok(());
    }
    let error = no_such_tls(url, tls, client, "use `verify-full`, which also verifies the host name");
    Err(error.with_message(format!(
        "{client} does not support TLS mode `verify-ca`, because it trusts the public CAs in addition to a root certificate \
         (decided because {})",
        tls.reason()
    )))
}

/// Whether a variable is set that sqlx reads and that no setter undoes, or only one that is not always called.
pub(super) fn is_ambient() -> bool {
    let mut read = VARIABLES.iter().filter(|variable| matches!(variable.sqlx, Ambient::Kept(_) | Ambient::Neutral(_)));
    read.any(|variable| std::env::var_os(variable.name).is_some())
}

/// The options without those that sqlx reads by itself; what it reads and nothing undoes is refused.
fn without_ambient(tls: &TlsPlan, options: Option<String>) -> Result<Option<String>, UrlError> {
    let is_off = tls.mode() == TlsMode::Off;
    for variable in VARIABLES.iter().filter(|variable| matches!(variable.sqlx, Ambient::Kept(_))) {
        let is_harmless = match variable.key {
            "sslcert" => is_off || tls.client_certificate().is_some(),
            "sslkey" => is_off || tls.client_key().is_some(),
            "sslrootcert" => tls.mode() < TlsMode::VerifyCa || tls.root_file().is_some(),
            _ => false,
        };
        if is_harmless || std::env::var_os(variable.name).is_none() {
            continue;
        }
        if variable.key == "options" && std::env::var(variable.name).ok() == options {
            return Ok(None);
        }
        return Err(ambient(variable, "sqlx").with_remedy(format!("unset {}, and write it in the URL", variable.name)));
    }
    Ok(options)
}
