//! What tokio-postgres takes, and so its dialect for those on top of it that are given a string
//! (deadpool-postgres, diesel-async, refinery).

use super::text::{self, UrlText};
use crate::error::UrlError;
use crate::keys::Key;
use crate::{DatabaseUrl, TlsMode, defaults};

/// Refuses what tokio-postgres cannot carry under any name.
pub(crate) fn check(url: &DatabaseUrl, client: &str) -> Result<(), UrlError> {
    use Key::*;
    let session = [ApplicationName, Options, SearchPath, StatementTimeout, StatementTimeoutSeconds];
    let connection = [ConnectTimeout, Keepalives, KeepalivesIdle, KeepalivesInterval, KeepalivesCount, TcpUserTimeout];
    let server = [TargetSessionAttrs, LoadBalanceHosts, ChannelBinding, TlsNegotiation];
    // It keeps no statements but those that the application prepares itself.
    let statements = [PgBouncer, PreparedStatements, StatementCache];
    url.carries(client, &[&session[..], &connection, &server, &statements].concat())?;

    url.holds_certificates(client)?;
    let refuse = |what: &str, remedy| Err(url.not_carried(client, what, url.parts().query).with_remedy(remedy));
    if let Some(wanted) = word(url, TargetSessionAttrs) {
        if !["any", "read-write", "read-only"].contains(&wanted.as_str()) {
            let what = format!("`target_session_attrs={wanted}`");
            return refuse(&what, "write `any`, `read-write` or `read-only`");
        }
    }
    if is_direct(url) && url.tls().mode() < TlsMode::Require {
        return refuse("`sslnegotiation=direct` where TLS is not required", "add `sslmode=require`, or remove it");
    }
    Ok(())
}

/// A word's value, in the case that tokio-postgres wants.
pub(crate) fn word(url: &DatabaseUrl, key: Key) -> Option<String> {
    url.value(key).map(str::to_ascii_lowercase)
}

/// `sslnegotiation=direct`.
pub(crate) fn is_direct(url: &DatabaseUrl) -> bool {
    word(url, Key::TlsNegotiation).as_deref() == Some("direct")
}

/// A number; zero is libpq's way to leave it to the system.
pub(crate) fn positive(url: &DatabaseUrl, key: Key) -> Option<u32> {
    url.number(key).filter(|number| *number > 0)
}

/// The URL in tokio-postgres' own dialect.
pub(crate) fn url(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    use Key::*;
    check(url, client)?;
    let sslmode = match url.tls().mode() {
        TlsMode::Off => "disable",
        TlsMode::Prefer => "prefer",
        _ => "require",
    };
    // In tokio-postgres' URLs this one counts seconds, against libpq's milliseconds.
    let tcp_user_timeout = match positive(url, TcpUserTimeout) {
        Some(milliseconds) if milliseconds % 1000 != 0 => {
            let what = "a `tcp_user_timeout` that is not of whole seconds";
            return Err(url.not_carried(client, what, url.parts().query).with_remedy("write a multiple of 1000"));
        }
        milliseconds => milliseconds.map(|milliseconds| milliseconds / 1000),
    };
    let user = defaults::postgres_user(url);
    let port = |port: Option<u16>| Some(port.unwrap_or(defaults::POSTGRES_PORT));
    let hosts = text::hosts(url.hosts().iter().map(|host| (defaults::postgres_host(host), port(host.port()))));
    let addresses: Vec<String> = url.hosts().iter().filter_map(|host| Some(host.address()?.to_string())).collect();
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let keys = [
        ("hostaddr", Some(addresses.join(",")).filter(|addresses| !addresses.is_empty())),
        ("sslmode", Some(sslmode.to_owned())),
        ("sslnegotiation", is_direct(url).then(|| "direct".to_owned())),
        ("channel_binding", word(url, ChannelBinding)),
        ("application_name", url.application_name().map(str::to_owned)),
        ("options", url.options()),
        ("connect_timeout", number(positive(url, ConnectTimeout))),
        ("keepalives", number(url.boolean(Keepalives).map(u32::from))),
        ("keepalives_idle", number(positive(url, KeepalivesIdle))),
        ("keepalives_interval", number(positive(url, KeepalivesInterval))),
        ("keepalives_retries", number(positive(url, KeepalivesCount))),
        ("tcp_user_timeout", number(tcp_user_timeout)),
        ("target_session_attrs", word(url, TargetSessionAttrs)),
        ("load_balance_hosts", word(url, LoadBalanceHosts)),
    ];
    let text = UrlText::new("postgres", Some(&user), url.password(), &hosts, url.database().or(Some(&user)));
    Ok(keys.iter().fold(text, |text, (name, value)| text.key_if(name, value.as_deref())).finish())
}
