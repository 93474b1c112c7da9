//! Checks that several clients share.

use crate::error::{ProblemKind, UrlError};
use crate::resolved::{Postgres, Redis, Server};
use crate::target::from_database_url::Companions;
use crate::tls::{TlsMode, TlsModes, TlsPlan, TlsReason};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backend;

/// Returns the only server, for a client that connects to just one.
pub(super) fn one_server<'s, 'a>(
    url: &DatabaseUrl,
    client: &str,
    servers: &'s [Server<'a>],
) -> Result<&'s Server<'a>, UrlError> {
    match servers {
        [server] => Ok(server),
        _ => {
            let error = url.unsupported(client, "several hosts", UrlPart::Hosts);
            Err(error.with_help("use one host, or a client that supports several"))
        }
    }
}

/// Rejects what a client without libpq does not support.
pub(super) fn reject_libpq_only(url: &DatabaseUrl, postgres: &Postgres<'_>, client: &str) -> Result<(), UrlError> {
    let Some(param) = postgres.libpq_only() else { return Ok(()) };
    let error = param.unsupported(url, client);
    let is_file = postgres.libpq.iter().any(|own| own.name == "passfile" && own.param.name == param.name);
    Err(match is_file && postgres.servers.len() > 1 {
        true => error.with_message(format!(
            "{client} does not support several hosts with different passwords in the password file"
        )),
        false => error,
    })
}

/// Returns the error that `client` itself would read a variable of the environment, which db-config cannot prevent.
pub(super) fn environment_conflict(variable: &str, client: &str) -> UrlError {
    UrlError::from_kind(ProblemKind::Unsupported)
        .with_message(format!("{client} would also read {variable}, which is set in the environment"))
}

/// Rejects `verify-ca` without a CA certificate.
pub(super) fn require_own_ca(url: &DatabaseUrl, tls: &TlsPlan) -> Result<(), UrlError> {
    let help = match url.backend() {
        Backend::MySql => "use `verify_identity`, or set `ssl-ca` to a CA certificate",
        Backend::MongoDb => "remove `tlsAllowInvalidHostnames`",
        _ => "use `verify-full`, or set `sslrootcert` to a CA certificate",
    };
    tls.reject_public_verify_ca(|| url.tls_error(ProblemKind::Unsupported), help)
}

/// Rejects `verify-ca` for a client that also trusts the public CAs. libpq and MySQL's library trust only the CA certificate,
/// and require one. `verify-ca` does not verify the host name, so the client would accept any publicly issued certificate.
pub(super) fn reject_verify_ca(url: &DatabaseUrl, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    if tls.mode() != TlsMode::VerifyCa {
        return Ok(());
    }
    let error = unsupported_tls_mode(url, tls, client, "use `verify-full`, which also verifies the host name");
    let mode = tls.mode_with_reason();
    Err(error.with_message(format!("{client} does not support {mode}, because it also trusts the public CAs")))
}

/// Returns the error that `client` does not support the chosen TLS mode.
pub(super) fn unsupported_tls_mode(url: &DatabaseUrl, tls: &TlsPlan, client: &str, help: &'static str) -> UrlError {
    let help = match tls.reason().decider() {
        TlsReason::Attribute => "use another mode in the `tls` attribute",
        TlsReason::DefaultAttribute => "use another mode in the `default_tls` attribute",
        _ => help,
    };
    url.tls_error(ProblemKind::Unsupported)
        .with_message(format!("{client} does not support {}", tls.mode_with_reason()))
        .with_help(help)
}

/// Returns whether the application enables a TLS feature of mysql or mysql_async: only then the crate has the type
/// `ClientIdentity`.
///
/// Inside the function, the type of the crate takes precedence over the type of the same name.
macro_rules! has_tls {
    ($client:ident) => {{
        use std::any::TypeId;
        struct ClientIdentity;
        #[allow(clippy::wildcard_imports, unused_imports, reason = "the type may not exist")]
        fn identity() -> TypeId {
            use ::$client::*;
            TypeId::of::<ClientIdentity>()
        }
        identity() != TypeId::of::<ClientIdentity>()
    }};
}
pub(super) use has_tls;

/// The TLS modes of the Redis clients.
pub(super) const REDIS_TLS_MODES: TlsModes =
    TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer, TlsMode::VerifyCa]));

/// Rejects the TLS modes that no client of Redis supports.
pub(super) fn reject_redis_tls_mode(url: &DatabaseUrl, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    let help = match tls.mode() {
        TlsMode::Off | TlsMode::Require | TlsMode::VerifyFull => return Ok(()),
        TlsMode::Prefer => "use `redis://` without TLS, or `rediss://`",
        TlsMode::VerifyCa => "verify the host name too, or use `rediss://...#insecure`",
    };
    Err(unsupported_tls_mode(url, tls, client, help))
}

/// Resolves a Redis URL. It needs no password if the password may be that of a provider.
pub(super) fn resolve_redis(url: &DatabaseUrl, companions: Companions) -> Result<Redis<'_>, UrlError> {
    match companions.may_have_provider {
        true => Redis::resolve_without_password(url),
        false => Redis::resolve(url),
    }
}

/// Returns the user of a Redis URL for `Debug`: only that of every server. Another one may be a misplaced password.
pub(super) fn shown_redis_user(user: Option<&str>) -> Option<&str> {
    user.filter(|user| *user == "default")
}

/// Returns the error of a client that is built without TLS.
pub(super) fn without_tls(url: &DatabaseUrl, tls: &TlsPlan, client: &str, features: &str) -> UrlError {
    let message = format!("{client} is built without TLS, so it does not support {}", tls.mode_with_reason());
    url.tls_error(ProblemKind::Unsupported)
        .with_message(message)
        .with_help(format!("enable {features} in your dependency on {client}"))
}
