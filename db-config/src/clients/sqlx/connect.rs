use std::future::Future;
use std::io;
use std::time::{Duration, Instant};

use super::sqlx::pool::PoolOptions;
use super::sqlx::{ConnectOptions, Connection, Database, Error, Pool};
use crate::connect::error::ConnectError;
use crate::connect::finality::{is_final_io, is_final_state, is_final_text};
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::prohibited::{PASSWORD_PROHIBITED, shows_password};
use crate::connect::statements::Statements;
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
use crate::sealed::Sealed;
use crate::target::from_database_url::FromDatabaseUrl;
use db_config_syntax::Backend;

/// The options of a driver's connections.
pub(super) type Options<DB> = <<DB as Database>::Connection as Connection>::Options;

/// A driver of sqlx: `Postgres`, `MySql`, `Sqlite` or `Any`. Each needs its feature, such as `sqlx-postgres`. The trait is
/// sealed.
pub trait Driver: Database<Connection: Connection<Options: FromDatabaseUrl>> + Sealed {
    /// Returns the database of the options.
    #[doc(hidden)]
    fn backend(options: &Options<Self>) -> Backend;

    /// Returns the text of a column in the first row of a statement's answer; `None` if it is not a text.
    #[doc(hidden)]
    fn text(
        connection: &mut Self::Connection,
        statement: &'static str,
        column: usize,
    ) -> impl Future<Output = Result<Option<String>, Error>> + Send;
}

/// Implements [`Driver`], whose types depend on the database.
macro_rules! driver {
    ($driver:ident, $options:pat => $backend:expr) => {
        impl crate::sealed::Sealed for super::sqlx::$driver {}

        impl super::connect::Driver for super::sqlx::$driver {
            fn backend($options: &super::connect::Options<Self>) -> db_config_syntax::Backend {
                $backend
            }

            fn text(
                connection: &mut <Self as super::sqlx::Database>::Connection,
                statement: &'static str,
                column: usize,
            ) -> impl Future<Output = Result<Option<String>, super::sqlx::Error>> + Send {
                use super::sqlx::{Executor as _, Row as _};
                // A text is not prepared: a transaction-mode pooler may not support it.
                let row = connection.fetch_one(statement);
                async move { Ok(row.await?.try_get(column).ok()) }
            }
        }
    };
}
pub(super) use driver;

impl<DB: Database> Sealed for Pool<DB> {}

/// Opens a pool of sqlx 0.9 (feature `sqlx-postgres`, `sqlx-mysql`, `sqlx-sqlite` or `sqlx-any`) or sqlx 0.8 (feature
/// `sqlx-0_8-postgres`, ...).
#[diagnostic::do_not_recommend]
impl<DB: Driver> Connectable for Pool<DB> {
    type Settings = (Options<DB>, PoolOptions<DB>);
    type Mode = Async;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        let (options, pool) = connect.settings();
        Box::pin(async { pool.clone().connect_with(options.clone()).await.map_err(failed) })
    }

    fn probe(connect: &Connect<Self>, _: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        let (options, _) = connect.settings();
        Box::pin(async {
            let mut connection = options.connect().await.map_err(failed)?;
            let pong = ask::<DB>(&mut connection, DB::backend(options)).await.map_err(failed)?;
            connection.close().await.map_err(failed)?;
            Ok(pong)
        })
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let backend = DB::backend(&self.connect_options());
            let mut connection = self.acquire().await.map_err(failed)?;
            progress.acquired();
            ask::<DB>(&mut connection, backend).await.map_err(failed)
        })
    }
}

impl<DB: Driver> ConnectLazy for Pool<DB> {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let (options, pool) = connect.settings();
        Ok(pool.clone().connect_lazy_with(options.clone()))
    }
}

async fn ask<DB: Driver>(connection: &mut DB::Connection, backend: Backend) -> Result<Pong, Error> {
    let statements = Statements::of(backend);
    let start = Instant::now();
    let version = match DB::text(connection, statements.version, 0).await {
        // The server answers, but does not know the function.
        Err(Error::Database(_)) if backend == Backend::Postgres => None,
        version => version?,
    };
    let round_trip = start.elapsed();
    let mut tls = None;
    if let Some((statement, column)) = statements.tls {
        tls = DB::text(connection, statement, column).await.unwrap_or_default();
    }
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}

/// Returns sqlx's own error, for a function that returns `sqlx::Error`.
impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        error.into_client_error().unwrap_or_else(|error| match error.is_options() {
            true => Self::Configuration(error.into()),
            false => Self::Io(io::Error::other(error)),
        })
    }
}

fn failed(error: Error) -> ConnectError {
    let error = match error {
        Error::Configuration(cause) | Error::AnyDriverError(cause) if shows_password(&cause.to_string()) => {
            Error::Configuration(PASSWORD_PROHIBITED.into())
        }
        error => error,
    };
    let is_final = match &error {
        Error::Database(answer) => is_final_state(&answer.code().unwrap_or_default(), answer.message()),
        Error::Tls(_) | Error::Configuration(_) => true,
        Error::AnyDriverError(cause) => is_final_text(&cause.to_string()),
        _ => is_final_io(&error),
    };
    // The pool retries until its time is over, and forgets why.
    let hides_cause = matches!(error, Error::PoolTimedOut);
    ConnectError::client(error, is_final).hiding_cause(hides_cause)
}
