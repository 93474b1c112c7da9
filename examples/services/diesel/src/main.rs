//! Counts visits in an embedded SQLite file with Diesel and r2d2.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db_config::{Connect, DatabaseConfig, MigrationTiming, SqliteFile};
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

type Pool = r2d2::Pool<ConnectionManager<SqliteConnection>>;

type Visits = (Connect<Pool>, (SqliteFile, MigrationTiming));

diesel::table! {
    /// One row for each visit.
    visits (id) {
        /// The number of the visit.
        id -> BigInt,
    }
}

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

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
        _ => Err("usage: service-diesel [check [--connect] | env-example | migrate | serve]".into()),
    };
    if let Err(error) = outcome {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
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

/// Opens the pool as `connect()` does, with the pragmas on each connection.
fn open((connect, (file, migration)): Visits) -> Fallible<(Pool, MigrationTiming)> {
    let options = connect.settings();
    let pool = options.pool().r2d2().connection_customizer(Box::new(Pragmas(file.pragmas())));
    Ok((pool.build(options.manager()?)?, migration))
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

async fn visits(State(pool): State<Pool>) -> Result<String, Failure> {
    let count: i64 = spawn_blocking(move || {
        let connection = &mut *pool.get()?;
        diesel::insert_into(visits::table).default_values().execute(connection)?;
        Fallible::Ok(visits::table.count().get_result(connection)?)
    })
    .await??;
    Ok(format!("{count}\n"))
}

async fn health(State(pool): State<Pool>) -> Result<String, Failure> {
    Ok(format!("{}\n", spawn_blocking(move || db_config::ping(&pool)).await??))
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
