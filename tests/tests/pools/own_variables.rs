//! Pool options with the app's own variable and unit.

use std::time::Duration;

use db_config::{Connect, DatabaseConfig, DatabaseUrl, PoolSettings, ProblemKind};

use super::{Orders, URL, problems};

#[derive(DatabaseConfig, Debug)]
struct Config {
    #[database(
        max_connections(env = "DB_POOL_SIZE", default = 20),
        idle_timeout(env = "DATABASE_IDLE_TIMEOUT", unit = "s"),
        acquire_timeout(unit = "ms", default = "5s")
    )]
    orders: Orders,
}

fn pool(source: &[(&str, &str)]) -> db_config::PoolSettings {
    Config::from_source(source).unwrap().orders.1
}

#[test]
fn the_own_variable_replaces_the_derived_one() {
    let size = |name, value| pool(&[URL, (name, value)]).max_connections();
    assert_eq!(size("DB_POOL_SIZE", "7"), Some(7));
    assert_eq!(size("DATABASE_MAX_CONNECTIONS", "7"), Some(20));
    assert_eq!(size("OTHER", ""), Some(20));
    let url = ("DATABASE_URL", "postgres://localhost/app?max_connections=9");
    assert_eq!(pool(&[url, ("DB_POOL_SIZE", "7")]).max_connections(), Some(9));
}

#[test]
fn a_number_counts_units_and_a_value_with_a_unit_keeps_its_own() {
    let idle = |value| pool(&[URL, ("DATABASE_IDLE_TIMEOUT", value)]).idle_timeout();
    assert_eq!(idle("90"), Some(Some(Duration::from_secs(90))));
    assert_eq!(idle("5s"), Some(Some(Duration::from_secs(5))));
    assert_eq!(idle("5min"), Some(Some(Duration::from_secs(300))));
    let acquire = |source: &[(&str, &str)]| pool(source).acquire_timeout();
    assert_eq!(acquire(&[URL]), Some(Duration::from_secs(5)));
    assert_eq!(acquire(&[URL, ("DATABASE_ACQUIRE_TIMEOUT", "1500")]), Some(Duration::from_millis(1500)));
}

#[test]
fn an_own_variable_can_be_a_file() {
    let path = std::env::temp_dir().join(format!("db-config-own-variable-{}", std::process::id()));
    std::fs::write(&path, "7\n").unwrap();
    let size = pool(&[URL, ("DB_POOL_SIZE_FILE", path.to_str().unwrap())]).max_connections();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(size, Some(7));
}

#[test]
fn a_wrong_value_names_the_own_variable() {
    for (name, value) in [
        ("DB_POOL_SIZE", "many"),
        ("DB_POOL_SIZE", "7s"),
        ("DATABASE_IDLE_TIMEOUT", "-1"),
        ("DATABASE_IDLE_TIMEOUT", "99999999999"),
    ] {
        let error = Config::from_source(&[URL, (name, value)]).unwrap_err();
        assert_eq!(problems(&error), [(name, "orders", ProblemKind::InvalidValue)], "{value}");
    }
    let error = Config::from_source(&[URL, ("DB_POOL_SIZE", "")]).unwrap_err();
    assert_eq!(problems(&error), [("DB_POOL_SIZE", "orders", ProblemKind::Empty)]);
}

#[test]
fn the_prefix_of_a_type_and_of_a_flattened_field_applies() {
    #[derive(DatabaseConfig)]
    #[database(prefix = "IN_")]
    struct Inner {
        #[database(max_connections(env = "POOL"))]
        orders: Orders,
    }
    #[derive(DatabaseConfig)]
    struct App {
        #[database(flatten, prefix = "OUT_")]
        inner: Inner,
    }

    let source = [("OUT_IN_DATABASE_URL", "postgres://localhost/app"), ("OUT_IN_POOL", "3"), ("POOL", "4")];
    assert_eq!(App::from_source(&source).unwrap().inner.orders.1.max_connections(), Some(3));
}

#[test]
fn the_report_and_the_example_name_the_own_variable() {
    let loaded = Config::load(&[URL, ("DB_POOL_SIZE", "7")]).unwrap();
    assert!(loaded.report.to_string().contains("DB_POOL_SIZE"), "{}", loaded.report);
    for text in [Config::env_example(), Config::env_docs()] {
        assert!(text.contains("DB_POOL_SIZE") && !text.contains("DATABASE_MAX_CONNECTIONS"), "{text}");
    }
}

#[test]
fn the_help_names_the_unit_of_a_number() {
    let help = |name, value| {
        let error = Config::from_source(&[URL, (name, value)]).unwrap_err();
        error.problems()[0].help().to_owned()
    };
    let units = "or a number with a unit, such as `30s`, `500ms` or `2m`, or unset the variable";
    let seconds = format!("use a whole number of seconds, such as `30`, {units}");
    assert_eq!(help("DATABASE_IDLE_TIMEOUT", "soon"), seconds);
    assert_eq!(help("DATABASE_IDLE_TIMEOUT", ""), seconds);
    let milliseconds = format!("use a whole number of milliseconds, such as `30`, {units}");
    assert_eq!(help("DATABASE_ACQUIRE_TIMEOUT", "1.5"), milliseconds);
    let without = "use a number with a unit, such as `30s`, `500ms` or `2m`, or unset the variable";
    assert_eq!(help("DATABASE_MAX_LIFETIME", "30"), without);
    assert_eq!(help("DB_POOL_SIZE", "30s"), "use a whole number, or unset the variable");
}

// SQLite's pool has a variable of its own.
#[derive(DatabaseConfig)]
#[database(max_connections(env = "DB_POOL_SIZE", default = 20), acquire_timeout(env = "DB_TIMEOUT", unit = "s"))]
enum Store {
    #[database(max_connections(env = "SQLITE_POOL_SIZE"), acquire_timeout(unit = "ms"))]
    Sqlite((PoolSettings, db_config::SqliteFile)),
    #[database(max_connections = 30)]
    Postgres((PoolSettings, sqlx::postgres::PgConnectOptions)),
    MySql((PoolSettings, sqlx::mysql::MySqlConnectOptions)),
}

impl Store {
    fn pool(&self) -> (Option<u32>, Option<Duration>) {
        let pool = match self {
            Self::Sqlite((pool, _)) => pool,
            Self::Postgres((pool, _)) => pool,
            Self::MySql((pool, _)) => pool,
        };
        (pool.max_connections(), pool.acquire_timeout())
    }
}

const SQLITE: (&str, &str) = ("DATABASE_URL", "sqlite::memory:");
const MYSQL: (&str, &str) = ("DATABASE_URL", "mysql://localhost/app");
const SIZES: [(&str, &str); 4] =
    [("SQLITE_POOL_SIZE", "1"), ("DB_POOL_SIZE", "2"), ("DATABASE_MAX_CONNECTIONS", "3"), ("DB_TIMEOUT", "4")];

#[test]
fn an_enum_and_its_variants_have_own_variables() {
    #[derive(DatabaseConfig)]
    struct Field {
        database: Option<Box<Store>>,
    }
    for (url, with, without) in [
        (SQLITE, (1, Duration::from_millis(4)), 20),
        (URL, (2, Duration::from_secs(4)), 30),
        (MYSQL, (2, Duration::from_secs(4)), 20),
    ] {
        let by_itself = |source: &[(&str, &str)]| Store::from_source(source).unwrap().pool();
        let of_a_field = |source: &[(&str, &str)]| Field::from_source(source).unwrap().database.unwrap().pool();
        for read in [&by_itself as &dyn Fn(&[(&str, &str)]) -> _, &of_a_field] {
            assert_eq!(read(&[[url].as_slice(), &SIZES].concat()), (Some(with.0), Some(with.1)), "{}", url.1);
            assert_eq!(read(&[url]), (Some(without), None), "{}", url.1);
        }
        let warnings = Store::warnings(&[[url].as_slice(), &SIZES].concat()).unwrap();
        assert_eq!(warnings, [], "the variable of another variant is no warning");
    }
}

#[test]
fn a_wrong_value_counts_only_for_the_variant_of_the_url() {
    for (name, value) in [("DB_POOL_SIZE", "many"), ("DB_TIMEOUT", "soon")] {
        let Err(error) = Store::from_source(&[MYSQL, (name, value)]) else { panic!("{name}") };
        assert_eq!(error.problems().len(), 1, "{error}");
    }
    let store = Store::from_source(&[SQLITE, ("DB_POOL_SIZE", "many"), ("DB_TIMEOUT", "400")]).unwrap();
    assert_eq!(store.pool(), (Some(20), Some(Duration::from_millis(400))));
    let Err(error) = Store::from_source(&[("DB_TIMEOUT", "soon")]) else { panic!("the URL is missing") };
    assert_eq!(error.problems().len(), 2, "the URL and one problem for both units: {error}");
}

#[test]
fn the_example_names_the_database_of_the_only_variant_with_an_option() {
    #[derive(DatabaseConfig)]
    enum Sized {
        #[database(max_connections(env = "SQLITE_POOL_SIZE", default = 5))]
        Sqlite((PoolSettings, db_config::SqliteFile)),
        Postgres(Box<(PoolSettings, sqlx::postgres::PgConnectOptions)>),
    }
    let example = Sized::env_example();
    assert!(example.contains("# (SQLite)\n# SQLITE_POOL_SIZE=5\n"), "{example}");
    assert!(
        matches!(Sized::from_source(&[SQLITE]).unwrap(), Sized::Sqlite((pool, _)) if pool.max_connections() == Some(5))
    );
    assert!(
        matches!(Sized::from_source(&[URL]).unwrap(), Sized::Postgres(options) if options.0.max_connections().is_none())
    );
}

#[test]
fn the_file_of_a_variable_that_another_field_reads_is_not_a_warning() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env = "DATABASE_URL")]
        _orders: (DatabaseUrl, PoolSettings),
        #[database(env = "DATABASE_URL")]
        _url: DatabaseUrl,
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "7\n").unwrap();
    let url = ("DATABASE_URL", "postgres://localhost/app?sslmode=disable");
    let source = [url, ("DATABASE_MAX_CONNECTIONS_FILE", file.path().to_str().unwrap())];
    assert_eq!(Config::warnings(&source).unwrap(), []);
}

#[test]
fn each_url_of_a_list_has_the_variable_of_its_variant() {
    #[derive(DatabaseConfig)]
    struct Field {
        stores: Vec<Store>,
    }
    let urls = ("DATABASE_REPLICA_URLS", "sqlite::memory:,mysql://localhost/app");
    let stores = Field::from_source(&[[urls].as_slice(), &SIZES].concat()).unwrap().stores;
    assert_eq!(stores.iter().map(|store| store.pool().0).collect::<Vec<_>>(), [Some(1), Some(2)]);
}

#[test]
fn a_fields_own_variable_and_value_come_before_those_of_its_enum() {
    #[derive(DatabaseConfig)]
    struct Own {
        #[database(max_connections(env = "OWN_SIZE"), acquire_timeout = "9s")]
        database: Store,
    }
    for url in [SQLITE, URL, MYSQL] {
        let pool = |more: &[(&str, &str)]| {
            Own::from_source(&[[url].as_slice(), &SIZES[..3], more].concat()).unwrap().database.pool()
        };
        let default = if url == URL { 30 } else { 20 };
        assert_eq!(pool(&[]), (Some(default), Some(Duration::from_secs(9))));
        assert_eq!(pool(&[("OWN_SIZE", "7")]).0, Some(7));
        // The enum's variable stays.
        let timeout = if url == SQLITE { Duration::from_millis(4) } else { Duration::from_secs(4) };
        assert_eq!(pool(&[("DB_TIMEOUT", "4")]).1, Some(timeout));
    }
}

#[test]
fn the_prefix_of_the_struct_applies_to_the_variable_of_an_enum() {
    #[derive(DatabaseConfig)]
    #[database(prefix = "ENUM_", max_connections(env = "POOL"))]
    enum Prefixed {
        Postgres(Orders),
    }
    #[derive(DatabaseConfig)]
    #[database(prefix = "APP_")]
    struct App {
        database: Prefixed,
    }
    let source = [
        ("ENUM_DATABASE_URL", URL.1),
        ("APP_DATABASE_URL", URL.1),
        ("ENUM_POOL", "3"),
        ("APP_POOL", "4"),
        ("APP_ENUM_POOL", "5"),
    ];
    let Prefixed::Postgres((_, by_itself)) = Prefixed::from_source(&source).unwrap();
    let Prefixed::Postgres((_, of_a_field)) = App::from_source(&source).unwrap().database;
    assert_eq!((by_itself.max_connections(), of_a_field.max_connections()), (Some(3), Some(4)));
}

#[test]
fn the_example_and_the_table_list_an_own_variable_without_a_default() {
    #[derive(DatabaseConfig)]
    struct One {
        #[database(
            max_connections(env = "DB_POOL_SIZE"),
            idle_timeout(env = "DATABASE_IDLE_TIMEOUT", unit = "s"),
            max_lifetime(unit = "min", default = "1h")
        )]
        #[allow(dead_code)]
        orders: Orders,
    }
    let lines = |text: String| {
        text.lines().skip_while(|line| !line.contains("DB_POOL_SIZE")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        lines(One::env_example()),
        [
            "# DB_POOL_SIZE=<value>",
            "# (a number without a unit is in seconds)",
            "# DATABASE_IDLE_TIMEOUT=<value>",
            "# (a number without a unit is in minutes)",
            "# DATABASE_MAX_LIFETIME=1h",
        ]
    );
    assert_eq!(
        lines(One::env_docs()),
        [
            "| `DB_POOL_SIZE` | number | no | | A pool option of `DATABASE_URL`. |",
            "| `DATABASE_IDLE_TIMEOUT` | duration, or a number of seconds | no | | A pool option of `DATABASE_URL`. |",
            "| `DATABASE_MAX_LIFETIME` | duration, or a number of minutes | no | `1h` | A pool option of `DATABASE_URL`. |",
        ]
    );
    let of_enum: Vec<String> =
        Store::env_example().lines().skip_while(|line| !line.contains("POOL")).map(str::to_owned).collect();
    assert_eq!(
        Store::env_example().lines().filter(|line| line.contains('=') && !line.contains("URL")).collect::<Vec<_>>(),
        [
            "# DB_POOL_SIZE=30",
            "# DB_POOL_SIZE=20",
            "# SQLITE_POOL_SIZE=20",
            "# DB_TIMEOUT=<value>",
            "# DB_TIMEOUT=<value>",
        ],
        "{of_enum:?}"
    );
    let json = serde_json::to_value(One::fields()).unwrap();
    assert_eq!(
        json[0]["pool"][1],
        serde_json::json!({
            "option": "idle_timeout", "variable": "DATABASE_IDLE_TIMEOUT", "unit": "seconds", "default": null,
        })
    );
}

/// Each of these names the variable itself, so that one value is meant for both.
#[test]
fn fields_and_options_can_share_an_own_variable() {
    #[derive(DatabaseConfig)]
    #[database(max_connections(env = "DB_POOL_SIZE"))]
    enum Sized {
        Postgres(Orders),
    }
    #[derive(DatabaseConfig)]
    struct Shared {
        #[database(
            env = "PRIMARY_URL",
            max_connections(env = "DB_SIZE"),
            min_connections(env = "DB_SIZE"),
            acquire_timeout(env = "DB_TIMEOUT", unit = "s"),
            idle_timeout(env = "DB_TIMEOUT", unit = "s")
        )]
        primary: Orders,
        #[database(env = "REPLICA_URL", acquire_timeout(env = "DB_TIMEOUT", unit = "s"))]
        replica: Option<Orders>,
        #[database(env = "FIRST_URL")]
        first: Option<Sized>,
        #[database(env = "SECOND_URL")]
        second: Option<Sized>,
        // The variable is derived for another field of the same URL.
        migrations: Option<Orders>,
        #[database(max_connections(env = "DATABASE_MAX_CONNECTIONS", default = 2))]
        jobs: Option<Orders>,
    }
    let source = [
        ("PRIMARY_URL", URL.1),
        ("REPLICA_URL", URL.1),
        ("FIRST_URL", URL.1),
        ("SECOND_URL", URL.1),
        URL,
        ("DB_SIZE", "5"),
        ("DB_TIMEOUT", "7"),
        ("DB_POOL_SIZE", "6"),
        ("DATABASE_MAX_CONNECTIONS", "9"),
    ];
    let config = Shared::from_source(&source).unwrap();
    let (primary, replica) = (config.primary.1, config.replica.unwrap().1);
    assert_eq!((primary.max_connections(), primary.min_connections()), (Some(5), Some(5)));
    let seconds = Some(Duration::from_secs(7));
    assert_eq!([primary.acquire_timeout(), replica.acquire_timeout()], [seconds; 2]);
    assert_eq!(primary.idle_timeout(), Some(seconds));
    for store in [config.first, config.second] {
        let Sized::Postgres((_, pool)) = store.unwrap();
        assert_eq!(pool.max_connections(), Some(6));
    }
    let sizes = [config.migrations, config.jobs].map(|orders| orders.unwrap().1.max_connections());
    assert_eq!(sizes, [Some(9); 2]);
}

#[test]
fn a_generic_type_has_own_variables() {
    #[derive(DatabaseConfig)]
    #[database(max_connections(env = "ENUM_SIZE"))]
    enum Generic<T> {
        Any(T),
    }
    #[derive(DatabaseConfig)]
    struct Both<T> {
        #[database(max_connections(env = "OWN_SIZE"))]
        own: T,
        #[database(env = "OTHER_URL")]
        other: Generic<T>,
    }
    let source = [URL, ("OTHER_URL", URL.1), ("OWN_SIZE", "3"), ("ENUM_SIZE", "4")];
    let Both { own, other: Generic::Any(other) } = Both::<Orders>::from_source(&source).unwrap();
    assert_eq!([own, other].map(|orders| orders.1.max_connections()), [Some(3), Some(4)]);
}

#[test]
fn a_wrong_value_is_reported_although_the_url_is_missing() {
    let error = Config::from_source(&[("DB_POOL_SIZE", "many")]).unwrap_err();
    let missing = ("DATABASE_URL", "orders", ProblemKind::Missing);
    assert_eq!(problems(&error), [missing, ("DB_POOL_SIZE", "orders", ProblemKind::InvalidValue)]);
}

#[cfg(unix)]
#[test]
fn an_own_variable_reaches_a_pool() {
    #[derive(DatabaseConfig)]
    struct Pool {
        #[database(max_connections(env = "DB_POOL_SIZE"))]
        orders: Connect<sqlx::PgPool>,
    }
    let orders = Pool::from_source(&[URL, ("DB_POOL_SIZE", "7")]).unwrap().orders;
    assert_eq!(orders.settings().1.get_max_connections(), 7);
}

/// vaultwarden's database: a SQLite file in its data directory, or a server.
#[test]
fn the_variables_of_vaultwarden_are_read() {
    fn in_data_folder() -> String {
        "sqlite://data/db.sqlite3".to_owned()
    }
    #[derive(DatabaseConfig)]
    #[database(
        max_connections(env = "DATABASE_MAX_CONNS", default = 10),
        min_connections(env = "DATABASE_MIN_CONNS", default = 2),
        idle_timeout(unit = "s", default = "600s"),
        acquire_timeout(env = "DATABASE_TIMEOUT", unit = "s", default = "30s")
    )]
    enum Database {
        Sqlite((PoolSettings, std::path::PathBuf)),
        MySql((PoolSettings, sqlx::mysql::MySqlConnectOptions)),
        Postgres((PoolSettings, sqlx::postgres::PgConnectOptions)),
    }
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(default_with = in_data_folder)]
        database: Database,
        #[database(env = "ENABLE_DB_WAL", parse, default = "true")]
        enable_db_wal: bool,
        #[database(env = "DB_CONNECTION_RETRIES", parse, default = "15")]
        retries: u32,
        #[database(env = "DATABASE_CONN_INIT", parse, empty_as_none)]
        init: Option<String>,
    }
    let limits = |pool: &PoolSettings| {
        (pool.max_connections(), pool.min_connections(), pool.idle_timeout().flatten(), pool.acquire_timeout())
    };
    let seconds = |seconds| Some(Duration::from_secs(seconds));

    let Database::Sqlite((pool, path)) = Config::from_source(&[("OTHER", "")]).unwrap().database else {
        panic!("not SQLite");
    };
    assert_eq!(path, std::path::Path::new("data/db.sqlite3"));
    assert_eq!(limits(&pool), (Some(10), Some(2), seconds(600), seconds(30)));

    let template = [
        ("DATABASE_URL", "mysql://user:password@localhost:3306/database_name"),
        ("DATABASE_MAX_CONNS", "20"),
        ("DATABASE_MIN_CONNS", "3"),
        ("DATABASE_IDLE_TIMEOUT", "300"),
        ("DATABASE_TIMEOUT", "40"),
        ("ENABLE_DB_WAL", "false"),
        ("DB_CONNECTION_RETRIES", "5"),
        ("DATABASE_CONN_INIT", ""),
    ];
    let loaded = Config::load(&template).unwrap();
    assert_eq!(loaded.warnings, []);
    let Config { database: Database::MySql((pool, options)), enable_db_wal: false, retries: 5, init: None } =
        loaded.config
    else {
        panic!("{}", loaded.report);
    };
    assert_eq!(limits(&pool), (Some(20), Some(3), seconds(300), seconds(40)));
    assert_eq!(options.get_database(), Some("database_name"));
    let Database::Postgres((_, options)) =
        Database::from_source(&[("DATABASE_URL", "postgresql://user:password@host/database_name")]).unwrap()
    else {
        panic!("not PostgreSQL");
    };
    assert_eq!(options.get_host(), "host");
}

/// crates.io's databases: a primary and an optional replica, which share a time limit.
#[test]
fn the_variables_of_crates_io_are_read() {
    #[derive(DatabaseConfig)]
    struct DatabasePools {
        #[database(
            max_connections(env = "DB_PRIMARY_ASYNC_POOL_SIZE", default = 3),
            min_connections(env = "DB_PRIMARY_MIN_IDLE"),
            acquire_timeout(env = "DB_TIMEOUT", unit = "s", default = "30s"),
            schemes("postgres")
        )]
        primary: Orders,
        #[database(
            env = "READ_ONLY_REPLICA_URL",
            max_connections(env = "DB_REPLICA_ASYNC_POOL_SIZE", default = 3),
            min_connections(env = "DB_REPLICA_MIN_IDLE"),
            acquire_timeout(env = "DB_TIMEOUT", unit = "s", default = "30s"),
            schemes("postgres"),
            empty_as_none
        )]
        replica: Option<Orders>,
        #[database(env = "DB_OFFLINE", parse)]
        offline: Option<String>,
        #[database(env = "READ_ONLY_MODE", parse)]
        read_only: Option<String>,
        #[database(env = "DB_TCP_TIMEOUT_MS", parse, default = "15000")]
        tcp_timeout_ms: u64,
    }
    let source = [
        URL,
        ("READ_ONLY_REPLICA_URL", "postgres://replica.internal/crates_io?sslmode=require"),
        ("DB_PRIMARY_ASYNC_POOL_SIZE", "20"),
        ("DB_PRIMARY_MIN_IDLE", "2"),
        ("DB_REPLICA_MIN_IDLE", "1"),
        ("DB_TIMEOUT", "5"),
        ("DB_OFFLINE", "follower"),
        ("READ_ONLY_MODE", ""),
        ("DB_TCP_TIMEOUT_MS", "1000"),
    ];
    let loaded = DatabasePools::load(&source).unwrap();
    let config = loaded.config;
    let limits = |orders: Orders| (orders.1.max_connections(), orders.1.min_connections(), orders.1.acquire_timeout());
    let wait = Some(Duration::from_secs(5));
    assert_eq!(limits(config.primary), (Some(20), Some(2), wait));
    assert_eq!(limits(config.replica.unwrap()), (Some(3), Some(1), wait));
    assert_eq!((config.offline.as_deref(), config.read_only.as_deref()), (Some("follower"), Some("")));
    assert_eq!(config.tcp_timeout_ms, 1000);

    let lines =
        |text: String| text.lines().filter(|line| line.contains("DB_TIMEOUT")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(DatabasePools::env_example()), ["# DB_TIMEOUT=30s"]);
    let row = "| `DB_TIMEOUT` | duration, or a number of seconds | no | `30s` | A pool option of `DATABASE_URL` and \
               `READ_ONLY_REPLICA_URL`. |";
    assert_eq!(lines(DatabasePools::env_docs()), [row]);

    // Without a replica.
    let config = DatabasePools::from_source(&[URL, ("READ_ONLY_REPLICA_URL", "")]).unwrap();
    assert!(config.replica.is_none());
    assert_eq!(limits(config.primary), (Some(3), None, Some(Duration::from_secs(30))));
}
