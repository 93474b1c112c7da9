//! What db-config costs beside each client's own parse of the same text: `cargo bench -p tests --bench ratios`.

use std::env;
use std::error::Error;
use std::fmt::Debug;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::str::FromStr;
use std::time::Duration;

use criterion::Criterion;
use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl};
use mongodb::options::ConnectionString;
use mysql_async::Opts;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use url::Url;

const CRITERION_HOME: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/criterion");

/// The one that `Config` reads.
const VARIABLE: &str = "BENCH_DATABASE_URL";
const POSTGRES: &str = "postgres://shop:p%40ss%3Aword@db.example.com:5432/orders?sslmode=require&application_name=shop";
const MYSQL: &str = "mysql://shop:p%40ss%3Aword@db.example.com:3306/orders?ssl-mode=REQUIRED";
const MYSQL_ASYNC: &str = "mysql://shop:p%40ss%3Aword@db.example.com:3306/orders?require_ssl=true";
const MONGODB: &str = "mongodb://shop:p%40ss%3Aword@db.example.com:27017/orders?authSource=admin&tls=true";
const SQLITE: &str = "sqlite:///data/orders.db?mode=rwc";

const KEYS: [&str; 16] = [
    "sslmode=require",
    "application_name=shop",
    "connect_timeout=5",
    "target_session_attrs=any",
    "channel_binding=prefer",
    "keepalives=1",
    "keepalives_idle=60",
    "keepalives_interval=10",
    "keepalives_count=3",
    "tcp_user_timeout=5000",
    "statement_timeout=5000",
    "search_path=shop",
    "options=-cwork_mem=64MB",
    "max_connections=10",
    "idle_timeout=60",
    "load_balance_hosts=random",
];

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "BENCH_DATABASE_URL")]
    _database: PgConnectOptions,
}

fn main() -> ExitCode {
    // `cargo test --benches` runs it too, without this argument.
    if !env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let has_variable = env::var(VARIABLE).is_ok_and(|text| text == POSTGRES);
    let result = if has_variable { run() } else { run_with_variable() };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs this program again, because `set_var` is unsafe.
fn run_with_variable() -> Result<ExitCode, Box<dyn Error>> {
    let status = Command::new(env::current_exe()?)
        .args(env::args_os().skip(1))
        .env(VARIABLE, POSTGRES)
        .env("CRITERION_HOME", CRITERION_HOME)
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let mut ratios = Ratios {
        criterion: Criterion::default()
            .without_plots()
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1)),
        table: Vec::new(),
    };
    let theirs = || env::var(VARIABLE).unwrap().parse::<PgConnectOptions>().unwrap();
    ratios.compare("sqlx PostgreSQL, from_env", 1.0, || Config::from_env().unwrap(), theirs)?;
    ratios.compare("DatabaseUrl, Url", 2.0, || read(POSTGRES), || Url::parse(black_box(POSTGRES)).unwrap())?;
    ratios.compare_client::<PgConnectOptions>("sqlx PostgreSQL", 1.0, POSTGRES)?;
    ratios.compare_client::<MySqlConnectOptions>("sqlx MySQL", 2.0, MYSQL)?;
    ratios.compare_client::<SqliteConnectOptions>("sqlx SQLite", 2.0, SQLITE)?;
    ratios.compare_client::<tokio_postgres::Config>("tokio-postgres", 2.0, POSTGRES)?;
    ratios.compare_client::<Opts>("mysql_async", 2.0, MYSQL_ASYNC)?;
    let theirs = || ConnectionString::parse(black_box(MONGODB)).unwrap();
    ratios.compare("mongodb", 2.0, || convert::<ConnectionString>(MONGODB), theirs)?;

    for count in [1, 4, 16, 64] {
        let hosts: Vec<String> = (0..count).map(|i| format!("db{i}.example.com:5432")).collect();
        ratios.grow("host", count, &format!("postgres://shop@{}/orders", hosts.join(",")))?;
    }
    for count in [1, 4, 16] {
        let keys = KEYS[..count as usize].join("&");
        ratios.grow("key", count, &format!("postgres://shop@db.example.com/orders?{keys}"))?;
    }

    println!("\n{:28} {:>10} {:>10} {:>7} {:>7}", "", "ours (ns)", "theirs", "ratio", "bound");
    ratios.table.iter().for_each(|row| println!("{row}"));
    Ok(ExitCode::SUCCESS)
}

struct Ratios {
    criterion: Criterion,
    table: Vec<String>,
}

impl Ratios {
    fn compare_client<T>(&mut self, row: &str, bound: f64, text: &str) -> Result<(), Box<dyn Error>>
    where
        T: FromDatabaseUrl + FromStr<Err: Debug>,
    {
        self.compare(row, bound, || convert::<T>(text), || black_box(text).parse::<T>().unwrap())
    }

    fn compare<A, B>(
        &mut self,
        row: &str,
        bound: f64,
        ours: impl FnMut() -> A,
        theirs: impl FnMut() -> B,
    ) -> Result<(), Box<dyn Error>> {
        let ours = self.median(row, "ours", ours)?;
        let theirs = self.median(row, "theirs", theirs)?;
        let ratio = ours / theirs;
        self.table.push(format!("{row:28} {ours:10.0} {theirs:10.0} {ratio:7.2} {bound:7.1}"));
        Ok(())
    }

    /// What each of `count` hosts or keys costs: the same, however many there are.
    fn grow(&mut self, what: &str, count: u32, text: &str) -> Result<(), Box<dyn Error>> {
        let row = format!("DatabaseUrl by {what}s, {count}");
        let ours = self.median(&row, "ours", || read(text))?;
        let each = ours / f64::from(count);
        self.table.push(format!("{row:28} {ours:10.0} {:10} {each:7.0} ns a {what}", ""));
        Ok(())
    }

    /// In nanoseconds.
    fn median<T>(&mut self, group: &str, name: &str, mut run: impl FnMut() -> T) -> Result<f64, Box<dyn Error>> {
        let mut criterion = self.criterion.benchmark_group(group);
        criterion.bench_function(name, |bencher| bencher.iter(&mut run));
        criterion.finish();
        let file = Path::new(CRITERION_HOME).join(group).join(name).join("new/estimates.json");
        let estimates: serde_json::Value = serde_json::from_slice(&fs::read(file)?)?;
        estimates["median"]["point_estimate"].as_f64().ok_or_else(|| "no median".into())
    }
}

fn read(text: &str) -> DatabaseUrl {
    black_box(text).parse().unwrap()
}

fn convert<T: FromDatabaseUrl>(text: &str) -> T {
    T::from_database_url(&read(text)).unwrap()
}
