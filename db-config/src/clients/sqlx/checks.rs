//! Rejects the values that sqlx does not support, for its setters, its `Any` driver and SeaORM.

use crate::clients::common::{environment_conflict, one_server, reject_libpq_only, reject_verify_ca};
use crate::error::UrlError;
use crate::resolved::{ChannelBinding, MySql, Postgres, TargetSessionAttrs, reject};
use crate::tls::{TlsMode, TlsPlan};
use crate::url::DatabaseUrl;

/// Rejects the values that sqlx does not support. `tls` is its own plan.
pub(super) fn check_postgres(
    url: &DatabaseUrl,
    postgres: &Postgres<'_>,
    tls: &TlsPlan,
    client: &str,
) -> Result<(), UrlError> {
    reject_libpq_only(url, postgres, client)?;
    reject!(url, client, [postgres.target_session_attrs.filter(|it| it.value != TargetSessionAttrs::Any)]);
    if let Some(param) = postgres.channel_binding.filter(|it| it.value == ChannelBinding::Require) {
        // Channel binding excludes a man in the middle, as does host-name verification.
        if tls.mode() != TlsMode::VerifyFull {
            return Err(param.unsupported(url, client).with_help(
                "set `sslmode=verify-full`, or `tls = \"verify-full\"` on the field, which gives the same protection",
            ));
        }
    }
    let server = one_server(url, client, &postgres.servers)?;
    if server.address.is_some() && !url.hosts()[0].name().is_empty() && tls.mode() == TlsMode::VerifyFull {
        let what = "a `hostaddr` together with a host name to verify";
        return Err(url.unsupported(client, what, url.host_address_part()));
    }
    reject_verify_ca(url, tls, client)?;
    check_environment(tls, postgres.session.startup_options().as_deref())
}

/// Rejects the values that sqlx does not support. `tls` is its own plan.
pub(super) fn check_mysql(url: &DatabaseUrl, mysql: &MySql<'_>, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    reject_verify_ca(url, tls, client)?;
    one_server(url, client, &mysql.servers).map(|_| ())
}

/// Rejects the environment variables that sqlx itself reads and that no setter overrides.
fn check_environment(tls: &TlsPlan, options: Option<&str>) -> Result<(), UrlError> {
    let is_off = tls.mode() == TlsMode::Off;
    let variables = [
        ("PGOPTIONS", "options", options == std::env::var("PGOPTIONS").ok().as_deref()),
        ("PGSSLCERT", "sslcert", is_off || tls.client_certificate().is_some()),
        ("PGSSLKEY", "sslkey", is_off || tls.client_key().is_some()),
        ("PGSSLROOTCERT", "sslrootcert", tls.mode() < TlsMode::VerifyCa || tls.root_file().is_some()),
    ];
    for (name, parameter, is_harmless) in variables {
        if !is_harmless && std::env::var_os(name).is_some() {
            let help = format!("unset {name}, and set `{parameter}` in the URL");
            return Err(environment_conflict(name, "sqlx").with_help(help));
        }
    }
    Ok(())
}
