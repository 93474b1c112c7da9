//! Pool options with the app's own variable and unit.

use std::time::Duration;

use db_config::{DatabaseConfig, ProblemKind};

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
    assert_eq!(idle("2m"), Some(Some(Duration::from_secs(120))));
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
