//! db-config rejects values that make a pool panic. Every value that it accepts opens a pool.

use std::panic::AssertUnwindSafe;

use db_config::{Connect, DatabaseConfig, FromDatabaseUrl, PoolSettings, ProblemKind};
use diesel::SqliteConnection;
use diesel::r2d2::ConnectionManager;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;

#[derive(DatabaseConfig)]
struct Config<T: FromDatabaseUrl> {
    #[database(env = "DATABASE_URL")]
    database: T,
}

/// Returns the pool options as variables next to the URL.
fn variables(url: &str, options: &[(&str, &str)]) -> Vec<(String, String)> {
    let variable =
        |(option, value): &(&str, &str)| (format!("DATABASE_{}", option.to_ascii_uppercase()), (*value).to_owned());
    [("DATABASE_URL".to_owned(), url.to_owned())].into_iter().chain(options.iter().map(variable)).collect()
}

/// Returns the pool options as query parameters of the URL.
fn in_url(url: &str, options: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(option, value): &(&str, &str)| format!("{option}={}", value.trim_end_matches('s'));
    let query: Vec<String> = options.iter().map(pair).collect();
    vec![("DATABASE_URL".to_owned(), format!("{url}?{}", query.join("&")))]
}

const POSTGRES: &str = "postgres://u:hunter2@localhost/d";
const MYSQL: &str = "mysql://u:hunter2@localhost/d";
const MONGODB: &str = "mongodb://u:hunter2@localhost/d";
const REDIS: &str = "redis://u:hunter2@localhost";
const MEMORY: &str = "sqlite::memory:";

type R2d2 = (ConnectionManager<SqliteConnection>, PoolSettings);
type Bb8 = (AsyncDieselConnectionManager<SyncConnectionWrapper<SqliteConnection>>, PoolSettings);

/// Asserts that db-config rejects the pool options as invalid values, as variables and as query parameters.
fn rejected<T: FromDatabaseUrl>(url: &str, options: &[(&str, &str)], wanted: &str) {
    for source in [variables(url, options), in_url(url, options)] {
        let error = Config::<T>::from_source(&source).err().unwrap_or_else(|| panic!("{source:?} is accepted"));
        let [problem] = error.problems() else { panic!("{error}") };
        assert!(matches!(problem.kind(), ProblemKind::InvalidValue | ProblemKind::Unsupported), "{error}");
        assert!(problem.message().contains(wanted), "{source:?}: {error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

/// Calls the macro with each type that has a pool, and a URL for it.
macro_rules! every_pool {
    ($each:ident) => {
        $each!(sqlx::postgres::PgPoolOptions, POSTGRES);
        $each!((sqlx::postgres::PgConnectOptions, sqlx::postgres::PgPoolOptions), POSTGRES);
        $each!(Connect<sqlx::PgPool>, POSTGRES);
        $each!(Connect<sqlx::MySqlPool>, MYSQL);
        $each!(Connect<sqlx::SqlitePool>, MEMORY);
        $each!(Connect<sqlx::AnyPool>, MYSQL);
        $each!(sqlx_0_8::postgres::PgPoolOptions, POSTGRES);
        $each!(Connect<sqlx_0_8::PgPool>, POSTGRES);
        $each!(Connect<sqlx_0_8::AnyPool>, MEMORY);
        $each!(sea_orm::ConnectOptions, MYSQL);
        $each!(Connect<sea_orm::DatabaseConnection>, POSTGRES);
        $each!(sea_orm_1_1::ConnectOptions, POSTGRES);
        $each!(Connect<sea_orm_1_1::DatabaseConnection>, MEMORY);
        $each!(mysql_async::Opts, MYSQL);
        $each!(Connect<mysql_async::Pool>, MYSQL);
        $each!(mysql::Opts, MYSQL);
        $each!(Connect<mysql::Pool>, MYSQL);
        $each!(Connect<r2d2_mysql::r2d2::Pool<r2d2_mysql::MySqlConnectionManager>>, MYSQL);
        $each!(Connect<r2d2_mysql::r2d2::Pool<redis::Client>>, REDIS);
        $each!(Connect<bb8_postgres::bb8::Pool<redis::Client>>, REDIS);
        $each!(mongodb::options::ClientOptions, MONGODB);
        $each!(mongodb::options::ConnectionString, MONGODB);
        $each!(Connect<mongodb::Client>, MONGODB);
        $each!(PoolSettings, POSTGRES);
        $each!(R2d2, MEMORY);
        $each!(Bb8, MEMORY);
    };
}

#[test]
fn no_pool_is_without_connections() {
    macro_rules! each {
        ($target:ty, $url:expr) => {
            rejected::<$target>($url, &[("max_connections", "0")], "must be at least 1");
            rejected::<$target>($url, &[("max_connections", "0"), ("min_connections", "0")], "must be at least 1");
        };
    }
    every_pool!(each);
    each!(deadpool_postgres::Config, POSTGRES);
}

/// These pools reserve memory for each connection, which would be hundreds of gigabytes.
#[test]
fn no_pool_is_larger_than_any_server_supports() {
    macro_rules! each {
        ($target:ty, $url:expr) => {
            rejected::<$target>($url, &[("max_connections", "4294967295")], "must be at most 262143");
        };
    }
    every_pool!(each);
    each!(deadpool_postgres::Config, POSTGRES);
    let most = variables(MEMORY, &[("max_connections", "262143")]);
    Config::<Connect<sqlx::SqlitePool>>::from_source(&most).unwrap();
}

/// sqlx and rusqlite panic at such a value, and SQLite reads it in a PRAGMA as no timeout.
#[test]
fn no_busy_timeout_exceeds_sqlites_maximum() {
    for source in [variables(MEMORY, &[("busy_timeout", "25d")]), in_url(MEMORY, &[("busy_timeout", "2147483648")])] {
        for error in [
            Config::<Connect<sqlx::SqlitePool>>::from_source(&source).err().unwrap(),
            Config::<Connect<sqlx_0_8::SqlitePool>>::from_source(&source).err().unwrap(),
            Config::<db_config::SqliteFile>::from_source(&source).err().unwrap(),
        ] {
            assert_eq!(error.problems()[0].kind(), ProblemKind::InvalidValue, "{error}");
            assert!(error.to_string().contains("2147483647 ms"), "{error}");
        }
    }
}

#[tokio::test]
async fn the_longest_busy_timeout_is_accepted() {
    for options in [("busy_timeout", "24d"), ("busy_timeout", "0s")] {
        let source = variables(MEMORY, &[options]);
        Config::<Connect<sqlx::SqlitePool>>::from_source(&source).unwrap().database.connect().await.unwrap();
        Config::<Connect<sqlx_0_8::SqlitePool>>::from_source(&source).unwrap().database.connect().await.unwrap();
        let file = Config::<db_config::SqliteFile>::from_source(&source).unwrap().database;
        rusqlite::Connection::open_in_memory().unwrap().busy_timeout(file.busy_timeout.unwrap()).unwrap();
    }
}

#[test]
fn no_statement_timeout_exceeds_postgresqls_maximum() {
    for source in
        [variables(POSTGRES, &[("statement_timeout", "25d")]), in_url(POSTGRES, &[("statement_timeout", "2147483648")])]
    {
        for error in [
            Config::<Connect<sqlx::PgPool>>::from_source(&source).err().unwrap(),
            Config::<sea_orm::ConnectOptions>::from_source(&source).err().unwrap(),
            Config::<deadpool_postgres::Config>::from_source(&source).err().unwrap(),
            Config::<(AsyncDieselConnectionManager<diesel_async::AsyncPgConnection>, PoolSettings)>::from_source(
                &source,
            )
            .err()
            .unwrap(),
        ] {
            let [problem] = error.problems() else { panic!("{error}") };
            assert_eq!(problem.kind(), ProblemKind::InvalidValue, "{error}");
            assert!(error.to_string().contains("2147483647 ms") && !error.to_string().contains("hunter2"), "{error}");
        }
    }
}

#[test]
fn no_minimum_is_above_the_maximum() {
    macro_rules! each {
        ($target:ty, $url:expr) => {
            rejected::<$target>($url, &[("max_connections", "2"), ("min_connections", "3")], "is greater than");
        };
    }
    every_pool!(each);
}

#[test]
fn no_minimum_alone_is_above_the_pools_own_maximum() {
    for url in [POSTGRES, MYSQL, MEMORY] {
        rejected::<PoolSettings>(url, &[("min_connections", "20")], "` (20) is greater than `max_connections` (10");
    }
    rejected::<R2d2>(MEMORY, &[("min_connections", "11")], "` (11) is greater than `max_connections` (10");
    rejected::<Bb8>(MEMORY, &[("min_connections", "11")], "` (11) is greater than `max_connections` (10");
    rejected::<mysql_async::Opts>(
        "mysql://localhost/d",
        &[("min_connections", "101")],
        "(101) above its default maximum of 100",
    );
    rejected::<mysql::Opts>(
        "mysql://localhost/d",
        &[("min_connections", "101")],
        "(101) above its default maximum of 100",
    );
    rejected::<Connect<mysql_async::Pool>>(
        "mysql://localhost/d",
        &[("min_connections", "101")],
        "(101) above its default maximum of 100",
    );
}

#[test]
fn an_attribute_and_a_variable_are_checked_together() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(max_connections = 5)]
        orders: Connect<sqlx::SqlitePool>,
    }
    let error = Config::from_source(&variables(MEMORY, &[("min_connections", "6")])).err().unwrap();
    assert_eq!(error.problems()[0].variable(), "DATABASE_MIN_CONNECTIONS", "{error}");
    let config = Config::from_source(&variables(MEMORY, &[("min_connections", "5")])).unwrap();
    assert_eq!(config.orders.settings().1.get_min_connections(), 5);
}

#[test]
fn mongodbs_own_parameters_are_checked_too() {
    for query in [
        "maxPoolSize=0",
        "maxPoolSize=2&minPoolSize=3",
        "MAXPOOLSIZE=2&min_connections=3",
        "minPoolSize=3&max_connections=2",
    ] {
        let source = [("DATABASE_URL", format!("mongodb://u:hunter2@localhost/d?{query}"))];
        let error = Config::<Connect<mongodb::Client>>::from_source(&source).err().expect(query);
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert!(Config::<mongodb::options::ClientOptions>::from_source(&source).is_err(), "{query}");
    }
}

/// Usual and extreme sizes and timeouts.
const SIZES: &[&[(&str, &str)]] = &[
    &[],
    &[("max_connections", "1")],
    &[("max_connections", "1"), ("min_connections", "1")],
    &[("max_connections", "1"), ("min_connections", "0")],
    &[("min_connections", "10")],
    &[("max_connections", "3"), ("min_connections", "2")],
];
const TIMES: &[&str] = &["0s", "1ms", "2s", "24d", "4294967295d"];

/// Returns all sizes with all timeouts. Each timeout is also combined with its opposite for the other options.
fn combinations(timeouts: &[&'static str]) -> Vec<Vec<(&'static str, &'static str)>> {
    let mut all = Vec::new();
    for sizes in SIZES {
        for (index, time) in TIMES.iter().enumerate() {
            let other = TIMES[TIMES.len() - 1 - index];
            for option in timeouts {
                let times = timeouts.iter().map(|it| (*it, if it == option { *time } else { other }));
                all.push(sizes.iter().copied().chain(times).collect());
            }
        }
    }
    all
}

const SQL_TIMES: &[&str] = &["acquire_timeout", "idle_timeout", "max_lifetime"];

#[derive(Default)]
struct Outcome {
    opened: usize,
    rejected: usize,
    panicked: Vec<String>,
}

impl Outcome {
    /// Opens a pool for every combination. `open` may fail if the acquire timeout is too short, but it must not panic.
    async fn of<T: FromDatabaseUrl>(url: &str, timeouts: &[&'static str], open: impl AsyncFn(T) -> bool) -> Self {
        let mut outcome = Self::default();
        for options in combinations(timeouts) {
            let Ok(Config { database }) = Config::<T>::from_source(&variables(url, &options)) else {
                outcome.rejected += 1;
                continue;
            };
            match catch(AssertUnwindSafe(open(database))).await {
                Ok(true) => outcome.opened += 1,
                Ok(false) => assert!(options.contains(&("acquire_timeout", "1ms")), "{options:?} is not opened"),
                Err(()) => outcome.panicked.push(format!("{options:?}")),
            }
        }
        outcome
    }

    fn assert_all_but(self, rejected: usize) {
        assert!(self.panicked.is_empty(), "{}", self.panicked.join("\n"));
        assert_eq!(self.rejected, rejected);
        assert!(self.opened >= 24, "{}", self.opened);
    }
}

/// Returns an error if the future panics.
async fn catch<F: Future>(work: AssertUnwindSafe<F>) -> Result<F::Output, ()> {
    let mut work = std::pin::pin!(work.0);
    std::future::poll_fn(|context| {
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(std::task::Poll::Ready(value)) => std::task::Poll::Ready(Ok(value)),
            Ok(std::task::Poll::Pending) => std::task::Poll::Pending,
            Err(_) => std::task::Poll::Ready(Err(())),
        }
    })
    .await
}

// This test uses one thread. On several, `release` of sqlx can add an idle connection before it counts it, and then the
// maintenance task of sqlx loops forever.
#[tokio::test]
async fn accepted_options_open_sqlxs_pool() {
    Outcome::of(MEMORY, SQL_TIMES, async |connect: Connect<sqlx::SqlitePool>| match connect.connect().await {
        Ok(pool) => pool.acquire().await.is_ok(),
        Err(_) => false,
    })
    .await
    .assert_all_but(0);
    Outcome::of(MEMORY, SQL_TIMES, async |connect: Connect<sqlx_0_8::SqlitePool>| match connect.connect().await {
        Ok(pool) => pool.acquire().await.is_ok(),
        Err(_) => false,
    })
    .await
    .assert_all_but(0);
    sqlx::any::install_default_drivers();
    Outcome::of(MEMORY, SQL_TIMES, async |connect: Connect<sqlx::AnyPool>| match connect.connect().await {
        Ok(pool) => pool.acquire().await.is_ok(),
        Err(_) => false,
    })
    .await
    .assert_all_but(0);
}

// This test uses one thread. On several, `release` of sqlx can add an idle connection before it counts it, and then the
// maintenance task of sqlx loops forever.
#[tokio::test]
async fn accepted_options_open_sea_orms_pool() {
    Outcome::of(MEMORY, SQL_TIMES, async |connect: Connect<sea_orm::DatabaseConnection>| {
        match connect.connect().await {
            Ok(database) => database.ping().await.is_ok(),
            Err(_) => false,
        }
    })
    .await
    .assert_all_but(0);
    Outcome::of(MEMORY, SQL_TIMES, async |connect: Connect<sea_orm_1_1::DatabaseConnection>| {
        match connect.connect().await {
            Ok(database) => database.ping().await.is_ok(),
            Err(_) => false,
        }
    })
    .await
    .assert_all_but(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn accepted_options_open_diesels_pools() {
    Outcome::of(MEMORY, SQL_TIMES, async |(manager, pool): R2d2| {
        pool.r2d2().build(manager).is_ok_and(|pool| pool.get().is_ok())
    })
    .await
    .assert_all_but(0);
    Outcome::of(MEMORY, SQL_TIMES, async |(manager, pool): Bb8| match pool.bb8().build(manager).await {
        Ok(pool) => pool.get().await.is_ok(),
        Err(_) => false,
    })
    .await
    .assert_all_but(0);
    Outcome::of(MEMORY, &["acquire_timeout"], async |(manager, pool): Bb8| {
        let Ok(config) = pool.deadpool() else { return true };
        let builder = diesel_async::pooled_connection::deadpool::Pool::builder(manager).config(config);
        builder.runtime(deadpool_postgres::Runtime::Tokio1).build().unwrap().get().await.is_ok()
    })
    .await
    .assert_all_but(0);
}

/// Opening these pools needs no server.
#[tokio::test(flavor = "multi_thread")]
async fn accepted_options_make_the_other_pools() {
    Outcome::of(POSTGRES, &["acquire_timeout", "connect_timeout"], async |config: deadpool_postgres::Config| {
        config.create_pool(Some(deadpool_postgres::Runtime::Tokio1), tokio_postgres::NoTls).is_ok()
    })
    .await
    .assert_all_but(0);
    Outcome::of(MONGODB, &["connect_timeout", "idle_timeout"], async |connect: Connect<mongodb::Client>| {
        connect.connect().await.is_ok()
    })
    .await
    .assert_all_but(0);
    Outcome::of(MONGODB, &["connect_timeout", "idle_timeout"], async |options: mongodb::options::ClientOptions| {
        mongodb::Client::with_options(options).is_ok()
    })
    .await
    .assert_all_but(0);
}

// This test neither waits for a connection nor disconnects the pool. mysql_async wakes nobody after it closes a connection
// that was idle for too long, so with an idle timeout of a millisecond both could wait forever.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MariaDB: run ./test"]
async fn accepted_options_open_mysql_asyncs_pool() {
    let url = tests::servers::mariadb().url();
    Outcome::of(&url, &["idle_timeout", "max_lifetime"], async |connect: Connect<mysql_async::Pool>| {
        connect.connect().await.unwrap().get_conn().await.is_ok()
    })
    .await
    .assert_all_but(0);
}
