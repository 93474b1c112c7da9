//! URLs from literal parts, and URLs with another database or password.

use std::path::Path;

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DatabaseUrlBuilder, FromDatabaseUrl, ProblemKind};
use proptest::prelude::*;
use tests::url;

fn message(builder: DatabaseUrlBuilder) -> String {
    builder.build().unwrap_err().to_string()
}

#[test]
fn values_are_literal() {
    let url = DatabaseUrl::builder(Backend::MySql)
        .host("db.example.com")
        .port(3307)
        .user("a@b:c")
        .password("%2F${X}@h/?#")
        .database("orders/2026?x=1")
        .parameter("charset", "utf8mb4")
        .build()
        .unwrap();
    assert_eq!((url.host(), url.port()), (Some("db.example.com"), Some(3307)));
    assert_eq!((url.username(), url.password()), (Some("a@b:c"), Some("%2F${X}@h/?#")));
    assert_eq!(url.database(), Some("orders/2026?x=1"));
    assert!(url.query_pairs().eq([("charset", "utf8mb4")]));
    assert_eq!(url, url.expose_secret().parse().unwrap());
}

#[test]
fn hosts_are_names_addresses_or_sockets() {
    for (backend, hosts, text) in [
        (Backend::Postgres, &["a", "b"][..], "postgres://a,b"),
        (Backend::Postgres, &["2001:db8::1"], "postgres://[2001:db8::1]"),
        (Backend::Postgres, &["fe80::1%eth0"], "postgres://[fe80::1%25eth0]"),
        (Backend::Postgres, &["/run/postgresql"], "postgres://%2Frun%2Fpostgresql"),
        (Backend::Postgres, &["/cloudsql/a:b:c"], "postgres://%2Fcloudsql%2Fa%3Ab%3Ac"),
        (Backend::MySql, &["/run/mysqld.sock"], "mysql://localhost?socket=%2Frun%2Fmysqld.sock"),
        (Backend::MongoDb, &["/tmp/mongodb-27017.sock"], "mongodb://%2Ftmp%2Fmongodb-27017.sock"),
    ] {
        let builder = hosts.iter().fold(DatabaseUrl::builder(backend), |builder, host| builder.host(*host));
        let url = builder.build().unwrap();
        assert_eq!(url.expose_secret(), text);
        assert!(url.hosts().iter().map(|host| host.name()).eq(hosts.iter().copied()), "{text}");
    }
    let port_first = DatabaseUrl::builder(Backend::Postgres).port(1).host("a").host("b").build().unwrap();
    assert_eq!(port_first.expose_secret(), "postgres://a:1,b");
    let only_port = DatabaseUrl::builder(Backend::Postgres).port(1).build().unwrap();
    assert_eq!((only_port.host(), only_port.port()), (None, Some(1)));
    let ports = DatabaseUrl::builder(Backend::Postgres).host("a").port(1).host("b").port(2).build().unwrap();
    assert_eq!(ports.expose_secret(), "postgres://a:1,b:2");
}

#[test]
fn a_literal_never_becomes_more_than_its_part() {
    let host = |host: &str| message(DatabaseUrl::builder(Backend::Postgres).host(host));
    assert_eq!(host("h:5432"), "expected a host name, found a host with a port: set the port with `port`");
    assert!(host("/tmp/.s.PGSQL.5432").contains("use only the directory"));
    assert_eq!(host("https://h"), "expected a host name, found a URL: use only the host name");
    for name in ["a,b", "u@h", "h/d", "h?sslmode=disable", "h#", "[::1]", "a b", "h\n", "a:b:c", "/a,/b"] {
        let error = DatabaseUrl::builder(Backend::Postgres).host(name).build().unwrap_err();
        assert_eq!(error.kind(), ProblemKind::InvalidHost, "{name}: {error}");
    }
    let builder = || DatabaseUrl::builder(Backend::Postgres).host("h").user("u").database("d");
    for (name, value) in [("dbname", "other"), ("user", "other"), ("host", "other"), ("port", "1")] {
        let error = builder().parameter(name, value).build().unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Contradiction, "{name}");
    }
    assert!(message(builder().parameter("shcema", "x")).contains("did you mean `schema`?"));
    assert!(message(builder().password("a\0b")).contains("NUL"));
    let missing_user = DatabaseUrl::builder(Backend::Postgres).host("h").password("secret");
    assert_eq!(message(missing_user), "missing user name for the password: set the user name with `user`");
}

#[test]
fn an_srv_url_has_one_host_without_a_port() {
    let srv = || DatabaseUrl::builder(Backend::MongoDb).srv();
    let url = srv().host("cluster0.example.com").user("app").password("p@ss").database("orders").build().unwrap();
    assert_eq!(url.expose_secret(), "mongodb+srv://app:p%40ss@cluster0.example.com/orders");
    assert_eq!(url.scheme(), "mongodb+srv");
    let port_or_hosts = [srv().host("a").port(27017), srv().port(27017).host("a"), srv().host("a").host("b")];
    for builder in port_or_hosts.into_iter().chain([srv().host("::1")]) {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ProblemKind::SrvHost, "{error}");
        assert_eq!(error.message(), "mongodb+srv://a,b".parse::<DatabaseUrl>().unwrap_err().message());
    }
    assert_eq!(srv().build().unwrap_err().kind(), ProblemKind::NoHost);
    for backend in [Backend::Postgres, Backend::MySql, Backend::Sqlite] {
        let error = message(DatabaseUrl::builder(backend).srv().host("h"));
        assert_eq!(error, "only a MongoDB URL can be one of `mongodb+srv`: remove `srv`");
    }
}

#[test]
fn a_path_is_for_sqlite() {
    let build = |path: &str| DatabaseUrl::builder(Backend::Sqlite).path(path).build();
    for (path, text) in [
        ("app.db", "sqlite://app.db"),
        ("./data/a b.db", "sqlite://./data/a%20b.db"),
        ("../app.db", "sqlite://../app.db"),
        ("/data/a?b#c%20.db", "sqlite:///data/a%3Fb%23c%2520.db"),
        ("localhost/app.db", "sqlite://./localhost/app.db"),
        ("user:password@host.db", "sqlite://user%3Apassword%40host.db"),
        (":memory:", "sqlite::memory:"),
    ] {
        let url = build(path).unwrap();
        let opened = url.sqlite_path().unwrap();
        assert_eq!(url.expose_secret(), text);
        assert_eq!(opened.strip_prefix("./").unwrap_or(&opened), Path::new(path.trim_start_matches("./")), "{path}");
    }
    assert!(build("/a/../b.db").unwrap_err().to_string().starts_with("a URL cannot express this path"));
    for path in ["/data/", ".", "/data/.."] {
        assert_eq!(build(path).unwrap_err().kind(), ProblemKind::SqlitePath, "{path}");
    }
    assert!(message(DatabaseUrl::builder(Backend::Sqlite)).starts_with("missing path"));
    assert!(message(DatabaseUrl::builder(Backend::Sqlite).database("d")).starts_with("SQLite has no database name"));
    assert!(message(DatabaseUrl::builder(Backend::Sqlite).host("h").path("d")).starts_with("SQLite has no server"));
    assert!(message(DatabaseUrl::builder(Backend::MySql).path("d")).starts_with("a server has no path"));
}

#[test]
fn debug_redacts_the_password_and_the_parameters() {
    let builder = DatabaseUrl::builder(Backend::Postgres).user("app").password("hunter2");
    let debug = format!("{:?}", builder.parameter("password", "hunter2"));
    assert!(debug.contains("app") && !debug.contains("hunter2"), "{debug}");
    let builder = DatabaseUrl::builder(Backend::Postgres).host("postgres://u:hunter2@h").database("u:hunter2@h");
    let debug = format!("{:?}", builder.path("u:hunter2@h").user("u:hunter2@h"));
    assert!(!debug.contains("hunter2"), "{debug}");
}

#[test]
fn with_database_replaces_the_name_wherever_it_is() {
    for (text, expected) in [
        ("postgres://h", "postgres://h/a%2Fb"),
        ("postgres://h/d", "postgres://h/a%2Fb"),
        ("postgres://u:p@h,i:1/d?sslmode=require", "postgres://u:p@h,i:1/a%2Fb?sslmode=require"),
        ("postgres://h?dbname=d&application_name=x", "postgres://h/a%2Fb?application_name=x"),
        ("mysql://h/?database=d", "mysql://h/a%2Fb"),
        ("mongodb://h/d", "mongodb://h/a%2Fb"),
        ("mongodb://u:p@h/d?w=1", "mongodb://u:p@h/a%2Fb?w=1&authSource=d"),
        ("mongodb://u:p@h", "mongodb://u:p@h/a%2Fb?authSource=admin"),
        ("mongodb://u:p@h/d?authSource=x", "mongodb://u:p@h/a%2Fb?authSource=x"),
        ("mongodb+srv://u:p@h.example.com/?w=1", "mongodb+srv://u:p@h.example.com/a%2Fb?w=1"),
    ] {
        let url = url(text).with_database("a/b").unwrap();
        assert_eq!((url.expose_secret(), url.database()), (expected, Some("a/b")), "{text}");
        assert_eq!(url, expected.parse().unwrap());
    }
    assert_eq!(url("postgres://h/d?sslmode=require").with_database("").unwrap(), url("postgres://h?sslmode=require"));
    assert!(url("sqlite:app.db").with_database("d").is_err());
}

#[test]
fn with_password_replaces_the_password_wherever_it_is() {
    for (text, expected) in [
        ("postgres://u@h/d", "postgres://u:p%40%2F@h/d"),
        ("postgres://u:old@h/d?sslmode=require", "postgres://u:p%40%2F@h/d?sslmode=require"),
        ("postgres://h/d?user=u&password=old", "postgres://u:p%40%2F@h/d"),
        ("postgres://h/d", "postgres://h/d?password=p%40%2F"),
        ("postgres://h/d?sslmode=require", "postgres://h/d?sslmode=require&password=p%40%2F"),
        ("mongodb://u:old@a,b/d", "mongodb://u:p%40%2F@a,b/d"),
    ] {
        let url = url(text).with_password("p@/").unwrap();
        assert_eq!((url.expose_secret(), url.password()), (expected, Some("p@/")), "{text}");
        assert_eq!(url, expected.parse().unwrap());
        assert!(!format!("{url} {url:?}").contains("p%40"), "{url}");
    }
    assert_eq!(url("mysql://u:old@h").with_password("").unwrap(), url("mysql://u@h"));
    assert_eq!(url("mongodb://h").with_password("p").unwrap_err().kind(), ProblemKind::EmptyUser);
    assert!(url("sqlite:app.db").with_password("p").is_err());
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(libpq_env)]
    database: DatabaseUrl,
}

#[test]
fn a_changed_url_keeps_the_values_of_variables() {
    let variables = [
        ("DATABASE_URL", "postgres://db.internal"),
        ("DATABASE_TLS", "verify-full"),
        ("PGUSER", "app"),
        ("PGPASSWORD", "old"),
        ("PGAPPNAME", "shop"),
    ];
    let url = Config::from_source(&variables).unwrap().database;
    let changed = url.with_database("test").unwrap().with_password("new").unwrap();
    assert_eq!(changed.expose_secret(), "postgres://app:new@db.internal/test");
    assert_eq!((changed.username(), changed.password()), (Some("app"), Some("new")));
    assert_eq!(changed.tls(), url.tls());
    let options = format!("{:?}", tokio_postgres::Config::from_database_url(&changed).unwrap());
    assert!(options.contains("shop") && options.contains("test") && !options.contains("old"), "{options}");
}

#[test]
fn a_changed_url_does_not_bring_back_what_variables_replaced() {
    #[derive(DatabaseConfig)]
    struct Default {
        #[database(libpq_env, default = "postgres://app@h/d?options=-c%20jit%3Doff")]
        database: DatabaseUrl,
    }
    let replaced = Default::from_source(&[("PGOPTIONS", "-c geqo=off")]).unwrap().database.with_database("x").unwrap();
    let options = tokio_postgres::Config::from_database_url(&replaced).unwrap();
    assert_eq!(options.get_options(), Some("-c geqo=off"));

    let file = [("DATABASE_URL", "postgres://app@h/d?passfile=/nonexistent"), ("DATABASE_PASSWORD", "p")];
    let url = Config::from_source(&file).unwrap().database;
    for url in [url.with_database("x").unwrap(), url.with_password("x").unwrap()] {
        assert!(tokio_postgres::Config::from_database_url(&url).is_ok());
    }
}

/// Any text, often with the characters that separate the parts of a URL.
fn text() -> impl Strategy<Value = String> {
    let separator =
        prop::sample::select(vec!["@", ":", "/", "?", "#", "%", "&", "=", ",", "[", "]", "..", "://", "%2F"]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop_oneof![separator.prop_map(str::to_owned), "[a-z]{0,3}", ".{0,2}"], 0..8)
            .prop_map(|parts| parts.concat()),
    ]
}

proptest! {
    #[test]
    fn the_text_of_a_built_url_has_the_same_parts(
        backend in prop::sample::select(vec![Backend::Postgres, Backend::MySql, Backend::MongoDb]),
        host in prop_oneof![Just("db.example.com".to_owned()), text()],
        (user, password, database, value) in (text(), text(), text(), text()),
        srv in any::<bool>(),
    ) {
        let builder = DatabaseUrl::builder(backend).host(&host).user(&user).password(&password).database(&database);
        let is_srv = srv && backend == Backend::MongoDb;
        let builder = if is_srv { builder.srv() } else { builder };
        let name = if backend == Backend::MongoDb { "appName" } else { "application_name" };
        let with_parameter = builder.clone().parameter(name, &value);
        for (builder, has_parameter) in [(builder, false), (with_parameter, true)] {
            let Ok(url) = builder.build() else { continue };
            let parsed: DatabaseUrl = url.expose_secret().parse().unwrap();
            prop_assert_eq!(&parsed, &url);
            prop_assert_eq!(parsed.scheme() == "mongodb+srv", is_srv);
            let part = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
            prop_assert_eq!(parsed.username().map(str::to_owned), part(&user));
            prop_assert_eq!(parsed.password().map(str::to_owned), part(&password));
            prop_assert_eq!(parsed.database().map(str::to_owned), part(&database));
            prop_assert!(host.is_empty() || parsed.hosts().len() == 1);
            prop_assert_eq!(parsed.host().unwrap_or_default().to_lowercase(), host.to_lowercase());
            let expected = [(name, &*value)];
            let pairs = parsed.query_pairs().filter(|(name, _)| *name != "socket");
            prop_assert!(!has_parameter || pairs.eq(expected));
        }
    }

    #[test]
    fn only_nul_and_a_missing_user_keep_a_user_password_or_database_from_being_built(
        (user, password, database) in (text(), text(), text()),
    ) {
        let builder = DatabaseUrl::builder(Backend::Postgres).host("h");
        let built = builder.user(&user).password(&password).database(&database).build();
        let has_nul = [&user, &password, &database].iter().any(|part| part.contains('\0'));
        let is_possible = !has_nul && (password.is_empty() || !user.is_empty());
        prop_assert_eq!(built.is_ok(), is_possible, "{:?}", built);
    }

    #[test]
    fn a_replaced_part_is_the_given_one(new in text()) {
        for text in ["postgres://u:p@h/d?sslmode=require", "mysql://u@h", "mongodb://u:p@a,b/d"] {
            let old = url(text);
            if let Ok(changed) = old.with_database(&new) {
                prop_assert_eq!(changed.database().unwrap_or_default(), &new);
                prop_assert_eq!(&changed, &changed.expose_secret().parse().unwrap());
                prop_assert_eq!((changed.password(), changed.tls()), (old.password(), old.tls()));
            } else {
                prop_assert!(new.contains('\0'));
            }
            if let Ok(changed) = old.with_password(&new) {
                prop_assert_eq!(changed.password().unwrap_or_default(), &new);
                prop_assert_eq!(&changed, &changed.expose_secret().parse().unwrap());
                prop_assert_eq!((changed.database(), changed.tls()), (old.database(), old.tls()));
            } else {
                prop_assert!(new.contains('\0'));
            }
        }
    }
}
