//! A `Figment` and the `config` crate's `Config` as the source of a derived configuration.

use std::collections::HashMap;

use config::{Config, Environment, File, FileFormat};
use db_config::{DatabaseConfig, DatabaseUrl, Env, PoolSettings, ProblemKind, Source, TlsMode};
use figment::providers::{Format, Serialized, Toml};
use figment::value::{Num, Value};
use figment::{Figment, Profile};
use sqlx::postgres::PgConnectOptions;

#[derive(Debug, DatabaseConfig)]
struct App {
    orders: PgConnectOptions,
    #[database(env("CACHE_DATABASE_URL", "CACHE_URL"))]
    cache: Option<DatabaseUrl>,
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
    #[database(env = "VERBOSE", parse)]
    verbose: Option<bool>,
    #[database(env = "RATIO", parse)]
    ratio: Option<f64>,
}

/// Reads a TOML file with figment.
fn figment(toml: &str) -> Figment {
    Figment::from(Toml::string(toml))
}

fn config(toml: &str) -> Config {
    Config::builder().add_source(File::from_str(toml, FileFormat::Toml)).build().unwrap()
}

/// Returns the same file as a source of each crate.
fn both(toml: &str) -> [(&'static str, Box<dyn Source>); 2] {
    [("figment", Box::new(figment(toml))), ("config", Box::new(config(toml)))]
}

const FILE: &str = r#"
database_url = "postgres://u:S3cr3t@h.example.com:5433/d"
cache_url = "sqlite:cache.db"
port = 80
verbose = true
ratio = '0.5'
"#;

#[test]
fn a_file_with_keys_in_lower_case() {
    for (name, source) in both(FILE) {
        let app = App::from_source(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((app.orders.get_host(), app.orders.get_port()), ("h.example.com", 5433), "{name}");
        assert_eq!(app.cache.unwrap().expose_secret(), "sqlite:cache.db", "{name}");
        assert_eq!((app.port, app.verbose, app.ratio), (80, Some(true), Some(0.5)), "{name}");
    }
}

#[test]
fn a_key_as_it_is_counts_before_lower_case() {
    let text = "DATABASE_URL = 'postgres://upper/d'\ndatabase_url = 'postgres://lower/d'\n";
    for (name, source) in both(text) {
        assert_eq!(App::from_source(&source).unwrap().orders.get_host(), "upper", "{name}");
    }
}

#[test]
fn a_missing_or_null_key_is_unset() {
    for (name, source) in both("database_url = 'postgres://h/d'") {
        let app = App::from_source(&source).unwrap();
        assert_eq!((app.cache, app.port, app.verbose), (None, 8080, None), "{name}");
    }
    for (name, source) in both("other = 'postgres://h/d'") {
        let error = App::from_source(&source).unwrap_err();
        assert_eq!(error.problems()[0].kind(), ProblemKind::Missing, "{name}");
        assert_eq!(error.problems().len(), 1, "{name}: {error}");
    }
    let null = Figment::from(("cache_url", None::<String>));
    assert_eq!(null.get("CACHE_URL"), Ok(None));
    let null = Config::builder().set_override("cache_url", None::<String>).unwrap().build().unwrap();
    assert_eq!(Source::get(&null, "CACHE_URL"), Ok(None));
}

/// Both crates read the environment in lower case, and figment parses every value.
#[test]
fn their_own_environment() {
    let variables = [("DATABASE_URL", "postgres://u@h/d".to_owned()), ("PORT", "81".to_owned())];
    let mut figment = Figment::new();
    for (name, value) in &variables {
        figment = figment.merge((name.to_lowercase(), value.parse::<Value>().unwrap()));
    }
    let variables: HashMap<String, String> =
        variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let config = |parsing| {
        let environment = Environment::default().try_parsing(parsing).source(Some(variables.clone()));
        Config::builder().add_source(environment).build().unwrap()
    };
    let sources: [Box<dyn Source>; 3] = [Box::new(figment), Box::new(config(false)), Box::new(config(true))];
    for source in sources {
        let app = App::from_source(&source).unwrap();
        assert_eq!((app.orders.get_host(), app.orders.get_username(), app.port), ("h", "u", 81));
    }
}

/// The documentation describes this and how to avoid it.
#[test]
fn parsed_values_lose_their_spelling() {
    let parsing = Environment::default()
        .try_parsing(true)
        .source(Some([("PGPASSWORD".to_owned(), "0123".to_owned())].into_iter().collect()));
    let config = Config::builder().add_source(parsing).build().unwrap();
    let figment = Figment::from(("pgpassword", "0123".parse::<Value>().unwrap()));
    for source in [&config as &dyn Source, &figment] {
        assert_eq!(source.get("PGPASSWORD"), Ok(Some("123".to_owned())));
        let environment = [("PGPASSWORD", "0123")];
        assert_eq!(environment.or(source).get("PGPASSWORD"), Ok(Some("0123".to_owned())));
    }
}

#[test]
fn the_selected_profile() {
    let text = "[default]\ndatabase_url = 'postgres://default/d'\n[release]\ndatabase_url = 'postgres://release/d'\n";
    let figment = Figment::from(Toml::string(text).nested());
    assert_eq!(App::from_source(&figment).unwrap().orders.get_host(), "default");
    let release = figment.select(Profile::new("release"));
    assert_eq!(App::from_source(&release).unwrap().orders.get_host(), "release");
    let focused = Figment::from(Toml::string("[shop]\ndatabase_url = 'postgres://shop/d'")).focus("shop");
    assert_eq!(App::from_source(&focused).unwrap().orders.get_host(), "shop");
}

#[test]
fn in_a_chain() {
    #[derive(DatabaseConfig)]
    struct Own {
        #[database(env = "PROVIDERS_TEST_URL")]
        database: DatabaseUrl,
        #[database(env = "PROVIDERS_TEST_OTHER_URL")]
        other: DatabaseUrl,
    }
    let pairs = [("PROVIDERS_TEST_URL", "sqlite:pair.db"), ("PROVIDERS_TEST_OTHER_URL", "sqlite:pair.db")];
    let text = "providers_test_url = 'sqlite:file.db'";
    let own = Own::from_source(&figment(text).or(Env).or(pairs)).unwrap();
    assert_eq!((own.database.expose_secret(), own.other.expose_secret()), ("sqlite:file.db", "sqlite:pair.db"));
    let own = Own::from_source(&Env.or(config(text)).or(pairs)).unwrap();
    assert_eq!((own.database.expose_secret(), own.other.expose_secret()), ("sqlite:file.db", "sqlite:pair.db"));
    let own = Own::from_source(&pairs.or(config(text))).unwrap();
    assert_eq!(own.database.expose_secret(), "sqlite:pair.db");
}

/// `_FILE` variables and libpq's variables are looked up like any other.
#[test]
fn the_other_variables() {
    #[derive(DatabaseConfig)]
    struct Libpq {
        #[database(libpq_env)]
        database: DatabaseUrl,
    }
    for (name, source) in both("pghost = 'db.example.com'\npgport = 5433\npgsslmode = 'verify-full'\n") {
        let url = Libpq::from_source(&source).unwrap_or_else(|error| panic!("{name}: {error}")).database;
        assert_eq!(
            (url.host(), url.port(), url.tls().mode()),
            (Some("db.example.com"), Some(5433), TlsMode::VerifyFull)
        );
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "postgres://from-file/d\n").unwrap();
    for (name, source) in both(&format!("database_url_file = '{}'", file.path().display())) {
        assert_eq!(App::from_source(&source).unwrap().orders.get_host(), "from-file", "{name}");
    }
}

#[test]
fn a_table_or_an_array_is_an_error_that_does_not_show_it() {
    for (text, what) in [
        ("[database_url]\npassword = 'S3cr3t'", "expected a string, found a table"),
        ("database_url = ['postgres://u:S3cr3t@h/d']", "expected a string, found an array"),
        ("database_url = 1.25e300", "expected a string, found a floating-point number"),
    ] {
        for (name, source) in both(text) {
            let error = App::from_source(&source).unwrap_err();
            assert_eq!(error.problems().len(), 1, "{name}: {error}");
            let problem = &error.problems()[0];
            assert_eq!((problem.kind(), problem.message()), (ProblemKind::Unreadable, what), "{name}");
            assert_eq!(problem.variable(), "DATABASE_URL", "{name}");
            let shown = format!("{error} {error:?} {:?}", error.problems());
            assert!(!shown.contains("S3cr3t") && !shown.contains("25"), "{name}: {error}");
        }
    }
}

#[test]
fn a_floating_point_number_has_to_be_quoted() {
    #[derive(Debug, DatabaseConfig)]
    struct Own {
        database: DatabaseUrl,
        #[database(env = "RATIO", parse)]
        ratio: f64,
    }
    for (name, source) in both("database_url = 'postgres://app@h/d'\ndatabase_password = '1.50'\nratio = 0.25") {
        let error = Own::from_source(&source).unwrap_err();
        let [problem] = error.problems() else { panic!("{name}: {error}") };
        assert_eq!((problem.variable(), problem.kind()), ("RATIO", ProblemKind::Unreadable), "{name}");
        assert!(problem.help().starts_with("put the value in quotes"), "{name}: {error}");
    }
    for (name, source) in both("database_url = 'postgres://app@h/d'\ndatabase_password = '1.50'\nratio = '0.25'") {
        let own = Own::from_source(&source).unwrap();
        assert_eq!((own.database.password(), own.ratio), (Some("1.50"), 0.25), "{name}");
    }
}

#[test]
fn a_wrong_url_is_the_usual_report() {
    for (name, source) in both("database_url = 'postgres://u:S3cr3t@h/d?shcema=S3cr3t'\nport = 'S3cr3t'") {
        let error = App::from_source(&source).unwrap_err();
        assert_eq!(
            error.to_string(),
            "\
2 problems with the database configuration of `App`

DATABASE_URL (field `orders`): unknown query parameter `shcema`
    postgres://u:***@h/d?shcema=***
                         ^^^^^^
    did you mean `schema`?

PORT (field `port`): invalid `u16`: invalid digit found in string",
            "{name}"
        );
    }
}

#[test]
fn every_kind_of_value() {
    let texts: [(Value, Option<&str>); 10] = [
        ("text".into(), Some("text")),
        ('c'.into(), Some("c")),
        (true.into(), Some("true")),
        (Num::U8(8).into(), Some("8")),
        (Num::I64(-5).into(), Some("-5")),
        (Num::U128(u128::MAX).into(), Some("340282366920938463463374607431768211455")),
        (Num::I128(i128::MIN).into(), Some("-170141183460469231731687303715884105728")),
        (Num::ISize(-1).into(), Some("-1")),
        (figment::value::Empty::Unit.into(), None),
        (figment::value::Empty::None.into(), None),
    ];
    for (value, text) in texts {
        let figment = Figment::from(Serialized::default("name", value));
        assert_eq!(Source::get(&figment, "NAME"), Ok(text.map(str::to_owned)));
    }
    let texts: [(config::Value, Option<&str>); 7] = [
        ("text".into(), Some("text")),
        (true.into(), Some("true")),
        (8_u64.into(), Some("8")),
        ((-5_i64).into(), Some("-5")),
        (u128::MAX.into(), Some("340282366920938463463374607431768211455")),
        (i128::MIN.into(), Some("-170141183460469231731687303715884105728")),
        (None::<String>.into(), None),
    ];
    for (value, text) in texts {
        let config = Config::builder().set_override("name", value).unwrap().build().unwrap();
        assert_eq!(Source::get(&config, "NAME"), Ok(text.map(str::to_owned)));
    }
}

/// The name of a variable is a key, or a path of keys. Other syntax of figment and config means nothing.
#[test]
fn a_name_with_dots_is_a_key_or_a_path_of_keys() {
    let text = "\
list = ['first']
scalar = 'text'
[A]
b = { C = 'nested', n = 5 }
[x]
y = 'path'
z = 'other'
";
    for (name, source) in both(text) {
        for missing in [
            "list[0]", "list.0", ".", "..", "[", "[0]", "x.", ".x", "x..y", "", "no", "no.z", "scalar.z", "x.y.z",
            "A.b.n.m", "x.no", "a.b.c",
        ] {
            assert_eq!(source.get(missing), Ok(None), "{name}: {missing}");
        }
        for (path, value) in [
            ("x.z", "other"),
            ("X.Z", "other"),
            ("A.b.C", "nested"),
            ("A.B.C", "nested"),
            ("A.b.n", "5"),
            ("x.y", "path"),
        ] {
            assert_eq!(source.get(path), Ok(Some(value.to_owned())), "{name}: {path}");
        }
        let errors = ["A.b", "x", "list"].map(|path| source.get(path).unwrap_err().to_string());
        assert_eq!(errors[0], "expected a string, found a table; use a string", "{name}");
        assert_eq!(errors[1], errors[0], "{name}");
        assert_eq!(errors[2], "expected a string, found an array; use a string", "{name}");
    }
}

/// The `config` crate itself reads such a key as a path.
#[test]
fn a_key_with_dots_counts_before_a_path() {
    let figment = figment("\"l[0]\" = 'bracket'\n\"x.y\" = 'literal'\nx = { y = 'path' }\n");
    for name in ["x.y", "X.Y"] {
        assert_eq!(Source::get(&figment, name), Ok(Some("literal".to_owned())));
    }
    assert_eq!(Source::get(&figment, "l[0]"), Ok(Some("bracket".to_owned())));
    assert_eq!(config("\"x.y\" = 'literal'").get::<String>("x.y").unwrap(), "literal");
}

const NESTED: &str = "
[database]
url = 'postgres://app@h.example.com/d?sslmode=disable'
password = 'S3cr3t'
max_connections = 7
tls = 'disable'
[server]
port = 80
";

#[derive(Debug, DatabaseConfig)]
struct Nested {
    #[database(env = "database.url", schemes("postgres"))]
    database: (DatabaseUrl, PoolSettings),
    #[database(env = "server.port", parse)]
    port: u16,
}

#[test]
fn the_variables_of_a_dotted_url_are_in_its_table() {
    for (name, source) in both(NESTED) {
        let loaded = Nested::load(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (url, pool) = &loaded.config.database;
        assert_eq!((url.username(), url.password()), (Some("app"), Some("S3cr3t")), "{name}");
        assert_eq!((pool.max_connections(), loaded.config.port), (Some(7), 80), "{name}");
        let read = loaded.report.entries()[0].database().unwrap().variables();
        assert!(read.contains(&"database.password".to_owned()), "{name}: {read:?}");
    }
}

#[test]
fn the_file_of_a_dotted_name_is_in_its_table() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "postgres://from-file/d\n").unwrap();
    let path = file.path().display();
    for (name, source) in both(&format!("[database]\nurl_file = '{path}'\n[server]\nport_file = '{path}'\nport = ''")) {
        let error = Nested::from_source(&source).unwrap_err();
        let [problem] = error.problems() else { panic!("{name}: {error}") };
        assert_eq!(problem.variable(), "server.port_file", "{name}");
    }
    for (name, source) in both("[server]\nport = 80") {
        let error = Nested::from_source(&source).unwrap_err();
        let [problem] = error.problems() else { panic!("{name}: {error}") };
        assert!(problem.help().contains("database.url_file"), "{name}: {error}");
    }
}

#[test]
fn the_parts_of_a_dotted_url_are_in_its_table() {
    #[derive(Debug, DatabaseConfig)]
    struct Derived {
        #[database(env = "database.url", parts, schemes("postgres"))]
        database: DatabaseUrl,
    }
    #[derive(Debug, DatabaseConfig)]
    struct Prefix {
        #[database(parts = "database.", schemes("postgres"))]
        database: DatabaseUrl,
    }
    let text = "[database]\nhost = 'db'\nport = 5433\nusername = 'app'\npassword = 'p@ss'\ndb_name = 'orders'\nrequire_ssl = false";
    for (name, source) in both(text) {
        let urls = [Derived::from_source(&source).unwrap().database, Prefix::from_source(&source).unwrap().database];
        for url in urls {
            assert_eq!(url.expose_secret(), "postgres://app:p%40ss@db:5433/orders", "{name}");
            assert_eq!(url.tls().mode(), TlsMode::Prefer, "{name}");
        }
    }
    let text = "[database]\nhost = 'db'\nsecret = '{\"username\": \"app\", \"password\": \"p@ss\"}'";
    for (name, source) in both(text) {
        let urls = [Derived::from_source(&source).unwrap().database, Prefix::from_source(&source).unwrap().database];
        for url in urls {
            assert_eq!((url.username(), url.password()), (Some("app"), Some("p@ss")), "{name}");
        }
    }
    let example = Prefix::env_example();
    assert!(example.contains("database.host=<host>"), "{example}");
}

#[test]
fn a_dotted_name_is_unset_in_the_environment() {
    let error = Nested::from_source(&Env).unwrap_err();
    let variables: Vec<&str> = error.problems().iter().map(|problem| problem.variable()).collect();
    assert_eq!(variables, ["database.url", "server.port"]);
}

#[test]
fn a_broken_provider_is_named_and_not_quoted() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("app.toml");
    std::fs::write(&file, "database_url = 'postgres://u:S3cr3t@h/d\n").unwrap();
    for (figment, name) in [
        (Figment::from(Toml::file_exact(&file)), "app.toml"),
        (Figment::from(Toml::string("database_url = 'postgres://u:S3cr3t@h/d")), "TOML"),
        (Figment::from(Toml::file_exact(directory.path().join("none.toml"))), ""),
    ] {
        let error = App::from_source(&figment).unwrap_err();
        assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::Unreadable), "{error}");
        let messages = error.problems().iter().map(|problem| problem.message());
        assert!(messages.clone().all(|it| it.starts_with("cannot read ") && it.contains(name)), "{error}");
        assert!(!format!("{error} {error:?} {:?}", error.problems()).contains("S3cr3t"), "{error}");
    }
}
