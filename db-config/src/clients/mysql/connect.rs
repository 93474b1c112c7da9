//! Opens a pool of mysql, and tells the meaning of the client's errors.

use std::io;
use std::time::{Duration, Instant};

use mysql::prelude::Queryable;
use mysql::{Conn, DriverError, Error, Opts, OptsBuilder, Pool, PoolConstraints, Row};

use crate::connect::error::ConnectError;
use crate::connect::finality::{is_final_io, is_final_state, is_final_text};
use crate::connect::mode::Blocking;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::statements::Statements;
use crate::connect::{Connect, ConnectLazy, Connectable, blocking};
use crate::sealed::Sealed;
use db_config_syntax::Backend;

impl Sealed for Pool {}

/// Opens a pool of mysql 28 (feature `mysql`), which blocks the thread.
#[diagnostic::do_not_recommend]
impl Connectable for Pool {
    type Settings = Opts;
    type Mode = Blocking;

    fn open(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        Self::new(connect.settings().clone()).map_err(failed)
    }

    fn probe(connect: &Connect<Self>, _: Duration) -> Result<Pong, ConnectError> {
        let mut connection = Conn::new(connect.settings().clone()).map_err(failed)?;
        ask(&mut connection).map_err(failed)
    }

    fn ping<'a>(&'a self, limit: Duration, progress: &'a Progress) -> Result<Pong, ConnectError> {
        let (pool, of_thread) = (self.clone(), progress.clone());
        let pinged = blocking::within(limit, move || {
            let mut connection = pool.try_get_conn(limit).map_err(|error| match error {
                Error::DriverError(DriverError::Timeout) => ConnectError::no_connection(limit),
                error => failed(error),
            })?;
            of_thread.acquired();
            ask(&mut connection).map_err(failed)
        });
        progress.answer(limit, pinged)
    }
}

impl ConnectLazy for Pool {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let options = connect.settings();
        let pool = options.get_pool_opts();
        // The minimum is the number of connections that `Pool::new` opens.
        let constraints = PoolConstraints::new(0, pool.constraints().max()).unwrap_or_default();
        let pool = pool.clone().with_constraints(constraints);
        Self::new(OptsBuilder::from_opts(options.clone()).pool_opts(pool)).map_err(failed)
    }
}

/// Asks the server for an answer.
pub(crate) fn ask(connection: &mut impl Queryable) -> Result<Pong, Error> {
    let statements = Statements::of(Backend::MySql);
    let start = Instant::now();
    let version: Option<String> = connection.query_first(statements.version)?;
    let round_trip = start.elapsed();
    let tls = statements.tls.and_then(|(statement, column)| {
        let row: Option<Row> = connection.query_first(statement).ok()?;
        row?.get::<String, _>(column)
    });
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}

/// Returns the client's own error, for a function that returns `mysql::Error`.
impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        error.into_client_error().unwrap_or_else(|error| Self::IoError(io::Error::other(error)))
    }
}

fn failed(error: Error) -> ConnectError {
    let is_final = is_final(&error);
    ConnectError::client(error, is_final)
}

/// Returns whether another attempt cannot succeed after this error.
pub(crate) fn is_final(error: &Error) -> bool {
    // The client's error has no sources.
    match error {
        Error::MySqlError(answer) => is_final_state(&answer.state, &answer.message),
        Error::IoError(error) => is_final_io(error) || is_final_text(&error.to_string()),
        Error::DriverError(DriverError::CouldNotConnect(Some((_, _, kind)))) => is_final_io(&io::Error::from(*kind)),
        // The server does not support TLS, or asks for a login that the client does not support or permit.
        Error::DriverError(
            DriverError::TlsNotSupported
            | DriverError::UnknownAuthPlugin(_)
            | DriverError::OldMysqlPasswordDisabled
            | DriverError::CleartextPluginDisabled
            | DriverError::UnsupportedProtocol(_)
            | DriverError::Protocol41NotSet,
        )
        | Error::UrlError(_) => true,
        // The variants of TLS errors depend on the client's features.
        error => is_final_text(&error.to_string()),
    }
}
