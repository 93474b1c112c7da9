//! What tokio-postgres can carry.

use std::borrow::Cow;
use std::time::Duration;

use crate::clients::require_own_ca;
use crate::error::{ProblemKind, UrlError};
use crate::resolved::{
    ChannelBinding, Given, Keepalives, LoadBalanceHosts, Pool, Postgres, PostgresSession, Secret, Server,
    SslNegotiation, TargetSessionAttrs, limit, reject,
};
use crate::{DatabaseUrl, TlsMode, TlsPlan, TlsReason, UrlPart};

/// PostgreSQL as tokio-postgres takes it.
pub(super) struct TokioPostgres<'a> {
    pub servers: Vec<Server<'a>>,
    pub user: Cow<'a, str>,
    pub password: Option<&'a str>,
    pub database: Cow<'a, str>,
    /// Off, prefer, or require, which the connector may verify.
    pub tls: TlsMode,
    pub negotiates_directly: bool,
    pub channel_binding: Option<ChannelBinding>,
    pub target_session_attrs: Option<TargetSessionAttrs>,
    pub load_balance_hosts: Option<LoadBalanceHosts>,
    pub connect_timeout: Option<Given<'a, Duration>>,
    pub keepalives: Option<bool>,
    pub keepalives_idle: Option<Duration>,
    pub keepalives_interval: Option<Duration>,
    pub keepalives_retries: Option<u32>,
    pub tcp_user_timeout: Option<Given<'a, Duration>>,
    pub application_name: Option<&'a str>,
    pub options: Option<String>,
    /// For a pool built on it; the connect timeout is tokio-postgres' own.
    #[allow(dead_code, reason = "deadpool-postgres has one")]
    pub pool: Pool<'a>,
}

/// Makes a client's plan.
pub(crate) type MakePlan = fn(&DatabaseUrl, &str) -> Result<TlsPlan, UrlError>;

/// The plan of options that leave the certificates to a connector: alone they hold none.
pub(crate) fn held_tls(url: &DatabaseUrl) -> TlsPlan {
    match url.certificates_are_held() {
        true => url.tls().clone(),
        false => url.tls().without_certificates(),
    }
}

/// Like [`held_tls`], but rejects what it leaves out of the URL's and the attribute's requests. A variable's are in the
/// notices: it may be there for other programs.
pub(crate) fn tls(url: &DatabaseUrl, client: &str) -> Result<TlsPlan, UrlError> {
    match url.certificates_are_held() {
        true => require_own_ca(url, url.tls())?,
        false => require_no_certificates(url, client)?,
    }
    Ok(held_tls(url))
}

fn require_no_certificates(url: &DatabaseUrl, client: &str) -> Result<(), UrlError> {
    let remedy = "give the field the type `(Config, TlsPlan)`, and build the client's connector from the plan";
    let tls = url.tls();
    let root = url.root_certificate_name().filter(|_| tls.verifies()).map(|name| ("a root certificate", name));
    let client_certificate = url.client_certificate_name().filter(|_| tls.mode() != TlsMode::Off);
    let certificates = [root, client_certificate.map(|name| ("a client certificate", name))];
    if let Some((what, name)) = certificates.into_iter().flatten().find(|(_, name)| !name.is_variable) {
        return Err(url.not_carried(client, what, name.part()).with_remedy(remedy));
    }
    let is_variable = match tls.reason() {
        TlsReason::Variable(_) => true,
        // The certificate is a variable's.
        TlsReason::RootCertificate | TlsReason::WithRootCertificate(_) => true,
        _ => false,
    };
    match tls.verifies() && !is_variable {
        true => Err(url
            .tls_error(ProblemKind::NotCarried)
            .with_message(format!(
                "the options of {client} alone cannot verify the server, as TLS mode `{}` requires (decided because {})",
                tls.mode(),
                tls.reason()
            ))
            .with_remedy(remedy)),
        false => Ok(()),
    }
}

/// `tls` makes the client's plan.
pub(super) fn postgres<'a>(url: &'a DatabaseUrl, tls: MakePlan, client: &str) -> Result<TokioPostgres<'a>, UrlError> {
    let resolved = Postgres::of(url)?;
    resolved.reject_libpq_only(url, client)?;
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
        behind_pooler: _,   // it has no startup parameters of its own
        statement_cache: _, // it keeps only statements that the application prepares itself
        pool,
        libpq: _,
    } = resolved;

    let tls = tls(url, client)?;
    if servers.iter().any(|server| server.address.is_some()) && servers.iter().any(|server| server.address.is_none()) {
        let error = url.not_carried(client, "a `hostaddr` for some of the hosts only", url.host_address_part());
        return Err(error.with_remedy("write one for each host, or none"));
    }
    let is_known = |wanted| {
        matches!(wanted, TargetSessionAttrs::Any | TargetSessionAttrs::ReadWrite | TargetSessionAttrs::ReadOnly)
    };
    if let Some(wanted) = target_session_attrs.filter(|wanted| !is_known(wanted.value)) {
        let what = format!("`{}={}`", wanted.by, wanted.value);
        let error = url.not_carried(client, what, UrlPart::Key(wanted.by));
        return Err(error.with_remedy("write `any`, `read-write` or `read-only`"));
    }

    let options = session.startup_options();
    let PostgresSession { application_name, options: _, search_path: _, statement_timeout: _ } = session;
    let Keepalives { enabled, idle, interval, count, user_timeout } = keepalives;
    let positive = |given: Option<Given<'_, Duration>>| limit(given).flatten();
    Ok(TokioPostgres {
        servers,
        user,
        password: password.map(Secret::expose),
        database,
        tls: tls.mode().min(TlsMode::Require),
        negotiates_directly: ssl_negotiation.is_some_and(|it| it.value == SslNegotiation::Direct),
        channel_binding: channel_binding.map(|it| it.value),
        target_session_attrs: target_session_attrs.map(|it| it.value),
        load_balance_hosts: load_balance_hosts.map(|it| it.value),
        connect_timeout: pool.connect_timeout.filter(|given| !given.value.is_zero()),
        keepalives: enabled.map(|it| it.value),
        keepalives_idle: positive(idle),
        keepalives_interval: positive(interval),
        keepalives_retries: count.map(|it| it.value).filter(|count| *count > 0),
        tcp_user_timeout: user_timeout.filter(|given| !given.value.is_zero()),
        application_name: application_name.map(|name| name.value),
        options,
        pool,
    })
}
