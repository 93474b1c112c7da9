//! Each type supports exactly the pool options that it claims. An option either changes the built value or is a
//! warning. A `DatabaseUrl` and a `TlsPlan` support no pool option.

#![allow(clippy::large_enum_variant)]

use std::path::PathBuf;

use db_config::{
    Backend, Backends, Capabilities, Connect, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, MigrationTiming,
    PoolSettings, SqliteFile, TlsPlan, WarningKind,
};
use diesel::SqliteConnection;
use diesel::r2d2::ConnectionManager;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;

#[derive(DatabaseConfig)]
struct Config<T: FromDatabaseUrl> {
    database: T,
}

/// Lists each option with its variable, and with a value that is not a client's default value.
const OPTIONS: [(&str, &str, &str, Capabilities); 9] = [
    ("max_connections", "DATABASE_MAX_CONNECTIONS", "19", Capabilities::MAX_CONNECTIONS),
    ("min_connections", "DATABASE_MIN_CONNECTIONS", "3", Capabilities::MIN_CONNECTIONS),
    ("acquire_timeout", "DATABASE_ACQUIRE_TIMEOUT", "11s", Capabilities::ACQUIRE_TIMEOUT),
    ("connect_timeout", "DATABASE_CONNECT_TIMEOUT", "13s", Capabilities::CONNECT_TIMEOUT),
    ("idle_timeout", "DATABASE_IDLE_TIMEOUT", "17s", Capabilities::IDLE_TIMEOUT),
    ("max_lifetime", "DATABASE_MAX_LIFETIME", "23s", Capabilities::MAX_LIFETIME),
    ("statement_timeout", "DATABASE_STATEMENT_TIMEOUT", "2900ms", Capabilities::STATEMENT_TIMEOUT),
    ("busy_timeout", "DATABASE_BUSY_TIMEOUT", "3100ms", Capabilities::BUSY_TIMEOUT),
    ("wait", "DATABASE_WAIT", "29s", Capabilities::WAIT),
];

const URLS: [(Backend, &str); 5] = [
    (Backend::Postgres, "postgres://u:p@localhost:5432/d"),
    (Backend::MySql, "mysql://u:p@localhost:3306/d"),
    (Backend::Sqlite, "sqlite:///tmp/app.db"),
    (Backend::MongoDb, "mongodb://u:p@localhost:27017/d"),
    (Backend::Redis, "redis://u:p@localhost:6379/1"),
];

const POOL: &[&str] = &["max_connections", "min_connections", "acquire_timeout", "idle_timeout", "max_lifetime"];
const POOL_AND_CONNECT: &[&str] =
    &["max_connections", "min_connections", "acquire_timeout", "connect_timeout", "idle_timeout", "max_lifetime"];
const MONGODB: &[&str] = &["max_connections", "min_connections", "connect_timeout", "idle_timeout"];
const TIMEOUTS: &[&str] = &["connect_timeout", "statement_timeout"];

/// Checks one type for each of its databases. `show` returns its options as a string.
///
/// An option that the type supports changes this string and is in `CAPABILITIES` and in the report. Every other option
/// is a warning.
fn check<T: FromDatabaseUrl>(name: &str, show: impl Fn(&T) -> String, supported: &[(Backend, &[&str])]) {
    let backends =
        supported.iter().fold(Backends::EMPTY, |all, (backend, _)| all.union(Backends::from_slice(&[*backend])));
    assert_eq!(backends, T::BACKENDS, "{name}");
    let base = if T::BACKENDS == Backends::REDIS { "REDIS" } else { "DATABASE" };
    for (backend, options) in supported {
        let (_, url) = URLS.iter().find(|(of, _)| of == backend).unwrap();
        let url = (format!("{base}_URL"), *url);
        let plain = Config::<T>::from_source(std::slice::from_ref(&url)).unwrap_or_else(|error| panic!("{error}"));
        for (option, variable, value, capabilities) in OPTIONS {
            let variable = variable.replace("DATABASE", base);
            let source = [url.clone(), (variable.clone(), value)];
            let place = format!("{name}, {backend:?}, {option}");
            let is_supported = options.contains(&option);
            let loaded = Config::<T>::load(&source).unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(show(&loaded.config.database) != show(&plain.database), is_supported, "{place}: the effect");
            assert_eq!(
                T::CAPABILITIES.only(Backends::from_slice(&[*backend])).contains(capabilities),
                is_supported,
                "{place}: `CAPABILITIES`"
            );
            let report = Config::<T>::report(&source).unwrap();
            let pool = report.entries()[0].database().unwrap().pool();
            let expected = if is_supported { vec![(option, value.to_owned())] } else { Vec::new() };
            assert_eq!(pool, expected, "{place}: the report");
            let warning = WarningKind::Unsupported { parameter: variable };
            let has_warning = loaded.warnings.iter().any(|other| *other.kind() == warning);
            assert_eq!(has_warning, !is_supported, "{place}: {:?}", loaded.warnings);
        }
    }
}

/// Checks a type whose `Debug` shows all its options.
macro_rules! check {
    ($ty:ty: $($supported:expr),*) => {
        check::<$ty>(stringify!($ty), |built| format!("{built:?}"), &[$($supported),*])
    };
}

/// Checks the options that a pool is opened with, and the time that it waits.
macro_rules! connect {
    ($name:literal, $pool:ty: $($supported:expr),*) => {
        let show = |connect: &Connect<$pool>| format!("{:?} {:?}", connect.settings(), connect.wait());
        check::<Connect<$pool>>($name, show, &[$($supported),*])
    };
}

const fn postgres<'a>(options: &'a [&'a str]) -> (Backend, &'a [&'a str]) {
    (Backend::Postgres, options)
}

const fn mysql<'a>(options: &'a [&'a str]) -> (Backend, &'a [&'a str]) {
    (Backend::MySql, options)
}

const fn sqlite<'a>(options: &'a [&'a str]) -> (Backend, &'a [&'a str]) {
    (Backend::Sqlite, options)
}

const fn mongodb<'a>(options: &'a [&'a str]) -> (Backend, &'a [&'a str]) {
    (Backend::MongoDb, options)
}

const fn redis<'a>(options: &'a [&'a str]) -> (Backend, &'a [&'a str]) {
    (Backend::Redis, options)
}

#[test]
fn types_without_a_client() {
    check!(DatabaseUrl: postgres(&[]), mysql(&[]), sqlite(&[]), mongodb(&[]), redis(&[]));
    check!(Box<DatabaseUrl>: postgres(&[]), mysql(&[]), sqlite(&[]), mongodb(&[]), redis(&[]));
    check!(TlsPlan: postgres(&[]), mysql(&[]), sqlite(&[]), mongodb(&[]), redis(&[]));
    check!(MigrationTiming: postgres(&[]), mysql(&[]), sqlite(&[]), mongodb(&[]), redis(&[]));
    check!(PathBuf: sqlite(&[]));
    check!(SqliteFile: sqlite(&["busy_timeout"]));
    let of_mongodb = &["max_connections", "min_connections", "idle_timeout"];
    check!(PoolSettings: postgres(POOL), mysql(POOL), sqlite(POOL), mongodb(of_mongodb), redis(POOL));
    check!((DatabaseUrl, PoolSettings): postgres(POOL), mysql(POOL), sqlite(POOL), mongodb(of_mongodb), redis(POOL));
    check!(((TlsPlan, SqliteFile), Box<PoolSettings>): sqlite(&[POOL, &["busy_timeout"]].concat()));
}

#[test]
fn sqlx_and_sea_orm() {
    macro_rules! version {
        ($sqlx:ident, $sea_orm:ident) => {{
            use $sqlx::any::{AnyConnectOptions, AnyPoolOptions};
            use $sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions};
            use $sqlx::postgres::{PgConnectOptions, PgPoolOptions};
            use $sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
            check!(PgConnectOptions: postgres(&["statement_timeout"]));
            check!(MySqlConnectOptions: mysql(&[]));
            check!(SqliteConnectOptions: sqlite(&["busy_timeout"]));
            check!(AnyConnectOptions: postgres(&["statement_timeout"]), mysql(&[]), sqlite(&[]));
            let pools = [postgres(POOL_AND_CONNECT), mysql(POOL_AND_CONNECT), sqlite(POOL_AND_CONNECT)];
            check!(PgPoolOptions: pools[0], pools[1], pools[2]);
            check!(MySqlPoolOptions: pools[0], pools[1], pools[2]);
            check!(SqlitePoolOptions: pools[0], pools[1], pools[2]);
            check!(AnyPoolOptions: pools[0], pools[1], pools[2]);
            let of_postgres = [POOL_AND_CONNECT, &["statement_timeout"]].concat();
            let of_sqlite = [POOL_AND_CONNECT, &["busy_timeout"]].concat();
            check!((PgConnectOptions, PgPoolOptions): postgres(&of_postgres));
            check!((DatabaseUrl, $sea_orm::ConnectOptions): postgres(&of_postgres), pools[1], pools[2]);
            let waits = [&of_postgres[..], &["wait"]].concat();
            let mysql_waits = [POOL_AND_CONNECT, &["wait"]].concat();
            connect!("PgPool", $sqlx::PgPool: postgres(&waits));
            connect!("MySqlPool", $sqlx::MySqlPool: mysql(&mysql_waits));
            connect!("SqlitePool", $sqlx::SqlitePool: sqlite(&of_sqlite));
            connect!("AnyPool", $sqlx::AnyPool: postgres(&waits), mysql(&mysql_waits), pools[2]);
            type Sea = $sea_orm::DatabaseConnection;
            connect!("DatabaseConnection", Sea: postgres(&waits), mysql(&mysql_waits), pools[2]);
        }};
    }
    version!(sqlx, sea_orm);
    version!(sqlx_0_8, sea_orm_1_1);
}

/// A manager shows only the URL or the client options that it connects with.
#[test]
fn diesel() {
    let text = |url: &DieselUrl| url.expose_secret().to_owned();
    check::<DieselUrl>("DieselUrl", text, &[postgres(TIMEOUTS), mysql(&[]), sqlite(&[])]);
    let of_postgres = [TIMEOUTS, POOL].concat();
    type Both = (DatabaseUrl, (DieselUrl, PoolSettings));
    let show = |(_, (url, pool)): &Both| format!("{} {pool:?}", url.expose_secret());
    check::<Both>("A28", show, &[postgres(&of_postgres), mysql(POOL), sqlite(POOL)]);
    type Lite = (ConnectionManager<SqliteConnection>, (PoolSettings, SqliteFile));
    let show = |(_, settings): &Lite| format!("{settings:?}");
    check::<Lite>("r2d2", show, &[sqlite(&[POOL, &["busy_timeout"]].concat())]);
    type Async = (AsyncDieselConnectionManager<SyncConnectionWrapper<SqliteConnection>>, PoolSettings);
    check::<Async>("bb8", |(_, pool)| format!("{pool:?}"), &[sqlite(POOL)]);
}

/// The timeouts of a manager's connections are tested on connections, in `diesel.rs` and below.
#[test]
fn managers() {
    let of = |capabilities: Capabilities| {
        OPTIONS.into_iter().filter(move |option| capabilities.contains(option.3)).map(|option| option.0)
    };
    let of = |capabilities: Capabilities| of(capabilities).collect::<Vec<_>>();
    let lost: [&str; 0] = [];
    assert_eq!(of(ConnectionManager::<SqliteConnection>::CAPABILITIES), lost);
    assert_eq!(of(AsyncDieselConnectionManager::<SyncConnectionWrapper<SqliteConnection>>::CAPABILITIES), lost);
    assert_eq!(of(AsyncDieselConnectionManager::<diesel_async::AsyncMysqlConnection>::CAPABILITIES), lost);
    assert_eq!(of(AsyncDieselConnectionManager::<diesel_async::AsyncPgConnection>::CAPABILITIES), TIMEOUTS);
    assert_eq!(of(r2d2_postgres::PostgresConnectionManager::<tokio_postgres::NoTls>::CAPABILITIES), TIMEOUTS);
    assert_eq!(of(r2d2_mysql::MySqlConnectionManager::CAPABILITIES), ["connect_timeout"]);
}

#[test]
fn the_others() {
    check!(tokio_postgres::Config: postgres(TIMEOUTS));
    check!(postgres::Config: postgres(TIMEOUTS));
    let of_deadpool = [TIMEOUTS, &["max_connections", "acquire_timeout"]].concat();
    check!(deadpool_postgres::Config: postgres(&of_deadpool));
    check!((deadpool_postgres::Config, TlsPlan): postgres(&of_deadpool));
    let of_mysql_async = ["max_connections", "min_connections", "idle_timeout", "max_lifetime"];
    check!(mysql_async::Opts: mysql(&of_mysql_async));
    connect!("mysql_async's pool", mysql_async::Pool: mysql(&[&of_mysql_async[..], &["wait"]].concat()));
    let of_mysql = ["max_connections", "min_connections", "connect_timeout"];
    check!(mysql::Opts: mysql(&of_mysql));
    connect!("mysql's pool", mysql::Pool: mysql(&[&of_mysql[..], &["wait"]].concat()));
    check!(mongodb::options::ConnectionString: mongodb(MONGODB));
    check!(mongodb::options::ClientOptions: mongodb(MONGODB));
    connect!("mongodb's client", mongodb::Client: mongodb(&[MONGODB, &["wait"]].concat()));
    check!(refinery::config::Config: postgres(TIMEOUTS), mysql(&[]), sqlite(&[]));
    check!(::redis::ConnectionInfo: redis(&[]));
    check!(::redis::Client: redis(&[]));
    let of_deadpool = ["max_connections", "acquire_timeout"];
    check!(deadpool_redis::Config: redis(&of_deadpool));
    connect!("deadpool-redis' pool", deadpool_redis::Pool: redis(&[&of_deadpool[..], &["wait"]].concat()));
    check!(::redis::aio::ConnectionManagerConfig: redis(&["connect_timeout"]));
    check!(fred::types::config::Config: redis(&[]));
    check!(fred::types::config::ConnectionConfig: redis(&["connect_timeout"]));
    connect!("fred's client", fred::clients::Client: redis(&["connect_timeout", "wait"]));
    connect!("fred's pool", fred::clients::Pool: redis(&["max_connections", "connect_timeout", "wait"]));
    connect!("redis' manager", ::redis::aio::ConnectionManager: redis(&["connect_timeout", "wait"]));
}

/// An enum supports the options of the variant that the URL selects.
#[test]
fn an_enum() {
    #[derive(DatabaseConfig, Debug)]
    enum Store {
        Sqlite(SqliteFile),
        Postgres(Box<tokio_postgres::Config>),
        MySql((mysql_async::Opts, PoolSettings)),
    }
    #[derive(DatabaseConfig, Debug)]
    enum Outer {
        Store(Store),
        MongoDb((mongodb::options::ClientOptions, TlsPlan)),
    }
    let each = [postgres(TIMEOUTS), mysql(POOL), sqlite(&["busy_timeout"])];
    check!(Store: each[0], each[1], each[2]);
    check!((Store, TlsPlan): each[0], each[1], each[2]);
    check!(Outer: each[0], each[1], each[2], mongodb(MONGODB));
}

fn warnings<C: DatabaseConfig>(source: &[(&str, &str)]) -> Vec<String> {
    C::warnings(source).unwrap().iter().map(ToString::to_string).collect()
}

/// The application reads these options from the URL.
#[test]
fn parameters_of_a_url_are_no_warning_on_a_field_that_keeps_it() {
    let urls = [
        "postgres://u@localhost/d?connection_limit=5&pool_timeout=2&connect_timeout=3&pgbouncer=true",
        "mysql://u@localhost/d?max_lifetime=5&statement_cache_size=6",
        "sqlite:///tmp/app.db?busy_timeout=500&pool=2",
        "mongodb://localhost/d?connection_limit=5",
    ];
    for url in urls {
        let source = [("DATABASE_URL", url)];
        assert_eq!(warnings::<Config<DatabaseUrl>>(&source), [""; 0], "{url}");
        assert_eq!(warnings::<Config<(TlsPlan, Box<DatabaseUrl>)>>(&source), [""; 0], "{url}");
        let parsed: DatabaseUrl = url.parse().unwrap();
        assert_eq!(parsed.warnings(DatabaseUrl::capabilities(&parsed)), [], "{url}");
        assert_ne!(warnings::<Config<TlsPlan>>(&source), [""; 0], "{url}");
        let report = Config::<DatabaseUrl>::report(&source).unwrap();
        assert_eq!(report.entries()[0].database().unwrap().pool(), [], "it is not used here: {url}");
    }
    let kept = Config::<DatabaseUrl>::from_source(&[("DATABASE_URL", urls[0])]).unwrap().database;
    assert!(kept.query_pairs().any(|pair| pair == ("connection_limit", "5")));
    // A variable of libpq adds to the URL and is not a warning.
    let source = [("DATABASE_URL", "postgres://u@localhost/d"), ("PGCONNECT_TIMEOUT", "5"), ("PGKRBSRVNAME", "x")];
    assert_eq!(warnings::<Config<DatabaseUrl>>(&source), [""; 0]);
    assert_eq!(warnings::<Config<TlsPlan>>(&source).len(), 2);
    // A parameter of another tool is still a warning.
    assert_eq!(warnings::<Config<DatabaseUrl>>(&[("DATABASE_URL", "mysql://u@localhost/d?parseTime=true")]).len(), 1);
}

#[test]
fn a_variable_that_no_field_uses_is_a_warning() {
    let source = [("DATABASE_URL", "postgres://u@localhost/d"), ("DATABASE_MAX_CONNECTIONS", "5")];
    let lost = [
        "DATABASE_URL (field `database`): ignoring `DATABASE_MAX_CONNECTIONS`: the field type does not support it; remove it, \
         or use a client or pool that supports it",
    ];
    assert_eq!(warnings::<Config<DatabaseUrl>>(&source), lost);
    assert_eq!(warnings::<Config<TlsPlan>>(&source), lost);
    assert_eq!(warnings::<Config<(DatabaseUrl, PoolSettings)>>(&source), [""; 0]);
    // Pool settings that the application makes from this URL do not include the variable.
    let url = Config::<DatabaseUrl>::from_source(&source).unwrap().database;
    assert_eq!(PoolSettings::from_database_url(&url).unwrap().max_connections(), None);
}

#[test]
fn a_variable_that_another_field_uses_is_no_warning() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Own {
        orders: DatabaseUrl,
        #[database(env = "DATABASE_MAX_CONNECTIONS", parse, default = "20")]
        most: u32,
    }
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Inner {
        pool: Option<PoolSettings>,
    }
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Shared {
        orders: DatabaseUrl,
        #[database(flatten)]
        inner: Inner,
        store: Store,
    }
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    enum Store {
        Sqlite((SqliteFile, PoolSettings)),
        Postgres((sqlx::postgres::PgConnectOptions, DatabaseUrl)),
    }

    let source = [("DATABASE_URL", "postgres://u@localhost/d"), ("DATABASE_MAX_CONNECTIONS", "5")];
    assert_eq!(warnings::<Own>(&source), [""; 0]);
    assert_eq!(warnings::<Shared>(&source), [""; 0]);
    let lost = [source[0], ("DATABASE_CONNECT_TIMEOUT", "5s")];
    assert_eq!(warnings::<Own>(&lost).len(), 1);
    assert_eq!(warnings::<Shared>(&lost).len(), 3, "{:?}", warnings::<Shared>(&lost));
}

/// The application must set `busy_timeout` on Diesel's connection, with the help of `SqliteFile`.
#[test]
fn diesels_sqlite_connection_has_the_timeout_of_a_sqlite_file() {
    use diesel::connection::SimpleConnection;
    use diesel::r2d2::ManageConnection;
    use diesel::{QueryableByName, RunQueryDsl};

    #[derive(QueryableByName)]
    struct Timeout {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        timeout: i32,
    }
    type Lite = (ConnectionManager<SqliteConnection>, SqliteFile);
    let source = [("DATABASE_URL", "sqlite::memory:"), ("DATABASE_BUSY_TIMEOUT", "5s")];
    let (manager, file) = Config::<Lite>::from_source(&source).unwrap().database;
    let mut connection = manager.connect().unwrap();
    let timeout = |connection: &mut SqliteConnection| {
        diesel::sql_query("pragma busy_timeout").get_result::<Timeout>(connection).unwrap().timeout
    };
    assert_eq!(timeout(&mut connection), 0);
    connection.batch_execute(&file.pragmas()).unwrap();
    assert_eq!(timeout(&mut connection), 5000);
}

/// refinery makes its own URL from its config.
#[cfg(unix)]
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn refinerys_statements_are_cancelled_after_their_time() {
    use refinery::{Migration, Runner};

    let url = tests::pools::postgres("refinery");
    let source = [("DATABASE_URL", &*url), ("DATABASE_STATEMENT_TIMEOUT", "200ms")];
    let mut config = Config::<refinery::config::Config>::from_source(&source).unwrap().database;
    let migration = Migration::unapplied("V1__sleep", "select pg_sleep(5)").unwrap();
    let mut runner = Runner::new(&[migration]);
    runner.set_migration_table_name("sleeps");
    let error = runner.run_async(&mut config).await.unwrap_err();
    assert!(format!("{error:?}").contains("statement timeout"), "{error:?}");
}

/// The server accepts the connection and never answers.
#[cfg(feature = "libpq")]
#[test]
fn diesels_connections_to_postgres_give_up() {
    use diesel::PgConnection;
    use diesel::r2d2::ManageConnection;
    use std::time::{Duration, Instant};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://u:p@{}/d?sslmode=disable", listener.local_addr().unwrap());
    let source = [("DATABASE_URL", &*url), ("DATABASE_CONNECT_TIMEOUT", "2s")];
    let manager = Config::<ConnectionManager<PgConnection>>::from_source(&source).unwrap().database;
    let start = Instant::now();
    let error = manager.connect().err().expect("no server answers");
    assert!(start.elapsed() < Duration::from_secs(20), "{error}");
    assert!(error.to_string().contains("timeout expired"), "{error}");
}
