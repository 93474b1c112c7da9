//! `#[database(debug)]` derives a `Debug` that shows the values without secrets.

use std::path::PathBuf;

use db_config::{Connect, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, PoolSettings, SqliteFile, TlsPlan};
use diesel::r2d2::ConnectionManager;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;

const README: &str = include_str!("../../../README.md");

#[derive(DatabaseConfig)]
#[database(debug)]
struct Of<T> {
    #[database(env("FIRST_URL", "DATABASE_URL"))]
    database: T,
    #[database(env = "OTHER_URL")]
    other: Option<T>,
    replicas: Vec<T>,
}

/// Lists passwords as they are in the URL, and decoded.
const PASSWORDS: [(&str, &str); 6] = [
    ("S3cr3tPw", "S3cr3tPw"),
    ("p%40S3cr3t", "p@S3cr3t"),
    ("geheimni%C3%9Fvoll", "geheimnißvoll"),
    ("geheimnißvoll", "geheimnißvoll"),
    ("S3cr3t%20more%20W0rds", "S3cr3t more W0rds"),
    ("S3cr3t%22%5C%0A%3A", "S3cr3t\"\\\n:"),
];

#[track_caller]
fn assert_no_secret(shown: &str, raw: &str, decoded: &str) {
    let lower = shown.to_lowercase();
    let debugged = format!("{decoded:?}");
    for piece in [raw, decoded, &debugged[1..debugged.len() - 1], "S3cr3t", "geheimni", "W0rds"] {
        assert!(!lower.contains(&piece.to_lowercase()), "`{piece}` in {shown}");
    }
}

/// Checks both `Debug` forms of the client options with each password. Returns the form of the last password.
fn debug_text<T: FromDatabaseUrl>(url: impl Fn(&str) -> String) -> String {
    let mut last = String::new();
    for (raw, decoded) in PASSWORDS {
        let url = url(raw);
        let source = [("DATABASE_URL", &*url), ("OTHER_URL", &url), ("DATABASE_REPLICA_URLS", &url)];
        let config = Of::<T>::from_source(&source).unwrap_or_else(|error| panic!("{error}"));
        last = format!("{config:?}");
        assert_no_secret(&last, raw, decoded);
        assert_no_secret(&format!("{config:#?}"), raw, decoded);
        let name = std::any::type_name::<T>();
        for part in ["Of { database: ", " from FIRST_URL or DATABASE_URL, other: ", " from OTHER_URL, replicas: ["] {
            assert!(last.contains(part), "{name}: {last}");
        }
        assert!(last.ends_with("] from DATABASE_REPLICA_URLS }"), "{name}: {last}");
    }
    last
}

/// Compares the `Debug` output of the client options, without the names of the variables.
#[track_caller]
fn assert_debug<T: FromDatabaseUrl>(scheme: &str, expected: &str) {
    let at = match scheme {
        "mysql" => "db.example.com:3307",
        "mongodb" => "db.example.com:27018",
        _ => "db.example.com:5433",
    };
    let shown = debug_text::<T>(|password| format!("{scheme}://app:{password}@{at}/orders"));
    let first = shown.strip_prefix("Of { database: ").unwrap();
    let first = first.split(" from FIRST_URL").next().unwrap();
    assert_eq!(first, expected, "{}", std::any::type_name::<T>());
}

#[test]
fn every_postgres_type() {
    let url = "postgres://app:***@db.example.com:5433/orders (TLS require)";
    assert_debug::<DatabaseUrl>("postgres", url);
    assert_debug::<Box<DatabaseUrl>>("postgres", url);
    assert_debug::<(DatabaseUrl, PoolSettings)>("postgres", &format!("{url}, a pool of up to 10 connections"));
    let options = "postgres://app@db.example.com:5433/orders (TLS require)";
    assert_debug::<sqlx::postgres::PgConnectOptions>("postgres", options);
    assert_debug::<sqlx_0_8::postgres::PgConnectOptions>("postgres", options);
    assert_debug::<tokio_postgres::Config>("postgres", options);
    assert_debug::<postgres::Config>("postgres", options);
    assert_debug::<Connect<sqlx::PgPool>>("postgres", &format!("{options}, a pool of 0 to 10 connections"));
    assert_debug::<(sqlx::postgres::PgConnectOptions, sqlx::postgres::PgPoolOptions)>(
        "postgres",
        &format!("{options}, a pool of 0 to 10 connections"),
    );
    assert_debug::<TlsPlan>("postgres", "TLS require: `db.example.com` is outside every network known to be private");
}

/// Types that keep a string. Its form varies, but it shows the redacted password and the TLS mode.
#[test]
fn every_type_that_keeps_a_string() {
    fn server<T: FromDatabaseUrl>(scheme: &str) {
        let shown = debug_text::<T>(|password| format!("{scheme}://app:{password}@db.example.com/orders"));
        let name = std::any::type_name::<T>();
        for part in ["app:***@db.example.com", "/orders", "TLS "] {
            assert!(shown.contains(part), "{name}: {shown}");
        }
    }
    server::<sqlx::any::AnyConnectOptions>("postgres");
    server::<sqlx_0_8::any::AnyConnectOptions>("postgres");
    server::<sqlx::any::AnyConnectOptions>("mysql");
    server::<sea_orm::ConnectOptions>("postgres");
    server::<sea_orm_1_1::ConnectOptions>("mysql");
    server::<deadpool_postgres::Config>("postgres");
    server::<mongodb::options::ConnectionString>("mongodb");
    server::<DieselUrl>("postgres");
    server::<DieselUrl>("mysql");
}

#[test]
fn every_mysql_and_mongodb_type() {
    assert_debug::<DatabaseUrl>("mysql", "mysql://app:***@db.example.com:3307/orders (TLS require)");
    let options = "mysql://app@db.example.com:3307/orders (TLS require)";
    assert_debug::<sqlx::mysql::MySqlConnectOptions>("mysql", options);
    assert_debug::<sqlx_0_8::mysql::MySqlConnectOptions>("mysql", options);
    assert_debug::<mysql_async::Opts>("mysql", options);
    assert_debug::<mysql::Opts>("mysql", options);
    assert_debug::<mongodb::options::ClientOptions>(
        "mongodb",
        "mongodb://app@db.example.com:27018/orders (TLS verify-full)",
    );
}

/// Types that show nothing of their content.
#[test]
fn types_that_show_nothing_of_their_content() {
    assert_debug::<PoolSettings>("postgres", "a pool of up to 10 connections");
    let sqlite = debug_text::<ConnectionManager<diesel::SqliteConnection>>(|_| "sqlite:/app.db".to_owned());
    assert!(sqlite.contains("SQLite"), "{sqlite}");
    let refinery = debug_text::<refinery::config::Config>(|password| {
        format!("postgres://app:{password}@db.example.com/orders?sslmode=disable")
    });
    assert!(refinery.contains("refinery options for Postgres from"), "{refinery}");
    let postgres = debug_text::<r2d2_postgres::PostgresConnectionManager<tokio_postgres::NoTls>>(|password| {
        format!("postgres://app:{password}@localhost/orders")
    });
    assert!(postgres.contains("PostgreSQL"), "{postgres}");
    let mysql =
        debug_text::<r2d2_mysql::MySqlConnectionManager>(|password| format!("mysql://app:{password}@localhost/orders"));
    assert!(mysql.contains("MySQL"), "{mysql}");
    fn manager<C: diesel_async::AsyncConnection + 'static>(scheme: &str)
    where
        AsyncDieselConnectionManager<C>: FromDatabaseUrl,
    {
        debug_text::<AsyncDieselConnectionManager<C>>(|password| format!("{scheme}://app:{password}@localhost/orders"));
    }
    manager::<diesel_async::AsyncPgConnection>("postgres");
    manager::<diesel_async::AsyncMysqlConnection>("mysql");
}

#[test]
fn files() {
    let file = |_: &str| "sqlite:///data/my%20app.db".to_owned();
    for shown in [
        debug_text::<PathBuf>(file),
        debug_text::<SqliteFile>(file),
        debug_text::<sqlx::sqlite::SqliteConnectOptions>(file),
    ] {
        assert!(shown.contains("/data/my app.db") || shown.contains("/data/my%20app.db"), "{shown}");
        assert!(!shown.contains("TLS"), "{shown}");
    }
    let shown = debug_text::<DatabaseUrl>(file);
    assert!(shown.contains("database: sqlite:///data/my%20app.db from"), "{shown}");
}

#[test]
fn secrets_of_the_query() {
    let url = "postgres://app@h.example.com/d?password=S3cr3tPw";
    for (shown, database) in [
        (debug_of::<DatabaseUrl>(url), "postgres://app@h.example.com/d?password=*** "),
        (debug_of::<tokio_postgres::Config>(url), "postgres://app@h.example.com:5432/d "),
    ] {
        assert_no_secret(&shown, "S3cr3tPw", "S3cr3tPw");
        assert!(shown.contains(database) && shown.contains("other: None from OTHER_URL, replicas: [] from"), "{shown}");
    }
}

/// Not every client reveals whether its options contain a password.
#[test]
fn options_do_not_show_whether_there_is_a_password() {
    fn is_the_same<T: FromDatabaseUrl>(scheme: &str) {
        let shown = |user: &str| debug_of::<T>(&format!("{scheme}://{user}@h.example.com/d"));
        assert!(shown("app").contains("//app@h.example.com"), "{}", shown("app"));
        assert_eq!(shown("app:S3cr3tPw"), shown("app"));
    }
    is_the_same::<sqlx::postgres::PgConnectOptions>("postgres");
    is_the_same::<sqlx::mysql::MySqlConnectOptions>("mysql");
    is_the_same::<tokio_postgres::Config>("postgres");
    is_the_same::<mysql_async::Opts>("mysql");
    is_the_same::<mysql::Opts>("mysql");
    is_the_same::<mongodb::options::ClientOptions>("mongodb");
}

fn debug_of<T: FromDatabaseUrl>(url: &str) -> String {
    format!("{:?}", Of::<T>::from_source(&[("FIRST_URL", url), ("DATABASE_REPLICA_URLS", "")]).unwrap())
}

#[derive(DatabaseConfig)]
#[database(debug, prefix = "APP_")]
#[allow(dead_code)]
struct App<T> {
    #[database(flatten, prefix = "SIDE_")]
    side: Of<DatabaseUrl>,
    #[database(flatten, prefix = "STORE_")]
    store: T,
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
    #[database(env = "API_KEY", secret)]
    api_key: Option<String>,
    #[database(env = "KEYS", secret, default = "S3cr3t;S3cr3t", separator = ";")]
    keys: Vec<String>,
    #[database(skip)]
    started: u8,
}

#[derive(DatabaseConfig)]
#[database(debug)]
enum Store {
    File(PathBuf),
    Url(Box<Server>),
}

#[derive(DatabaseConfig)]
#[database(debug)]
enum Server {
    Postgres(sqlx::postgres::PgConnectOptions),
}

#[test]
fn nested_types_have_their_prefixes_and_secrets_are_stars() {
    let source = [
        ("APP_SIDE_FIRST_URL", "postgres://app:S3cr3tPw@localhost/side"),
        ("APP_SIDE_DATABASE_REPLICA_URLS", "postgres://app:S3cr3tPw@a/x,postgres://app:S3cr3tPw@b/x"),
        ("APP_STORE_DATABASE_URL", "postgres://app:S3cr3tPw@localhost/store"),
        ("APP_API_KEY", "S3cr3t"),
    ];
    let app = App::<Store>::from_source(&source).unwrap();
    assert_eq!(app.started, 0);
    assert_eq!(
        format!("{app:?}"),
        "App { side: Of { database: postgres://app:***@localhost/side (TLS prefer) from APP_SIDE_FIRST_URL or \
         APP_SIDE_DATABASE_URL, other: None from APP_SIDE_OTHER_URL, replicas: [postgres://app:***@a/x (TLS prefer), \
         postgres://app:***@b/x (TLS prefer)] from APP_SIDE_DATABASE_REPLICA_URLS }, store: \
         Url(postgres://app@localhost:5432/store (TLS prefer)), port: 8080, api_key: ***, keys: ***, .. }",
    );
}

#[test]
fn strings_are_redacted_and_numbers_are_not() {
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Services {
        #[database(env = "REDIS_URL", parse)]
        redis: String,
        #[database(env = "HOOKS", parse)]
        hooks: Vec<String>,
        #[database(env = "HOME_PAGE", show)]
        home_page: String,
        #[database(env = "FOLDER", parse)]
        folder: PathBuf,
        #[database(env = "NOTHING", parse)]
        nothing: Option<String>,
        #[database(env = "PORTS", parse)]
        ports: Option<Vec<u16>>,
    }

    let source = [
        ("REDIS_URL", "redis://:S3cr3tPw@h/0"),
        ("HOOKS", "https://u:S3cr3tPw@h/x,https://h/y"),
        ("HOME_PAGE", "https://h/z"),
        ("FOLDER", "S3cr3t"),
        ("PORTS", "1,2"),
    ];
    let config = Services::from_source(&source).unwrap();
    assert_eq!(
        format!("{config:?}"),
        r#"Services { redis: ***, hooks: ***, home_page: "https://h/z", folder: ***, nothing: ***, ports: Some([1, 2]) }"#
    );
    assert!(!format!("{config:#?}").contains("S3cr3t"));
}

#[test]
fn a_default_is_among_the_sources() {
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Config {
        #[database(env("A_URL", "B_URL"), default = "sqlite:x.db")]
        file: DatabaseUrl,
    }

    let config = Config::from_source(&[("OTHER", "")]).unwrap();
    assert_eq!(format!("{config:?}"), "Config { file: sqlite:x.db from A_URL or B_URL or default }");
}

#[test]
fn a_config_of_several_clients_on_fly_io() {
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Config {
        orders: sqlx::postgres::PgConnectOptions,
        #[database(env = "EVENTS_URL", default = "mongodb://localhost/events")]
        events: mongodb::options::ConnectionString,
        #[database(env("CACHE_DATABASE_URL", "CACHE_URL"))]
        cache: Option<PathBuf>,
    }

    let source = [("DATABASE_URL", "postgres://app:S3cr3tPw@db.internal/orders"), ("FLY_APP_NAME", "shop")];
    assert_eq!(
        format!("{:?}", Config::from_source(&source).unwrap()),
        "Config { orders: postgres://app@db.internal:5432/orders (TLS off) from DATABASE_URL, \
         events: mongodb://localhost:27017/events?tls=false (TLS off) from EVENTS_URL or default, \
         cache: None from CACHE_DATABASE_URL or CACHE_URL }"
    );
}

#[test]
fn the_readme_shows_the_debug_output_of_its_example() {
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Config {
        #[database(default = "sqlite://hello.db", max_connections = 5)]
        database: Connect<sqlx::SqlitePool>,
    }

    let shown = format!("{:?}", Config::from_source(&[("OTHER", "")]).unwrap());
    assert!(README.lines().any(|line| line == shown), "{shown}");
}

/// The example has `orders` and `events`.
#[test]
fn the_readme_shows_the_report_at_startup() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        orders: sqlx::postgres::PgConnectOptions,
        #[database(env = "EVENTS_URL")]
        events: mongodb::options::ConnectionString,
    }

    let source = [("DATABASE_URL", "mysql://app:S3cr3tPw@db.internal/app")];
    let report = Config::from_source(&source).err().unwrap().to_string();
    assert!(README.contains(&format!("```text\n{}\n```\n", report.trim_end())), "{report}");
}
