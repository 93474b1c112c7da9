//! tokio-postgres' own dialect of URLs, for clients built on it that take nothing else.

use super::rules::{self, MakePlan, TokioPostgres};
use crate::clients::canonical::{self, CanonicalUrl};
use crate::error::UrlError;
use crate::resolved::{ChannelBinding, LoadBalanceHosts, Pool, TargetSessionAttrs, whole_seconds};
use crate::{DatabaseUrl, UrlPart};

/// The URL in it, and what it says about the pool. `tls` makes the client's plan.
pub(crate) fn url<'a>(url: &'a DatabaseUrl, tls: MakePlan, client: &str) -> Result<(String, Pool<'a>), UrlError> {
    let TokioPostgres {
        servers,
        user,
        password,
        database,
        tls,
        negotiates_directly,
        channel_binding,
        target_session_attrs,
        load_balance_hosts,
        connect_timeout,
        keepalives,
        keepalives_idle,
        keepalives_interval,
        keepalives_retries,
        tcp_user_timeout,
        application_name,
        options,
        pool,
    } = rules::postgres(url, tls, client)?;
    let connect_timeout = whole_seconds(url, client, connect_timeout)?;
    // tokio-postgres' URLs have it in seconds, unlike libpq's, which have milliseconds.
    if let Some(timeout) = tcp_user_timeout.filter(|timeout| timeout.value.subsec_millis() != 0) {
        let what = "a `tcp_user_timeout` that is not of whole seconds";
        let error = url.not_carried(client, what, UrlPart::Key(timeout.by));
        return Err(error.with_remedy("write a multiple of 1000"));
    }
    let addresses: Vec<String> =
        servers.iter().filter_map(|server| server.address.map(|address| address.to_string())).collect();
    let text = CanonicalUrl::new("postgres", Some(&user), password, &canonical::hosts(&servers), Some(&database))
        .key_if("hostaddr", (!addresses.is_empty()).then(|| addresses.join(",")).as_deref())
        .key("sslmode", tls.libpq())
        .key_if("sslnegotiation", negotiates_directly.then_some("direct"))
        .key_if("channel_binding", channel_binding.map(ChannelBinding::as_str))
        .key_if("application_name", application_name)
        .key_if("options", options.as_deref())
        .number_if("connect_timeout", connect_timeout)
        .number_if("keepalives", keepalives.map(u8::from))
        .number_if("keepalives_idle", keepalives_idle.map(|idle| idle.as_secs()))
        .number_if("keepalives_interval", keepalives_interval.map(|interval| interval.as_secs()))
        .number_if("keepalives_retries", keepalives_retries)
        .number_if("tcp_user_timeout", tcp_user_timeout.map(|timeout| timeout.value.as_secs()))
        .key_if("target_session_attrs", target_session_attrs.map(TargetSessionAttrs::as_str))
        .key_if("load_balance_hosts", load_balance_hosts.map(LoadBalanceHosts::as_str))
        .finish();
    Ok((text, pool))
}
