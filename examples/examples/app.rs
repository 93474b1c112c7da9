//! The complete configuration of a service in one struct, with the commands `check` and `env-example`.
//!
//! ```sh
//! cargo run --example app -- env-example > .env.example
//! DATABASE_URL=postgres://app:secret@localhost/orders API_KEY=secret cargo run --example app -- check
//! DATABASE_URL=postgres://app:secret@localhost/orders API_KEY=secret cargo run --example app
//! ```

use std::process::ExitCode;
use std::time::Duration;

use db_config::{Connect, DatabaseConfig};
use sqlx::postgres::PgConnectOptions;
use sqlx::{PgPool, SqlitePool};

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    /// Orders and users.
    #[database(max_connections = 20, acquire_timeout = "5s", statement_timeout = "30s")]
    orders: Connect<PgPool>,
    /// Read replicas of the orders.
    #[database(env = "DATABASE_REPLICA_URLS")]
    replicas: Option<Vec<PgConnectOptions>>,
    /// Data that can be computed again.
    #[database(env = "CACHE_URL", default = "sqlite:cache.db", busy_timeout = "2s")]
    cache: Connect<SqlitePool>,
    /// The port of the HTTP server.
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
    #[database(env = "LOG_LEVEL", show, default = "info")]
    log_level: LogLevel,
    /// The API key of the payment provider.
    #[database(env = "API_KEY", secret)]
    api_key: String,
    /// The enabled feature flags, separated by commas.
    #[database(env = "FEATURES", show, default = "")]
    features: Vec<String>,
    #[database(env = "READ_ONLY", parse, default = "no")]
    read_only: bool,
    /// The time for running requests to finish on shutdown.
    #[database(env = "GRACE_PERIOD", parse, default = "10s")]
    grace_period: Duration,
}

#[derive(Debug)]
enum LogLevel {
    Info,
    Debug,
}

impl std::str::FromStr for LogLevel {
    type Err = &'static str;

    fn from_str(level: &str) -> Result<Self, Self::Err> {
        match level {
            "info" => Ok(Self::Info),
            "debug" => Ok(Self::Debug),
            _ => Err("use `info` or `debug`"),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("check") => db_config::check_main::<Config>(),
        Some("env-example") => {
            print!("{}", Config::env_example());
            ExitCode::SUCCESS
        }
        _ => match serve().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
    }
}

async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::from_env()?;
    println!("{config:#?}");

    let orders: PgPool = config.orders.connect().await?;
    let cache: SqlitePool = config.cache.connect().await?;
    let version: String = sqlx::query_scalar("show server_version").fetch_one(&orders).await?;
    let one: i64 = sqlx::query_scalar("select 1").fetch_one(&cache).await?;
    println!("PostgreSQL {version}, SQLite answers {one}; ready for port {}", config.port);
    if let LogLevel::Debug = config.log_level {
        println!("API key of {} bytes, {} replicas", config.api_key.len(), config.replicas.iter().flatten().count());
        println!(
            "features {:?}, read only: {}, {:?} for shutdown",
            config.features, config.read_only, config.grace_period
        );
    }
    Ok(())
}
