//! Counts visits in an embedded SQLite file with Diesel and r2d2.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db_config::{DatabaseConfig, MigrationTiming, PoolSettings, SqliteFile};
use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{self, ConnectionManager, CustomizeConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::spawn_blocking;

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    /// The database that counts the visits: a file on this machine's volume.
    #[database(default = "sqlite://visits.db", max_connections = 10, acquire_timeout = "5s", busy_timeout = "5s")]
    visits: Visits,
    /// The port of the HTTP server.
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
}

type Visits = (ConnectionManager<SqliteConnection>, (PoolSettings, (SqliteFile, MigrationTiming)));

diesel::table! {
    /// One row for each visit.
    visits (id) {
        /// The number of the visit.
        id -> BigInt,
    }
}

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

type Pool = r2d2::Pool<ConnectionManager<SqliteConnection>>;

type Fallible<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("check") => return db_config::check_main::<Config>(),
        Some("env-example") => {
            print!("{}", Config::env_example());
            Ok(())
        }
        Some("migrate") => migrate().await,
        Some("serve") | None => serve().await,
        Some(_) => Err("usage: service-diesel [check | env-example | migrate | serve]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn migrate() -> Fallible {
    let config = Config::from_env()?;
    spawn_blocking(|| {
        let (pool, _) = open(config.visits)?;
        up(&pool)
    })
    .await?
}

async fn serve() -> Fallible {
    let config = Config::from_env()?;
    println!("{config:?}");
    let pool = spawn_blocking(|| {
        let (pool, migration) = open(config.visits)?;
        if migration == MigrationTiming::AtStartup {
            up(&pool)?;
        }
        Fallible::Ok(pool)
    })
    .await??;

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

/// Opens the pool and connects.
fn open((manager, (pool, (file, migration))): Visits) -> Fallible<(Pool, MigrationTiming)> {
    let pragmas = Box::new(Pragmas(file.pragmas()));
    Ok((pool.r2d2().connection_customizer(pragmas).build(manager)?, migration))
}

/// The options that SQLite accepts only on an open connection, such as the busy timeout.
#[derive(Debug)]
struct Pragmas(String);

impl CustomizeConnection<SqliteConnection, r2d2::Error> for Pragmas {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> Result<(), r2d2::Error> {
        connection.batch_execute(&self.0).map_err(r2d2::Error::QueryError)
    }
}

/// Runs the migrations in one transaction that locks the file: Diesel itself does not lock it.
fn up(pool: &Pool) -> Fallible {
    pool.get()?.immediate_transaction(|connection| {
        connection.run_pending_migrations(MIGRATIONS)?;
        Ok(())
    })
}

/// Runs a query on a thread that may block.
async fn blocking<T: Send + 'static>(
    pool: Pool,
    run: impl FnOnce(&mut SqliteConnection) -> QueryResult<T> + Send + 'static,
) -> Fallible<T> {
    spawn_blocking(move || Ok(run(&mut *pool.get()?)?)).await?
}

async fn visits(State(pool): State<Pool>) -> Result<String, Failure> {
    let count: i64 = blocking(pool, |connection| {
        diesel::insert_into(visits::table).default_values().execute(connection)?;
        visits::table.count().get_result(connection)
    })
    .await?;
    Ok(format!("{count}\n"))
}

async fn health(State(pool): State<Pool>) -> Result<&'static str, Failure> {
    blocking(pool, |connection| diesel::sql_query("select 1").execute(connection)).await?;
    Ok("ok\n")
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
