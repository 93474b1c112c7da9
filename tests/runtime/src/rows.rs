//! The same text, read here and by each client's own parser.

use std::env;
use std::fmt::Debug;
use std::future::IntoFuture;
use std::hint::black_box;
use std::pin::pin;
use std::str::FromStr;
use std::task::{Context, Poll, Waker};

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl};
use mongodb::options::{ClientOptions, ConnectionString};
use mysql_async::Opts;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use url::Url;

use crate::peers;

const POSTGRES: &str = "postgres://shop:p%40ss%3Aword@db.example.com:5432/orders?sslmode=require&application_name=shop";
const MYSQL: &str = "mysql://shop:p%40ss%3Aword@db.example.com:3306/orders?ssl-mode=REQUIRED";
const MYSQL_ASYNC: &str = "mysql://shop:p%40ss%3Aword@db.example.com:3306/orders?require_ssl=true";
const MONGODB: &str = "mongodb://shop:p%40ss%3Aword@db.example.com:27017/orders?authSource=admin&tls=true";
const SQLITE: &str = "sqlite:///data/orders.db?mode=rwc";

/// All that the environment holds when the rows run, which is little: several crates read it all.
pub const ENVIRONMENT: [(&str, &str); 3] = [("DATABASE_URL", POSTGRES), ("EVENTS_URL", POSTGRES), ("HOME", "/root")];

/// One work, done twice.
pub struct Row {
    pub name: &'static str,
    /// What the instructions here may be, as a multiple of theirs.
    pub bound: f64,
    pub ours: Box<dyn Fn()>,
    pub theirs: Box<dyn Fn()>,
}

#[derive(DatabaseConfig)]
struct Config {
    _database: PgConnectOptions,
}

pub fn rows() -> Vec<Row> {
    let by_hand = || env::var("DATABASE_URL").unwrap().parse::<PgConnectOptions>().unwrap();
    let string = |text| ConnectionString::parse(text).unwrap();
    let mut rows = vec![
        row("`from_env`, sqlx PostgreSQL", 3.0, || Config::from_env().unwrap(), by_hand),
        row("`DatabaseUrl`; `url::Url`", 2.0, || read(POSTGRES), || Url::parse(black_box(POSTGRES)).unwrap()),
        client::<PgConnectOptions>("sqlx PostgreSQL", 1.0, POSTGRES),
        client::<MySqlConnectOptions>("sqlx MySQL", 2.0, MYSQL),
        client::<SqliteConnectOptions>("sqlx SQLite", 2.0, SQLITE),
        client::<tokio_postgres::Config>("tokio-postgres", 2.75, POSTGRES),
        client::<Opts>("mysql_async", 2.0, MYSQL_ASYNC),
        row("mongodb, the string", 2.5, || convert::<ConnectionString>(MONGODB), move || string(black_box(MONGODB))),
        row("mongodb, the options", 2.0, || convert::<ClientOptions>(MONGODB), move || options(black_box(MONGODB))),
    ];
    rows.extend(peers::all().map(|(name, bound, theirs)| Row {
        name,
        bound,
        ours: Box::new(peers::ours),
        theirs: Box::new(theirs),
    }));
    rows
}

fn row<A, B>(name: &'static str, bound: f64, ours: impl Fn() -> A + 'static, theirs: impl Fn() -> B + 'static) -> Row {
    Row {
        name,
        bound,
        ours: Box::new(move || drop(black_box(ours()))),
        theirs: Box::new(move || drop(black_box(theirs()))),
    }
}

/// A client's settings; theirs from its own parser.
fn client<T: FromDatabaseUrl + FromStr<Err: Debug>>(name: &'static str, bound: f64, text: &'static str) -> Row {
    row(name, bound, move || convert::<T>(text), move || black_box(text).parse::<T>().unwrap())
}

fn read(text: &str) -> DatabaseUrl {
    black_box(text).parse().unwrap()
}

fn convert<T: FromDatabaseUrl>(text: &str) -> T {
    T::from_database_url(&read(text)).unwrap()
}

/// Asynchronous, and ready at once without a name to look up.
fn options(text: &str) -> ClientOptions {
    match pin!(ClientOptions::parse(text).into_future()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(options) => options.unwrap(),
        Poll::Pending => panic!("it looks something up"),
    }
}
