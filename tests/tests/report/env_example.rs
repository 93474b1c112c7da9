//! `Config::env_example`: a `.env` file to fill in.

use std::collections::HashMap;

use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind, SqliteFile};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

#[derive(DatabaseConfig, Debug)]
#[allow(dead_code)]
struct Shop {
    /// Orders and users.
    ///
    ///  - indented
    #[database(max_connections = 20, acquire_timeout = "5s")]
    orders: (PgConnectOptions, PgPoolOptions),
}

#[derive(DatabaseConfig, Debug)]
#[allow(dead_code)]
struct Config {
    #[database(flatten, prefix = "SHOP_")]
    shop: Shop,
    #[database(env("EVENTS_URL", "MONGO_URL"))]
    events: mongodb::options::ConnectionString,
    #[database(env = "FILE_URL")]
    file: SqliteFile,
    #[database(env = "ANY_URL")]
    any: DatabaseUrl,
    #[database(env = "REPLICAS")]
    replicas: Vec<PgConnectOptions>,
    #[database(env = "CACHE_URL", default = "mysql://app:S3cr3tPw@localhost/cache")]
    cache: DatabaseUrl,
    #[database(env = "OTHER_URL")]
    other: Option<mysql_async::Opts>,
    /// What it's called.
    #[database(env = "NAME", parse)]
    name: String,
    #[database(env = "API_KEY", secret)]
    api_key: String,
    #[database(env = "SALT", secret, default = "S3cr3t")]
    salt: String,
    #[database(env = "PORT", parse)]
    port: u16,
    #[database(env = "GREETING", parse, default = "it's \"5\" o'clock $HOME \\ # 日本")]
    greeting: String,
    #[database(env = "LINES", parse, default = "one\ntwo")]
    lines: String,
    #[database(env = "COLOUR", parse, default = "#fff $x \"y\"")]
    colour: String,
}

const EXAMPLE: &str = "\
# Orders and users.
#
#  - indented
# (required; accepts postgres, postgresql)
SHOP_DATABASE_URL=postgres://<user>:<password>@<host>/<database>
# SHOP_DATABASE_MAX_CONNECTIONS=20
# SHOP_DATABASE_ACQUIRE_TIMEOUT=5s

# (required; accepts mongodb, mongodb+srv)
# (or set MONGO_URL)
EVENTS_URL=mongodb://<user>:<password>@<host>/<database>

# (required; accepts sqlite, sqlite3, file)
FILE_URL=sqlite:///<path>

# (required; accepts postgres, postgresql, mysql, mariadb, mysql2, sqlite, sqlite3, file, mongodb, mongodb+srv, redis, rediss, valkey, valkeys, redis+unix, valkey+unix, unix)
ANY_URL=postgres://<user>:<password>@<host>/<database>

# (required; accepts postgres, postgresql)
REPLICAS=postgres://<user>:<password>@<host>/<database>

# (has a default; accepts postgres, postgresql, mysql, mariadb, mysql2, sqlite, sqlite3, file, mongodb, mongodb+srv, redis, rediss, valkey, valkeys, redis+unix, valkey+unix, unix)
# CACHE_URL=mysql://app:***@localhost/cache

# (optional; accepts mysql, mariadb, mysql2)
# OTHER_URL=mysql://<user>:<password>@<host>/<database>

# What it's called.
# (required)
NAME=<value>

# (required)
API_KEY=<value>

# (has a default)
# SALT=

# (required)
PORT=<value>

# (has a default)
# GREETING=\"it's \\\"5\\\" o'clock \\$HOME \\\\ # 日本\"

# (has a default)
# LINES=\"one\\ntwo\"

# (has a default)
# COLOUR='#fff $x \"y\"'
";

/// Returns the variables that `dotenvy` reads.
fn parsed(text: &str) -> HashMap<String, String> {
    dotenvy::Iter::new(text.as_bytes()).collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Uncomments the lines of optional variables.
fn uncommented(text: &str) -> String {
    let is_variable = |line: &str| {
        line.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    };
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(rest) if is_variable(rest) => format!("{rest}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

#[test]
fn the_example() {
    assert_eq!(Config::env_example(), EXAMPLE);
}

#[test]
fn unfilled_it_is_rejected_by_name() {
    let values = parsed(&Config::env_example());
    let error = Config::from_source(&values).unwrap_err();
    let problems: Vec<_> = error.problems().iter().map(|problem| (problem.variable(), problem.kind())).collect();
    let required = ["SHOP_DATABASE_URL", "EVENTS_URL", "FILE_URL", "ANY_URL", "REPLICAS", "NAME", "API_KEY", "PORT"];
    assert_eq!(problems, required.map(|name| (name, ProblemKind::Placeholder)), "{error}");
    assert_eq!(values.len(), required.len());
}

#[test]
fn filled_in_it_loads() {
    let mut values = parsed(&Config::env_example());
    for (name, value) in [
        ("SHOP_DATABASE_URL", "postgres://app:pw@localhost/app"),
        ("EVENTS_URL", "mongodb://localhost/app"),
        ("FILE_URL", "sqlite:///tmp/app.db"),
        ("ANY_URL", "sqlite::memory:"),
        ("REPLICAS", ""),
        ("NAME", "<value> or another"),
        ("API_KEY", "k"),
        ("PORT", "1"),
    ] {
        assert!(values.insert(name.to_owned(), value.to_owned()).is_some(), "{name}");
    }
    let config = Config::from_source(&values).unwrap();
    assert_eq!(config.shop.orders.1.get_max_connections(), 20);
    assert_eq!(config.name, "<value> or another");
}

/// Each default value equals the line in the file.
#[test]
fn uncommented_it_has_the_defaults() {
    let values = parsed(&uncommented(&Config::env_example()));
    let plain = Config::fields().iter().filter(|setting| !setting.is_secret() && setting.schemes().is_empty());
    let defaults = plain.filter_map(|setting| Some((setting.variables()[0].clone(), setting.default_value()?)));
    assert_eq!(defaults.clone().count(), 3);
    for (name, default) in defaults {
        assert_eq!(values[&name], default);
    }
    assert_eq!(values["SHOP_DATABASE_MAX_CONNECTIONS"], "20");
}

#[test]
fn no_secret_and_no_control_characters() {
    let example = Config::env_example();
    assert!(!example.contains("S3cr3t"), "{example}");
    assert!(example.chars().all(|c| c == '\n' || !c.is_control()), "{example:?}");
}

#[test]
fn a_variable_of_several_fields_stands_once() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Shared {
        first: Option<DatabaseUrl>,
        second: DatabaseUrl,
    }

    let example = Shared::env_example();
    assert_eq!(example.matches("DATABASE_URL").count(), 1, "{example}");
    assert!(example.contains("(required;") && example.contains("\nDATABASE_URL="), "the second needs it: {example}");
}

#[test]
fn an_enum_and_nothing() {
    #[derive(DatabaseConfig)]
    #[database(default = "sqlite:///data/app.db", busy_timeout = "5s")]
    #[allow(dead_code)]
    enum Store {
        File(SqliteFile),
        Server(Box<PgConnectOptions>),
    }
    #[derive(DatabaseConfig)]
    struct Nothing {}

    assert_eq!(
        Store::env_example(),
        "# (has a default; accepts postgres, postgresql, sqlite, sqlite3, file)\n# DATABASE_URL=sqlite:///data/app.db\n\
         # DATABASE_BUSY_TIMEOUT=5s\n",
    );
    assert_eq!(Nothing::env_example(), "");
}
