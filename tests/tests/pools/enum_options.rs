//! Pool options of an enum and of its variants. They hold wherever the enum is read.

#![allow(clippy::large_enum_variant, clippy::redundant_allocation, clippy::type_complexity)]

use std::time::Duration;

use db_config::{
    Connect, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, MigrationTiming, PoolSettings, SqliteFile, UrlError,
    WarningKind,
};
use serde::Deserialize;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, SqlitePool};
#[cfg(unix)]
use tests::pools::{has_two_and_waits, postgres};

const SQLITE: &str = "sqlite::memory:";
const POSTGRES: &str = "postgres://app:hunter2@localhost/app";
const MYSQL: &str = "mysql://app:hunter2@localhost/app";

/// Returns the maximum number of connections of a field's pool, and its acquire timeout in seconds.
trait Sizes {
    fn sizes(&self) -> (u32, u64);
}

impl<DB: sqlx::Database> Sizes for Connect<sqlx::Pool<DB>>
where
    sqlx::Pool<DB>:
        db_config::Connectable<Settings = (<DB::Connection as sqlx::Connection>::Options, sqlx::pool::PoolOptions<DB>)>,
{
    fn sizes(&self) -> (u32, u64) {
        let pool = &self.settings().1;
        (pool.get_max_connections(), pool.get_acquire_timeout().as_secs())
    }
}

impl Sizes for PoolSettings {
    fn sizes(&self) -> (u32, u64) {
        (self.max_connections().unwrap_or(10), self.acquire_timeout().unwrap_or(Duration::from_secs(30)).as_secs())
    }
}

impl<T: Sizes> Sizes for Box<T> {
    fn sizes(&self) -> (u32, u64) {
        T::sizes(self)
    }
}

impl<T: Sizes, Other> Sizes for (T, Other) {
    fn sizes(&self) -> (u32, u64) {
        self.0.sizes()
    }
}

// The SQLite variant has its own maximum.
#[derive(DatabaseConfig)]
#[database(max_connections = 100, acquire_timeout = "7s")]
enum Store {
    #[database(max_connections = 5)]
    Sqlite(Connect<SqlitePool>),
    Postgres(Box<Connect<PgPool>>),
    /// This field type has no pool.
    MySql(sqlx::mysql::MySqlConnectOptions),
}

impl Sizes for Store {
    fn sizes(&self) -> (u32, u64) {
        match self {
            Self::Sqlite(connect) => connect.sizes(),
            Self::Postgres(connect) => connect.sizes(),
            Self::MySql(_) => panic!("it has no pool"),
        }
    }
}

/// Reads any field type.
#[derive(DatabaseConfig)]
struct Field<T: FromDatabaseUrl> {
    database: T,
}

fn field<T: FromDatabaseUrl + Sizes>(source: &[(&str, &str)]) -> (u32, u64) {
    Field::<T>::from_source(source).unwrap_or_else(|error| panic!("{error}")).database.sizes()
}

/// Returns the pool options of the only database in the report.
fn reported<C: DatabaseConfig>(source: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let report = C::report(source).unwrap_or_else(|error| panic!("{error}"));
    let pools = report.entries().iter().filter_map(|entry| Some(entry.database()?.pool().to_vec()));
    pools.collect::<Vec<_>>().concat()
}

fn owned(options: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    options.iter().map(|(option, value)| (*option, (*value).to_owned())).collect()
}

#[test]
fn an_enum_that_is_read_by_itself() {
    let sizes = |url| Store::from_source(&[("DATABASE_URL", url)]).unwrap().sizes();
    assert_eq!(sizes(SQLITE), (5, 7));
    assert_eq!(sizes(POSTGRES), (100, 7));
}

#[test]
fn an_enum_as_the_type_of_a_field() {
    assert_eq!(field::<Store>(&[("DATABASE_URL", SQLITE)]), (5, 7));
    assert_eq!(field::<Store>(&[("DATABASE_URL", POSTGRES)]), (100, 7));
}

#[test]
fn an_enum_inside_another_type() {
    #[derive(DatabaseConfig)]
    struct Inside {
        optional: Option<Store>,
        replicas: Vec<Store>,
        #[database(env = "BOXED_URL")]
        boxed: Option<Box<Box<Store>>>,
        #[database(env = "TUPLE_URL")]
        tuple: (Store, MigrationTiming),
    }

    #[derive(DatabaseConfig)]
    struct Outer {
        #[database(flatten, prefix = "IN_")]
        inside: Inside,
    }

    for (url, sizes) in [(SQLITE, (5, 7)), (POSTGRES, (100, 7))] {
        let replicas = format!("{SQLITE},{POSTGRES},{url}");
        let source = [
            ("IN_DATABASE_URL", url),
            ("IN_DATABASE_REPLICA_URLS", &*replicas),
            ("IN_BOXED_URL", url),
            ("IN_TUPLE_URL", url),
        ];
        let Inside { optional, replicas, boxed, tuple } = Outer::from_source(&source).unwrap().inside;
        assert_eq!(optional.unwrap().sizes(), sizes);
        assert_eq!(replicas.iter().map(Sizes::sizes).collect::<Vec<_>>(), [(5, 7), (100, 7), sizes]);
        assert_eq!(boxed.unwrap().sizes(), sizes);
        assert_eq!(tuple.sizes(), sizes);
    }
}

/// All parts of a tuple see the same URL.
#[test]
fn an_enum_in_a_tuple_with_a_pool() {
    type Parts = (PoolSettings, (DatabaseUrl, Store));
    for (url, sizes) in [(SQLITE, (5, 7)), (POSTGRES, (100, 7)), (MYSQL, (100, 7))] {
        let (pool, (text, store)) = Field::<Parts>::from_source(&[("DATABASE_URL", url)]).unwrap().database;
        assert_eq!(pool.sizes(), sizes);
        // The application can make these settings later.
        assert_eq!(PoolSettings::from_database_url(&text).unwrap(), pool);
        assert_eq!(text.query_pairs().count(), 0, "an attribute is not part of the URL");
        if url != MYSQL {
            assert_eq!(store.sizes(), sizes);
        }
    }
}

#[test]
fn an_enum_as_the_variant_of_another() {
    #[derive(DatabaseConfig)]
    enum Plain {
        Store(Store),
    }
    #[derive(DatabaseConfig)]
    #[database(max_connections = 50)]
    enum Outer {
        Store(Plain),
    }
    #[derive(DatabaseConfig)]
    #[database(max_connections = 50)]
    enum Outermost {
        #[database(max_connections = 60, acquire_timeout = "9s")]
        Outer((Box<Outer>, MigrationTiming)),
    }

    let sizes = |url: &str| {
        let source = [("DATABASE_URL", url)];
        let Plain::Store(plain) = Plain::from_source(&source).unwrap();
        let Outer::Store(Plain::Store(outer)) = Field::<Outer>::from_source(&source).unwrap().database;
        let Outermost::Outer((outermost, _)) = Field::<Outermost>::from_source(&source).unwrap().database;
        let Outer::Store(Plain::Store(outermost)) = *outermost;
        [plain.sizes(), outer.sizes(), outermost.sizes()]
    };
    // The outer enum is nearer to the field.
    assert_eq!(sizes(SQLITE), [(5, 7), (50, 7), (60, 9)]);
    assert_eq!(sizes(POSTGRES), [(100, 7), (50, 7), (60, 9)]);
}

#[test]
fn a_generic_enum() {
    #[derive(DatabaseConfig)]
    #[database(max_connections = 100)]
    enum Generic<T, S> {
        #[database(max_connections = 6)]
        First(T),
        Second(S),
    }

    impl<T: Sizes, S: Sizes> Sizes for Generic<T, S> {
        fn sizes(&self) -> (u32, u64) {
            match self {
                Self::First(first) => first.sizes(),
                Self::Second(second) => second.sizes(),
            }
        }
    }

    type Servers = Generic<Connect<SqlitePool>, Connect<PgPool>>;
    type Nested = Generic<Connect<sqlx::MySqlPool>, Servers>;
    assert_eq!(field::<Servers>(&[("DATABASE_URL", SQLITE)]), (6, 30));
    assert_eq!(field::<Servers>(&[("DATABASE_URL", POSTGRES)]), (100, 30));
    assert_eq!(Servers::from_source(&[("DATABASE_URL", SQLITE)]).unwrap().sizes(), (6, 30));
    assert_eq!(field::<Nested>(&[("DATABASE_URL", MYSQL)]), (6, 30));
    assert_eq!(field::<Nested>(&[("DATABASE_URL", SQLITE)]), (100, 30));
}

#[test]
fn without_a_loader() {
    let url: DatabaseUrl = POSTGRES.parse().unwrap();
    assert_eq!(Store::from_database_url(&url).unwrap().sizes(), (100, 7));
    let (store, pool) = <(Store, PoolSettings)>::from_database_url(&url).unwrap();
    assert_eq!((store.sizes(), pool.sizes()), ((100, 7), (100, 7)));
    let url: DatabaseUrl = format!("{POSTGRES}?pool_size=8").parse().unwrap();
    assert_eq!(Store::from_database_url(&url).unwrap().sizes(), (8, 7));
    // sqlx has one limit for both, which the enum's acquire_timeout is.
    let url: DatabaseUrl = format!("{POSTGRES}?connect_timeout=3").parse().unwrap();
    assert_eq!(
        url.warnings(Store::capabilities(&url)),
        [WarningKind::Unsupported { parameter: "connect_timeout".to_owned() }]
    );

    #[derive(Deserialize)]
    struct Settings {
        #[serde(with = "db_config::serde")]
        store: Store,
        #[serde(with = "db_config::serde")]
        stores: Vec<(PoolSettings, Store)>,
    }
    let json = serde_json::json!({ "store": SQLITE, "stores": [POSTGRES] });
    let settings: Settings = serde_json::from_value(json).unwrap();
    assert_eq!((settings.store.sizes(), settings.stores[0].sizes()), ((5, 7), (100, 7)));
}

/// A type of another crate that only passes its URL on.
#[test]
fn an_enum_inside_a_type_of_another_crate() {
    struct Wrapped(Store);

    impl FromDatabaseUrl for Wrapped {
        const BACKENDS: db_config::Backends = Store::BACKENDS;

        fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
            Store::from_database_url(url).map(Self)
        }
    }

    impl Sizes for Wrapped {
        fn sizes(&self) -> (u32, u64) {
            self.0.sizes()
        }
    }

    assert_eq!(field::<Wrapped>(&[("DATABASE_URL", SQLITE)]), (5, 7));
    assert_eq!(field::<Wrapped>(&[("DATABASE_URL", &format!("{SQLITE}?pool_size=8"))]), (8, 7));
}

/// Sets the maximum in every combination of places. The place nearest to the operator wins.
#[test]
fn the_nearest_to_the_operator_wins() {
    #[derive(Clone, Copy)]
    struct Places {
        field: bool,
        variant: bool,
        of_enum: bool,
    }

    let mut count = 0;
    let mut check =
        |places: Places, read: &dyn Fn(&[(&str, &str)]) -> u32, read_default: &dyn Fn(&[(&str, &str)]) -> u32| {
            for (in_url, in_variable, is_default) in
                (0..8).map(|choice| (choice & 1 != 0, choice & 2 != 0, choice & 4 != 0))
            {
                let url = if in_url { "sqlite::memory:?pool_size=1" } else { SQLITE };
                let mut source = Vec::new();
                if !is_default {
                    source.push(("DATABASE_URL", url));
                }
                if in_variable {
                    source.push(("DATABASE_MAX_CONNECTIONS", "2"));
                }
                let expected = [
                    (in_url && !is_default, 1),
                    (in_variable, 2),
                    (places.field, 3),
                    (places.variant, 4),
                    (places.of_enum, 5),
                    // The default URL always sets this value.
                    (is_default, 6),
                ];
                let expected = expected.iter().find(|(states, _)| *states).map_or(10, |(_, most)| *most);
                let most = if is_default { read_default(&source) } else { read(&source) };
                assert_eq!(
                    most, expected,
                    "{source:?}, field {}, variant {}, enum {}",
                    places.field, places.variant, places.of_enum
                );
                count += 1;
            }
        };
    macro_rules! places {
        ($([$($field:tt)*] [$($variant:tt)*] [$($of_enum:tt)*];)*) => {$({
            #[derive(DatabaseConfig)]
            #[database($($of_enum)*)]
            enum One {
                #[database($($variant)*)]
                Sqlite(Connect<SqlitePool>),
            }
            #[derive(DatabaseConfig)]
            struct Config {
                #[database($($field)*)]
                database: One,
            }
            #[derive(DatabaseConfig)]
            struct Default {
                #[database(default = "sqlite::memory:?pool_size=6")]
                #[database($($field)*)]
                database: One,
            }
            let places = Places {
                field: !stringify!($($field)*).is_empty(),
                variant: !stringify!($($variant)*).is_empty(),
                of_enum: !stringify!($($of_enum)*).is_empty(),
            };
            check(
                places,
                &|source| {
                    let One::Sqlite(connect) = Config::from_source(source).unwrap().database;
                    connect.sizes().0
                },
                &|source| {
                    let One::Sqlite(connect) = Default::from_source(source).unwrap().database;
                    connect.sizes().0
                },
            );
        })*};
    }
    places! {
        [] [] [];
        [] [] [max_connections = 5];
        [] [max_connections = 4] [];
        [] [max_connections = 4] [max_connections = 5];
        [max_connections = 3] [] [];
        [max_connections = 3] [] [max_connections = 5];
        [max_connections = 3] [max_connections = 4] [];
        [max_connections = 3] [max_connections = 4] [max_connections = 5];
    }
    assert_eq!(count, 64);
}

#[test]
fn the_enums_own_default_gives_way_to_its_options() {
    #[derive(DatabaseConfig)]
    #[database(default = "sqlite::memory:?pool_size=6&pool_timeout=8", max_connections = 100)]
    enum Defaulted {
        Sqlite(Connect<SqlitePool>),
        Postgres(Connect<PgPool>),
    }

    let most = |source: &[(&str, &str)]| match Defaulted::from_source(source).unwrap() {
        Defaulted::Sqlite(connect) => connect.sizes(),
        Defaulted::Postgres(connect) => connect.sizes(),
    };
    assert_eq!(most(&[]), (100, 8));
    assert_eq!(most(&[("DATABASE_MAX_CONNECTIONS", "4")]), (4, 8));
    assert_eq!(most(&[("DATABASE_URL", "sqlite::memory:?pool_size=6")]), (6, 30));
}

#[test]
fn libpqs_variable_comes_before_an_attribute() {
    #[derive(DatabaseConfig)]
    #[database(connect_timeout = "9s")]
    enum Libpq {
        Postgres(tokio_postgres::Config),
    }

    let timeout = |source: &[(&str, &str)]| {
        let Libpq::Postgres(config) = Libpq::from_source(source).unwrap();
        config.get_connect_timeout().copied()
    };
    let url = ("DATABASE_URL", POSTGRES);
    assert_eq!(timeout(&[url]), Some(Duration::from_secs(9)));
    assert_eq!(timeout(&[url, ("PGCONNECT_TIMEOUT", "4")]), Some(Duration::from_secs(4)));
    let all = [url, ("PGCONNECT_TIMEOUT", "4"), ("DATABASE_CONNECT_TIMEOUT", "3s")];
    assert_eq!(timeout(&all), Some(Duration::from_secs(3)));
}

#[test]
fn mongodbs_own_parameters_win_over_the_enums_options() {
    #[derive(DatabaseConfig)]
    #[database(max_connections = 100, idle_timeout = "1m")]
    enum Events {
        MongoDb(Box<mongodb::options::ClientOptions>),
        Postgres(Connect<PgPool>),
    }

    let read = |url| match Field::<Events>::from_source(&[("DATABASE_URL", url)]).unwrap().database {
        Events::MongoDb(options) => (options.max_pool_size, options.max_idle_time),
        Events::Postgres(_) => panic!("the database is another one"),
    };
    let minute = Some(Duration::from_secs(60));
    assert_eq!(read("mongodb://localhost/app"), (Some(100), minute));
    assert_eq!(read("mongodb://localhost/app?MAXPOOLSIZE=7"), (Some(7), minute));
}

#[derive(DatabaseConfig)]
#[database(max_connections = 100, busy_timeout = "5s", statement_timeout = "4s")]
enum Mixed {
    Sqlite(SqliteFile),
    #[database(connect_timeout = "3s")]
    Postgres((PgConnectOptions, PgPoolOptions)),
    MySql(sqlx::mysql::MySqlConnectOptions),
}

#[test]
fn the_report_shows_an_option_only_where_it_is_used() {
    let lite = owned(&[("busy_timeout", "5s")]);
    let pg = owned(&[("connect_timeout", "3s"), ("max_connections", "100"), ("statement_timeout", "4s")]);
    for (url, expected) in [(SQLITE, lite), (POSTGRES, pg), (MYSQL, owned(&[]))] {
        for mut pool in [
            reported::<Mixed>(&[("DATABASE_URL", url)]),
            reported::<Field<Mixed>>(&[("DATABASE_URL", url)]),
            reported::<Field<(MigrationTiming, Box<Mixed>)>>(&[("DATABASE_URL", url)]),
        ] {
            pool.sort();
            assert_eq!(pool, expected, "{url}");
        }
        // An option of another variant is not a warning.
        assert_eq!(Mixed::warnings(&[("DATABASE_URL", url)]).unwrap(), []);
    }
    let Mixed::Sqlite(file) = Field::<Mixed>::from_source(&[("DATABASE_URL", SQLITE)]).unwrap().database else {
        panic!("the database is SQLite");
    };
    assert_eq!(file.busy_timeout, Some(Duration::from_secs(5)));
}

#[test]
fn a_variable_counts_where_the_variant_supports_it() {
    let warnings = |url, variable| {
        let warnings = Field::<Mixed>::warnings(&[("DATABASE_URL", url), variable]).unwrap();
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let lost = |variable| {
        let reason = "the field type does not support it; remove it, or use a client or pool that supports it";
        [format!("DATABASE_URL (field `database`): ignoring `{variable}`: {reason}")]
    };
    let (most, busy) = (("DATABASE_MAX_CONNECTIONS", "7"), ("DATABASE_BUSY_TIMEOUT", "2s"));
    assert_eq!(warnings(POSTGRES, most), [""; 0]);
    assert_eq!(warnings(SQLITE, most), lost(most.0));
    assert_eq!(warnings(MYSQL, most), lost(most.0));
    assert_eq!(warnings(SQLITE, busy), [""; 0]);
    assert_eq!(warnings(POSTGRES, busy), lost(busy.0));
    let pool = reported::<Field<Mixed>>(&[("DATABASE_URL", POSTGRES), most]);
    assert!(pool.contains(&("max_connections", "7".to_owned())), "{pool:?}");
    assert_eq!(reported::<Field<Mixed>>(&[("DATABASE_URL", SQLITE), most]), owned(&[("busy_timeout", "5s")]));
}

#[test]
fn the_example_has_the_options_of_the_enum() {
    let options = |example: String| {
        let lines = example.lines().filter(|line| !line.contains("DATABASE_URL") && line.starts_with("# "));
        lines.map(|line| line[2..].to_owned()).collect::<Vec<_>>()
    };
    let store = [
        "(required; accepts postgres, postgresql, mysql, mariadb, mysql2, sqlite, sqlite3, file)",
        "(PostgreSQL)",
        "DATABASE_MAX_CONNECTIONS=100",
        "(SQLite)",
        "DATABASE_MAX_CONNECTIONS=5",
        "DATABASE_ACQUIRE_TIMEOUT=7s",
    ];
    assert_eq!(options(Store::env_example()), store);
    assert_eq!(options(Field::<Store>::env_example()), store);

    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Own {
        #[database(max_connections = 9, schemes("sqlite"))]
        store: Store,
    }
    let own =
        ["(required; accepts sqlite, sqlite3, file)", "DATABASE_MAX_CONNECTIONS=9", "DATABASE_ACQUIRE_TIMEOUT=7s"];
    assert_eq!(options(Own::env_example()), own);
}

#[cfg(unix)]
#[tokio::test]
async fn the_pool_of_sqlite_has_them() {
    #[derive(DatabaseConfig)]
    #[database(max_connections = 100, acquire_timeout = "1s")]
    enum Small {
        #[database(max_connections = 2)]
        Sqlite(Connect<SqlitePool>),
        Postgres(Connect<PgPool>),
    }

    let source = [("DATABASE_URL", SQLITE)];
    let by_itself = Small::from_source(&source).unwrap();
    let of_a_field = Field::<(Small, MigrationTiming)>::from_source(&source).unwrap().database.0;
    for store in [by_itself, of_a_field] {
        let Small::Sqlite(connect) = store else { panic!("the database is SQLite") };
        let pool = connect.connect().await.unwrap();
        has_two_and_waits(|| pool.acquire()).await;
    }
}

#[cfg(unix)]
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_pool_of_postgres_has_them() {
    #[derive(DatabaseConfig)]
    #[database(max_connections = 2, statement_timeout = "200ms")]
    enum Small {
        #[database(max_connections = 1)]
        Sqlite(Connect<SqlitePool>),
        #[database(acquire_timeout = "1s")]
        Postgres(Box<Connect<PgPool>>),
    }

    let url = postgres("enum");
    let source = [("DATABASE_URL", &*url)];
    let by_itself = Small::from_source(&source).unwrap();
    let of_a_field = Field::<Small>::from_source(&source).unwrap().database;
    for store in [by_itself, of_a_field] {
        let Small::Postgres(connect) = store else { panic!("the database is PostgreSQL") };
        let pool = connect.connect().await.unwrap();
        has_two_and_waits(|| pool.acquire()).await;
        let error = sqlx::query("select pg_sleep(5)").execute(&pool).await.unwrap_err();
        assert!(error.to_string().contains("statement timeout"), "{error}");
    }
}
