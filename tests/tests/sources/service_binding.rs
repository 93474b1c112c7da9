//! A Service Binding of Kubernetes.

use std::fs;
use std::path::{Path, PathBuf};

use db_config::{DatabaseConfig, DatabaseUrl, Origin, ProblemKind, ServiceBinding, Source, TlsMode};
use tempfile::TempDir;
use tests::child;

use super::only_problem;

#[derive(Debug, DatabaseConfig)]
struct Whole {
    database: DatabaseUrl,
}

#[derive(Debug, DatabaseConfig)]
struct Postgres {
    #[database(parts, schemes("postgres"))]
    database: DatabaseUrl,
}

#[derive(Debug, DatabaseConfig)]
struct Any {
    #[database(parts)]
    database: DatabaseUrl,
}

/// Writes the files of the binding `orders-db` as Kubernetes mounts them: each is a link to a file in a directory that is
/// a link itself.
fn root(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let binding = root.path().join("orders-db");
    let data = binding.join("..2026_11_29_08_00_00.1");
    fs::create_dir_all(&data).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("..2026_11_29_08_00_00.1", binding.join("..data")).unwrap();
    for (name, content) in files {
        fs::write(data.join(name), content).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(Path::new("..data").join(name), binding.join(name)).unwrap();
        #[cfg(not(unix))]
        fs::write(binding.join(name), content).unwrap();
    }
    root
}

fn binding(root: &TempDir) -> ServiceBinding {
    ServiceBinding::from_root(root.path(), "orders-db")
}

fn database<C: DatabaseConfig>(files: &[(&str, &str)]) -> C {
    C::from_source(&binding(&root(files))).unwrap_or_else(|error| panic!("{files:?}: {error}"))
}

#[test]
fn the_uri_is_the_url() {
    let url = |files: &[(&str, &str)]| database::<Whole>(files).database.expose_secret().to_owned();
    assert_eq!(url(&[("type", "postgresql"), ("uri", "postgres://h/d\n")]), "postgres://h/d");
    assert_eq!(url(&[("url", "mysql://h/d")]), "mysql://h/d");
    assert_eq!(url(&[("uri", ""), ("url", "mysql://h/d")]), "mysql://h/d");
    assert_eq!(url(&[("uri", "postgres://h/uri"), ("url", "mysql://h/url")]), "postgres://h/uri");
}

#[test]
fn user_and_password_fill_in_what_the_uri_leaves_out() {
    let files =
        [("uri", "postgres://h/d"), ("username", "app\n"), ("password", "p@ss\n"), ("sslmode", "verify-full\n")];
    let root = root(&files);
    let loaded = Any::load(&binding(&root)).unwrap();
    let url = &loaded.config.database;
    assert_eq!((url.username(), url.password()), (Some("app"), Some("p@ss")));
    assert_eq!(url.tls().mode(), TlsMode::VerifyFull);
    assert_eq!(loaded.report.entries()[0].origin(), Some(Origin::File));
    assert_eq!(database::<Whole>(&files).database.password(), Some("p@ss"));
}

/// CloudNativePG writes the short name of the service as the host, and a longer one in the URL.
#[test]
fn the_host_of_the_uri_counts() {
    let files = [("uri", "postgres://pg-rw.shop:5432/app"), ("host", "pg-rw"), ("port", "6432"), ("database", "other")];
    assert_eq!(database::<Any>(&files).database.expose_secret(), "postgres://pg-rw.shop:5432/app");
}

#[test]
fn without_a_uri_the_files_are_parts() {
    let files = [
        ("type", "postgresql\n"),
        ("provider", "shop"),
        ("host", "db\n"),
        ("port", "5433\n"),
        ("username", "app"),
        ("password", "p@ss/word"),
        ("database", "my orders"),
    ];
    let expected = "postgres://app:p%40ss%2Fword@db:5433/my%20orders";
    assert_eq!(database::<Any>(&files).database.expose_secret(), expected);
    assert_eq!(database::<Postgres>(&files).database.expose_secret(), expected);
    let error = Whole::from_source(&binding(&root(&files))).unwrap_err();
    let [problem] = error.problems() else { panic!("{error}") };
    assert!(problem.help().contains("parts"), "{error}");
}

#[test]
fn the_type_is_the_scheme_if_it_names_a_supported_database() {
    for (name, scheme) in [
        ("postgresql", "postgres"),
        ("mysql", "mysql"),
        ("MariaDB", "mysql"),
        ("mongodb", "mongodb"),
        ("pgsql", "postgres"),
    ] {
        let url = database::<Any>(&[("type", name), ("host", "db")]).database;
        assert_eq!(url.expose_secret(), format!("{scheme}://db"), "{name}");
    }
    let file = database::<Any>(&[("type", "sqlite"), ("database", "/data/my app.db")]).database;
    assert_eq!(file.sqlite_path().unwrap(), PathBuf::from("/data/my app.db"));
    // Types have no list, so another one does not contradict the field.
    for name in ["cloud-sql", "postgres://u:hunter2@h/d", ""] {
        assert_eq!(database::<Postgres>(&[("type", name), ("host", "db")]).database.scheme(), "postgres", "{name}");
        assert_eq!(database::<Any>(&[("type", name), ("uri", "mysql://db")]).database.scheme(), "mysql", "{name}");
        let error = Any::from_source(&binding(&root(&[("type", name), ("host", "db")]))).unwrap_err();
        assert_eq!(only_problem(&error).0, "DATABASE_SCHEME", "{name}");
    }
}

#[test]
fn the_type_does_not_turn_off_the_tls_of_a_default() {
    #[derive(Debug, DatabaseConfig)]
    struct Cache {
        #[database(env = "REDIS_URL", parts, default = "rediss://cache.internal", schemes("redis"))]
        cache: DatabaseUrl,
    }
    let root = root(&[("type", "redis"), ("host", "cache"), ("port", "7000"), ("password", "p@ss")]);
    let url = |source: &dyn Source| Cache::from_source(source).unwrap().cache;
    let cache = url(&binding(&root).variable("REDIS_URL"));
    assert_eq!((cache.expose_secret(), cache.password()), ("rediss://cache:7000", Some("p@ss")));
    let with_scheme = |scheme: &'static str| url(&[("REDIS_SCHEME", scheme)].or(binding(&root).variable("REDIS_URL")));
    assert_eq!(with_scheme("redis").expose_secret(), "redis://cache:7000");
    assert_eq!(with_scheme("valkeys").expose_secret(), "rediss://cache:7000");
}

#[test]
fn a_type_of_another_database_is_an_error() {
    for files in [&[("type", "mysql"), ("host", "db")], &[("type", "mysql"), ("uri", "mysql://db/d")]] {
        let error = Postgres::from_source(&binding(&root(files))).unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        assert_eq!(error.problems()[0].kind(), ProblemKind::UnexpectedScheme, "{error}");
    }
}

#[test]
fn other_names_are_unset() {
    let files =
        [("uri", "postgres://h/d"), ("password", "p"), ("API_KEY", "k"), ("max_connections", "7"), ("engine", "x")];
    let root = root(&files);
    for name in
        ["API_KEY", "DATABASE_URL_FILE", "OTHER_URL", "OTHER_PASSWORD", "DATABASE_MAX_CONNECTIONS", "uri", "DATABASE_"]
    {
        assert_eq!(binding(&root).get(name), Ok(None), "{name}");
    }
    assert_eq!(binding(&root).get("DATABASE_ENGINE"), Ok(None));
}

#[test]
fn each_of_several_bindings_has_its_variable() {
    #[derive(Debug, DatabaseConfig)]
    struct Two {
        #[database(env = "ORDERS_URL", parts, schemes("postgres"))]
        orders: DatabaseUrl,
        #[database(env = "events.url")]
        events: DatabaseUrl,
    }
    let orders = root(&[("host", "orders"), ("user", "app"), ("password", "one")]);
    let events = root(&[("uri", "mysql://app@events/d"), ("password", "two")]);
    let source = binding(&orders).variable("ORDERS_URL").or(binding(&events).variable("events.url"));
    let Two { orders, events } = Two::from_source(&source).unwrap();
    assert_eq!((orders.host(), orders.password()), (Some("orders"), Some("one")));
    assert_eq!((events.host(), events.password()), (Some("events"), Some("two")));
}

#[test]
fn another_source_comes_before_or_after() {
    let root = root(&[("uri", "postgres://file/d")]);
    let host = |source: &dyn Source| Any::from_source(source).unwrap().database.host().unwrap().to_owned();
    assert_eq!(host(&[("DATABASE_URL", "postgres://map/d")].or(binding(&root))), "map");
    assert_eq!(host(&binding(&root).or([("DATABASE_URL", "postgres://map/d")])), "file");
}

#[test]
fn a_missing_directory_or_file_is_named() {
    let root = root(&[("type", "postgresql")]);
    let missing = |source: &dyn Source| {
        let error = Whole::from_source(source).unwrap_err();
        assert_eq!(only_problem(&error), ("DATABASE_URL", "not set"));
        error.problems()[0].help().to_owned()
    };
    let path = root.path().display();
    assert!(
        missing(&binding(&root)).ends_with(&format!("{path}/orders-db has no file `uri`")),
        "{}",
        missing(&binding(&root))
    );
    let other = ServiceBinding::from_root(root.path(), "order-db");
    assert!(
        missing(&other).ends_with(&format!("; the directory {path}/order-db does not exist")),
        "{}",
        missing(&other)
    );
    assert!(missing(&[("OTHER", "")].or(&other)).ends_with("does not exist"));
    assert_eq!(Whole::from_source(&other.or([("DATABASE_URL", "mysql://h")])).unwrap().database.scheme(), "mysql");
}

#[test]
fn an_unreadable_file_is_named() {
    let root = root(&[]);
    let path = |name: &str| root.path().join("orders-db").join(name);
    let problem = || {
        let error = Postgres::from_source(&binding(&root)).unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
        let (variable, message) = only_problem(&error);
        (variable.to_owned(), message.to_owned())
    };
    fs::write(path("uri"), vec![b'a'; (1 << 20) + 1]).unwrap();
    let expected = format!("cannot read the file {}: it is larger than 1 MiB", path("uri").display());
    assert_eq!(problem(), ("DATABASE_URL".to_owned(), expected));
    fs::write(path("uri"), b"postgres://app:hunter2\xff@h/d").unwrap();
    assert!(problem().1.ends_with("line 1 is not valid UTF-8"));
    fs::remove_file(path("uri")).unwrap();
    fs::write(path("host"), "db").unwrap();
    fs::create_dir(path("password")).unwrap();
    let (variable, message) = problem();
    assert_eq!(variable, "DATABASE_PASSWORD");
    assert!(message.ends_with("orders-db/password: it is a directory"), "{message}");
    fs::remove_dir(path("password")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("..data/password", path("password")).unwrap();
        assert_eq!(problem().0, "DATABASE_PASSWORD");
        fs::remove_file(path("password")).unwrap();
    }
    fs::remove_dir_all(path("")).unwrap();
    fs::write(root.path().join("orders-db"), "file").unwrap();
    let (variable, message) = problem();
    assert_eq!(variable, "DATABASE_URL");
    assert!(message.contains("orders-db/uri"), "{message}");
}

#[test]
fn the_root_is_in_a_variable() {
    let binding = ServiceBinding::new("orders-db");
    if !child::is_child() {
        let root = root(&[("uri", "postgres://from-binding/d")]);
        let test = "service_binding::the_root_is_in_a_variable";
        child::again(test, root.path(), &[("SERVICE_BINDING_ROOT", root.path())]);
        child::again(test, root.path(), &[("SERVICE_BINDING_ROOT", "")]);
        return;
    }
    match std::env::var("SERVICE_BINDING_ROOT").unwrap().as_str() {
        "" => {
            let error = Whole::from_source(&binding).unwrap_err();
            assert!(error.problems()[0].help().ends_with("; SERVICE_BINDING_ROOT is not set"), "{error}");
        }
        _ => assert_eq!(Whole::from_source(&binding).unwrap().database.host(), Some("from-binding")),
    }
}

#[test]
fn the_login_of_a_uri_does_not_complete_another_url() {
    let files = [("uri", "postgresql://app:hunter2@prod-db/app"), ("username", "app"), ("password", "hunter2")];
    let root = root(&files);
    let source = [("DATABASE_URL", "postgres://localhost/db")].or(binding(&root));
    let url = Whole::from_source(&source).unwrap().database;
    assert_eq!((url.host(), url.username(), url.password()), (Some("localhost"), None, None));
    assert_eq!(Whole::from_source(&binding(&root)).unwrap().database.password(), Some("hunter2"));
}

#[test]
fn the_tls_mode_of_a_file_counts_without_parts() {
    for (file, value) in [("sslmode", "verify-full"), ("tls", "verify-full"), ("ssl_mode", "VERIFY_IDENTITY")] {
        let url = database::<Whole>(&[("uri", "postgresql://app@db.example.com/app"), (file, value)]).database;
        assert_eq!(url.tls().mode(), TlsMode::VerifyFull, "{file}");
    }
    let url = database::<Postgres>(&[("host", "db.example.com"), ("sslmode", "verify-full")]).database;
    assert_eq!(url.tls().mode(), TlsMode::VerifyFull);
}
