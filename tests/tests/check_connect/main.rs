//! The output and the exit codes of `check_main_connect` and `check_connect`. Each program is a child process of a test.
#![cfg(unix)]

mod answers;
mod failures;
mod fields;
mod poolers;
mod redis;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use db_config::{Connect, DatabaseConfig, RustlsConnector, check_connect, check_main_connect};
use diesel::r2d2::ConnectionManager;
use diesel_async::pooled_connection::bb8;
use r2d2_postgres::PostgresConnectionManager;

/// Each test sets the variables of the databases that it needs.
#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    #[database(env = "POSTGRES_URL")]
    postgres: Option<Connect<sqlx::PgPool>>,
    #[database(env = "MYSQL_URL")]
    mysql: Option<Connect<sqlx::MySqlPool>>,
    #[database(env = "SQLITE_URL")]
    sqlite: Option<Connect<sqlx::SqlitePool>>,
    #[database(env = "SEA_ORM_URL")]
    sea_orm: Option<Connect<sea_orm::DatabaseConnection>>,
    #[database(env = "MYSQL_ASYNC_URL")]
    mysql_async: Option<Connect<mysql_async::Pool>>,
    #[database(env = "BLOCKING_MYSQL_URL")]
    blocking_mysql: Option<Connect<mysql::Pool>>,
    #[database(env = "BLOCKING_POSTGRES_URL")]
    blocking_postgres: Option<Connect<r2d2_postgres::r2d2::Pool<PostgresConnectionManager<RustlsConnector>>>>,
    #[database(env = "MONGODB_URL")]
    mongodb: Option<Connect<mongodb::Client>>,
    #[database(env = "DIESEL_ASYNC_URL")]
    diesel_async: Option<Connect<bb8::Pool<diesel_async::AsyncPgConnection>>>,
    #[database(env = "DIESEL_URL")]
    diesel: Option<Connect<diesel::r2d2::Pool<ConnectionManager<diesel::SqliteConnection>>>>,
    #[database(env = "REDIS_URL")]
    redis: Option<Connect<::redis::aio::ConnectionManager>>,
    #[database(env = "DEADPOOL_REDIS_URL")]
    deadpool_redis: Option<Connect<deadpool_redis::Pool>>,
    #[database(env = "FRED_URL")]
    fred: Option<Connect<fred::clients::Client>>,
    #[database(env = "FRED_POOL_URL")]
    fred_pool: Option<Connect<fred::clients::Pool>>,
    #[database(env = "BB8_REDIS_URL")]
    bb8_redis: Option<Connect<bb8_postgres::bb8::Pool<::redis::Client>>>,
    #[database(env = "R2D2_REDIS_URL")]
    r2d2_redis: Option<Connect<r2d2_postgres::r2d2::Pool<::redis::Client>>>,
    #[cfg(feature = "libpq")]
    #[database(env = "LIBPQ_URL")]
    libpq: Option<Connect<diesel::r2d2::Pool<ConnectionManager<diesel::PgConnection>>>>,
}

/// The pools whose TLS library the application installs.
#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct NeedsLibrary {
    #[database(env = "DEADPOOL_URL")]
    deadpool: Option<Connect<deadpool_postgres::Pool>>,
    #[database(env = "DIESEL_ASYNC_URL")]
    diesel_async: Option<Connect<bb8::Pool<diesel_async::AsyncPgConnection>>>,
}

/// The configuration of `docs/deploying.md`.
#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Page {
    orders: Connect<sqlx::PgPool>,
    #[database(env = "EVENTS_URL")]
    events: Connect<sqlx::PgPool>,
}

const PROGRAM: &str = "DB_CONFIG_TEST_PROGRAM";

/// The end of a program.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    /// The paragraphs of the standard output: the report, its warnings, the answers, and the warnings about them.
    stdout: Vec<String>,
    /// The lines of the standard error.
    stderr: Vec<String>,
    time: Duration,
}

impl Ended {
    /// Returns the paragraph of the answers. The times are left out.
    #[track_caller]
    fn answers(&self) -> Vec<String> {
        let mut paragraphs = self.stdout.iter().skip(1).skip_while(|text| text.starts_with("warning: "));
        let answers = paragraphs.next().unwrap_or_else(|| panic!("no answers: {self:?}"));
        answers.lines().map(without_time).collect()
    }

    /// Returns the warnings about the answers.
    fn warnings(&self) -> Vec<&str> {
        let answers = self.stdout.iter().skip(1).skip_while(|text| text.starts_with("warning: "));
        answers.skip(1).flat_map(|text| text.lines()).collect()
    }
}

fn without_time(line: &str) -> String {
    let time = line.split_once(" in ").and_then(|(before, after)| Some((before, after.split_once(" ms")?.1)));
    time.map_or(line.to_owned(), |(before, after)| format!("{before}{after}"))
}

/// Runs a program of [`programs`] in a child process.
fn program(name: &str, variables: &[(&str, &str)]) -> Ended {
    let start = Instant::now();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "programs", "--nocapture", "--include-ignored", "--quiet"])
        .env_clear()
        .env(PROGRAM, name)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let time = start.elapsed();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    let stdout = stdout.split_once("BEGIN\n").unwrap_or_else(|| panic!("{stdout}\n{stderr}")).1;
    Ended {
        code: output.status.code(),
        stdout: stdout.trim_end().split("\n\n").map(str::to_owned).collect(),
        stderr: stderr.lines().map(str::to_owned).collect(),
        time,
    }
}

/// Runs `check_main_connect::<Config>()` with these variables.
fn check(variables: &[(&str, &str)]) -> Ended {
    program("check_main_connect", variables)
}

#[tokio::test]
#[ignore = "it is the child"]
async fn programs() {
    let Some(name) = std::env::var_os(PROGRAM) else { return };
    if name != "without_library" {
        // The connections of diesel-async and postgres use it.
        rustls::crypto::ring::default_provider().install_default().unwrap();
    }
    println!("BEGIN");
    let code = match name.to_str() {
        Some("check_main_connect") => check_main_connect::<Config>().await,
        Some("check_connect") => check_connect::<Config>(&[("SQLITE_URL", "sqlite::memory:")]).await,
        Some("without_library") => check_main_connect::<NeedsLibrary>().await,
        Some("page") => check_main_connect::<Page>().await,
        Some("shapes") => check_main_connect::<fields::Shapes<fields::Alias>>().await,
        Some("enum") => check_main_connect::<fields::Choice>().await,
        _ => check_main_connect::<fields::WithoutConnect>().await,
    };
    let code = (0..=2).find(|number| ExitCode::from(*number) == code).expect("another exit code");
    std::process::exit(code.into());
}
