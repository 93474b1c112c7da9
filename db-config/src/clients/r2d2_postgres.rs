//! The manager of r2d2_postgres.

mod thread;

use std::error::Error;
use std::fmt;
use std::time::Instant;

use postgres::{Client, Config};
use r2d2_postgres::PostgresConnectionManager;

use super::tokio_postgres::connect::{column_of_first, is_final};
use super::tokio_postgres::from_tls_plan::FromTlsPlan;
use crate::capabilities::Capabilities;
use crate::connect::error::ConnectError;
use crate::connect::managed::BlockingManager;
use crate::connect::pong::Pong;
use crate::connect::statements::Statements;
use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::{Backend, Backends};

/// Supports the manager of r2d2_postgres 0.18 (feature `r2d2-postgres`). `T` names the TLS library: see [`FromTlsPlan`].
impl<T: FromTlsPlan> FromDatabaseUrl for PostgresConnectionManager<T> {
    const BACKENDS: Backends = Backends::POSTGRES;
    const TLS_MODES: TlsModes = T::TLS_MODES;
    const CAPABILITIES: Capabilities = <(Config, TlsPlan)>::CAPABILITIES;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (config, _) = <(Config, TlsPlan)>::from_database_url(url)?;
        Ok(Self::new(config, T::from_tls_plan(url, &T::plan(url))?))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        T::plan(url)
    }

    /// Writes no URL, because the manager does not expose it.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manager of PostgreSQL connections")
    }
}

impl<T: FromTlsPlan> BlockingManager<Client> for PostgresConnectionManager<T> {
    fn check_thread() -> Result<(), ConnectError> {
        match thread::polls_a_future() {
            true => {
                let error = UrlError::new("postgres does not support async code, because it blocks the thread");
                Err(error.with_help("call it in `tokio::task::spawn_blocking`, also each use of the pool").into())
            }
            false => Ok(()),
        }
    }

    fn ping(client: &mut Client) -> Result<Pong, Box<dyn Error + Send + Sync>> {
        Ok(ask(client)?)
    }

    fn is_final(error: &(dyn Error + 'static)) -> bool {
        is_final(error)
    }
}

fn ask(client: &mut Client) -> Result<Pong, postgres::Error> {
    let statements = Statements::of(Backend::Postgres);
    let start = Instant::now();
    let version = match text(client, statements.version, 0) {
        // The server answers, but does not know the function.
        Err(error) if error.as_db_error().is_some() => None,
        version => version?,
    };
    let round_trip = start.elapsed();
    let tls = statements.tls.and_then(|(statement, column)| text(client, statement, column).ok()?);
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}

fn text(client: &mut Client, statement: &str, column: usize) -> Result<Option<String>, postgres::Error> {
    Ok(column_of_first(&client.simple_query(statement)?, column))
}
