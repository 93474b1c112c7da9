//! The measured runs: loads by db-config, the same loads by hand, and loads of inputs of growing size.

use std::env;
use std::fmt::Debug;
use std::hint::black_box;
use std::str::FromStr;

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, Source, source};
use mongodb::options::ConnectionString;
use mysql_async::Opts;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use url::Url;

const POSTGRES: &str = "postgres://shop:p%40ss%3Aword@db.example.com:5432/orders?sslmode=require&application_name=shop";
const MYSQL: &str = "mysql://shop:p%40ss%3Aword@db.example.com:3306/orders?ssl-mode=REQUIRED";
const MYSQL_ASYNC: &str = "mysql://shop:p%40ss%3Aword@db.example.com:3306/orders?require_ssl=true";
const MONGODB: &str = "mongodb://shop:p%40ss%3Aword@db.example.com:27017/orders?authSource=admin&tls=true";
const SQLITE: &str = "sqlite:///data/orders.db?mode=rwc";

/// All environment variables of the measured process.
pub const ENVIRONMENT: [(&str, &str); 3] = [("DATABASE_URL", POSTGRES), ("EVENTS_URL", POSTGRES), ("HOME", "/root")];

pub type Run = Box<dyn Fn()>;

/// A load by db-config, and the same load by hand.
pub struct Row {
    pub name: &'static str,
    pub ours: Run,
    pub by_hand: Run,
}

#[derive(DatabaseConfig)]
struct One {
    _database: PgConnectOptions,
}

#[derive(DatabaseConfig)]
struct Two {
    _database_url: DatabaseUrl,
    #[database(env = "EVENTS_URL")]
    _events_url: DatabaseUrl,
}

pub fn rows() -> Vec<Row> {
    fn row<A, B>(name: &'static str, ours: impl Fn() -> A + 'static, by_hand: impl Fn() -> B + 'static) -> Row {
        let by_hand = Box::new(move || drop(black_box(by_hand())));
        Row { name, ours: Box::new(move || drop(black_box(ours()))), by_hand }
    }
    /// Returns the row of a client's options. By hand, the client's own parser builds them.
    fn client<T: FromDatabaseUrl + FromStr<Err: Debug>>(name: &'static str, text: &'static str) -> Row {
        row(name, move || T::from_database_url(&parsed(text)).unwrap(), move || black_box(text).parse::<T>().unwrap())
    }
    fn parsed(text: &str) -> DatabaseUrl {
        black_box(text).parse().unwrap()
    }
    let variable = |name| env::var(name).unwrap();
    let urls = move || ["DATABASE_URL", "EVENTS_URL"].map(|name| Url::parse(&variable(name)).unwrap());
    let string = || ConnectionString::from_database_url(&parsed(MONGODB)).unwrap();
    vec![
        row(
            "`from_env`, sqlx PostgreSQL",
            || One::from_env().unwrap(),
            move || variable("DATABASE_URL").parse::<PgConnectOptions>().unwrap(),
        ),
        row("`from_env`, two URLs", || Two::from_env().unwrap(), urls),
        row("`DatabaseUrl`; by hand `url::Url`", || parsed(POSTGRES), || Url::parse(black_box(POSTGRES)).unwrap()),
        client::<PgConnectOptions>("sqlx PostgreSQL", POSTGRES),
        client::<MySqlConnectOptions>("sqlx MySQL", MYSQL),
        client::<SqliteConnectOptions>("sqlx SQLite", SQLITE),
        client::<tokio_postgres::Config>("tokio-postgres", POSTGRES),
        client::<Opts>("mysql_async", MYSQL_ASYNC),
        row("mongodb, the connection string", string, || ConnectionString::parse(black_box(MONGODB)).unwrap()),
    ]
}

/// Loads of inputs of several sizes.
pub struct Series {
    pub name: &'static str,
    pub points: Vec<(usize, Run)>,
}

/// Sizes up to the limit of an environment variable, and beyond.
const BYTES: [usize; 4] = [64, 1024, 16_384, 65_536];
/// Numbers up to those in practice, and beyond.
const COUNTS: [usize; 4] = [1, 4, 16, 64];

pub fn growth() -> Vec<Series> {
    let list =
        |n: usize| (0..n).map(|i| format!("postgres://shop@db{i}.example.com/orders")).collect::<Vec<_>>().join(",");
    vec![
        texts::<Single>("bytes of a password", BYTES, |n| format!("postgres://shop:{}@db/orders", "p".repeat(n))),
        texts::<Single>("escapes in a password", BYTES, |n| format!("postgres://shop:{}@db/orders", "%40".repeat(n))),
        texts::<Single>("bytes of a path", BYTES, |n| format!("sqlite:///{}app.db", "data/".repeat(n / 5))),
        texts::<Single>("bytes of parameters", BYTES, |n| format!("postgres://db/orders?{}", "supa=a&".repeat(n / 7))),
        texts::<Single>("hosts", COUNTS, |n| {
            format!("postgres://shop@{}/orders", ["db.example.com:5432"].repeat(n).join(","))
        }),
        texts::<List>("URLs in a list", COUNTS, list),
        Series { name: "variables in the source", points: [16, 64, 256, 1024].map(variables).into() },
        Series { name: "fields of a struct", points: fields() },
    ]
}

#[derive(DatabaseConfig)]
struct Single {
    #[database(env = "DATABASE_URLS")]
    _database: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct List {
    #[database(env = "DATABASE_URLS")]
    _databases: Vec<PgConnectOptions>,
}

fn texts<C: DatabaseConfig>(name: &'static str, sizes: [usize; 4], text: impl Fn(usize) -> String) -> Series {
    let point = |size| {
        let source = [("DATABASE_URLS", text(size))];
        (size, Box::new(move || load::<C>(&source)) as Run)
    };
    Series { name, points: sizes.map(point).into() }
}

/// Loads a configuration with its warnings, or formats its errors.
fn load<C: DatabaseConfig>(source: &(impl Source + ?Sized)) {
    match C::load(source) {
        Ok(loaded) => drop(black_box(loaded)),
        Err(problems) => drop(black_box(problems.to_string())),
    }
}

fn variables(size: usize) -> (usize, Run) {
    let others = (1..size).map(|i| (format!("VARIABLE_{i}"), "value".to_owned()));
    let source: Vec<_> = others.chain([("DATABASE_URLS".to_owned(), POSTGRES.to_owned())]).collect();
    (size, Box::new(move || load::<Single>(&source)))
}

/// Returns structs with several fields, each with its own variable. All are nested equally deep, because depth has a
/// cost too.
fn fields() -> Vec<(usize, Run)> {
    fn point<C: DatabaseConfig>(size: usize) -> (usize, Run) {
        let source = source::from_fn(|name| name.ends_with("DATABASE_URLS").then(|| POSTGRES.to_owned()));
        (size, Box::new(move || load::<C>(&source)))
    }
    vec![
        point::<Nested<Nested<Nested<Single>>>>(1),
        point::<Four<Nested<Nested<Single>>>>(4),
        point::<Four<Four<Nested<Single>>>>(16),
        point::<Four<Four<Four<Single>>>>(64),
    ]
}

#[derive(DatabaseConfig)]
struct Nested<T> {
    #[database(flatten, prefix = "A_")]
    _a: T,
}

#[derive(DatabaseConfig)]
struct Four<T> {
    #[database(flatten, prefix = "A_")]
    _a: T,
    #[database(flatten, prefix = "B_")]
    _b: T,
    #[database(flatten, prefix = "C_")]
    _c: T,
    #[database(flatten, prefix = "D_")]
    _d: T,
}
