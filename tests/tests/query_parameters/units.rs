//! Pool options and timeouts of other tools, whose names imply the unit.

use std::time::Duration;

use db_config::resolved::{MongoDb, MySql, Pool, Postgres, Redis, Sqlite, Timeouts};
use db_config::{Backend, Capabilities, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, WarningKind};
use tests::{error, url};

fn resolved(url: &DatabaseUrl) -> (Pool<'_>, Timeouts<'_>) {
    match url.backend() {
        Backend::Postgres => Postgres::resolve(url).map(|it| (it.pool, it.timeouts)).unwrap(),
        Backend::MySql => MySql::resolve(url).map(|it| (it.pool, it.timeouts)).unwrap(),
        Backend::Sqlite => Sqlite::resolve(url).map(|it| (it.pool, it.timeouts)).unwrap(),
        Backend::MongoDb => MongoDb::resolve(url).map(|it| (it.pool, it.timeouts)).unwrap(),
        Backend::Redis => Redis::resolve(url).map(|it| (it.pool, it.timeouts)).unwrap(),
    }
}

/// The name of the option that a query sets, and its value: a number, or milliseconds.
fn option(scheme: &str, query: &str) -> (&'static str, u128) {
    let url = url(&format!("{scheme}?{query}"));
    let (pool, timeouts) = resolved(&url);
    let milliseconds = |time: Duration| time.as_millis();
    let options = [
        ("max_connections", pool.max_connections.map(|it| u128::from(it.value))),
        ("min_connections", pool.min_connections.map(|it| u128::from(it.value))),
        ("acquire_timeout", pool.acquire_timeout.map(|it| milliseconds(it.value))),
        ("idle_timeout", pool.idle_timeout.map(|it| milliseconds(it.value))),
        ("max_lifetime", pool.max_lifetime.map(|it| milliseconds(it.value))),
        ("connect_timeout", timeouts.connect.map(|it| milliseconds(it.value))),
        ("busy_timeout", timeouts.busy.map(|it| milliseconds(it.value))),
    ];
    let mut set = options.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let option = set.next().unwrap_or_else(|| panic!("{query} sets nothing"));
    assert_eq!(set.next(), None, "{query}");
    option
}

const POSTGRES: &str = "postgres://u@localhost/d";
const MYSQL: &str = "mysql://u@localhost/d";
const SQLITE: &str = "sqlite:app.db";
const REDIS: &str = "redis://localhost";

#[test]
fn every_name_has_the_unit_of_its_tool() {
    for (query, name, value) in [
        ("max_size=7", "max_connections", 7),
        ("maxsize=7", "max_connections", 7),
        ("max_pool_size=7", "max_connections", 7),
        ("maximumPoolSize=7", "max_connections", 7),
        ("connectionLimit=7", "max_connections", 7),
        ("poolSize=7", "max_connections", 7),
        ("min_size=2", "min_connections", 2),
        ("minimumIdle=2", "min_connections", 2),
        ("pool_recycle=3600", "max_lifetime", 3_600_000),
        ("pool_recycle=-1", "max_lifetime", 0),
        ("conn_max_age=600", "max_lifetime", 600_000),
        // Django closes the connection after each request.
        ("conn_max_age=0", "max_lifetime", 1000),
        ("pool_max_conn_lifetime=1h", "max_lifetime", 3_600_000),
        ("pool_max_conn_idle_time=1m30s", "idle_timeout", 90_000),
        ("maxLifetimeSeconds=60", "max_lifetime", 60_000),
        ("idleTimeoutMillis=500", "idle_timeout", 500),
        ("acquireTimeoutMillis=500", "acquire_timeout", 500),
        ("connectionTimeoutMillis=500", "connect_timeout", 500),
    ] {
        for scheme in [POSTGRES, MYSQL, SQLITE] {
            assert_eq!(option(scheme, query), (name, value), "{scheme}?{query}");
        }
    }
    for (scheme, query, name, value) in [
        // pgjdbc: seconds. Connector/J, MariaDB's connectors and mysql2: milliseconds.
        (POSTGRES, "connectTimeout=10", "connect_timeout", 10_000),
        (MYSQL, "connectTimeout=10000", "connect_timeout", 10_000),
        (MYSQL, "acquireTimeout=10000", "acquire_timeout", 10_000),
        (MYSQL, "connection_timeout=10", "connect_timeout", 10_000),
        (POSTGRES, "dial_timeout=5s", "connect_timeout", 5000),
        (POSTGRES, "dial_timeout=5", "connect_timeout", 5000),
        (POSTGRES, "max_inactive_connection_lifetime=300", "idle_timeout", 300_000),
        (SQLITE, "_timeout=500", "busy_timeout", 500),
        // redis-py: seconds. ioredis: milliseconds. go-redis.
        (REDIS, "socket_connect_timeout=10", "connect_timeout", 10_000),
        (REDIS, "connectTimeout=10000", "connect_timeout", 10_000),
        (REDIS, "dial_timeout=5s", "connect_timeout", 5000),
        (REDIS, "pool_size=7", "max_connections", 7),
        (REDIS, "min_idle_conns=2", "min_connections", 2),
        (REDIS, "conn_max_idle_time=30m", "idle_timeout", 1_800_000),
        (REDIS, "conn_max_lifetime=1h", "max_lifetime", 3_600_000),
    ] {
        assert_eq!(option(scheme, query), (name, value), "{scheme}?{query}");
    }
}

#[test]
fn a_negative_connect_timeout_is_no_limit() {
    for scheme in [POSTGRES, MYSQL, "mongodb://localhost/d", REDIS] {
        assert_eq!(option(scheme, "connect_timeout=-1"), ("connect_timeout", 0));
    }
    for query in ["idle_timeout=-1", "connect_timeout=--1", "tcp_user_timeout=-", "keepalives_count=-x"] {
        assert_eq!(error(&format!("postgres://h/d?{query}")).kind(), ProblemKind::InvalidValue, "{query}");
    }
    assert_eq!(error("postgres://h/d?statement_timeout=-1").kind(), ProblemKind::InvalidValue);
}

/// libpq and the URLs of tokio-postgres have only whole seconds, and 0 would be no limit.
#[test]
fn a_client_of_whole_seconds_gets_the_time_rounded_up() {
    for (milliseconds, seconds) in [(1, 1), (999, 1), (1000, 1), (1001, 2), (2500, 3)] {
        let url = url(&format!("postgres://u@localhost/d?connectTimeoutMS={milliseconds}"));
        let diesel = DieselUrl::from_database_url(&url).unwrap();
        let timeout = format!("connect_timeout={seconds}");
        assert!(diesel.expose_secret().split(['?', '&']).any(|pair| pair == timeout), "{milliseconds}");
        let deadpool = deadpool_postgres::Config::from_database_url(&url).unwrap().get_pg_config().unwrap();
        assert_eq!(deadpool.get_connect_timeout(), Some(&Duration::from_secs(seconds)), "{milliseconds}");
    }
    let text = "postgres://u@localhost/d?connectTimeoutMS=0&tcp_user_timeout=1500";
    let deadpool = deadpool_postgres::Config::from_database_url(&url(text)).unwrap().get_pg_config().unwrap();
    assert_eq!(deadpool.get_connect_timeout(), None);
    assert_eq!(deadpool.get_tcp_user_timeout(), Some(&Duration::from_secs(2)));
}

#[test]
fn a_negative_tcp_option_is_the_default_of_the_system() {
    let url = url(
        "postgres://u@localhost/d?keepalives_idle=-1&keepalives_interval=-1&keepalives_count=-1&tcp_user_timeout=-1",
    );
    let keepalives = Postgres::resolve(&url).unwrap().keepalives;
    for time in [keepalives.idle, keepalives.interval, keepalives.user_timeout] {
        assert!(time.is_none_or(|time| time.value.is_zero()), "{time:?}");
    }
    assert_eq!(keepalives.count, None);
    assert_eq!(url.warnings(Capabilities::ALL), url.warnings(Capabilities::EMPTY), "it has no effect");
    for client in tests::clients::connecting(Backend::Postgres) {
        (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
    }
}

#[test]
fn two_names_of_an_option_are_compared_with_their_units() {
    url("postgres://h/d?connect_timeout=5&connectTimeoutMS=5000");
    // pgjdbc has a timeout for the socket and one for the whole connection.
    url("postgres://h/d?connectTimeout=5&loginTimeout=30");
    url("postgres://h/d?max_lifetime=3600&pool_max_conn_lifetime=1h");
    for query in
        ["connect_timeout=5&connectTimeoutMS=5", "max_lifetime=60&pool_max_conn_lifetime=1h", "max=5&max_size=6"]
    {
        assert_eq!(error(&format!("postgres://h/d?{query}")).kind(), ProblemKind::Contradiction, "{query}");
    }
}

/// HikariCP and mysql2 mean milliseconds, MariaDB seconds.
#[test]
fn an_option_whose_unit_is_unclear_is_a_warning_that_says_so() {
    let is_unclear = |scheme: &str, name: &str, instead| {
        let warnings = url(&format!("{scheme}?{name}=600")).warnings(Capabilities::ALL);
        let unclear = WarningKind::UnclearOption { parameter: name.to_owned(), instead };
        assert!(warnings.contains(&unclear), "{name}: {warnings:?}");
    };
    for scheme in [POSTGRES, MYSQL, SQLITE] {
        for name in ["maxIdleTime", "idleTimeout", "max_idle", "maxIdle"] {
            is_unclear(scheme, name, "idle_timeout");
        }
        is_unclear(scheme, "maxLifetime", "max_lifetime");
        is_unclear(scheme, "connectionTimeout", "connect_timeout");
    }
    // Django means seconds, Rails milliseconds.
    is_unclear(SQLITE, "timeout", "busy_timeout");
    // MySQL Shell means milliseconds, the option file seconds.
    is_unclear(MYSQL, "connect-timeout", "connect_timeout");
    let unclear = WarningKind::UnclearOption { parameter: "idleTimeout".to_owned(), instead: "idle_timeout" };
    let expected = "ignoring `idleTimeout`: tools disagree on its meaning or unit; to set this option, add `idle_timeout` \
                    (in seconds)";
    assert_eq!(unclear.to_string(), expected);
}

/// MariaDB's Connector/J and Django turn the pool on with it.
#[test]
fn a_boolean_pool_is_not_the_size_of_the_pool() {
    for scheme in [POSTGRES, MYSQL, SQLITE] {
        assert_eq!(option(scheme, "pool=true&maxPoolSize=7"), ("max_connections", 7));
        assert_eq!(option(scheme, "pool=7"), ("max_connections", 7));
        assert_eq!(error(&format!("{scheme}?pool=many")).kind(), ProblemKind::InvalidValue);
    }
}

#[test]
fn a_duration_in_the_report_has_its_unit() {
    use db_config::{DatabaseConfig, PoolSettings};

    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        database: (DatabaseUrl, PoolSettings),
    }
    let value = "postgres://u@localhost/d?idleTimeoutMillis=1500&pool_recycle=60";
    let report = Config::report(&[("DATABASE_URL", value)]).unwrap();
    let pool = report.entries()[0].database().unwrap().pool();
    assert_eq!(pool, [("idle_timeout", "1500ms".to_owned()), ("max_lifetime", "60s".to_owned())]);
}
