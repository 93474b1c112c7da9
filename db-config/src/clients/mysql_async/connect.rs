use std::time::{Duration, Instant};

use mysql_async::prelude::Queryable;
use mysql_async::{Conn, DriverError, Error, Opts, Pool, Row};

use crate::connect::error::ConnectError;
use crate::connect::finality::{is_final_io, is_final_state, is_final_text};
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::statements::Statements;
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
use crate::sealed::Sealed;
use db_config_syntax::Backend;

impl Sealed for Pool {}

/// Creates a pool of mysql_async 0.37 (feature `mysql-async`). It connects when it is first used.
#[diagnostic::do_not_recommend]
impl Connectable for Pool {
    type Settings = Opts;
    type Mode = Async;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async { Self::open_lazy(connect) })
    }

    fn probe(connect: &Connect<Self>, _: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let mut connection = Conn::new(connect.settings().clone()).await.map_err(failed)?;
            let pong = ask(&mut connection).await.map_err(failed)?;
            connection.disconnect().await.map_err(failed)?;
            Ok(pong)
        })
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let mut connection = self.get_conn().await.map_err(failed)?;
            progress.acquired();
            ask(&mut connection).await.map_err(failed)
        })
    }
}

impl ConnectLazy for Pool {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        Ok(Self::new(connect.settings().clone()))
    }
}

async fn ask(connection: &mut Conn) -> Result<Pong, Error> {
    let statements = Statements::of(Backend::MySql);
    let start = Instant::now();
    let version: Option<String> = connection.query_first(statements.version).await?;
    let round_trip = start.elapsed();
    let mut tls = None;
    if let Some((statement, column)) = statements.tls {
        let answer: Option<Row> = connection.query_first(statement).await.unwrap_or_default();
        tls = answer.and_then(|row| row.get::<String, _>(column));
    }
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}

/// Returns the client's own error, for a function that returns `mysql_async::Error`.
impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        error.into_client_error().unwrap_or_else(|error| Self::Other(error.into()))
    }
}

fn failed(error: Error) -> ConnectError {
    let is_final = match &error {
        Error::Server(answer) => is_final_state(&answer.state, &answer.message),
        // The server does not support TLS.
        Error::Driver(DriverError::NoClientSslFlagFromServer) | Error::Url(_) => true,
        // The types of TLS errors depend on the client's features.
        _ => is_final_io(&error) || is_final_text(&error.to_string()),
    };
    ConnectError::client(error, is_final)
}
