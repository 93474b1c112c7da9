//! The attribute `parts`: variables that set one part of the URL each.

use db_config::{
    DatabaseConfig, DatabaseUrl, Origin, Problem, ProblemKind, SecretDirectory, ServiceBinding, Source, TlsMode,
    WarningKind,
};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
struct Server {
    #[database(parts = "DB_", schemes("postgres"))]
    database: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Derived {
    #[database(parts)]
    database: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Default {
    #[database(parts = "DB_", default = "postgres://app:word@localhost:5432/app")]
    database: DatabaseUrl,
}

type Pairs<'a> = &'a [(&'static str, &'a str)];

fn url<C: DatabaseConfig>(variables: Pairs<'_>) -> (C, Vec<String>) {
    let loaded = C::load(&variables.to_vec()).unwrap_or_else(|error| panic!("{error}"));
    let entry = &loaded.report.entries()[0];
    let others = entry.database().unwrap().variables();
    let used = [entry.variable().to_owned()].into_iter().chain(others.iter().cloned()).collect();
    (loaded.config, used)
}

fn only_problem<C: DatabaseConfig>(variables: Pairs<'_>) -> Problem {
    let Err(error) = C::from_source(&variables.to_vec()) else { panic!("{variables:?}") };
    let [problem] = error.problems() else { panic!("{error}") };
    problem.clone()
}

fn server(variables: Pairs<'_>) -> String {
    url::<Server>(variables).0.database.expose_secret().to_owned()
}

#[test]
fn parts_make_a_url_of_literal_values() {
    let variables = [
        ("DB_HOST", "db.example.com"),
        ("DB_PORT", "5433"),
        ("DB_USER", "app"),
        ("DB_PASSWORD", "p@ss:/%40#?"),
        ("DB_NAME", "my orders"),
    ];
    let (config, used) = url::<Server>(&variables);
    assert_eq!(config.database.password(), Some("p@ss:/%40#?"));
    assert_eq!(config.database.database(), Some("my orders"));
    assert_eq!(
        config.database.expose_secret(),
        "postgres://app:p%40ss%3A%2F%2540%23%3F@db.example.com:5433/my%20orders"
    );
    assert_eq!(used, ["DB_HOST", "DB_PORT", "DB_USER", "DB_PASSWORD", "DB_NAME"]);
    let report = Server::report(&variables).unwrap();
    assert_eq!(report.entries()[0].origin(), Some(Origin::Parts));
    let shown = report.to_string();
    assert!(shown.contains("postgres://app:***@db.example.com:5433/my%20orders"), "{shown}");
    assert!(!shown.contains("p@ss") && !shown.contains("p%40ss"), "{shown}");
}

#[test]
fn without_a_prefix_the_names_begin_like_that_of_the_url() {
    let (config, used) = url::<Derived>(&[
        ("DATABASE_SCHEME", "mysql"),
        ("DATABASE_HOST", "db"),
        ("DATABASE_USERNAME", "app"),
        ("DATABASE_PASSWORD", "word"),
        ("DATABASE_DATABASE_NAME", "orders"),
    ]);
    assert_eq!(config.database.expose_secret(), "mysql://app:word@db/orders");
    assert_eq!(used[0], "DATABASE_HOST");
}

/// The variables of platforms, images and frameworks.
#[test]
fn the_names_of_platforms_are_read() {
    #[derive(DatabaseConfig)]
    struct Docker {
        #[database(parts = "POSTGRES_", schemes("postgres"))]
        database: DatabaseUrl,
    }
    let docker = [("POSTGRES_HOST", "db"), ("POSTGRES_USER", "u"), ("POSTGRES_PASSWORD", "p"), ("POSTGRES_DB", "d")];
    assert_eq!(url::<Docker>(&docker).0.database.expose_secret(), "postgres://u:p@db/d");

    #[derive(DatabaseConfig)]
    struct Beanstalk {
        #[database(parts = "RDS_", schemes("mysql"))]
        database: DatabaseUrl,
    }
    let beanstalk = [
        ("RDS_HOSTNAME", "app.abc.eu-west-1.rds.amazonaws.com"),
        ("RDS_PORT", "3306"),
        ("RDS_DB_NAME", "ebdb"),
        ("RDS_USERNAME", "u"),
        ("RDS_PASSWORD", "p"),
    ];
    let expected = "mysql://u:p@app.abc.eu-west-1.rds.amazonaws.com:3306/ebdb";
    assert_eq!(url::<Beanstalk>(&beanstalk).0.database.expose_secret(), expected);

    #[derive(DatabaseConfig)]
    struct Laravel {
        #[database(env = "DB_URL", parts)]
        database: DatabaseUrl,
    }
    let laravel = [
        ("DB_CONNECTION", "pgsql"),
        ("DB_HOST", "127.0.0.1"),
        ("DB_PORT", "5432"),
        ("DB_DATABASE", "laravel"),
        ("DB_USERNAME", "root"),
        ("DB_PASSWORD", ""),
    ];
    assert_eq!(url::<Laravel>(&laravel).0.database.expose_secret(), "postgres://root@127.0.0.1:5432/laravel");
    let sqlite = [("DB_CONNECTION", "sqlite"), ("DB_DATABASE", "/srv/my app.sqlite"), ("DB_HOST", "127.0.0.1")];
    assert_eq!(url::<Laravel>(&sqlite).0.database.sqlite_path().unwrap(), PathBuf::from("/srv/my app.sqlite"));

    #[derive(DatabaseConfig)]
    struct CloudSql {
        #[database(parts("DB_", host = "INSTANCE_UNIX_SOCKET"), schemes("postgres"))]
        database: DatabaseUrl,
    }
    let cloud_sql =
        [("INSTANCE_UNIX_SOCKET", "/cloudsql/p:europe:i"), ("DB_USER", "u"), ("DB_PASS", "p"), ("DB_NAME", "d")];
    let (config, used) = url::<CloudSql>(&cloud_sql);
    assert!(config.database.hosts()[0].is_socket());
    assert_eq!(config.database.host(), Some("/cloudsql/p:europe:i"));
    assert_eq!(used[0], "INSTANCE_UNIX_SOCKET");

    #[derive(DatabaseConfig)]
    struct Railway {
        #[database(env = "MYSQL_URL", parts = "MYSQL", schemes("mysql"))]
        database: DatabaseUrl,
    }
    let railway = [
        ("MYSQLHOST", "mysql.railway.internal"),
        ("MYSQLPORT", "3306"),
        ("MYSQLUSER", "root"),
        ("MYSQLPASSWORD", "p"),
        ("MYSQLDATABASE", "railway"),
    ];
    let expected = "mysql://root:p@mysql.railway.internal:3306/railway";
    assert_eq!(url::<Railway>(&railway).0.database.expose_secret(), expected);
}

/// The configuration of the book "Zero To Production In Rust".
#[test]
fn the_variables_of_zero_to_production_are_read() {
    #[derive(DatabaseConfig)]
    struct Settings {
        #[database(parts = "APP_DATABASE__", schemes("postgres"))]
        database: DatabaseUrl,
    }
    let variables = [
        ("APP_DATABASE__USERNAME", "postgres"),
        ("APP_DATABASE__PASSWORD", "password"),
        ("APP_DATABASE__HOST", "app-db-user-1.b.db.ondigitalocean.com"),
        ("APP_DATABASE__PORT", "25060"),
        ("APP_DATABASE__DATABASE_NAME", "newsletter"),
        ("APP_DATABASE__REQUIRE_SSL", "true"),
    ];
    let (config, used) = url::<Settings>(&variables);
    let expected = "postgres://postgres:password@app-db-user-1.b.db.ondigitalocean.com:25060/newsletter";
    assert_eq!(config.database.expose_secret(), expected);
    assert_eq!(config.database.tls().mode(), TlsMode::Require);
    assert!(used.contains(&"APP_DATABASE__REQUIRE_SSL".to_owned()), "{used:?}");
}

/// The keys of the secret `<cluster>-app`.
const CLOUD_NATIVE_PG: [(&str, &str); 11] = [
    ("username", "app"),
    ("user", "app"),
    ("password", "p@ss/word"),
    ("dbname", "orders"),
    ("host", "pg-rw"),
    ("port", "5432"),
    ("uri", "postgresql://app:p%40ss%2Fword@pg-rw.shop:5432/orders"),
    ("fqdn-uri", "postgresql://app:p%40ss%2Fword@pg-rw.shop.svc.cluster.local:5432/orders"),
    ("jdbc-uri", "jdbc:postgresql://pg-rw.shop:5432/orders?password=p%40ss%2Fword&user=app"),
    ("fqdn-jdbc-uri", "jdbc:postgresql://pg-rw.shop.svc.cluster.local:5432/orders?password=p%40ss%2Fword&user=app"),
    ("pgpass", "pg-rw:5432:orders:app:p@ss/word\n"),
];

#[test]
fn the_mounted_secret_of_cloud_native_pg_is_read() {
    #[derive(DatabaseConfig)]
    struct Fqdn {
        #[database(env = "fqdn-uri")]
        database: DatabaseUrl,
    }
    let root = tempfile::tempdir().unwrap();
    let directory = root.path().join("pg-app");
    std::fs::create_dir(&directory).unwrap();
    for (key, value) in CLOUD_NATIVE_PG {
        std::fs::write(directory.join(key), value).unwrap();
    }
    let fqdn = Fqdn::from_source(&SecretDirectory::new(&directory)).unwrap().database;
    assert_eq!((fqdn.host(), fqdn.password()), (Some("pg-rw.shop.svc.cluster.local"), Some("p@ss/word")));
    let binding = ServiceBinding::from_root(root.path(), "pg-app");
    let expected = "postgresql://app:p%40ss%2Fword@pg-rw.shop:5432/orders";
    assert_eq!(Derived::from_source(&binding).unwrap().database.expose_secret(), expected);

    std::fs::remove_file(directory.join("uri")).unwrap();
    #[derive(DatabaseConfig)]
    struct Parts {
        #[database(parts, schemes("postgres"))]
        database: DatabaseUrl,
    }
    let expected = "postgres://app:p%40ss%2Fword@pg-rw:5432/orders";
    assert_eq!(Parts::from_source(&binding).unwrap().database.expose_secret(), expected);
}

/// `secretKeyRef` names the variables, and `envFrom` adds a prefix to the keys.
#[test]
fn the_secret_of_cloud_native_pg_in_variables_is_read() {
    let expected = "postgres://app:p%40ss%2Fword@pg-rw:5432/orders";
    let named = ["username", "password", "dbname", "host", "port"].map(|key| {
        let (_, value) = CLOUD_NATIVE_PG.into_iter().find(|(name, _)| *name == key).unwrap();
        (format!("DB_{}", key.to_uppercase()), value)
    });
    assert_eq!(Server::from_source(&named).unwrap().database.expose_secret(), expected);

    #[derive(DatabaseConfig)]
    struct EnvFrom {
        #[database(env = "PG_uri")]
        whole: DatabaseUrl,
        #[database(
            env = "PG_URL",
            parts(
                host = "PG_host",
                port = "PG_port",
                user = "PG_username",
                password = "PG_password",
                name = "PG_dbname"
            ),
            schemes("postgres")
        )]
        parts: DatabaseUrl,
    }
    let prefixed = CLOUD_NATIVE_PG.map(|(key, value)| (format!("PG_{key}"), value));
    let config = EnvFrom::from_source(&prefixed).unwrap();
    assert_eq!(config.parts.expose_secret(), expected);
    assert_eq!((config.whole.host(), config.whole.password()), (Some("pg-rw.shop"), Some("p@ss/word")));
}

/// Spring Boot's URL has neither a user nor a password. Only its `jdbc:` has to be removed.
#[test]
fn the_variables_of_spring_are_read() {
    #[derive(DatabaseConfig)]
    struct Environment {
        #[database(env = "SPRING_DATASOURCE_URL")]
        database: DatabaseUrl,
    }
    #[derive(DatabaseConfig)]
    struct Properties {
        #[database(env = "spring.datasource.url")]
        database: DatabaseUrl,
    }
    fn check<C: DatabaseConfig>(
        names: [&'static str; 3],
        source: impl Fn(&str) -> Box<dyn Source>,
        url: fn(C) -> DatabaseUrl,
    ) {
        let config = C::from_source(&source("postgresql://db:5432/orders")).unwrap_or_else(|error| panic!("{error}"));
        let url = url(config);
        assert_eq!((url.username(), url.password()), (Some("app"), Some("p@ss")), "{names:?}");
        let Err(error) = C::from_source(&source("jdbc:postgresql://db:5432/orders")) else { panic!("{names:?}") };
        let [problem] = error.problems() else { panic!("{error}") };
        assert_eq!((problem.variable(), problem.kind()), (names[0], ProblemKind::Jdbc));
        assert!(error.to_string().contains("`postgresql://db:5432/orders`"), "{error}");
    }
    let names = ["SPRING_DATASOURCE_URL", "SPRING_DATASOURCE_USERNAME", "SPRING_DATASOURCE_PASSWORD"];
    let environment = |url: &str| -> Box<dyn Source> {
        Box::new(names.into_iter().zip([url.to_owned(), "app".to_owned(), "p@ss".to_owned()]).collect::<Vec<_>>())
    };
    check::<Environment>(names, environment, |config| config.database);
    let names = ["spring.datasource.url", "spring.datasource.username", "spring.datasource.password"];
    let properties = |url: &str| -> Box<dyn Source> {
        let values = names.into_iter().zip([url, "app", "p@ss"]);
        let set = |builder: config::ConfigBuilder<_>, (name, value)| builder.set_override(name, value).unwrap();
        Box::new(values.fold(config::Config::builder(), set).build().unwrap())
    };
    check::<Properties>(names, properties, |config| config.database);
}

/// kellnr uses SQLite in its data directory, or PostgreSQL from parts.
#[test]
fn the_variables_of_kellnr_are_read() {
    fn in_data_dir() -> String {
        "sqlite:///opt/kdata/db.sqlite".to_owned()
    }
    #[derive(DatabaseConfig)]
    #[database(env = "KELLNR_DATABASE_URL", parts = "KELLNR_POSTGRESQL__", default_with = in_data_dir)]
    enum Database {
        Sqlite(PathBuf),
        Postgres(Box<sqlx::postgres::PgConnectOptions>),
    }
    let variables = [
        ("KELLNR_POSTGRESQL__ADDRESS", "localhost"),
        ("KELLNR_POSTGRESQL__PORT", "5432"),
        ("KELLNR_POSTGRESQL__DB", "kellnr_db"),
        ("KELLNR_POSTGRESQL__USER", "kellnr"),
        ("KELLNR_POSTGRESQL__PWD", "p@s#s/%"),
    ];
    let Database::Postgres(options) = Database::from_source(&variables).unwrap() else { panic!("not PostgreSQL") };
    assert_eq!((options.get_username(), options.get_database()), ("kellnr", Some("kellnr_db")));
    let Database::Sqlite(path) = Database::from_source(&[("KELLNR_X", "")]).unwrap() else { panic!("not SQLite") };
    assert_eq!(path, PathBuf::from("/opt/kdata/db.sqlite"));
}

#[test]
fn a_part_fills_in_what_the_url_leaves_out() {
    for (url, host, expected) in [
        ("postgres:///", "db", "postgres://db:5433/orders"),
        ("postgres://", "db", "postgres://db:5433/orders"),
        ("postgres://app@db", "DB", "postgres://app@db:5433/orders"),
        ("postgres://db:5433/orders?sslmode=require", "db", "postgres://db:5433/orders?sslmode=require"),
        ("postgres://app@/?connect_timeout=5", "::1", "postgres://app@[::1]:5433/orders?connect_timeout=5"),
    ] {
        let parts = [("DATABASE_URL", url), ("DB_HOST", host), ("DB_PORT", "5433"), ("DB_NAME", "orders")];
        assert_eq!(server(&parts), expected, "{url}");
    }
    let login = [("DATABASE_URL", "postgres://db/d"), ("DB_USER", "u"), ("DB_PASSWORD", "p")];
    let (config, used) = url::<Server>(&login);
    assert_eq!((config.database.username(), config.database.password()), (Some("u"), Some("p")));
    assert_eq!(used, ["DATABASE_URL", "DB_USER", "DB_PASSWORD"]);
}

#[test]
fn with_a_prefix_the_variables_next_to_the_url_are_not_read() {
    let parts = [("DATABASE_URL", "postgres://db/d"), ("DATABASE_USER", "u"), ("DATABASE_PASSWORD", "p")];
    assert_eq!(url::<Server>(&parts).0.database.username(), None);
}

#[test]
fn a_port_is_a_number() {
    let port = ("DB_PORT", "05432");
    assert_eq!(server(&[("DB_HOST", "db"), port]), "postgres://db:5432");
    assert_eq!(server(&[("DATABASE_URL", "postgres://db"), port]), "postgres://db:5432");
    assert_eq!(server(&[("DATABASE_URL", "postgres://db:5432"), port]), "postgres://db:5432");
}

#[test]
fn a_part_that_contradicts_the_url_is_an_error_that_names_both() {
    for (part, value) in [("DB_HOST", "other"), ("DB_PORT", "1"), ("DB_NAME", "other")] {
        let error = only_problem::<Server>(&[("DATABASE_URL", "postgres://u:hunter2@db:5432/d"), (part, value)]);
        assert_eq!(error.kind(), ProblemKind::Contradiction, "{part}");
        assert_eq!(error.variable(), "DATABASE_URL");
        assert!(error.message().contains(part), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn parts_with_a_host_replace_a_default_and_others_override_it() {
    let url = |variables: Pairs<'_>| url::<Default>(variables).0.database;
    let all = [("DB_SCHEME", "postgres"), ("DB_HOST", "db"), ("DB_NAME", "d")];
    assert_eq!(url(&all).expose_secret(), "postgres://db/d");
    let one = url(&[("DB_PORT", "6432")]);
    assert_eq!(one.expose_secret(), "postgres://app:word@localhost:6432/app");
    assert_eq!(url(&[("DB_NAME", "x y")]).expose_secret(), "postgres://app:word@localhost:5432/x%20y");
    assert_eq!(url(&[("DB_PASSWORD", "n/w")]).password(), Some("n/w"));
    assert_eq!(url(&[]).expose_secret(), "postgres://app:word@localhost:5432/app");
}

#[test]
fn a_part_without_a_host_is_an_error() {
    for part in [("DB_PORT", "5432"), ("DB_NAME", "d"), ("DB_USER", "u"), ("DB_PASSWORD", "hunter2")] {
        let error = only_problem::<Server>(&[part]);
        assert_eq!((error.variable(), error.kind()), ("DB_HOST", ProblemKind::Missing));
        assert!(error.message().contains(part.0), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
    // An empty value of Compose is unset.
    let error = only_problem::<Server>(&[("DB_HOST", ""), ("DB_PORT", "")]);
    assert_eq!(error.variable(), "DATABASE_URL");
    assert!(error.help().contains("DB_HOST"), "{error}");
}

#[test]
fn a_value_that_is_more_than_its_part_is_an_error() {
    for (part, value, kind) in [
        ("DB_HOST", "postgres://u:hunter2@db/d", ProblemKind::InvalidValue),
        ("DB_HOST", "db:5432", ProblemKind::InvalidHost),
        ("DB_HOST", "u:hunter2@db", ProblemKind::InvalidHost),
        ("DB_HOST", "a,b", ProblemKind::InvalidHost),
        ("DB_HOST", "db/d", ProblemKind::InvalidHost),
        ("DB_HOST", "db\n", ProblemKind::Whitespace),
        ("DB_PORT", "port", ProblemKind::InvalidPort),
        ("DB_PORT", "0", ProblemKind::InvalidPort),
        ("DB_PORT", "+5432", ProblemKind::InvalidPort),
        ("DB_PORT", "65536", ProblemKind::InvalidPort),
        ("DB_NAME", "mysql://u:hunter2@db/d", ProblemKind::InvalidValue),
        ("DB_USER", "a\0b", ProblemKind::Whitespace),
        ("DB_PASSWORD", "a\nb", ProblemKind::Whitespace),
        ("DB_SCHEME", "oracle", ProblemKind::UnexpectedScheme),
        ("DB_SCHEME", "mysql", ProblemKind::UnexpectedScheme),
    ] {
        let mut variables = vec![("DB_HOST", "db"), (part, value)];
        if part == "DB_HOST" {
            variables.remove(0);
        }
        let error = only_problem::<Server>(&variables);
        assert_eq!((error.variable(), error.kind()), (part, kind), "{value:?}: {error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn two_names_of_one_part_have_to_agree() {
    assert_eq!(server(&[("DB_HOST", "db"), ("DB_HOSTNAME", "db")]), "postgres://db");
    for (first, second) in [("DB_HOST", "DB_SERVER"), ("DB_USER", "DB_USERNAME"), ("DB_PASSWORD", "DB_PASS")] {
        let error = only_problem::<Server>(&[("DB_HOST", "db"), (first, "db"), (second, "other")]);
        assert_eq!((error.variable(), error.kind()), (first, ProblemKind::Contradiction));
        assert!(error.message().contains(second), "{error}");
    }
}

#[test]
fn the_scheme_is_required_if_several_databases_are_left() {
    let error = only_problem::<Derived>(&[("DATABASE_HOST", "db")]);
    assert_eq!((error.variable(), error.kind()), ("DATABASE_SCHEME", ProblemKind::Missing));
    assert!(error.help().contains("`postgres`"), "{error}");
}

#[test]
fn the_scheme_part_can_be_that_of_srv() {
    let scheme = ("DATABASE_SCHEME", "mongodb+srv");
    let (config, _) = url::<Derived>(&[scheme, ("DATABASE_HOST", "cluster0.example.com"), ("DATABASE_NAME", "d")]);
    assert_eq!(config.database.expose_secret(), "mongodb+srv://cluster0.example.com/d");
    let error = only_problem::<Derived>(&[scheme, ("DATABASE_HOST", "a.example.com"), ("DATABASE_PORT", "27017")]);
    assert_eq!((error.variable(), error.kind()), ("DATABASE_HOST", ProblemKind::SrvHost));
}

#[test]
fn a_tls_part_counts_like_the_tls_variable() {
    let mode = |variables: Pairs<'_>| url::<Server>(variables).0.database.tls().mode();
    let host = ("DB_HOST", "db.example.com");
    assert_eq!(mode(&[host, ("DB_SSLMODE", "verify-full")]), TlsMode::VerifyFull);
    assert_eq!(mode(&[host, ("DB_SSL", "true")]), TlsMode::Require);
    assert_eq!(mode(&[host, ("DB_REQUIRE_SSL", "true")]), TlsMode::Require);
    assert_eq!(mode(&[("DB_HOST", "localhost"), ("DB_REQUIRE_SSL", "false")]), TlsMode::Prefer);
    assert_eq!(mode(&[host, ("DB_SSLMODE", "require"), ("DATABASE_TLS", "true")]), TlsMode::Require);
    let error = only_problem::<Server>(&[host, ("DB_SSLMODE", "require"), ("DATABASE_TLS", "verify-full")]);
    assert_eq!((error.variable(), error.kind()), ("DATABASE_TLS", ProblemKind::Contradiction));
}

#[test]
fn the_port_of_a_kubernetes_service_is_ignored_with_a_warning() {
    let variables = [("DB_HOST", "db"), ("DB_PORT", "tcp://10.0.0.1:5432")];
    let loaded = Server::load(&variables).unwrap();
    assert_eq!(loaded.config.database.expose_secret(), "postgres://db");
    let is_port =
        |kind: &WarningKind| matches!(kind, WarningKind::IgnoredVariable { variable, .. } if variable == "DB_PORT");
    assert!(loaded.warnings.iter().any(|warning| is_port(warning.kind())), "{:?}", loaded.warnings);
}

#[test]
fn an_empty_url_gives_way_to_parts_with_a_host() {
    assert_eq!(server(&[("DATABASE_URL", ""), ("DB_HOST", "db")]), "postgres://db");
    let error = only_problem::<Server>(&[("DATABASE_URL", ""), ("DB_PORT", "5432")]);
    assert_eq!((error.variable(), error.kind()), ("DATABASE_URL", ProblemKind::Empty));
}

#[test]
fn a_part_can_be_in_a_file() {
    let file = std::env::temp_dir().join(format!("db-config-part-{}", std::process::id()));
    std::fs::write(&file, "p@ss/word\n").unwrap();
    let variables = [("DB_HOST", "db"), ("DB_USER", "app"), ("DB_PASSWORD_FILE", file.to_str().unwrap())]
        .map(|(k, v)| (k, v.to_owned()));
    let url = Server::from_source(&variables).unwrap().database;
    std::fs::remove_file(&file).unwrap();
    assert_eq!(url.password(), Some("p@ss/word"));
}

#[test]
fn sqlite_has_only_a_name() {
    #[derive(DatabaseConfig)]
    struct File {
        #[database(parts = "DB_")]
        file: PathBuf,
    }
    let file = |variables: Pairs<'_>| url::<File>(variables).0.file;
    assert_eq!(file(&[("DB_NAME", "data/my#1 100%.db"), ("DB_HOST", "h")]), PathBuf::from("data/my#1 100%.db"));
    assert_eq!(file(&[("DATABASE_URL", "sqlite://app.db"), ("DB_DATABASE", "app.db")]), PathBuf::from("app.db"));
    let error = only_problem::<File>(&[("DATABASE_URL", "sqlite://app.db"), ("DB_NAME", "other.db")]);
    assert_eq!(error.kind(), ProblemKind::Contradiction);
}

#[test]
fn the_prefixes_apply_to_parts() {
    #[derive(DatabaseConfig)]
    #[database(prefix = "SHOP_")]
    struct Shop {
        #[database(parts = "DB_", schemes("postgres"))]
        database: DatabaseUrl,
    }
    #[derive(DatabaseConfig)]
    struct Outer {
        #[database(flatten, prefix = "MY_")]
        shop: Shop,
    }
    let config = Outer::from_source(&[("MY_SHOP_DB_HOST", "db")]).unwrap();
    assert_eq!(config.shop.database.host(), Some("db"));
}

#[test]
fn a_missing_field_names_the_parts_that_are_set() {
    #[derive(DatabaseConfig)]
    struct Missing {
        _database: DatabaseUrl,
    }
    let error = only_problem::<Missing>(&[("DB_HOST", "db")]);
    assert!(error.help().contains("the attribute `parts = \"DB_\"` would read"), "{error}");
}

#[test]
fn the_example_and_the_docs_list_the_parts() {
    let example = Server::env_example();
    for line in ["# DB_HOST=<host>", "# DB_PASSWORD=<password>", "# DB_NAME=<database>", "# DB_TLS=<mode>"] {
        assert!(example.lines().any(|text| text == line), "{example}");
    }
    assert!(!example.contains("DB_SCHEME"), "{example}");
    let docs = Server::env_docs();
    assert!(docs.contains("| `DB_PORT` | number | no |"), "{docs}");
    assert!(Derived::env_docs().contains("`DATABASE_SCHEME`"));
}

#[test]
fn the_scheme_part_selects_the_variant_of_an_enum() {
    #[derive(DatabaseConfig)]
    #[database(parts = "DB_", default = "sqlite://app.db")]
    enum Store {
        File(PathBuf),
        Server(Box<sqlx::postgres::PgConnectOptions>),
    }
    let store = |variables: Pairs<'_>| Store::from_source(&variables.to_vec()).unwrap();
    assert!(matches!(store(&[]), Store::File(path) if *path == *"app.db"));
    assert!(matches!(store(&[("DB_NAME", "other.db")]), Store::File(path) if *path == *"other.db"));
    let server = store(&[("DB_ENGINE", "postgres"), ("DB_HOST", "db"), ("DB_NAME", "d")]);
    assert!(matches!(server, Store::Server(options) if options.get_host() == "db"));
    // SQLite has no host.
    assert!(matches!(store(&[("DB_HOST", "db")]), Store::Server(_)));
}

/// No literal value becomes more than its part.
#[test]
fn nothing_is_smuggled_by_a_literal_part() {
    let values =
        ["a@b", "a/b", "a?b=c", "a#b", "a:b", "%41", "a&sslmode=disable", "é", " a", "a\\b", "[a]", "a b", "'a'"];
    for value in values {
        for (part, get) in [
            ("DB_USER", (|url| url.username()) as fn(&DatabaseUrl) -> Option<&str>),
            ("DB_PASSWORD", |url| url.password()),
            ("DB_NAME", |url| url.database()),
        ] {
            let user = ("DB_USER", "app");
            let variables = [("DB_HOST", "db"), if part == "DB_USER" { ("DB_NAME", "d") } else { user }, (part, value)];
            // Quotes, whitespace and a placeholder come from a value that was not filled in as intended.
            if value == "'a'" || part != "DB_PASSWORD" && [" a", "[a]"].contains(&value) {
                assert_eq!(only_problem::<Server>(&variables).variable(), part, "{value}");
                continue;
            }
            let config = url::<Server>(&variables).0;
            let url = &config.database;
            assert_eq!((get(url), url.host(), url.hosts().len()), (Some(value), Some("db"), 1), "{part}={value}");
            assert_eq!(url.query_pairs().count(), 0, "{part}={value}");
            let again: DatabaseUrl = url.expose_secret().parse().unwrap();
            assert_eq!(get(&again), Some(value), "{part}={value}");
        }
    }
}

#[test]
fn the_help_names_parts_only_where_they_can_be_read() {
    #[derive(DatabaseConfig)]
    struct List {
        #[database(env = "DATABASE_REPLICA_URLS", schemes("postgres"))]
        _replicas: Vec<DatabaseUrl>,
    }
    #[derive(DatabaseConfig)]
    struct Two {
        #[database(parts = "DB_", schemes("postgres"))]
        _first: DatabaseUrl,
        #[database(env = "SECOND_URL", schemes("postgres"))]
        _second: DatabaseUrl,
    }
    #[derive(DatabaseConfig)]
    struct One {
        #[database(schemes("postgres"))]
        _database: DatabaseUrl,
    }
    fn help<C: DatabaseConfig>(variables: Pairs<'_>) -> String {
        only_problem::<C>(variables).help().to_owned()
    }
    assert!(
        help::<One>(&[("RDS_HOSTNAME", "h")]).contains("RDS_HOSTNAME is set, which the attribute `parts = \"RDS_\"`")
    );
    assert!(help::<One>(&[("MONGO_HOST", "m"), ("DB_SERVER", "h")]).contains("DB_SERVER is set"));
    assert!(!help::<One>(&[("MONGO_HOST", "m")]).contains("MONGO_HOST"), "of another database");
    assert!(!help::<List>(&[("DB_HOST", "h")]).contains("DB_HOST"), "a list has no parts");
    assert!(!help::<Two>(&[("DB_HOST", "h")]).contains("DB_HOST"), "the first field reads it");
}

#[derive(DatabaseConfig)]
struct Either {
    #[database(parts = "DB_", schemes("postgres", "mysql", "sqlite"), default = "sqlite://app.db")]
    database: DatabaseUrl,
}

#[test]
fn a_scheme_that_differs_from_the_url_is_named() {
    let url = ("DATABASE_URL", "postgres://h/d");
    let problem = only_problem::<Either>(&[url, ("DB_ENGINE", "mysql")]);
    assert_eq!(problem.message(), "DB_ENGINE sets another database system than the URL");
    let problem = only_problem::<Either>(&[("DATABASE_URL", "sqlite://a.db"), ("DB_ENGINE", "postgres")]);
    assert_eq!(problem.kind(), ProblemKind::Contradiction);
    for engine in ["pgsql", "postgresql", "aurora-postgresql", "tenant"] {
        assert_eq!(self::url::<Either>(&[url, ("DB_ENGINE", engine)]).0.database.expose_secret(), "postgres://h/d");
    }
}

#[test]
fn a_scheme_without_its_host_does_not_use_the_default() {
    let variables = [("DB_ENGINE", "postgres"), ("DB_NAME", "orders"), ("DB_PASSWORD", "hunter2")];
    for variables in [&variables[..], &variables[..1]] {
        let problem = only_problem::<Either>(variables);
        assert_eq!((problem.variable(), problem.message()), ("DB_HOST", "not set, although DB_ENGINE is set"));
    }
    assert_eq!(self::url::<Either>(&[("DB_NAME", "b.db")]).0.database.expose_secret(), "sqlite://b.db");
}

#[test]
fn an_empty_url_gives_way_to_a_file() {
    let variables = [("DATABASE_URL", ""), ("DB_CONNECTION", "sqlite"), ("DB_DATABASE", "x.db")];
    assert_eq!(self::url::<Either>(&variables).0.database.expose_secret(), "sqlite://x.db");
}

#[test]
fn parts_override_a_default_with_its_server_in_the_query() {
    #[derive(DatabaseConfig)]
    struct Socket {
        #[database(parts = "DB_", default = "postgres:///app?host=/run/pg&port=5433&application_name=shop")]
        database: DatabaseUrl,
    }
    let (config, _) = self::url::<Socket>(&[("DB_PORT", "6000")]);
    assert_eq!(config.database.expose_secret(), "postgres://%2Frun%2Fpg:6000/app?application_name=shop");
    #[derive(DatabaseConfig)]
    struct Several {
        #[database(parts = "DB_", default = "postgres://a,b/app")]
        _database: DatabaseUrl,
    }
    let problem = only_problem::<Several>(&[("DB_PORT", "6000")]);
    assert!(problem.message().contains("DB_PORT sets another port than the default"), "{}", problem.message());
}

#[test]
fn two_spellings_of_one_value_agree() {
    for variables in [
        &[("DB_HOST", "db"), ("DB_ENGINE", "postgresql"), ("DB_CONNECTION", "pgsql")][..],
        &[("DB_HOST", "db"), ("DB_HOSTNAME", "DB"), ("DB_ENGINE", "postgres")],
    ] {
        assert_eq!(self::url::<Either>(variables).0.database.expose_secret(), "postgres://db");
    }
    let (config, _) = self::url::<Server>(&[("DB_HOST", "[::1]")]);
    assert_eq!(config.database.expose_secret(), "postgres://[::1]");
    let variables = [("DB_HOST", "db"), ("DB_SSLMODE", "verify-full"), ("DB_REQUIRE_SSL", "true")];
    assert_eq!(self::url::<Server>(&variables).0.database.tls().mode(), TlsMode::VerifyFull);
    let problem = only_problem::<Server>(&[("DB_HOST", "db"), ("DB_SSLMODE", "disable"), ("DB_REQUIRE_SSL", "true")]);
    assert_eq!(problem.kind(), ProblemKind::Contradiction);
}

#[test]
fn a_path_of_a_secret_and_a_reference_are_named() {
    for variable in ["DB_HOST", "DB_USER", "DB_PASSWORD", "DB_PORT"] {
        let problem = only_problem::<Server>(&[("DATABASE_URL", "postgres://h/d"), (variable, "/run/secrets/db")]);
        assert_eq!((problem.variable(), problem.kind()), (variable, ProblemKind::SecretFile));
        assert!(problem.help().contains(&format!("{variable}_FILE")), "{}", problem.help());
    }
    let problem =
        only_problem::<Server>(&[("DB_HOST", "h"), ("DB_USER", "u"), ("DB_PASSWORD", "op://vault/item/field")]);
    assert_eq!((problem.variable(), problem.kind()), ("DB_PASSWORD", ProblemKind::SecretReference));
}

#[test]
fn a_part_is_compared_with_a_url_that_a_variable_completes() {
    let variables =
        [("DATABASE_URL", "postgres://db/d?sslcert=/c&sslmode=require"), ("PGSSLKEY", "/k"), ("DB_HOST", "other")];
    assert_eq!(only_problem::<Server>(&variables).message(), "DB_HOST sets another host than the URL");
}

#[test]
fn parts_come_before_libpqs_variables_with_and_without_a_default() {
    #[derive(DatabaseConfig)]
    struct Required {
        #[database(parts = "DB_", libpq_env, schemes("postgres"))]
        database: DatabaseUrl,
    }
    #[derive(DatabaseConfig)]
    struct WithDefault {
        #[database(parts = "DB_", libpq_env, default = "postgres://app@localhost:1/app")]
        database: DatabaseUrl,
    }
    let variables = [
        ("PGHOST", "h"),
        ("PGPORT", "6"),
        ("PGDATABASE", "p"),
        ("PGUSER", "v"),
        ("DB_PORT", "5"),
        ("DB_NAME", "x"),
        ("DB_USER", "u"),
    ];
    let values =
        |url: &DatabaseUrl| [url.username(), url.host(), url.database()].map(|part| part.map(str::to_owned)).to_vec();
    let expected = [Some("u".to_owned()), Some("h".to_owned()), Some("x".to_owned())];
    let required = self::url::<Required>(&variables).0.database;
    let with_default = self::url::<WithDefault>(&variables).0.database;
    for url in [required, with_default] {
        assert_eq!((values(&url), url.port()), (expected.to_vec(), Some(5)), "{url}");
    }
}

#[test]
fn another_field_can_read_the_login_variables_that_a_prefix_replaces() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(parts = "DB_", schemes("postgres"))]
        database: DatabaseUrl,
        #[database(env = "DATABASE_PASSWORD", secret)]
        other: String,
    }
    let variables = [("DB_HOST", "h"), ("DB_USER", "u"), ("DATABASE_PASSWORD", "another")];
    let config = Config::from_source(&variables).unwrap();
    assert_eq!((config.database.password(), &*config.other), (None, "another"));
}

#[test]
fn srv_is_not_the_same_scheme() {
    #[derive(DatabaseConfig)]
    struct Mongo {
        #[database(parts = "DB_", schemes("mongodb"))]
        _database: DatabaseUrl,
    }
    let variables = [("DB_SCHEME", "mongodb"), ("DB_ENGINE", "mongodb+srv"), ("DB_HOST", "h")];
    assert_eq!(only_problem::<Mongo>(&variables).message(), "`DB_SCHEME` and `DB_ENGINE` are different");
    let variables = [("DB_SCHEME", "mongodb+srv"), ("DATABASE_URL", "mongodb://h")];
    assert_eq!(only_problem::<Mongo>(&variables).kind(), ProblemKind::Contradiction);
}

#[test]
fn an_empty_url_gives_way_to_a_later_variable() {
    #[derive(DatabaseConfig)]
    struct Two {
        #[database(env("A_URL", "B_URL"), parts, schemes("postgres"))]
        database: DatabaseUrl,
    }
    for variables in [[("A_URL", ""), ("B_URL", "postgres://h")], [("A_URL", ""), ("A_HOST", "h")]] {
        assert_eq!(self::url::<Two>(&variables).0.database.host(), Some("h"), "{variables:?}");
    }
    assert_eq!(only_problem::<Two>(&[("A_URL", ""), ("B_URL", "")]).variable(), "A_URL");
}
