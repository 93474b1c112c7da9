//! Values that are not a number, a duration or a possible pool size.

use db_config::{
    Backends, Capabilities, ConfigError, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, PoolSettings, ProblemKind,
    SourceError, UrlError, source,
};
use tests::clients::CLIENTS;

use super::{Config, Orders, URL, problems};

const OPTIONS: [&str; 9] = [
    "MAX_CONNECTIONS",
    "MIN_CONNECTIONS",
    "ACQUIRE_TIMEOUT",
    "CONNECT_TIMEOUT",
    "IDLE_TIMEOUT",
    "MAX_LIFETIME",
    "STATEMENT_TIMEOUT",
    "BUSY_TIMEOUT",
    "WAIT",
];

#[test]
fn every_bad_value_is_a_problem_that_does_not_show_it() {
    /// A client that supports every option.
    #[derive(Debug)]
    struct Client;

    impl FromDatabaseUrl for Client {
        const BACKENDS: Backends = Backends::ALL;
        const CAPABILITIES: Capabilities = Capabilities::ALL;

        fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
            Ok(Self)
        }
    }

    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Everything {
        orders: (DatabaseUrl, Client),
    }

    let bad =
        ["", " ", "S3cr3t", " 5", "5 ", "5\n", "-1", "+5", "5.0", "1e3", "4294967296", "٣", "5s5", "\0", "\u{202e}5"];
    for option in OPTIONS {
        let name = format!("DATABASE_{option}");
        for value in bad {
            let error = Everything::from_source(&[URL, (&name, value)]).unwrap_err();
            let kind = if value.is_empty() { ProblemKind::Empty } else { ProblemKind::InvalidValue };
            assert_eq!(problems(&error), [(&*name, "orders", kind)], "{value:?}");
            let shown = error.to_string();
            assert!(value.trim().len() < 4 || !shown.contains(value), "{shown}");
        }
        let unit = if option.ends_with("CONNECTIONS") { "5" } else { "5ms" };
        assert!(Everything::from_source(&[URL, (&name, unit)]).is_ok(), "{option}");
    }
    let error = Everything::from_source(&[URL, ("DATABASE_MAX_CONNECTIONS", "5s")]).unwrap_err().to_string();
    assert!(error.contains("use a whole number, or unset the variable"), "{error}");
    let error = Everything::from_source(&[URL, ("DATABASE_IDLE_TIMEOUT", "soon")]).unwrap_err().to_string();
    assert!(
        error.contains("use a number with a unit, such as `30s`, `500ms` or `2m`, or unset the variable"),
        "{error}"
    );
}

#[test]
fn all_bad_values_are_in_one_report() {
    let bad = [("DATABASE_MAX_CONNECTIONS", "S3cr3t"), ("DATABASE_IDLE_TIMEOUT", "soon")];
    let expected = [
        ("DATABASE_MAX_CONNECTIONS", "orders", ProblemKind::InvalidValue),
        ("DATABASE_IDLE_TIMEOUT", "orders", ProblemKind::InvalidValue),
    ];
    let error = Config::from_source(&[URL, bad[0], bad[1]]).unwrap_err();
    assert_eq!(problems(&error), expected);
    let url = ("DATABASE_URL", "postgress://app:S3cr3tPw@localhost/app");
    let error = Config::from_source(&[url, bad[0], bad[1]]).unwrap_err();
    assert_eq!(problems(&error), [expected[0], expected[1], ("DATABASE_URL", "orders", ProblemKind::UnknownScheme)]);
    let error = Config::from_source(&bad).unwrap_err();
    assert_eq!(problems(&error), [("DATABASE_URL", "orders", ProblemKind::Missing), expected[0], expected[1]]);
}

#[test]
fn a_variable_that_cannot_be_read_is_a_problem() {
    let source = source::from_fn(|name| match name {
        "DATABASE_URL" => Ok(Some(URL.1.to_owned())),
        "DATABASE_MAX_CONNECTIONS" => Err(SourceError::new("permission denied")),
        _ => Ok(None),
    });
    let error = Config::from_source(&source).unwrap_err();
    assert_eq!(problems(&error), [("DATABASE_MAX_CONNECTIONS", "orders", ProblemKind::Unreadable)]);
}

/// Sets the sizes that make pools panic, in each way.
#[test]
fn impossible_sizes_are_errors_of_the_place_that_sets_them() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Most {
        #[database(max_connections = 20)]
        orders: Orders,
    }
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Least {
        #[database(min_connections = 5)]
        orders: Orders,
    }
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Unset {
        #[database(default = "postgres://localhost/app?min_connections=5")]
        orders: Orders,
    }

    let query = |query: &str| ("DATABASE_URL", format!("postgres://app:S3cr3tPw@localhost/app?{query}"));
    let variable = |option: &str, value: &str| (["DATABASE_", option].concat().leak() as &str, value.to_owned());
    let (max, min) = ("MAX_CONNECTIONS", "MIN_CONNECTIONS");
    let assert_error = |error: ConfigError, by: &str, message: &str| {
        assert_eq!(problems(&error), [(by, "orders", ProblemKind::InvalidValue)]);
        let shown = error.to_string();
        assert!(shown.contains(message), "{shown}");
    };

    let zero = "must be at least 1";
    assert_error(Most::from_source(&[query("max_connections=0")]).unwrap_err(), "DATABASE_URL", zero);
    assert_error(Most::from_source(&[query("pool_size=0")]).unwrap_err(), "DATABASE_URL", zero);
    assert_error(Most::from_source(&[query(""), variable(max, "0")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", zero);
    assert_error(Unset::from_source(&[variable(max, "0")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", zero);

    let greater = "`min_connections` (21) is greater than `max_connections` (20)";
    assert_error(Most::from_source(&[query("min_connections=21")]).unwrap_err(), "DATABASE_URL", greater);
    let lower = "lower `min_connections` to at most 20";
    assert_error(Most::from_source(&[query("min_connections=21")]).unwrap_err(), "DATABASE_URL", lower);
    let lower = "lower `DATABASE_MIN_CONNECTIONS` to at most 20";
    assert_error(Most::from_source(&[query(""), variable(min, "21")]).unwrap_err(), "DATABASE_MIN_CONNECTIONS", lower);
    let raise = "raise `connection_limit` to at least 5";
    assert_error(Least::from_source(&[query("connection_limit=4")]).unwrap_err(), "DATABASE_URL", raise);
    let raise = "raise `DATABASE_MAX_CONNECTIONS` to at least 5";
    assert_error(Least::from_source(&[query(""), variable(max, "4")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", raise);
    let both = [query("max_connections=4"), variable(min, "5")];
    assert!(Most::from_source(&both).is_err());
    let both = [query(""), variable(max, "4"), variable(min, "5")];
    assert!(Most::from_source(&both).is_err());
    assert_error(Unset::from_source(&[variable(max, "4")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", raise);
    // The value is greater than the pools' own maximum.
    let error = Least::from_source(&[query("min_connections=11")]).unwrap_err();
    assert!(error.to_string().contains("add `max_connections`"), "{error}");
    assert!(Least::from_source(&[query("min_connections=10")]).is_ok());
    assert!(Most::from_source(&[query("min_connections=20")]).is_ok());
}

#[test]
fn no_client_panics_or_accepts_impossible_sizes() {
    let queries = ["max_connections=0", "max_connections=2&min_connections=3", "max_connections=0&min_connections=0"];
    for backend in ["postgres", "mysql", "sqlite", "mongodb"] {
        for query in queries {
            let start =
                if backend == "sqlite" { "sqlite:/app.db".to_owned() } else { format!("{backend}://localhost/a") };
            let url: DatabaseUrl = format!("{start}?{query}").parse().unwrap();
            for client in CLIENTS.iter().filter(|client| client.backends.contains(url.backend())) {
                let made = (client.show)(&url);
                let has_pool = (client.capabilities)(&url).contains(Capabilities::MAX_CONNECTIONS);
                // A `DatabaseUrl` and a path have no pool.
                assert_eq!(made.is_err(), has_pool, "{}: {url}", client.name);
            }
            assert!(PoolSettings::from_database_url(&url).is_err(), "{url}");
            if backend != "mongodb" {
                assert!(sqlx::pool::PoolOptions::<sqlx::Any>::from_database_url(&url).is_err(), "{url}");
                assert!(sqlx_0_8::pool::PoolOptions::<sqlx_0_8::Any>::from_database_url(&url).is_err(), "{url}");
            }
        }
    }
    // The value is greater than each client's own maximum.
    for client in CLIENTS {
        for text in ["postgres://localhost/a", "mysql://localhost/a", "sqlite:/app.db", "mongodb://localhost/a"] {
            let url: DatabaseUrl = format!("{text}?min_connections=4294967295").parse().unwrap();
            if client.backends.contains(url.backend()) {
                let _ = (client.show)(&url);
            }
        }
    }
}
