//! The precedence of pool options from several places.

use std::time::Duration;

use db_config::DatabaseConfig;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{Orders, URL, pool};

#[test]
fn the_nearer_to_the_operator_wins() {
    let query = ("DATABASE_URL", "postgres://localhost/app?max_connections=40");
    let alias = ("DATABASE_URL", "postgres://localhost/app?connection_limit=50");
    let variable = ("DATABASE_MAX_CONNECTIONS", "30");
    assert_eq!(pool(&[URL]).max_connections(), Some(20));
    assert_eq!(pool(&[URL, variable]).max_connections(), Some(30));
    assert_eq!(pool(&[query]).max_connections(), Some(40));
    assert_eq!(pool(&[query, variable]).max_connections(), Some(40));
    assert_eq!(pool(&[alias, variable]).max_connections(), Some(50));
    // Each option has its own precedence.
    let all = pool(&[query, variable, ("DATABASE_IDLE_TIMEOUT", "1m30s")]);
    assert_eq!(all.acquire_timeout(), Some(Duration::from_secs(5)));
    assert_eq!(all.idle_timeout(), Some(Some(Duration::from_secs(90))));
    assert_eq!((all.min_connections(), all.max_lifetime()), (None, None));
}

/// A default URL is part of the source code. Attributes and variables have precedence over it.
#[test]
fn a_variable_and_an_attribute_override_a_default() {
    #[derive(DatabaseConfig)]
    struct Defaults {
        #[database(
            default = "postgres://localhost/app?connection_limit=5&pool_timeout=7&max_age=9",
            max_connections = 20
        )]
        #[database(acquire_timeout = "5s", idle_timeout = "1m")]
        orders: Orders,
    }

    let pool = |source: &[(&str, &str)]| Defaults::from_source(source).unwrap().orders.1;
    let set = pool(&[]);
    assert_eq!((set.max_connections(), set.acquire_timeout()), (Some(20), Some(Duration::from_secs(5))));
    assert_eq!(set.idle_timeout(), Some(Some(Duration::from_secs(60))));
    assert_eq!(set.max_lifetime(), Some(Some(Duration::from_secs(9))), "the value of the default URL");
    let set = pool(&[("DATABASE_MAX_CONNECTIONS", "30"), ("DATABASE_MAX_LIFETIME", "8s")]);
    assert_eq!((set.max_connections(), set.acquire_timeout()), (Some(30), Some(Duration::from_secs(5))));
    assert_eq!(set.max_lifetime(), Some(Some(Duration::from_secs(8))));
    let set = pool(&[URL, ("DATABASE_IDLE_TIMEOUT", "0")]);
    assert_eq!((set.max_connections(), set.acquire_timeout()), (Some(20), Some(Duration::from_secs(5))));
    assert_eq!(set.idle_timeout(), Some(None), "no limit");
}

#[test]
fn a_variable_overrides_a_mongodb_default_too() {
    #[derive(DatabaseConfig)]
    struct Defaults {
        #[database(default = "mongodb://localhost/app?maxPoolSize=5")]
        events: mongodb::options::ClientOptions,
        #[database(env = "OTHER_URL", default = "mongodb://localhost/app?maxPoolSize=5", max_connections = 20)]
        other: mongodb::options::ClientOptions,
    }

    let size = |source: &[(&str, &str)]| Defaults::from_source(source).unwrap().events.max_pool_size;
    assert_eq!(size(&[]), Some(5));
    assert_eq!(size(&[("DATABASE_MAX_CONNECTIONS", "30")]), Some(30));
    let own = ("DATABASE_URL", "mongodb://localhost/app?maxPoolSize=7");
    assert_eq!(size(&[own, ("DATABASE_MAX_CONNECTIONS", "30")]), Some(7));
    let other = |source: &[(&str, &str)]| Defaults::from_source(source).unwrap().other.max_pool_size;
    assert_eq!(other(&[]), Some(20));
    assert_eq!(other(&[("OTHER_URL", own.1)]), Some(7));
}

#[test]
fn fields_of_one_variable_have_one_pools_variables_and_their_own_attributes() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Shared {
        #[database(max_connections = 5)]
        first: (PgConnectOptions, PgPoolOptions),
        #[database(max_connections = 6)]
        second: Orders,
    }

    let config = Shared::from_source(&[URL]).unwrap();
    assert_eq!((config.first.1.get_max_connections(), config.second.1.max_connections()), (5, Some(6)));
    let config = Shared::from_source(&[URL, ("DATABASE_MAX_CONNECTIONS", "7")]).unwrap();
    assert_eq!((config.first.1.get_max_connections(), config.second.1.max_connections()), (7, Some(7)));
    let error = Shared::from_source(&[URL, ("DATABASE_MAX_CONNECTIONS", "x")]).unwrap_err();
    assert_eq!(error.problems().len(), 2);
    assert!(error.to_string().starts_with("1 problem "), "{error}");
    assert!(error.to_string().contains("(fields `first`, `second`)"), "{error}");
}
