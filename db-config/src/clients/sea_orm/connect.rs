#[allow(unused_imports, reason = "SeaORM 2 has the trait's methods without it")]
use super::sea_orm::ConnectionTrait as _;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr, RuntimeErr, Statement};
use crate::connect::error::ConnectError;
use crate::connect::finality::is_final_text;
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::prohibited::{PASSWORD_PROHIBITED, shows_password};
use crate::connect::reach::reach;
use crate::connect::statements::Statements;
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
use crate::sealed::Sealed;
use crate::url::DatabaseUrl;
use db_config_syntax::Backend;

impl Sealed for DatabaseConnection {}

/// Opens a connection pool of SeaORM 2 (feature `sea-orm`) or SeaORM 1.1 (feature `sea-orm-1`).
#[diagnostic::do_not_recommend]
impl Connectable for DatabaseConnection {
    type Settings = ConnectOptions;
    type Mode = Async;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async { Database::connect(connect.settings().clone()).await.map_err(failed) })
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        Box::pin(async move {
            let mut options = connect.settings().clone();
            // SeaORM always opens a pool, which connects again until the time is over and then does not tell why.
            reach(servers(&options), limit).await.map_err(|error| match error.kind() {
                io::ErrorKind::TimedOut => ConnectError::no_answer(limit),
                _ => ConnectError::client(error, false),
            })?;
            options.min_connections(0).max_connections(1).connect_timeout(limit).acquire_timeout(limit);
            let connection = Database::connect(options).await.map_err(failed)?;
            let pong = ask(&connection, &Progress::default()).await;
            connection.close().await.map_err(failed)?;
            pong
        })
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(ask(self, progress))
    }
}

/// The error if SeaORM connects nevertheless.
const NOT_LAZY: &str = "SeaORM's feature `sqlite-use-returning-for-3_35` connects to SQLite at once: use `connect`";

impl ConnectLazy for DatabaseConnection {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let mut options = connect.settings().clone();
        options.connect_lazy(true);
        // Without a connection, the future is ready at the first poll.
        match pin!(Database::connect(options)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(pool) => pool.map_err(failed),
            Poll::Pending => Err(ConnectError::client(NOT_LAZY, true)),
        }
    }
}

async fn ask(pool: &DatabaseConnection, progress: &Progress) -> Result<Pong, ConnectError> {
    let backend = pool.get_database_backend();
    let statements = Statements::of(match backend {
        DbBackend::MySql => Backend::MySql,
        DbBackend::Sqlite => Backend::Sqlite,
        _ => Backend::Postgres,
    });
    let ask = |statement: &str| super::query_one(pool, Statement::from_string(backend, statement));
    // SeaORM acquires a connection for each statement. The first one may have to connect.
    let version = ask(statements.version).await.map_err(failed)?;
    progress.acquired();
    let start = Instant::now();
    ask(statements.version).await.map_err(failed)?;
    let round_trip = start.elapsed();
    let version = version.and_then(|row| row.try_get_by_index::<String>(0).ok());
    let mut tls = None;
    if let Some((statement, column)) = statements.tls {
        let answer = ask(statement).await.ok().flatten();
        tls = answer.and_then(|row| row.try_get_by_index::<String>(column).ok());
    }
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}

/// Returns the names and ports of the servers, without those on a Unix socket.
fn servers(options: &ConnectOptions) -> Vec<(String, u16)> {
    let Ok(url) = options.get_url().parse::<DatabaseUrl>() else { return Vec::new() };
    let port = if url.backend() == Backend::MySql { 3306 } else { 5432 };
    let hosts = url.hosts().iter().filter(|host| !host.is_socket());
    hosts.map(|host| (host.name().to_owned(), host.port().unwrap_or(port))).collect()
}

/// Returns SeaORM's own error, for a function that returns `DbErr`.
impl From<ConnectError> for DbErr {
    fn from(error: ConnectError) -> Self {
        error.into_client_error().unwrap_or_else(|error| Self::Conn(RuntimeErr::Internal(error.to_string())))
    }
}

/// SeaORM reports the cause as a text.
fn failed(error: DbErr) -> ConnectError {
    let text = error.to_string();
    if shows_password(&text) {
        return ConnectError::client(DbErr::Conn(RuntimeErr::Internal(PASSWORD_PROHIBITED.to_owned())), true);
    }
    let is_final = is_final_text(&text);
    // sqlx's pool retries until its time is over, and forgets why.
    ConnectError::client(error, is_final).hiding_cause(text.contains("pool timed out"))
}
