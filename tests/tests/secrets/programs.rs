//! The output of programs: the check, a panic, the error of `main`. Each program is this test again, as a child
//! process.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Termination as _};

use db_config::{Connect, DatabaseConfig, DatabaseUrl, check, check_connect, check_main, check_main_connect, source};
use diesel::r2d2::{ConnectionManager, Pool};
use diesel_async::pooled_connection::bb8;

use super::search::{Search, search_all};

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    database: DatabaseUrl,
    #[database(env = "CACHE_URL")]
    cache: Option<PathBuf>,
    #[database(env = "API_KEY", secret)]
    api_key: String,
    #[database(env = "SERVICE", parse)]
    service: String,
}

/// The databases that `check_main_connect` connects to.
#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Databases {
    #[database(env = "POSTGRES_URL")]
    postgres: Connect<sqlx::PgPool>,
    #[database(env = "MYSQL_URL")]
    mysql: Connect<sqlx::MySqlPool>,
    #[database(env = "SEA_ORM_URL")]
    sea_orm: Connect<sea_orm::DatabaseConnection>,
    #[database(env = "MYSQL_ASYNC_URL")]
    mysql_async: Connect<mysql_async::Pool>,
    #[database(env = "BLOCKING_MYSQL_URL")]
    blocking_mysql: Connect<mysql::Pool>,
    #[database(env = "BLOCKING_POSTGRES_URL")]
    blocking_postgres: Connect<Pool<r2d2_postgres::PostgresConnectionManager<tokio_postgres::NoTls>>>,
    #[database(env = "MONGODB_URL")]
    mongodb: Connect<mongodb::Client>,
    redis: Connect<redis::aio::ConnectionManager>,
    #[database(env = "DIESEL_ASYNC_URL")]
    diesel_async: Connect<bb8::Pool<diesel_async::AsyncPgConnection>>,
    #[database(env = "DIESEL_URL")]
    diesel: Connect<Pool<ConnectionManager<diesel::SqliteConnection>>>,
    #[cfg(feature = "libpq")]
    #[database(env = "LIBPQ_URL")]
    libpq: Connect<Pool<ConnectionManager<diesel::PgConnection>>>,
}

const PROGRAM: &str = "DB_CONFIG_TEST_PROGRAM";

#[test]
#[ignore = "it is the child"]
fn child() {
    let Some(name) = std::env::var_os(PROGRAM) else { return };
    let code = match name.to_str() {
        Some("check_main") => check_main::<Config>(),
        Some("check") => check::<Config>(&source::from_fn(|name| std::env::var(name).ok())),
        Some("check_main_connect") => block_on(check_main_connect::<Databases>()),
        Some("check_connect") => {
            block_on(check_connect::<Databases>(&source::from_fn(|name| std::env::var(name).ok())))
        }
        Some("main") => Config::from_env().map(drop).report(),
        Some("unwrap") => {
            Config::from_env().unwrap();
            ExitCode::SUCCESS
        }
        _ => {
            Config::from_env().expect("a configuration");
            ExitCode::SUCCESS
        }
    };
    std::process::exit(i32::from(code != ExitCode::SUCCESS));
}

#[test]
fn in_the_output_of_a_program() {
    search_all(search, &[]);
}

fn search(search: &mut Search) {
    let canary = search.canary.clone();
    let valid = format!("postgres://app:{}@localhost/orders?password={}", canary.escaped(), canary.half_escaped());
    let broken = format!("postgres://app:{}@localhost/orders?shcema=a", canary.escaped());
    let service = format!("redis://:{}@localhost", canary.escaped());
    for (url, names) in
        [(valid, &["check_main", "check"][..]), (broken, &["check_main", "check", "main", "unwrap", "expect"])]
    {
        for name in names {
            let output = Command::new(std::env::current_exe().expect("the test's own path"))
                .args(["--exact", "programs::child", "--nocapture", "--include-ignored", "--quiet"])
                .env(PROGRAM, name)
                .envs([("DATABASE_URL", &url), ("API_KEY", &canary.secret), ("SERVICE", &service)])
                .output()
                .expect("the test runs again");
            let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("it is UTF-8"));
            assert!(text.concat().contains("DATABASE_URL"), "{name}: {text:?}");
            search.text(name, &text.concat());
        }
    }
}

fn block_on(check: impl Future<Output = ExitCode>) -> ExitCode {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts").block_on(check)
}

/// The secret is the password. The servers refuse it, or no server listens.
#[cfg(unix)]
#[test]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
fn in_the_output_of_a_check_that_connects() {
    search_all(search_connected, &[]);
}

#[cfg(unix)]
fn search_connected(search: &mut Search) {
    use tests::servers;

    let (postgres, mariadb, mongodb) = (servers::postgres(), servers::mariadb(), servers::mongodb());
    let redis = servers::redis();
    let secret = search.canary.escaped();
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let closed = free.local_addr().expect("the socket is bound").port();
    drop(free);
    let listening = [postgres.port, mariadb.port, mongodb.port, redis.port];
    for (name, ports) in [("check_main_connect", listening), ("check_connect", [closed; 4])] {
        let [postgres, mysql, mongodb] =
            [("postgres", ports[0]), ("mysql", ports[1]), ("mongodb", ports[2])].map(|(scheme, port)| {
                let query = if scheme == "mongodb" { "tls=false" } else { "sslmode=disable" };
                format!("{scheme}://app:{secret}@127.0.0.1:{port}/app?{query}")
            });
        let variables = [
            ("POSTGRES_URL", &*postgres),
            ("MYSQL_URL", &mysql),
            ("SEA_ORM_URL", &postgres),
            ("MYSQL_ASYNC_URL", &mysql),
            ("BLOCKING_MYSQL_URL", &mysql),
            ("BLOCKING_POSTGRES_URL", &postgres),
            ("MONGODB_URL", &mongodb),
            ("REDIS_URL", &format!("redis://app:{secret}@127.0.0.1:{}/3", ports[3])),
            ("DIESEL_ASYNC_URL", &postgres),
            ("DIESEL_URL", "sqlite:/missing/app.db?mode=rw"),
            ("LIBPQ_URL", &postgres),
        ];
        let output = Command::new(std::env::current_exe().expect("the test's own path"))
            .args(["--exact", "programs::child", "--nocapture", "--include-ignored", "--quiet"])
            .env(PROGRAM, name)
            .envs(variables)
            .output()
            .expect("the test runs again");
        let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("it is UTF-8"));
        let failed = text[1].lines().filter(|line| line.contains("cannot connect: ")).count();
        assert!(failed >= 10, "{name}: {text:?}");
        search.text(name, &text.concat());
    }
}
