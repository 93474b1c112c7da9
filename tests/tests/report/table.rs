//! `Config::report` shows the values, their origins, and the chosen pool and TLS options.

use std::path::Path;

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DotEnv, Env, Origin, PoolSettings, Source, TlsMode};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tests::child::{again, is_child};

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    #[database(max_connections = 20)]
    orders: (PgConnectOptions, PgPoolOptions),
    replicas: Vec<DatabaseUrl>,
    #[database(env = "EVENTS_URL")]
    events: Option<mongodb::options::ConnectionString>,
    #[database(env("CACHE_DATABASE_URL", "CACHE_URL"), default = "sqlite:cache.db")]
    cache: DatabaseUrl,
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
    #[database(env = "NAME", show, default = "日本")]
    name: String,
    #[database(env = "API_KEY", secret)]
    api_key: Option<String>,
}

const SOURCE: [(&str, &str); 5] = [
    ("DATABASE_URL", "postgres://app:S3cr3tPw@db.example.com/orders?idle_timeout=60&application_name=x"),
    (
        "DATABASE_REPLICA_URLS",
        "postgres://é:S3cr3tPw@a,b:5433/x?sslmode=disable,mysql://app:geheimni%C3%9F@localhost/x",
    ),
    ("DATABASE_ACQUIRE_TIMEOUT", "5s"),
    ("API_KEY", "S3cr3t"),
    ("DATABASE_STATEMENT_TIMEOUT", "250ms"),
];

#[track_caller]
fn assert_no_secret(shown: &str) {
    for piece in ["S3cr3t", "geheimni"] {
        assert!(!shown.contains(piece), "{shown}");
    }
}

#[test]
fn the_table() {
    let report = Config::report(&SOURCE).unwrap();
    let shown = report.to_string();
    assert_no_secret(&shown);
    assert_no_secret(&format!("{report:?}"));
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 9, "{shown}");
    // Every column begins under its heading, even after wide characters.
    let columns = ["VARIABLE", "FROM", "VALUE", "DATABASE", "POOL", "TLS"];
    let starts = columns.map(|heading| {
        let before = lines[0].match_indices(heading).map(|(at, _)| at).find(|at| {
            (*at == 0 || lines[0][..*at].ends_with("  ")) && lines[0][at + heading.len()..].starts_with([' '])
                || heading == "TLS"
        });
        lines[0][..before.unwrap()].chars().count()
    });
    let cells = |line: &str| -> Vec<String> {
        let letters: Vec<char> = line.chars().collect();
        let mut ends = starts[1..].to_vec();
        ends.push(usize::MAX);
        let cell = |(start, end): (&usize, usize)| {
            let cell: String = letters.iter().skip(*start).take(end - start).collect();
            assert!(end == usize::MAX || letters.len() < end || cell.ends_with("  "), "{cell:?} in {shown}");
            cell.trim_end().to_owned()
        };
        starts.iter().zip(ends).map(cell).collect()
    };
    assert!(lines.iter().all(|line| line.trim_end() == *line), "trailing spaces");
    assert_eq!(
        cells(lines[1]),
        [
            "DATABASE_URL + DATABASE_ACQUIRE_TIMEOUT + DATABASE_STATEMENT_TIMEOUT",
            "source",
            "postgres://app:***@db.example.com/orders?idle_timeout=60&application_name=x",
            "PostgreSQL",
            "idle_timeout=60s max_connections=20 acquire_timeout=5s statement_timeout=250ms",
            "require: `db.example.com` is outside every network known to be private",
        ],
        "{shown}"
    );
    assert_eq!(
        cells(lines[2]),
        [
            "DATABASE_REPLICA_URLS",
            "source",
            "postgres://é:***@a,b:5433/x?sslmode=disable",
            "PostgreSQL",
            "",
            "off: set by `sslmode` in the URL",
        ]
    );
    assert_eq!(cells(lines[3])[..4], ["DATABASE_REPLICA_URLS", "source", "mysql://app:***@localhost/x", "MySQL"]);
    assert_eq!(cells(lines[4]), ["EVENTS_URL", "unset", "", "", "", ""]);
    let file = std::env::current_dir().unwrap().join("cache.db");
    let file = format!("SQLite: {} (missing)", file.display());
    assert_eq!(cells(lines[5]), ["CACHE_DATABASE_URL", "default", "sqlite:cache.db", &file, "", ""]);
    assert_eq!(cells(lines[6]), ["PORT", "default", "8080", "", "", ""]);
    assert_eq!(cells(lines[7]), ["NAME", "default", "日本", "", "", ""]);
    assert_eq!(cells(lines[8]), ["API_KEY", "source", "***", "", "", ""]);
}

#[test]
fn the_entries() {
    let report = Config::report(&SOURCE).unwrap();
    assert_eq!(report.config(), "Config");
    assert!(report.warnings().is_empty(), "{:?}", report.warnings());
    let fields: Vec<_> = report.entries().iter().map(|entry| entry.field()).collect();
    assert_eq!(fields, ["orders", "replicas", "replicas", "events", "cache", "port", "name", "api_key"]);
    let database = report.entries()[0].database().unwrap();
    assert_eq!((database.backend(), database.hosts()), (Backend::Postgres, "db.example.com"));
    assert_eq!(database.tls().mode(), TlsMode::Require);
    assert_eq!(report.entries()[1].database().unwrap().hosts(), "a,b");
    assert_eq!(report.entries()[3].origin(), None);
    assert_eq!(report.entries()[3].value(), None);
    assert!(report.entries()[5].database().is_none());
}

#[test]
fn an_option_with_several_names_in_a_url_is_shown_once() {
    let url = ("DATABASE_URL", "postgres://u@localhost/x?max_connections=5&connection_limit=5&pool_size=5");
    let report = Config::report(&[url, ("DATABASE_REPLICA_URLS", "")]).unwrap();
    assert_eq!(report.entries()[0].database().unwrap().pool(), [("max_connections", "5".to_owned())]);
}

#[test]
fn the_pool_options_of_mongodb_are_those_that_count() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Events {
        #[database(max_connections = 20)]
        events: mongodb::options::ConnectionString,
    }

    let pool =
        |url: &str| Events::report(&[("DATABASE_URL", url)]).unwrap().entries()[0].database().unwrap().pool().to_vec();
    assert_eq!(pool("mongodb://localhost/x"), [("max_connections", "20".to_owned())]);
    assert_eq!(pool("mongodb://localhost/x?maxPoolSize=5"), []);
}

#[test]
fn problems_instead_of_a_report() {
    let error = Config::report(&[("DATABASE_URL", "postgres://app:S3cr3tPw@h:0/x"), ("PORT", "x")]).err().unwrap();
    assert_no_secret(&error.to_string());
    assert_eq!(error.problems().len(), 3, "{error}");
}

#[test]
fn warnings_follow_the_table() {
    let url = ("DATABASE_URL", "postgres://u@localhost/x?socket_timeout=5");
    let report = Config::report(&[url, ("DATABASE_REPLICA_URLS", "")]).unwrap();
    let shown = report.to_string();
    let (table, warnings) = shown.split_once("\n\n").unwrap();
    assert!(table.starts_with("VARIABLE"), "{shown}");
    assert_eq!(
        warnings,
        "warning: DATABASE_URL (field `orders`): ignoring `socket_timeout`: db-config does not use it; remove it unless \
         another tool reads this URL\n"
    );
    assert_eq!(report.entries()[1].value(), Some(""), "an empty list");
}

/// Values with control characters, and values that are URLs of something else.
#[test]
fn hostile_values() {
    let urls = [("DATABASE_URL", "postgres://u@localhost/x"), ("DATABASE_REPLICA_URLS", "")];
    let shown = Config::report(&[urls[0], urls[1], ("NAME", "a\u{1b}[31m\r\nb\tc\u{7f}\u{9b}")]).unwrap().to_string();
    assert!(!shown.contains(['\u{1b}', '\r', '\t', '\u{7f}', '\u{9b}']), "{shown:?}");
    assert!(shown.contains(r"a\u{1b}[31m\r\nb\tc\u{7f}\u{9b}"), "{shown}");
    let report = Config::report(&[urls[0], urls[1], ("NAME", "https://example.com/x")]).unwrap();
    assert!(report.to_string().contains("https://example.com/x"));
}

#[test]
fn a_url_that_its_type_reads_by_itself() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Own {
        #[database(env = "OWN_URL", parse)]
        own: String,
        #[database(env = "LIST", separator = ";")]
        list: Vec<String>,
    }

    let url = "postgres://u:S3cr3tPw@localhost/x";
    let report = Own::report(&[("OWN_URL", url), ("LIST", url)]).unwrap();
    assert_no_secret(&format!("{report} {report:?}"));
}

#[test]
fn json() {
    let report = Config::report(&SOURCE).unwrap();
    let text = serde_json::to_string(&report).unwrap();
    assert_no_secret(&text);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["config"], "Config");
    assert_eq!(json["warnings"], serde_json::json!([]));
    assert_eq!(
        json["entries"][0],
        serde_json::json!({
            "field": "orders",
            "variable": "DATABASE_URL",
            "from": "source",
            "value": "postgres://app:***@db.example.com/orders?idle_timeout=60&application_name=x",
            "database": {
                "backend": "PostgreSQL",
                "hosts": "db.example.com",
                "tls": "require",
                "reason": "`db.example.com` is outside every network known to be private",
                "pool": {
                    "idle_timeout": "60s",
                    "max_connections": "20",
                    "acquire_timeout": "5s",
                    "statement_timeout": "250ms",
                },
                "variables": ["DATABASE_ACQUIRE_TIMEOUT", "DATABASE_STATEMENT_TIMEOUT"],
                "params": [],
                "file": null,
            },
        }),
    );
    assert_eq!(
        json["entries"][3],
        serde_json::json!({ "field": "events", "variable": "EVENTS_URL", "from": null, "value": null, "database": null }),
    );
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Origins {
    #[database(env = "ENV_URL")]
    env: DatabaseUrl,
    #[database(env = "FILE_URL")]
    file: DatabaseUrl,
    #[database(env("NOT_SET", "DOTENV_URL"))]
    dotenv: DatabaseUrl,
    #[database(env = "DEFAULT_URL", default = "sqlite:a.db")]
    default: DatabaseUrl,
    #[database(env = "LIBPQ_URL", libpq_env)]
    libpq: (PgConnectOptions, PoolSettings),
    #[database(env = "MAP", parse)]
    map: String,
    #[database(env = "BOTH", parse)]
    both: String,
    #[database(env = "UNSET", parse)]
    unset: Option<String>,
}

#[test]
fn where_each_value_comes_from() {
    if !is_child() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "DOTENV_URL=sqlite:d.db\nBOTH=dotenv\n").unwrap();
        std::fs::write(directory.path().join("secret"), "sqlite:f.db\n").unwrap();
        let variables =
            [("ENV_URL", "sqlite:e.db"), ("FILE_URL_FILE", "secret"), ("BOTH", "env"), ("PGHOST", "localhost")];
        return again("table::where_each_value_comes_from", directory.path(), &variables);
    }
    let source = DotEnv::load().unwrap().or([("MAP", "m"), ("BOTH", "map")]);
    let report = Origins::report(&source).unwrap();
    let origins: Vec<_> = report.entries().iter().map(|entry| (entry.variable(), entry.origin())).collect();
    assert_eq!(
        origins,
        [
            ("ENV_URL", Some(Origin::Environment)),
            ("FILE_URL_FILE", Some(Origin::File)),
            ("DOTENV_URL", Some(Origin::DotEnv)),
            ("DEFAULT_URL", Some(Origin::Default)),
            ("LIBPQ_URL", Some(Origin::Libpq)),
            ("MAP", Some(Origin::Source)),
            ("BOTH", Some(Origin::Environment)),
            ("UNSET", None),
        ],
    );
    let names: Vec<_> =
        report.entries().iter().filter_map(|entry| entry.origin()).map(|origin| origin.to_string()).collect();
    assert_eq!(names, ["environment", "file", ".env", "default", "libpq variables", "source", "environment"]);
    // A pointer around the source does not change the origin.
    let boxed: Box<dyn Source> = Box::new(Env);
    assert_eq!(boxed.origin("ENV_URL"), Origin::Environment);
    assert!(Path::new("secret").exists());
}

#[test]
fn a_value_of_any_length_and_any_direction() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Long {
        #[database(env = "PEM", show)]
        pem: String,
        #[database(env = "NEXT", show)]
        next: String,
    }

    let report = Long::report(&[("PEM", &*"x".repeat(70_000)), ("NEXT", "a\u{202e}b\u{1b}[31m")]).unwrap();
    assert_eq!(report.entries()[0].value().map(str::len), Some(70_000));
    let shown = report.to_string();
    assert!(shown.lines().all(|line| line.chars().count() < 250), "{shown}");
    assert!(shown.contains("xxx…") && shown.contains(r"a\u{202e}b\u{1b}[31m"), "{shown}");
}
