//! Counts visits with SeaORM, in an embedded SQLite file or on a PostgreSQL server.

mod migrations;
mod visit;

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db_config::{Connect, DatabaseConfig, MigrationTiming};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, PaginatorTrait,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    /// The database that counts the visits: a file on this machine's volume, or a server.
    #[database(
        schemes("sqlite", "postgres"),
        default = "sqlite://visits.db",
        max_connections = 10,
        acquire_timeout = "5s",
        wait = "30s"
    )]
    visits: (Connect<DatabaseConnection>, MigrationTiming),
    /// The port of the HTTP server.
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
}

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
        _ => Err("usage: service-sea-orm [check [--connect] | env-example | migrate | serve]".into()),
    };
    if let Err(error) = outcome {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn migrate() -> Fallible {
    let (store, _) = Config::from_env()?.visits;
    up(&store.connect().await?).await
}

async fn serve() -> Fallible {
    let config = Config::from_env()?;
    println!("{config:?}");
    let (store, migration) = config.visits;
    let database = store.connect().await?;
    if migration == MigrationTiming::AtStartup {
        up(&database).await?;
    }

    let routes = Router::new().route("/visits", get(visits)).route("/health", get(health)).with_state(database);
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

/// Runs the migrations in one transaction that holds a lock: SeaORM itself does not lock.
async fn up(database: &DatabaseConnection) -> Fallible {
    let immediate = Some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() };
    let transaction = database.begin_with_options(options).await?;
    if database.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("select pg_advisory_xact_lock(hashtext('migrations of visits'))").await?;
    }
    migrations::Migrator::up(&transaction, None).await?;
    Ok(transaction.commit().await?)
}

async fn visits(State(database): State<DatabaseConnection>) -> Result<String, Failure> {
    visit::ActiveModel { id: NotSet }.insert(&database).await?;
    let count = visit::Entity::find().count(&database).await?;
    Ok(format!("{count}\n"))
}

async fn health(State(database): State<DatabaseConnection>) -> Result<String, Failure> {
    Ok(format!("{}\n", db_config::ping(&database).await?))
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
