//! The table of variables for the documentation of an application.

use std::time::Duration;

use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings};

fn computed() -> String {
    "sqlite:computed.db".to_owned()
}

/// A type with a `|` and a space.
type Grace = Option<Vec<Duration>>;

#[derive(DatabaseConfig)]
#[database(prefix = "APP_")]
#[allow(dead_code)]
struct Config {
    /// Orders | users,
    /// and more.
    #[database(
        env("DATABASE_URL", "DB_URL"),
        schemes("postgres", "mysql"),
        max_connections = 20,
        acquire_timeout = "3s"
    )]
    orders: (DatabaseUrl, PoolSettings),
    #[database(env = "EVENTS_URL", schemes("mongodb"), default = "mongodb://app:hunter2@localhost/events")]
    events: DatabaseUrl,
    #[database(env = "CACHE_URL", schemes("sqlite"), default_with = computed)]
    cache: DatabaseUrl,
    replicas: Option<Vec<DatabaseUrl>>,
    #[database(env = "PORT", parse, default = "8080")]
    port: std::num::NonZero<u16>,
    #[database(env = "KEY", secret, default = "hunter2")]
    key: String,
    /// How long it waits.
    #[database(env = "GRACE", parse)]
    grace: Grace,
    #[database(env = "TIMES", parse)]
    times: Option<Vec<Duration>>,
    #[database(flatten, prefix = "SHOP_")]
    shop: Shop,
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Shop {
    #[database(env = "NAME", parse)]
    name: String,
}

#[test]
fn each_variable_has_a_row() {
    assert_eq!(
        Config::env_docs(),
        "\
| variable | type | required | default | description |
|---|---|---|---|---|
| `APP_DATABASE_URL` or `APP_DB_URL` | PostgreSQL or MySQL URL | yes | | Orders \\| users, and more. |
| `APP_DATABASE_MAX_CONNECTIONS` | number | no | `20` | A pool option of `APP_DATABASE_URL`. |
| `APP_DATABASE_ACQUIRE_TIMEOUT` | duration | no | `3s` | A pool option of `APP_DATABASE_URL`. |
| `APP_EVENTS_URL` | MongoDB URL | no | `mongodb://app:***@localhost/events` | |
| `APP_CACHE_URL` | SQLite URL | no | | |
| `APP_DATABASE_REPLICA_URLS` | PostgreSQL, MySQL, SQLite, MongoDB or Redis URL | no | | |
| `APP_PORT` | `std::num::NonZero<u16>` | no | `8080` | |
| `APP_KEY` | `String` | no | | |
| `APP_GRACE` | `Grace` | no | | How long it waits. |
| `APP_TIMES` | `Vec<Duration>` | no | | |
| `APP_SHOP_NAME` | `String` | yes | | |
",
    );
}

#[test]
fn the_fields_serialize_to_the_same_data() {
    let json = serde_json::to_value(Config::fields()).unwrap();
    assert_eq!(
        json[0],
        serde_json::json!({
            "field": "orders",
            "variables": ["APP_DATABASE_URL", "APP_DB_URL"],
            "schemes": ["postgres", "postgresql", "mysql", "mariadb", "mysql2"],
            "type": "",
            "required": true,
            "default": null,
            "parts": [],
            "pool": [
                { "option": "max_connections", "variable": "APP_DATABASE_MAX_CONNECTIONS", "unit": null, "default": "20" },
                { "option": "acquire_timeout", "variable": "APP_DATABASE_ACQUIRE_TIMEOUT", "unit": null, "default": "3s" },
            ],
            "doc": "Orders | users,\nand more.",
        })
    );
    assert_eq!(json[1]["default"], "mongodb://app:***@localhost/events");
    assert_eq!((&json[4]["type"], &json[4]["default"]), (&"std::num::NonZero<u16>".into(), &"8080".into()));
    assert!(!json.to_string().contains("hunter2"), "{json}");
}
