//! The fields of a configuration that are connected: every `Connect`, wherever it is in the field's type.

use std::path::PathBuf;

use db_config::{DatabaseUrl, FromDatabaseUrl, PoolSettings, UrlError};
use sqlx::SqlitePool;

use super::*;

pub type Alias = Connect<SqlitePool>;
type Optional<T> = Option<T>;

#[derive(DatabaseConfig)]
#[allow(dead_code)]
pub enum Choice {
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
    Sqlite(Box<Connect<SqlitePool>>),
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
pub struct Inner {
    cache: Alias,
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
pub struct Shapes<T: FromDatabaseUrl> {
    other: DatabaseUrl,
    #[database(env = "LIST_URL")]
    list: Vec<Connect<SqlitePool>>,
    #[database(env = "PATH_URL", default = "sqlite:app.db")]
    path: PathBuf,
    #[database(env = "OPTION_URL")]
    option: Optional<Alias>,
    #[database(env = "UNSET_URL")]
    unset: Option<Alias>,
    #[database(env = "LISTS_URL")]
    optional_list: Option<Vec<Alias>>,
    #[database(env = "BOXED_URL", default = "sqlite::memory:")]
    boxed: Box<Alias>,
    #[database(flatten, prefix = "INNER_")]
    inner: Inner,
    #[database(env = "TUPLE_URL")]
    tuple: (PoolSettings, (Alias, DatabaseUrl)),
    #[database(env = "GENERIC_URL")]
    generic: T,
    #[database(env = "ENUM_URL")]
    choice: Choice,
    #[database(env = "OTHER_VARIANT_URL")]
    other_variant: Choice,
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
pub struct WithoutConnect {
    orders: DatabaseUrl,
    #[database(env = "UNSET_URL")]
    unset: Option<Alias>,
}

const MEMORY: &str = "sqlite::memory:";

#[test]
fn every_connect_has_a_line() {
    let ended = program(
        "shapes",
        &[
            ("DATABASE_URL", "postgres://app@db.invalid/app"),
            ("LIST_URL", "sqlite::memory:,sqlite::memory:"),
            ("OPTION_URL", MEMORY),
            ("LISTS_URL", MEMORY),
            ("INNER_DATABASE_URL", MEMORY),
            ("TUPLE_URL", MEMORY),
            ("GENERIC_URL", MEMORY),
            ("ENUM_URL", MEMORY),
            ("OTHER_VARIANT_URL", "postgres://app@db.invalid/app"),
        ],
    );
    assert_eq!((ended.code, &ended.stderr[..]), (Some(0), &[][..]), "{ended:?}");
    let answers = ended.answers();
    let places: Vec<&str> = answers.iter().map(|line| line.split_once(": SQLite 3.").unwrap().0).collect();
    assert_eq!(
        places,
        [
            "LIST_URL (field `list`, URL 1 of the list)",
            "LIST_URL (field `list`, URL 2 of the list)",
            "OPTION_URL (field `option`)",
            "LISTS_URL (field `optional_list`, URL 1 of the list)",
            "BOXED_URL (field `boxed`)",
            "INNER_DATABASE_URL (field `inner.cache`)",
            "TUPLE_URL (field `tuple`)",
            "GENERIC_URL (field `generic`)",
            "ENUM_URL (field `choice`)",
        ]
    );
}

#[test]
fn an_enum_connects_to_its_active_variant() {
    let ended = program("enum", &[("DATABASE_URL", MEMORY)]);
    let answers = ended.answers();
    assert!(answers[0].starts_with("DATABASE_URL (field `Choice`): SQLite 3.") && answers.len() == 1, "{ended:?}");
    let ended = program("enum", &[("DATABASE_URL", "postgres://app@db.invalid/app")]);
    assert_eq!((ended.code, ended.stdout.last().map(String::as_str)), (Some(0), Some(NOTHING)), "{ended:?}");
}

const NOTHING: &str = "warning: it connects to no database, because no field of the type `Connect` is set";

#[test]
fn without_a_connect_it_warns() {
    let ended = program("without", &[("DATABASE_URL", "postgres://app@db.invalid/app")]);
    assert_eq!((ended.code, ended.stdout.last().map(String::as_str)), (Some(0), Some(NOTHING)), "{ended:?}");
}

/// A type of an application that contains a `Connect`, without an item for the check.
struct Own(Connect<SqlitePool>);

impl FromDatabaseUrl for Own {
    const BACKENDS: db_config::Backends = db_config::Backends::SQLITE;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        Connect::from_database_url(url).map(Own)
    }
}

#[tokio::test]
async fn your_own_type_is_not_connected_but_works() {
    #[derive(DatabaseConfig)]
    struct Config {
        own: Own,
    }
    let source = [("DATABASE_URL", "sqlite:/missing/app.db?mode=rw")];
    assert_eq!(check_connect::<Config>(&source).await, ExitCode::SUCCESS);
    assert!(Config::from_source(&source).unwrap().own.0.file().is_some());
}
