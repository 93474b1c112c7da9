//! Counts visits with sqlx, in an embedded SQLite file or on a PostgreSQL server. The URL's scheme selects one.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db_config::{Connect, ConnectError, DatabaseConfig, MigrationTiming};
use sqlx::migrate::Migrator;
use sqlx::{PgPool, SqlitePool};
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    /// The database that counts the visits: a file on this machine's volume, or a server.
    #[database(default = "sqlite://visits.db", max_connections = 10, acquire_timeout = "5s", wait = "30s")]
    visits: (Store, MigrationTiming),
    /// The port of the HTTP server.
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
}

#[derive(DatabaseConfig)]
enum Store {
    Sqlite(Connect<SqlitePool>),
    Postgres(Connect<PgPool>),
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

type Fallible<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let command = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let outcome = match &*command {
        "check" => return db_config::check_main::<Config>(),
        "check --connect" => return db_config::check_main_connect::<Config>().await,
        "env-example" => {
            print!("{}", Config::env_example());
            Ok(())
        }
        "migrate" => migrate().await,
        "serve" | "" => serve().await,
        _ => Err("usage: service-sqlx [check [--connect] | env-example | migrate | serve]".into()),
    };
    if let Err(error) = outcome {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn migrate() -> Fallible {
    let (store, _) = Config::from_env()?.visits;
    store.connect().await?.migrate().await
}

async fn serve() -> Fallible {
    let config = Config::from_env()?;
    println!("{config:?}");
    let (store, migration) = config.visits;
    let pool = store.connect().await?;
    if migration == MigrationTiming::AtStartup {
        pool.migrate().await?;
    }

    let routes = Router::new().route("/visits", get(visits)).route("/health", get(health)).with_state(pool);
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, config.port)).await?;
    println!("listening on {}", listener.local_addr()?);
    let mut terminate = signal(SignalKind::terminate())?;
    let stopped = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = ctrl_c() => {}
        }
    };
    Ok(axum::serve(listener, routes).with_graceful_shutdown(stopped).await?)
}

impl Store {
    async fn connect(&self) -> Result<Pool, ConnectError> {
        Ok(match self {
            Store::Sqlite(store) => Pool::Sqlite(store.connect().await?),
            Store::Postgres(store) => Pool::Postgres(store.connect().await?),
        })
    }
}

impl Pool {
    async fn migrate(&self) -> Fallible {
        match self {
            // sqlx does not lock the file, so a transaction does.
            Pool::Sqlite(pool) => {
                let mut transaction = pool.begin_with("begin immediate").await?;
                SQLITE.run(&mut *transaction).await?;
                transaction.commit().await?;
            }
            // sqlx uses an advisory lock.
            Pool::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }
}

async fn visits(State(pool): State<Pool>) -> Result<String, Failure> {
    const INSERT: &str = "insert into visits default values";
    const COUNT: &str = "select count(*) from visits";
    let count: i64 = match &pool {
        Pool::Sqlite(pool) => {
            sqlx::query(INSERT).execute(pool).await?;
            sqlx::query_scalar(COUNT).fetch_one(pool).await?
        }
        Pool::Postgres(pool) => {
            sqlx::query(INSERT).execute(pool).await?;
            sqlx::query_scalar(COUNT).fetch_one(pool).await?
        }
    };
    Ok(format!("{count}\n"))
}

async fn health(State(pool): State<Pool>) -> Result<String, Failure> {
    let pong = match &pool {
        Pool::Sqlite(pool) => db_config::ping(pool).await?,
        Pool::Postgres(pool) => db_config::ping(pool).await?,
    };
    Ok(format!("{pong}\n"))
}

/// Logs the error. The response does not contain it.
struct Failure(Box<dyn Error + Send + Sync>);

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        (StatusCode::SERVICE_UNAVAILABLE, "database error: see the log. Did you run `migrate`?\n").into_response()
    }
}
