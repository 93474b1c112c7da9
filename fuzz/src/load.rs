//! A whole configuration, from arbitrary variables.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use db_config::{DatabaseConfig, DatabaseUrl, Migration, PoolSettings, SqliteFile, TlsMode, TlsPlan};
use serde::{Deserialize, Serialize};

use crate::canary::{assert_no_secret, secret, without_canary};
use crate::input;

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    main: DatabaseUrl,
    #[database(env("ORDERS_URL", "DATABASE_URL"), schemes("postgres", "mysql"), max_connections = 20)]
    orders: Option<(DatabaseUrl, PoolSettings)>,
    #[database(env = "PG_URL", libpq_env, statement_timeout = "3s")]
    libpq: Option<tokio_postgres::Config>,
    #[database(env = "STRICT_URL", tls = "verify-full")]
    strict: Option<(Box<DatabaseUrl>, TlsPlan)>,
    #[database(env = "FILE_URL", default = "sqlite:app.db", busy_timeout = "1s")]
    file: SqliteFile,
    #[database(env = "PATH_URL", pathname, empty_as_none)]
    path: Option<PathBuf>,
    #[database(env = "FLY_URL", fly_replica)]
    replica: Option<(DatabaseUrl, Migration)>,
    replicas: Option<Vec<DatabaseUrl>>,
    #[database(env = "STORE_URL", default = "postgres://app:default@localhost/app", libpq_env)]
    store: Store,
    #[database(flatten, prefix = "SHOP_")]
    shop: Shop,
    #[database(env = "PORT", from_str, default = "8080")]
    port: u16,
    #[database(env = "API_KEY", secret)]
    key: Option<String>,
    #[database(env = "WEIGHTS", secret, from_str)]
    weights: Option<Vec<u8>>,
    #[database(env = "GRACE", from_str, separator = ";", default = "1s;2m")]
    grace: Vec<Duration>,
    #[database(env = "VERBOSE", from_str, empty_as_none)]
    verbose: Option<bool>,
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Shop {
    #[database(env = "URL")]
    database: Option<DatabaseUrl>,
    #[database(env = "NAME", from_str, default = "shop")]
    name: String,
}

#[derive(DatabaseConfig)]
#[database(debug)]
enum Store {
    Sqlite(SqliteFile),
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
    MySql(mysql_async::Opts),
    MongoDb(Box<mongodb::options::ConnectionString>),
}

/// The same beside serde.
#[derive(Serialize, Deserialize)]
struct Field {
    #[serde(with = "db_config::serde", default)]
    url: Option<DatabaseUrl>,
    #[serde(with = "db_config::serde", default)]
    urls: Vec<DatabaseUrl>,
}

type Variables = Vec<(String, String)>;

/// A variable on each line: `NAME=text`, with a canary for `~` where the text is a secret, or `NAME|` and the parts of a URL.
fn variables(data: &str) -> Variables {
    data.lines().take(24).filter_map(variable).collect()
}

fn variable(line: &str) -> Option<(String, String)> {
    let at = line.find(['=', '|'])?;
    let (name, text) = (without_canary(&line[..at]).into_owned(), &line[at + 1..]);
    if line[at..].starts_with('|') && !name.ends_with("_FILE") {
        let mut parts = text.split('|');
        let scheme = parts.next().unwrap_or_default();
        return Some((name, input::url(scheme, &mut parts)));
    }
    let is_secret = ["PGPASSWORD", "API_KEY", "WEIGHTS"].contains(&&*name);
    let value = match text.strip_prefix('~') {
        Some(pattern) if is_secret => Cow::Owned(secret(pattern)),
        // A device would never end.
        _ if name.ends_with("_FILE") && text == "~" => Cow::Borrowed(file()),
        _ if name.ends_with("_FILE") => Cow::Owned(format!("/dev/null/{}", without_canary(text))),
        _ => without_canary(text),
    };
    Some((name, value.into_owned()))
}

/// A file with a secret in it.
fn file() -> &'static str {
    static FILE: OnceLock<String> = OnceLock::new();
    FILE.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("db-config-fuzz-{}", std::process::id()));
        std::fs::write(&path, format!("postgres://app:{}@localhost/app\n", secret("%40"))).expect("a temporary file");
        path.to_str().expect("made of text").to_owned()
    })
}

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (serde, text) = text.strip_prefix('{').map_or((false, &*text), |text| (true, text));
    let variables = variables(text);
    let input = format!("{variables:?}");
    match serde {
        true => field(&variables, &input),
        false => config(&variables, &input),
    }
}

fn config(variables: &Variables, input: &str) {
    let loaded = Config::load(variables);
    let report = Config::report(variables);
    let loaded = match (loaded, report) {
        (Ok(loaded), Ok(report)) => {
            let json = serde_json::to_string(&report).expect("a report is JSON");
            let mut shown = format!("{report} {report:?} {json} {:?} {:#?}", loaded.config, loaded.config);
            for notice in &loaded.notices {
                let _ = write!(shown, " {notice} {notice:?}");
            }
            assert_no_secret(&shown, input);
            assert_eq!(loaded.notices, report.notices(), "{input}");
            loaded.config
        }
        (Err(error), Err(again)) => {
            assert_no_secret(&format!("{error} {:?}", error.problems()), input);
            assert_eq!(error.to_string(), again.to_string(), "{input}");
            for problem in error.problems() {
                let texts = [problem.variable(), problem.field(), problem.message(), problem.remedy()];
                assert!(!texts.contains(&""), "{input}: {problem:?}");
            }
            return;
        }
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => panic!("{input}: only one of two reads fails: {error}"),
    };
    is_what_was_said(&loaded, variables, input);
}

/// Every value is that of its variable, and of no other.
fn is_what_was_said(config: &Config, variables: &Variables, input: &str) {
    let said = |names: &[&str]| {
        let value = |name: &&str| variables.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        names.iter().find_map(value)
    };
    let is_said = |url: Option<&DatabaseUrl>, names: &[&str]| {
        if let (Some(url), Some(text)) = (url, said(names)) {
            assert_eq!(url.expose(), text, "{input}");
        }
    };
    is_said(Some(&config.main), &["DATABASE_URL"]);
    if said(&["ORDERS_URL_FILE"]).is_none() {
        is_said(config.orders.as_ref().map(|(url, _)| url), &["ORDERS_URL", "DATABASE_URL"]);
    }
    is_said(config.replica.as_ref().map(|(url, _)| url), &["FLY_URL"]);
    is_said(config.shop.database.as_ref(), &["SHOP_URL"]);
    if let Some((url, plan)) = &config.strict {
        is_said(Some(url), &["STRICT_URL"]);
        assert_eq!((plan, plan.mode() >= TlsMode::VerifyFull || url.hosts().is_empty()), (&url.tls(), true), "{input}");
    }
    for url in config.replicas.iter().flatten() {
        let list = said(&["DATABASE_REPLICA_URLS"]);
        assert!(list.is_none_or(|list| list.contains(url.expose())), "{input}: {}", url.expose());
    }
    if let Some(text) = said(&["PORT"]) {
        assert_eq!(text.parse(), Ok(config.port), "{input}");
    }
    if let (Some(text), Some(key)) = (said(&["API_KEY"]), &config.key) {
        assert_eq!(text, key, "{input}");
    }
    assert!(config.file.path != Path::new(""), "{input}");
    let _ = (&config.libpq, &config.path, &config.weights, &config.grace, config.verbose, &config.shop.name);
}

fn field(variables: &Variables, input: &str) {
    let texts: Vec<&str> = variables.iter().map(|(_, value)| value.as_str()).collect();
    let json = match texts[..] {
        [text] => serde_json::json!({ "url": text }),
        _ => serde_json::json!({ "urls": texts }),
    };
    match serde_json::from_value::<Field>(json) {
        Ok(field) => {
            let shown = serde_json::to_string(&field).expect("it is JSON");
            assert_no_secret(&shown, input);
            let read: Vec<&str> = field.url.iter().chain(&field.urls).map(DatabaseUrl::expose).collect();
            assert_eq!(read, texts, "{input}");
        }
        Err(error) => assert_no_secret(&format!("{error} {error:?}"), input),
    }
}
