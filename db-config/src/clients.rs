//! The clients: what a field's type can be, each behind its feature. A file knows its client and nothing else.

#[allow(dead_code, reason = "for the clients that take a string")]
mod canonical;
#[cfg(feature = "deadpool-postgres-0_14")]
mod deadpool_postgres;
#[cfg(any(feature = "diesel-2-postgres", feature = "diesel-2-mysql", feature = "diesel-2-sqlite"))]
pub(crate) mod diesel;
// It has only Diesel's backends.
#[cfg(all(
    feature = "diesel-async-0_9",
    any(feature = "diesel-2-postgres", feature = "diesel-2-mysql", feature = "diesel-2-sqlite")
))]
mod diesel_async;
#[cfg(feature = "mongodb-3")]
pub(crate) mod mongodb;
#[allow(dead_code, unused_imports, reason = "for the clients of several features")]
mod mysql_async;
pub(crate) mod pool_settings;
#[cfg(feature = "refinery-0_10")]
mod refinery;
#[cfg(any(feature = "sea-orm-2", feature = "sea-orm-1"))]
mod sea_orm;
#[allow(dead_code, reason = "for the clients of several features")]
mod shown;
pub(crate) mod sqlite_file;
#[allow(dead_code, unused_imports, reason = "for the clients of several features")]
mod sqlx;
#[allow(dead_code, unused_imports, reason = "for the clients of several features")]
mod tokio_postgres;

use crate::error::{ProblemKind, UrlError};
use crate::libpq::Variable;
use crate::tls::TlsReason;
use crate::url::Pair;
use crate::{Backend, Carries, DatabaseUrl, TlsPlan};
use db_config_syntax::query::{Key, PoolOption};

/// What a pool carries that counts connecting as part of acquiring: one of the two timeouts.
#[allow(dead_code, reason = "for the pools that have one wait")]
fn with_one_wait(url: &DatabaseUrl, carries: Carries) -> Carries {
    let is_given = |(pair, ..): (&Pair, &str, &str)| pair.row.key == Key::Pool(PoolOption::AcquireTimeout);
    if url.pairs().any(is_given) { carries.without(Carries::CONNECT_TIMEOUT) } else { carries }
}

/// A variable that `client` reads by itself, and that nothing keeps from it.
#[allow(dead_code, reason = "for the clients that read libpq's variables")]
fn ambient(variable: &Variable, client: &str) -> UrlError {
    UrlError::of(ProblemKind::NotCarried).with_message(format!(
        "{} is set in the environment, and {client} cannot be kept from reading it",
        variable.name
    ))
}

/// Rejects `verify-ca` without a CA certificate.
#[allow(dead_code, reason = "for the clients that support `verify-ca`")]
fn require_own_ca(url: &DatabaseUrl, tls: &TlsPlan) -> Result<(), UrlError> {
    let remedy = match url.backend() {
        Backend::MySql => "use `verify_identity`, or name the CA with `ssl-ca`",
        Backend::MongoDb => "remove `tlsAllowInvalidHostnames`",
        _ => "use `verify-full`, or name the CA with `sslrootcert`",
    };
    tls.reject_public_verify_ca(|| url.tls_error(ProblemKind::NotCarried), remedy)
}

/// `client` cannot do what was decided about TLS.
#[allow(dead_code, reason = "for the clients that lack a mode")]
fn no_such_tls(url: &DatabaseUrl, tls: &TlsPlan, client: &str, remedy: &'static str) -> UrlError {
    let remedy = match tls.reason().decider() {
        TlsReason::Attribute => "write another mode in the `tls` attribute",
        TlsReason::DefaultAttribute => "write another mode in the `default_tls` attribute",
        _ => remedy,
    };
    url.tls_error(ProblemKind::NotCarried)
        .with_message(format!("{client} cannot do TLS mode `{}` (decided because {})", tls.mode(), tls.reason()))
        .with_remedy(remedy)
}
