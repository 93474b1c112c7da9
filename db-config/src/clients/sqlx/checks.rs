//! What sqlx does not support, whichever way it gets its options: its setters, its `Any` driver, SeaORM.

use crate::clients::common::{environment_conflict, one_server, reject_libpq_only, unsupported_tls_mode};
use crate::error::UrlError;
use crate::resolved::{
    ChannelBinding, Keepalives, LoadBalanceHosts, MySql, Postgres, SslNegotiation, TargetSessionAttrs, reject,
};
use crate::tls::{TlsMode, TlsPlan};
use crate::url::DatabaseUrl;

/// Rejects what sqlx does not support; `tls` is its own plan.
pub(super) fn check_postgres(
    url: &DatabaseUrl,
    postgres: &Postgres<'_>,
    tls: &TlsPlan,
    client: &str,
) -> Result<(), UrlError> {
    reject_libpq_only(url, postgres, client)?;
    let Keepalives { enabled, idle, interval, count, user_timeout } = &postgres.keepalives;
    reject!(
        url,
        client,
        [
            postgres.ssl_negotiation.filter(|it| it.value != SslNegotiation::Postgres),
            postgres.target_session_attrs.filter(|it| it.value != TargetSessionAttrs::Any),
            postgres.load_balance_hosts.filter(|it| it.value != LoadBalanceHosts::Disable),
            enabled.filter(|it| !it.value),
            idle,
            interval,
            count,
            user_timeout,
        ]
    );
    if let Some(param) = postgres.channel_binding.filter(|it| it.value == ChannelBinding::Require) {
        // Channel binding proves that there is no man in the middle, as does a certificate for the host's name.
        if tls.mode() != TlsMode::VerifyFull {
            return Err(param.unsupported(url, client).with_help(
                "verify the host instead, which proves the same: `sslmode=verify-full`, or `tls = \"verify-full\"` on the field",
            ));
        }
    }
    let server = one_server(url, client, &postgres.servers)?;
    if server.address.is_some() && !url.hosts()[0].name().is_empty() && tls.mode() == TlsMode::VerifyFull {
        return Err(url.unsupported(client, "a `hostaddr` besides the name to verify", url.host_address_part()));
    }
    reject_verify_ca(url, tls, client)?;
    check_environment(tls, postgres.session.startup_options().as_deref())
}

/// Rejects what sqlx does not support; `tls` is its own plan.
pub(super) fn check_mysql(url: &DatabaseUrl, mysql: &MySql<'_>, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    reject_verify_ca(url, tls, client)?;
    one_server(url, client, &mysql.servers).map(|_| ())
}

/// sqlx trusts a root certificate in addition to the public CAs, where libpq and MySQL's library trust it instead of them
/// and require one. With `verify-ca`, which verifies no host name, anybody with a public certificate could be the man in
/// the middle.
fn reject_verify_ca(url: &DatabaseUrl, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    if tls.mode() != TlsMode::VerifyCa {
        return Ok(());
    }
    let error = unsupported_tls_mode(url, tls, client, "use `verify-full`, which also verifies the host name");
    Err(error.with_message(format!(
        "{client} does not support TLS mode `verify-ca`, because it trusts the public CAs in addition to a root certificate \
         (decided because {})",
        tls.reason()
    )))
}

/// Rejects the variables of the process that sqlx reads by itself and that no setter undoes.
fn check_environment(tls: &TlsPlan, options: Option<&str>) -> Result<(), UrlError> {
    let is_off = tls.mode() == TlsMode::Off;
    let variables = [
        ("PGOPTIONS", options == std::env::var("PGOPTIONS").ok().as_deref()),
        ("PGSSLCERT", is_off || tls.client_certificate().is_some()),
        ("PGSSLKEY", is_off || tls.client_key().is_some()),
        ("PGSSLROOTCERT", tls.mode() < TlsMode::VerifyCa || tls.root_file().is_some()),
    ];
    for (name, is_harmless) in variables {
        if !is_harmless && std::env::var_os(name).is_some() {
            return Err(environment_conflict(name, "sqlx").with_help(format!("unset {name}, and write it in the URL")));
        }
    }
    Ok(())
}
