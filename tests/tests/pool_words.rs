//! What is said about a pool: in the URL, beside it, as an attribute.

use std::path::PathBuf;
use std::time::Duration;

use db_config::{
    Carries, ConfigError, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, NoticeKind, PoolSettings, ProblemKind,
    SourceError,
};
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tests::clients::CLIENTS;

type Orders = (DatabaseUrl, PoolSettings);

const URL: (&str, &str) = ("DATABASE_URL", "postgres://app:S3cr3tPw@localhost/app");

const WORDS: [&str; 8] = [
    "MAX_CONNECTIONS",
    "MIN_CONNECTIONS",
    "ACQUIRE_TIMEOUT",
    "CONNECT_TIMEOUT",
    "IDLE_TIMEOUT",
    "MAX_LIFETIME",
    "STATEMENT_TIMEOUT",
    "BUSY_TIMEOUT",
];

#[track_caller]
fn problems(error: &ConfigError) -> Vec<(&str, &str, ProblemKind)> {
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("S3cr3t"), "{shown}");
    for problem in error.problems() {
        assert!(!problem.remedy().is_empty(), "{shown}");
    }
    error.problems().iter().map(|problem| (problem.variable(), problem.field(), problem.kind())).collect()
}

#[derive(DatabaseConfig, Debug)]
struct Config {
    #[database(max_connections = 20, acquire_timeout = "5s")]
    orders: Orders,
}

fn pool(source: &[(&str, &str)]) -> PoolSettings {
    Config::from_source(source).unwrap().orders.1
}

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
    // Word by word.
    let all = pool(&[query, variable, ("DATABASE_IDLE_TIMEOUT", "1m30s")]);
    assert_eq!(all.acquire_timeout(), Some(Duration::from_secs(5)));
    assert_eq!(all.idle_timeout(), Some(Some(Duration::from_secs(90))));
    assert_eq!((all.min_connections(), all.max_lifetime()), (None, None));
}

#[test]
fn a_variable_overrides_a_default() {
    #[derive(DatabaseConfig)]
    struct Defaults {
        #[database(default = "postgres://localhost/app?connection_limit=5&pool_timeout=7", max_connections = 20)]
        #[database(acquire_timeout = "5s", idle_timeout = "1m")]
        orders: Orders,
    }

    let pool = |source: &[(&str, &str)]| Defaults::from_source(source).unwrap().orders.1;
    let set = pool(&[]);
    assert_eq!((set.max_connections(), set.acquire_timeout()), (Some(5), Some(Duration::from_secs(7))));
    assert_eq!(set.idle_timeout(), Some(Some(Duration::from_secs(60))));
    let set = pool(&[("DATABASE_MAX_CONNECTIONS", "30")]);
    assert_eq!((set.max_connections(), set.acquire_timeout()), (Some(30), Some(Duration::from_secs(7))));
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
    }

    let size = |source: &[(&str, &str)]| Defaults::from_source(source).unwrap().events.max_pool_size;
    assert_eq!(size(&[]), Some(5));
    assert_eq!(size(&[("DATABASE_MAX_CONNECTIONS", "30")]), Some(30));
    let own = ("DATABASE_URL", "mongodb://localhost/app?maxPoolSize=7");
    assert_eq!(size(&[own, ("DATABASE_MAX_CONNECTIONS", "30")]), Some(7));
}

#[test]
fn every_url_of_a_list_has_the_pool() {
    #[derive(DatabaseConfig)]
    struct Lists {
        #[database(max_connections = 20, idle_timeout = "9s")]
        replicas: Vec<Orders>,
    }

    let urls = ("DATABASE_REPLICA_URLS", "postgres://a/x,postgres://b/x?max_connections=40,postgres://c/x");
    let most = |source: &[(&str, &str)]| -> Vec<_> {
        let replicas = Lists::from_source(source).unwrap().replicas;
        assert!(replicas.iter().all(|(_, pool)| pool.idle_timeout() == Some(Some(Duration::from_secs(9)))));
        replicas.iter().map(|(_, pool)| pool.max_connections().unwrap()).collect()
    };
    assert_eq!(most(&[urls]), [20, 40, 20]);
    assert_eq!(most(&[urls, ("DATABASE_REPLICA_MAX_CONNECTIONS", "30")]), [30, 40, 30]);
    assert_eq!(most(&[urls, ("DATABASE_MAX_CONNECTIONS", "30")]), [20, 40, 20]);
}

#[test]
fn a_flattened_type_has_its_prefix_before_the_pools_variables() {
    #[derive(DatabaseConfig)]
    struct App {
        #[database(flatten, prefix = "SIDE_")]
        side: Config,
        #[database(flatten)]
        main: Config,
    }

    let source = [
        URL,
        ("SIDE_DATABASE_URL", "postgres://localhost/side"),
        ("SIDE_DATABASE_MAX_CONNECTIONS", "3"),
        ("DATABASE_MAX_CONNECTIONS", "4"),
    ];
    let app = App::from_source(&source).unwrap();
    assert_eq!(app.side.orders.1.max_connections(), Some(3));
    assert_eq!(app.main.orders.1.max_connections(), Some(4));
    let app = App::from_source(&[source[0], source[1], source[3]]).unwrap();
    assert_eq!(app.side.orders.1.max_connections(), Some(20));

    let bad = [source[0], source[1], ("SIDE_DATABASE_MAX_CONNECTIONS", "S3cr3t")];
    let error = App::from_source(&bad).err().unwrap();
    assert_eq!(problems(&error), [("SIDE_DATABASE_MAX_CONNECTIONS", "side.orders", ProblemKind::Value)]);
}

#[test]
fn the_variables_stand_beside_the_urls_own() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Names {
        #[database(env = "A_URL")]
        a: Orders,
        #[database(env = "B_URLS")]
        b: Orders,
        #[database(env = "C_URI")]
        c: Orders,
        #[database(env = "D_DSN")]
        d: Orders,
        #[database(env = "E")]
        e: Orders,
        #[database(env = "F_URL_RO")]
        f: Orders,
        #[database(env = "_URL")]
        g: Orders,
    }

    let names = ["A_URL A", "B_URLS B", "C_URI C", "D_DSN D", "E E", "F_URL_RO F_URL_RO", "_URL _URL"].map(|names| {
        let (url, base) = names.split_once(' ').unwrap();
        (url, format!("{base}_MAX_CONNECTIONS"))
    });
    let set: Vec<_> = names
        .iter()
        .enumerate()
        .flat_map(|(i, (url, most))| [(*url, "postgres://localhost/x".to_owned()), (most, (i + 1).to_string())])
        .collect();
    let Names { a, b, c, d, e, f, g } = Names::from_source(&set).unwrap();
    assert_eq!([a, b, c, d, e, f, g].map(|(_, pool)| pool.max_connections().unwrap_or(0)), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn the_variable_beside_the_url_that_is_set_counts() {
    #[derive(DatabaseConfig)]
    struct Two {
        #[database(env("FIRST_URL", "SECOND_URL"))]
        orders: Orders,
    }

    let second = ("SECOND_URL", "postgres://localhost/x");
    let most = |source: &[(&str, &str)]| Two::from_source(source).unwrap().orders.1.max_connections();
    assert_eq!(most(&[second, ("FIRST_MAX_CONNECTIONS", "1"), ("SECOND_MAX_CONNECTIONS", "2")]), Some(2));
    assert_eq!(most(&[second, ("FIRST_MAX_CONNECTIONS", "1")]), None, "it is beside another URL");
}

#[test]
fn the_pool_of_a_url_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "postgres://app:S3cr3tPw@localhost/app\n").unwrap();
    let path = file.path().to_str().unwrap();
    let source = [("DATABASE_URL_FILE", path), ("DATABASE_MAX_CONNECTIONS", "30")];
    assert_eq!(pool(&source).max_connections(), Some(30));
    // Of the file's own name there is none.
    let source = [("DATABASE_URL_FILE", path), ("DATABASE_URL_FILE_MAX_CONNECTIONS", "30")];
    assert_eq!(pool(&source).max_connections(), Some(20));
}

#[test]
fn every_bad_value_is_a_problem_that_does_not_show_it() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Everything {
        orders: DatabaseUrl,
    }

    let bad =
        ["", " ", "S3cr3t", " 5", "5 ", "5\n", "-1", "+5", "5.0", "1e3", "4294967296", "٣", "5s5", "\0", "\u{202e}5"];
    for word in WORDS {
        let name = format!("DATABASE_{word}");
        for value in bad {
            let error = Everything::from_source(&[URL, (&name, value)]).unwrap_err();
            let kind = if value.is_empty() { ProblemKind::Empty } else { ProblemKind::Value };
            assert_eq!(problems(&error), [(&*name, "orders", kind)], "{value:?}");
            let shown = error.to_string();
            assert!(value.trim().len() < 4 || !shown.contains(value), "{shown}");
        }
        let unit = if word.ends_with("CONNECTIONS") { "5" } else { "5ms" };
        assert!(Everything::from_source(&[URL, (&name, unit)]).is_ok(), "{word}");
    }
    let error = Everything::from_source(&[URL, ("DATABASE_MAX_CONNECTIONS", "5s")]).unwrap_err().to_string();
    assert!(error.contains("write a whole number, or leave it unset"), "{error}");
    let error = Everything::from_source(&[URL, ("DATABASE_IDLE_TIMEOUT", "soon")]).unwrap_err().to_string();
    assert!(error.contains("write it as `30s`, `500ms` or `2m`, or leave it unset"), "{error}");
}

#[test]
fn all_bad_values_are_in_one_report() {
    let bad = [("DATABASE_MAX_CONNECTIONS", "S3cr3t"), ("DATABASE_IDLE_TIMEOUT", "soon")];
    let expected = [
        ("DATABASE_MAX_CONNECTIONS", "orders", ProblemKind::Value),
        ("DATABASE_IDLE_TIMEOUT", "orders", ProblemKind::Value),
    ];
    let error = Config::from_source(&[URL, bad[0], bad[1]]).unwrap_err();
    assert_eq!(problems(&error), expected);
    let url = ("DATABASE_URL", "postgress://app:S3cr3tPw@localhost/app");
    let error = Config::from_source(&[url, bad[0], bad[1]]).unwrap_err();
    assert_eq!(problems(&error), [expected[0], expected[1], ("DATABASE_URL", "orders", ProblemKind::UnknownScheme)]);
    let error = Config::from_source(&bad).unwrap_err();
    assert_eq!(problems(&error), [("DATABASE_URL", "orders", ProblemKind::NotSet), expected[0], expected[1]]);
}

#[test]
fn a_variable_that_cannot_be_read_is_a_problem() {
    let source = |name: &str| match name {
        "DATABASE_URL" => Ok(Some(URL.1.to_owned())),
        "DATABASE_MAX_CONNECTIONS" => Err(SourceError::new("a table, where one text belongs")),
        _ => Ok(None),
    };
    let error = Config::from_source(&source).unwrap_err();
    assert_eq!(problems(&error), [("DATABASE_MAX_CONNECTIONS", "orders", ProblemKind::Unreadable)]);
}

/// The sizes that make pools panic, said in each way.
#[test]
fn impossible_sizes_are_problems_of_what_says_them() {
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
    struct Unsaid {
        #[database(default = "postgres://localhost/app?min_connections=5")]
        orders: Orders,
    }

    let query = |query: &str| ("DATABASE_URL", format!("postgres://app:S3cr3tPw@localhost/app?{query}"));
    let variable = |word: &str, value: &str| (["DATABASE_", word].concat().leak() as &str, value.to_owned());
    let (max, min) = ("MAX_CONNECTIONS", "MIN_CONNECTIONS");
    let says = |error: ConfigError, by: &str, message: &str| {
        assert_eq!(problems(&error), [(by, "orders", ProblemKind::Value)]);
        let shown = error.to_string();
        assert!(shown.contains(message), "{shown}");
    };

    let zero = "no connections; write a maximum above 0";
    let zero = zero.split("; ").next().unwrap();
    says(Most::from_source(&[query("max_connections=0")]).unwrap_err(), "DATABASE_URL", zero);
    says(Most::from_source(&[query("pool_size=0")]).unwrap_err(), "DATABASE_URL", zero);
    says(Most::from_source(&[query(""), variable(max, "0")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", zero);
    says(Unsaid::from_source(&[variable(max, "0")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", zero);

    let (above, below) = ("write a minimum not above it", "write a maximum not below it");
    says(Most::from_source(&[query("min_connections=21")]).unwrap_err(), "DATABASE_URL", above);
    says(Most::from_source(&[query(""), variable(min, "21")]).unwrap_err(), "DATABASE_MIN_CONNECTIONS", above);
    says(Least::from_source(&[query("connection_limit=4")]).unwrap_err(), "DATABASE_URL", below);
    says(Least::from_source(&[query(""), variable(max, "4")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", below);
    let both = [query("max_connections=4"), variable(min, "5")];
    assert!(Most::from_source(&both).is_err());
    let both = [query(""), variable(max, "4"), variable(min, "5")];
    assert!(Most::from_source(&both).is_err());
    says(Unsaid::from_source(&[variable(max, "4")]).unwrap_err(), "DATABASE_MAX_CONNECTIONS", below);
    // More than the pools' own maximum.
    let error = Least::from_source(&[query("min_connections=11")]).unwrap_err();
    assert!(error.to_string().contains("add `max_connections`"), "{error}");
    assert!(Least::from_source(&[query("min_connections=10")]).is_ok());
    assert!(Most::from_source(&[query("min_connections=20")]).is_ok());
}

#[test]
fn no_client_panics_or_takes_impossible_sizes() {
    let queries = ["max_connections=0", "max_connections=2&min_connections=3", "max_connections=0&min_connections=0"];
    for backend in ["postgres", "mysql", "sqlite", "mongodb"] {
        for query in queries {
            let start =
                if backend == "sqlite" { "sqlite:/app.db".to_owned() } else { format!("{backend}://localhost/a") };
            let url: DatabaseUrl = format!("{start}?{query}").parse().unwrap();
            for client in CLIENTS.iter().filter(|client| client.backends.contains(url.backend())) {
                let made = (client.show)(&url);
                let has_pool = (client.carried)(&url).has(Carries::MAX_CONNECTIONS);
                // The URL itself only says it.
                assert_eq!(made.is_err(), has_pool && client.name != "DatabaseUrl", "{}: {url}", client.name);
            }
            assert!(PoolSettings::from_database_url(&url).is_err(), "{url}");
            if backend != "mongodb" {
                assert!(sqlx::pool::PoolOptions::<sqlx::Any>::from_database_url(&url).is_err(), "{url}");
                assert!(sqlx_0_8::pool::PoolOptions::<sqlx_0_8::Any>::from_database_url(&url).is_err(), "{url}");
            }
        }
    }
    // Above each client's own maximum.
    for client in CLIENTS {
        for text in ["postgres://localhost/a", "mysql://localhost/a", "sqlite:/app.db", "mongodb://localhost/a"] {
            let url: DatabaseUrl = format!("{text}?min_connections=4294967295").parse().unwrap();
            if client.backends.contains(url.backend()) {
                let _ = (client.show)(&url);
            }
        }
    }
}

#[test]
fn what_the_type_has_no_place_for_is_a_notice() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Files {
        #[database(busy_timeout = "5s")]
        cache: db_config::SqliteFile,
        #[database(env = "FOLDER_URL")]
        folder: Option<PathBuf>,
    }

    let lost = |source: &[(&str, &str)]| -> Vec<String> {
        Files::notices(source)
            .unwrap()
            .iter()
            .map(|notice| match notice.kind() {
                NoticeKind::NotCarried { key } => format!("{} {} {key}", notice.variable(), notice.field()),
                other => format!("{other:?}"),
            })
            .collect()
    };
    let url = ("DATABASE_URL", "sqlite:app.db");
    assert_eq!(lost(&[url]), [""; 0]);
    assert_eq!(lost(&[url, ("DATABASE_BUSY_TIMEOUT", "9s")]), [""; 0]);
    // Not even read.
    assert_eq!(
        lost(&[url, ("DATABASE_MAX_CONNECTIONS", "S3cr3t"), ("DATABASE_STATEMENT_TIMEOUT", "")]),
        ["DATABASE_URL cache DATABASE_MAX_CONNECTIONS", "DATABASE_URL cache DATABASE_STATEMENT_TIMEOUT"],
    );
    // Without a URL it is about nothing.
    assert_eq!(lost(&[url, ("FOLDER_MAX_CONNECTIONS", "5")]), [""; 0]);
    assert_eq!(
        lost(&[url, ("FOLDER_URL", "sqlite:b.db"), ("FOLDER_MAX_CONNECTIONS", "5")]),
        ["FOLDER_URL folder FOLDER_MAX_CONNECTIONS"],
    );
}

#[test]
fn a_word_that_the_urls_database_lacks() {
    #[derive(DatabaseConfig)]
    #[database(statement_timeout = "5s")]
    #[allow(dead_code)]
    enum Store {
        MySql(MySqlConnectOptions),
        Postgres(PgConnectOptions),
    }

    let notices =
        |source: &[(&str, &str)]| Store::notices(source).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    let mysql = ("DATABASE_URL", "mysql://app@localhost/app");
    // An attribute is for the other variant.
    assert_eq!(notices(&[mysql]), [""; 0]);
    assert_eq!(
        notices(&[mysql, ("DATABASE_STATEMENT_TIMEOUT", "5s")]),
        ["DATABASE_URL (field `Store`): `DATABASE_STATEMENT_TIMEOUT` has no effect: the settings have no place for it"],
    );
    let postgres = ("DATABASE_URL", "postgres://app@localhost/app");
    let options = |source: &[(&str, &str)]| match Store::from_source(source).unwrap() {
        Store::Postgres(options) => options.get_options().unwrap_or_default().to_owned(),
        Store::MySql(_) => panic!(),
    };
    assert!(options(&[postgres]).contains("statement_timeout=5000"), "{}", options(&[postgres]));
    let set = [postgres, ("DATABASE_STATEMENT_TIMEOUT", "250ms")];
    assert!(options(&set).contains("statement_timeout=250"), "{}", options(&set));
}

#[test]
fn a_list_says_each_notice_once() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Lists {
        replicas: Vec<PgConnectOptions>,
    }

    let source = [
        ("DATABASE_REPLICA_URLS", "postgres://a@h/x?pool_size=5,postgres://a@i/x?pool_size=6"),
        ("DATABASE_REPLICA_MAX_CONNECTIONS", "5"),
    ];
    let notices: Vec<_> = Lists::notices(&source).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert!(notices.iter().any(|notice| notice.contains("`pool_size`")), "{notices:?}");
    assert!(notices.iter().any(|notice| notice.contains("`DATABASE_REPLICA_MAX_CONNECTIONS`")), "{notices:?}");
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
