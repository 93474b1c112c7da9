//! Query parameters for the pool and the timeouts.

use std::path::PathBuf;

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, Warning, WarningKind};
use sqlx::any::AnyConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::SqliteConnectOptions;
use tests::clients::{CLIENTS, Client, clients_of};
use tests::url;

fn unsupported(keys: &[&str]) -> Vec<WarningKind> {
    keys.iter().map(|key| WarningKind::Unsupported { parameter: (*key).to_owned() }).collect()
}

/// Lists query parameters for the pool and the timeouts, with values that are not a client's default value.
const KEYS: &[(&str, &str)] = &[
    ("max_connections", "19"),
    ("min_connections", "3"),
    ("acquire_timeout", "11"),
    ("connect_timeout", "13"),
    ("idle_timeout", "17"),
    ("max_lifetime", "23"),
    ("busy_timeout", "3100"),
];

const URLS: &[(Backend, &str)] = &[
    (Backend::Postgres, "postgres://u:p@localhost:5432/d"),
    (Backend::MySql, "mysql://u:p@localhost:3306/d"),
    (Backend::Sqlite, "sqlite:///data/app.db"),
    (Backend::MongoDb, "mongodb://u:p@localhost:27017/d"),
    (Backend::Redis, "redis://u:p@localhost:6379/3"),
];

/// Returns the query parameters that the database of this URL supports.
fn known(base: &str) -> Vec<(&'static str, &'static str)> {
    let known = |key: &str, value: &str| format!("{base}?{key}={value}").parse::<DatabaseUrl>().is_ok();
    KEYS.iter().copied().filter(|(key, value)| known(key, value)).collect()
}

fn with(base: &str, keys: &[(&str, &str)]) -> DatabaseUrl {
    let query: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
    url(&format!("{base}?{}", query.join("&")))
}

/// Returns how a client fails to handle the last query parameter, given the others.
fn fault(client: &Client, base: &str, keys: &[(&'static str, &'static str)]) -> Option<String> {
    let ((key, _), others) = keys.split_last().unwrap();
    let (url, without) = (with(base, keys), with(base, others));
    let (shown, plain) = ((client.show)(&url), (client.show)(&without));
    let name = client.name;
    let (Ok(shown), Ok(plain)) = (&shown, &plain) else {
        return Some(format!("{name}: {url}: {shown:?}, {plain:?}"));
    };
    let is_used = shown != plain;
    let warnings = url.warnings((client.capabilities)(&url));
    let is_warning = warnings.contains(&WarningKind::Unsupported { parameter: (*key).to_owned() });
    match (is_used, is_warning) {
        (true, true) => Some(format!("{name}: {url}: `{key}` is used, and a warning too")),
        (false, false) => Some(format!("{name}: {url}: `{key}` is silently ignored")),
        _ => None,
    }
}

#[test]
fn each_is_used_or_a_warning() {
    let mut faults = Vec::new();
    for (backend, base) in URLS {
        let known = known(base);
        assert_eq!(
            known.len(),
            match backend {
                Backend::Sqlite => 7,
                Backend::MongoDb => 4,
                _ => 6,
            }
        );
        for client in clients_of(*backend) {
            faults.extend(known.iter().filter_map(|key| fault(client, base, &[*key])));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(CLIENTS.iter().all(|client| URLS.iter().any(|(backend, _)| client.backends.contains(*backend))));
}

/// Each parameter is combined with every choice of the others.
#[test]
fn each_is_used_or_a_warning_together_with_the_others() {
    let mut faults = Vec::new();
    for (backend, base) in URLS {
        let known = known(base);
        for client in clients_of(*backend) {
            for last in &known {
                let others: Vec<_> = known.iter().copied().filter(|key| key != last).collect();
                for choice in 1..1_u32 << others.len() {
                    let chosen = others.iter().enumerate().filter(|(i, _)| choice & 1 << i != 0).map(|(_, key)| *key);
                    let keys: Vec<_> = chosen.chain([*last]).collect();
                    if let Some(fault) = fault(client, base, &keys) {
                        // One fault of a kind is enough.
                        faults.push(fault);
                        break;
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// For these parameters, zero means no limit in every dialect. It is used as such, is a warning, or the client has no
/// limit.
#[test]
fn a_zero_is_no_short_time() {
    let options = mysql_async::Opts::from_database_url(&url("mysql://u@localhost/d?idle_timeout=0&max_lifetime=0"));
    let pool = options.unwrap().pool_opts().clone();
    assert_eq!(pool.abs_conn_ttl(), None);
    // The timeout applies to connections above the minimum. Zero would close them at once.
    assert!(!pool.inactive_connection_ttl().is_zero(), "{pool:?}");
}

#[test]
fn options_without_a_pool_accept_a_shared_url() {
    let text = "postgres://u@localhost/d?connect_timeout=5&connection_limit=3&pool_timeout=2&pgbouncer=true";
    let warnings = |capabilities| url(text).warnings(capabilities);
    let and_pooler = |keys: &[&str]| {
        let reason = "`pgbouncer` is set".to_owned();
        [unsupported(keys), vec![WarningKind::NamedStatements { reason }]].concat()
    };
    let pool = and_pooler(&["connect_timeout", "connection_limit", "pool_timeout"]);
    assert_eq!(warnings(PgConnectOptions::capabilities(&url(text))), pool);
    // sqlx's pool has one timeout for both and does not support the other.
    assert_eq!(
        warnings(<(PgConnectOptions, PgPoolOptions)>::capabilities(&url(text))),
        and_pooler(&["connect_timeout"])
    );
    let unsupported_by_diesel = and_pooler(&["connection_limit", "pool_timeout"]);
    assert_eq!(warnings(DieselUrl::capabilities(&url(text))), unsupported_by_diesel);
    let lite = url("sqlite://app.db?connection_limit=1&busy_timeout=5");
    assert_eq!(lite.warnings(DieselUrl::capabilities(&lite)), unsupported(&["connection_limit", "busy_timeout"]));
    assert_eq!(
        lite.warnings(AnyConnectOptions::capabilities(&lite)),
        unsupported(&["connection_limit", "busy_timeout"])
    );
}

/// A pool with only one timeout uses the one for acquiring a connection.
#[test]
fn warns_of_the_timeout_that_is_not_used() {
    let url = url("postgres://u@localhost/d?pool_timeout=10&connect_timeout=5");
    let options = PgPoolOptions::from_database_url(&url).unwrap();
    assert_eq!(options.get_acquire_timeout().as_secs(), 10);
    assert_eq!(url.warnings(PgPoolOptions::capabilities(&url)), unsupported(&["connect_timeout"]));
}

#[derive(DatabaseConfig)]
#[allow(dead_code, clippy::large_enum_variant)]
enum Store {
    Sqlite(SqliteConnectOptions),
    Postgres((PgConnectOptions, PgPoolOptions)),
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    orders: PgConnectOptions,
    #[database(env("NO_URL", "STORE_URL"))]
    store: Option<Store>,
    #[database(env = "CACHE_URL", default = "sqlite:cache.db?pool=2")]
    cache: Box<PathBuf>,
    #[database(env = "WORKERS", parse)]
    workers: Option<u8>,
}

#[test]
fn a_configuration_has_the_warnings_of_every_field() {
    let values = [
        ("DATABASE_URL", "postgres://u:hunter2@localhost/d?CONNECT_TIMEOUT=5&sslmode=disable"),
        ("STORE_URL", "sqlite:store.db?busy_timeout=5&idle_timeout=9"),
    ];
    let messages = |warnings: &[Warning]| warnings.iter().map(ToString::to_string).collect::<Vec<_>>();
    let warnings = Config::warnings(&values).unwrap();
    let places: Vec<_> = warnings.iter().map(|warning| (warning.variable(), warning.field())).collect();
    assert_eq!(places, [("DATABASE_URL", "orders"), ("STORE_URL", "store"), ("CACHE_URL", "cache")]);
    for (warning, key) in messages(&warnings).iter().zip(["`CONNECT_TIMEOUT`", "`idle_timeout`", "`pool`"]) {
        assert!(warning.contains(key) && !warning.contains("hunter2"), "{warning}");
    }
    let loaded = Config::load(&values).unwrap();
    assert_eq!((loaded.warnings, loaded.config.orders.get_host()), (warnings, "localhost"));

    let values =
        [values[0], ("STORE_URL", "postgres://u@localhost/d?idle_timeout=9"), ("CACHE_URL", "sqlite:///tmp/c.db")];
    let warnings = Config::warnings(&values).unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(Config::warnings(&[("STORE_URL", "sqlite:store.db")]).is_err());
}
