//! JSON objects in the place of a URL, and of the user name and the password (feature `json`).

use db_config::{Backend, DatabaseConfig, DatabaseUrl, Problem, ProblemKind};

#[derive(DatabaseConfig)]
struct Postgres {
    #[database(schemes("postgres"))]
    database: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Any {
    database: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct WithParts {
    #[database(parts = "DB_", schemes("postgres"))]
    database: DatabaseUrl,
}

type Pairs<'a> = &'a [(&'static str, &'a str)];

fn only_problem<C: DatabaseConfig>(variables: Pairs<'_>) -> Problem {
    let Err(error) = C::from_source(&variables.to_vec()) else { panic!("{variables:?}") };
    let [problem] = error.problems() else { panic!("{error}") };
    problem.clone()
}

fn postgres(variables: Pairs<'_>) -> String {
    let config = Postgres::from_source(&variables.to_vec()).unwrap_or_else(|error| panic!("{error}"));
    config.database.expose_secret().to_owned()
}

/// Asserts that the object is the only problem and that no value is shown.
fn rejects(object: &str, kind: ProblemKind, message: &str) {
    let problem = only_problem::<Postgres>(&[("DATABASE_URL", object)]);
    assert_eq!((problem.variable(), problem.kind(), problem.message()), ("DATABASE_URL", kind, message), "{object}");
    let shown = format!("{problem} {problem:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn an_object_of_aws_secrets_manager_is_a_url() {
    let object = r#"{
        "engine": "postgres", "host": "shop.abc.eu-west-1.rds.amazonaws.com", "port": 5432, "username": "app",
        "password": "p@ss/%40", "dbname": "orders", "dbInstanceIdentifier": "shop", "masterarn": {"of": ["another"]}
    }"#;
    let url = "postgres://app:p%40ss%2F%2540@shop.abc.eu-west-1.rds.amazonaws.com:5432/orders";
    let variables = [("DATABASE_URL", object)];
    assert_eq!(postgres(&variables), url);
    let parsed: DatabaseUrl = object.parse().unwrap();
    assert_eq!((parsed.expose_secret(), parsed.password()), (url, Some("p@ss/%40")));
    let shown = Postgres::report(&variables).unwrap().to_string();
    assert!(shown.contains("postgres://app:***@shop.abc"), "{shown}");
    assert!(!shown.contains("p@ss") && !shown.contains("p%40ss"), "{shown}");
}

#[test]
fn every_engine_has_its_scheme() {
    for (object, url) in [
        (r#"{"engine":"aurora-postgresql","host":"h"}"#, "postgres://h"),
        (r#"{"engine":"aurora-mysql","host":"h","port":"3306"}"#, "mysql://h:3306"),
        (r#"{"engine":"mariadb","host":"h","dbname":"d"}"#, "mysql://h/d"),
        (r#"{"engine":"mongo","host":"h","username":"u","password":"p"}"#, "mongodb://u:p@h"),
        (r#"{"ENGINE":"sqlite","dbname":"data/my app.db"}"#, "sqlite://data/my%20app.db"),
    ] {
        let config = Any::from_source(&[("DATABASE_URL", object)]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(config.database.expose_secret(), url, "{object}");
    }
}

#[test]
fn without_an_engine_the_field_decides() {
    let object = r#"{"host":"h","username":"u"}"#;
    assert_eq!(postgres(&[("DATABASE_URL", object)]), "postgres://u@h");
    let problem = only_problem::<Any>(&[("DATABASE_URL", object)]);
    assert_eq!(problem.message(), "`engine` in the JSON object: not set, although host is set");
    let problem = only_problem::<Postgres>(&[("DATABASE_URL", r#"{"host":"h","engine":"mysql"}"#)]);
    assert_eq!(problem.message(), "`engine` in the JSON object: MySQL is not supported here");
    let problem = only_problem::<Postgres>(&[("DATABASE_URL", r#"{"host":"h","engine":"oracle"}"#)]);
    assert_eq!(problem.message(), "`engine` in the JSON object: unknown database system");
}

#[test]
fn the_url_of_an_object_comes_first() {
    for (object, url) in [
        (r#"{"uri":"postgres://u:p@h/d"}"#, "postgres://u:p@h/d"),
        (r#"{"url":"postgres://h/d","port":5433,"username":"u","password":"p"}"#, "postgres://u:p@h:5433/d"),
        (r#"{"url":"postgres://u@h/d","host":"h","user":"u","password":"p"}"#, "postgres://u:p@h/d"),
        (r#"{"url":"postgres://u:p@h?sslmode=require","dbname":"d"}"#, "postgres://u:p@h/d?sslmode=require"),
        (r#"{"url":"","host":"h"}"#, "postgres://h"),
    ] {
        assert_eq!(postgres(&[("DATABASE_URL", object)]), url, "{object}");
    }
    let contradiction = ProblemKind::Contradiction;
    rejects(
        r#"{"url":"postgres://u@h","engine":"mysql"}"#,
        contradiction,
        "engine sets another database system than the URL",
    );
    rejects(r#"{"url":"postgres://u@h","host":"i"}"#, contradiction, "host sets another host than the URL");
    rejects(r#"{"url":"postgres://u@h","user":"v"}"#, contradiction, "user sets another user than the URL");
    rejects(
        r#"{"url":"postgres://u:hunter2@h","password":"hunter3"}"#,
        contradiction,
        "password sets another password than the URL",
    );
    rejects(
        r#"{"url":"postgres://u:hunter2@h","uri":"postgres://h"}"#,
        contradiction,
        "`url` in the JSON object: `url` and `uri` are different",
    );
    rejects(
        r#"{"url":"{\"host\":\"hunter2\"}"}"#,
        ProblemKind::Json,
        "`url` in the JSON object: expected a URL, found JSON",
    );
}

#[test]
fn the_parts_of_an_object_are_literal() {
    let text = "a:b@c/d?e#f%20 ü";
    let object = serde_json::json!({"host": "h", "username": text, "password": text, "dbname": text}).to_string();
    let url = Postgres::from_source(&[("DATABASE_URL", object)]).unwrap().database;
    let found = [url.username(), url.password(), url.database()];
    assert_eq!((found, url.hosts().len(), url.host()), ([Some(text); 3], 1, Some("h")));
}

#[test]
fn a_tls_mode_is_not_lost() {
    for key in
        ["ssl", "sslmode", "tlsCAFile", "require_ssl", "usessl", "verifyServerCertificate", "trustServerCertificate"]
    {
        let object = format!(r#"{{"host":"h","{key}":"hunter2"}}"#);
        rejects(&object, ProblemKind::Json, &format!("the TLS mode in `{key}` is not read"));
    }
}

#[test]
fn other_keys_are_ignored() {
    let object = r#"{"host":"h","accessLevel":"rw","pass_length":9,"resourceId":null,"proxy":{"host":"i"}}"#;
    assert_eq!(postgres(&[("DATABASE_URL", object)]), "postgres://h");
}

#[test]
fn a_password_without_a_user_is_kept() {
    for object in [r#"{"host":"h","password":"p@ss"}"#, r#"{"url":"postgres://h","password":"p@ss"}"#] {
        let variables = [("DATABASE_URL", object), ("DATABASE_USER", "app")];
        let url = Postgres::from_source(&variables).unwrap().database;
        assert_eq!((url.username(), url.password()), (Some("app"), Some("p@ss")), "{object}");
    }
    let problem = only_problem::<Any>(&[("DATABASE_URL", r#"{"engine":"mongo","host":"h","password":"hunter2"}"#)]);
    assert_eq!(problem.kind(), ProblemKind::EmptyUser);
}

#[test]
fn a_mechanism_without_a_password_gets_none() {
    let object = r#"{"url":"mongodb://h/?authMechanism=MONGODB-X509&tls=true","username":"u","password":"hunter2"}"#;
    let url = Any::from_source(&[("DATABASE_URL", object)]).unwrap().database;
    assert_eq!(url.password(), None);
}

#[test]
fn the_certificate_of_a_url_can_be_completed_by_a_variable() {
    let object = r#"{"url":"postgres://h/d?sslmode=require&sslcert=/c.pem"}"#;
    let url = Postgres::from_source(&[("DATABASE_URL", object), ("PGSSLKEY", "/k.pem")]).unwrap().database;
    assert_eq!(url.tls().client_key(), Some(std::path::Path::new("/k.pem")));
    let problem = only_problem::<Postgres>(&[("DATABASE_URL", object)]);
    assert!(problem.message().contains("`sslcert` needs `sslkey`"), "{problem:?}");
}

#[test]
fn wrong_keys_and_types_are_named_but_not_shown() {
    use ProblemKind::{Contradiction, InvalidHost, InvalidPort, InvalidValue, Json, Missing};
    for (object, kind, message) in [
        (r#"{"host":"h","password":["hunter2"]}"#, InvalidValue, "`password` in the JSON object: expected a text"),
        (r#"{"host":"h","password":12345}"#, InvalidValue, "`password` in the JSON object: expected a text"),
        (r#"{"host":true}"#, InvalidValue, "`host` in the JSON object: expected a text"),
        (r#"{"host":null}"#, InvalidValue, "`host` in the JSON object: expected a text"),
        (r#"{"host":"h","port":0}"#, InvalidPort, "`port` in the JSON object: invalid port"),
        (r#"{"host":"h","port":5432.5}"#, InvalidPort, "`port` in the JSON object: invalid port"),
        (r#"{"host":"h","port":-1}"#, InvalidPort, "`port` in the JSON object: invalid port"),
        (
            r#"{"host":"h:5432"}"#,
            InvalidHost,
            "`host` in the JSON object: expected a host name, found a host with a port",
        ),
        (r#"{"host":"h","password":"hunter2","password":"x"}"#, Json, "`password` is in the JSON object twice"),
        (r#"{"host":"h","x y hunter2":1,"x y hunter2":2}"#, Json, "a key is in the JSON object twice"),
        (
            r#"{"host":"h","user":"hunter2","username":"x"}"#,
            Contradiction,
            "`user` in the JSON object: `user` and `username` are different",
        ),
        (
            r#"{"username":"u","password":"hunter2"}"#,
            Missing,
            "`host` in the JSON object: not set, although username is set",
        ),
        ("{}", Json, "the JSON object has no `host`"),
        (r#"{"host":"hunter2""#, Json, "invalid JSON (line 1, column 17)"),
        (r#"{"host":"h"} hunter2"#, Json, "invalid JSON (line 1, column 14)"),
    ] {
        rejects(object, kind, message);
    }
    let deep = format!(r#"{{"host":"h","x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(only_problem::<Postgres>(&[("DATABASE_URL", &deep)]).message().starts_with("invalid JSON"));
}

#[test]
fn a_list_field_reads_one_object() {
    #[derive(DatabaseConfig)]
    struct Replicas {
        #[database(schemes("postgres"))]
        replicas: Vec<DatabaseUrl>,
    }
    let object = r#"{"host":"h","password":"a,sqlite:b","username":"u"}"#;
    let replicas = Replicas::from_source(&[("DATABASE_REPLICA_URLS", object)]).unwrap().replicas;
    assert_eq!(replicas.len(), 1);
    assert_eq!(replicas[0].password(), Some("a,sqlite:b"));
}

#[test]
fn the_secret_gives_the_user_and_the_password() {
    let secret = r#"{"username":"app","password":"p@ss","host":"another","sslmode":"disable"}"#;
    let variables = [("DATABASE_URL", "postgres://localhost/orders"), ("DATABASE_SECRET", secret)];
    let loaded = Postgres::load(&variables).unwrap();
    let url = loaded.config.database;
    assert_eq!((url.username(), url.password(), url.host()), (Some("app"), Some("p@ss"), Some("localhost")));
    let used = loaded.report.entries()[0].database().unwrap().variables();
    assert_eq!(used, ["DATABASE_SECRET"]);
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    assert!(!loaded.report.to_string().contains("p@ss"));
}

#[test]
fn the_secret_completes_parts() {
    let secret = r#"{"username":"app","password":"p"}"#;
    for name in ["DATABASE_SECRET", "DB_SECRET"] {
        let url = WithParts::from_source(&[("DB_HOST", "h"), ("DB_NAME", "d"), (name, secret)]).unwrap().database;
        assert_eq!((url.username(), url.password()), (Some("app"), Some("p")), "{name}");
    }
    let variables = [("DB_HOST", "h"), ("DB_USER", "app"), ("DB_SECRET", secret)];
    assert_eq!(WithParts::from_source(&variables).unwrap().database.password(), Some("p"));
    let problem = only_problem::<WithParts>(&[("DB_HOST", "h"), ("DB_USER", "other"), ("DB_SECRET", secret)]);
    assert_eq!(problem.message(), "`DB_USER` and `DB_SECRET` are different");
}

#[test]
fn the_secret_agrees_with_the_other_variables() {
    let secret = ("DATABASE_SECRET", r#"{"username":"app","password":"hunter2"}"#);
    let url = ("DATABASE_URL", "postgres://h/d");
    assert_eq!(postgres(&[url, secret, ("DATABASE_USER", "app")]), "postgres://h/d");
    for other in ["DATABASE_USER", "DATABASE_PASSWORD"] {
        let problem = only_problem::<Postgres>(&[url, secret, (other, "other")]);
        assert_eq!(problem.message(), format!("`{other}` and `DATABASE_SECRET` are different"));
    }
    let loaded = Postgres::load(&[("DATABASE_URL", "postgres://admin@localhost/d"), secret]).unwrap();
    assert_eq!(loaded.config.database.password(), None);
    let [warning] = &loaded.warnings[..] else { panic!("{:?}", loaded.warnings) };
    assert!(warning.to_string().contains("DATABASE_SECRET"), "{warning}");
}

#[test]
fn another_text_in_the_variable_does_not_stop_a_complete_url() {
    let variables = [("DATABASE_URL", "postgres://u:p@h/d"), ("DATABASE_SECRET", "the key of the cookies")];
    assert_eq!(postgres(&variables), "postgres://u:p@h/d");
}

#[test]
fn a_wrong_secret_is_named() {
    for (secret, kind, message) in [
        ("hunter2", ProblemKind::Json, "expected a JSON object"),
        (r#"["hunter2"]"#, ProblemKind::Json, "expected a JSON object"),
        (r#"{"host":"h"}"#, ProblemKind::Json, "the JSON object has no user name and no password"),
        (r#"{"password":1}"#, ProblemKind::InvalidValue, "`password` in the JSON object: expected a text"),
        (r#"{"password":"hunter2"#, ProblemKind::Json, "invalid JSON (line 1, column 20)"),
        (
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hunter2",
            ProblemKind::SecretReference,
            "expected the value itself, found a reference to a secret manager",
        ),
        (
            r#"{"password":"op://vault/hunter2/password"}"#,
            ProblemKind::SecretReference,
            "`password` in the JSON object: expected the value itself, found a reference to a secret manager",
        ),
        ("/run/secrets/hunter2", ProblemKind::SecretFile, "expected a JSON object, found the path of a file"),
    ] {
        let problem = only_problem::<Postgres>(&[("DATABASE_URL", "postgres://h/d"), ("DATABASE_SECRET", secret)]);
        assert_eq!((problem.variable(), problem.kind(), problem.message()), ("DATABASE_SECRET", kind, message));
        assert!(!problem.help().contains("hunter2"));
    }
}

#[test]
fn an_object_in_the_password_names_the_variable_for_it() {
    let object = r#"{"username":"app","password":"hunter2"}"#;
    let url = ("DATABASE_URL", "postgres://app@h/d");
    let problem = only_problem::<Postgres>(&[url, ("DATABASE_PASSWORD", object)]);
    assert_eq!(
        (problem.variable(), problem.message()),
        ("DATABASE_PASSWORD", "expected a password, found a JSON object")
    );
    assert!(problem.help().contains("DATABASE_SECRET"), "{}", problem.help());
    assert!(!problem.to_string().contains("hunter2"));
}

#[test]
fn a_secret_can_be_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "{\"username\":\"app\",\"password\":\"p\"}\n").unwrap();
    let path = file.path().to_str().unwrap();
    let config = Postgres::from_source(&[("DATABASE_URL", "postgres://h/d"), ("DATABASE_SECRET_FILE", path)]).unwrap();
    assert_eq!(config.database.password(), Some("p"));
    assert_eq!(config.database.backend(), Backend::Postgres);
}

#[test]
fn a_default_in_json_is_a_default() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(default_with = default, libpq_env, schemes("postgres"))]
        database: DatabaseUrl,
    }
    fn default() -> String {
        r#"{"engine":"postgres","host":"h","username":"app","password":"p","dbname":"d"}"#.to_owned()
    }
    let url = Config::from_source(&[("PGHOST", "other")]).unwrap().database;
    assert_eq!((url.host(), url.username(), url.database()), (Some("other"), Some("app"), Some("d")));
    assert_eq!(Config::from_source(&[("OTHER", "")]).unwrap().database.host(), Some("h"));
}

#[test]
fn a_list_contains_no_objects() {
    #[derive(DatabaseConfig)]
    struct Replicas {
        #[database(env = "DATABASE_REPLICA_URLS")]
        _replicas: Vec<DatabaseUrl>,
    }
    let object = r#"{"host":"b","username":"u","password":"hunter2"}"#;
    for list in
        [format!("postgres://a/x,{object}"), format!("postgres://a/x, {object}"), format!("sqlite:a.db,{object}")]
    {
        let Err(error) = Replicas::from_source(&[("DATABASE_REPLICA_URLS", &*list)]) else { panic!("{list}") };
        assert_eq!(error.problems()[0].message(), "a list cannot contain JSON objects");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn a_wrong_secret_does_not_give_way_to_a_default() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(default = "postgres://app:word@localhost/app")]
        _database: DatabaseUrl,
    }
    let problem = only_problem::<Config>(&[("DATABASE_SECRET", "arn:aws:secretsmanager:eu-west-1:1:secret:x")]);
    assert_eq!((problem.variable(), problem.kind()), ("DATABASE_SECRET", ProblemKind::SecretReference));
}

#[test]
fn a_host_can_be_an_address_in_brackets() {
    assert_eq!(postgres(&[("DATABASE_URL", r#"{"host":"[::1]","username":"u"}"#)]), "postgres://u@[::1]");
}
