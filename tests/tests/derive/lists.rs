//! Lists of URLs, and Fly.io's read replicas.

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, ProblemKind, SqliteFile};
use sqlx::postgres::PgConnectOptions;

#[derive(DatabaseConfig)]
struct Config {
    replicas: Vec<PgConnectOptions>,
}

fn hosts(list: &str) -> Vec<(String, u16)> {
    let replicas = Config::from_source(&[("DATABASE_REPLICA_URLS", list)]).unwrap_or_else(|error| panic!("{error}"));
    replicas.replicas.iter().map(|options| (options.get_host().to_owned(), options.get_port())).collect()
}

#[track_caller]
fn error(list: &str) -> ConfigError {
    let error = Config::from_source(&[("DATABASE_REPLICA_URLS", list)]).err().unwrap_or_else(|| panic!("{list}"));
    let shown = format!("{error} {error:?} {:?}", error.problems());
    assert!(!shown.contains("S3cr3t"), "{shown}");
    assert_eq!(error.problems()[0].variable(), "DATABASE_REPLICA_URLS");
    error
}

#[test]
fn several_urls() {
    assert_eq!(hosts("postgres://u@a/x"), [("a".to_owned(), 5432)]);
    assert_eq!(
        hosts(" postgres://u@a/x , postgresql://u:p,w@b:5433/x\n,\tpostgres://u@c/x"),
        [("a".to_owned(), 5432), ("b".to_owned(), 5433), ("c".to_owned(), 5432)],
    );
    assert_eq!(hosts(""), []);
    assert_eq!(hosts(" \n"), []);
}

#[test]
fn several_hosts_in_one_url() {
    #[derive(DatabaseConfig)]
    struct Several {
        #[database(env = "LIST")]
        list: Vec<DatabaseUrl>,
    }

    let list =
        Several::from_source(&[("LIST", "postgres://u@a,b:5433/x,postgres://u@c,d/x,mongodb://e,f/x")]).unwrap().list;
    let hosts: Vec<_> = list.iter().map(|url| url.hosts().len()).collect();
    assert_eq!(hosts, [2, 2, 2]);
}

#[test]
fn problems_have_the_number_of_their_url() {
    for (list, number) in [
        ("postgres://u@a/x,", 2),
        (",postgres://u@a/x", 1),
        ("postgres://u@a/x,,postgres://u@b/x", 2),
        ("postgres://u@a/x, ,postgres://u@b/x", 2),
    ] {
        let error = error(list);
        assert_eq!(error.problems()[0].kind(), ProblemKind::Empty, "{list}");
        let message = format!("URL {number} of the list: empty");
        assert_eq!(error.problems()[0].message(), message, "{list}");
        assert!(error.problems()[0].help().contains("one comma between URLs"), "{error}");
    }
    for (list, kind) in [
        ("postgres://u@a/x,postgress://u:S3cr3tPw@b/x", ProblemKind::UnknownScheme),
        ("postgres://u@a/x,mysql://u:S3cr3tPw@b/x", ProblemKind::UnexpectedScheme),
        ("postgres://u:S3cr3tPw@a/x,postgres://u:S3cr3tPw@b:0/x", ProblemKind::InvalidPort),
        ("postgres://u@a/x,postgres://u:S3cr3tPw@b/x?shcema=S3cr3t", ProblemKind::UnknownParameter),
        ("postgres://u:S3cr3tPw@a/x,postgres://u@b,c/x", ProblemKind::Unsupported),
    ] {
        let error = error(list);
        assert_eq!(error.problems()[0].kind(), kind, "{error}");
        assert!(error.problems()[0].message().starts_with("URL 2 of the list: "), "{error}");
    }
}

#[test]
fn every_invalid_url_is_a_problem() {
    let error = error("postgres://u:S3cr3tPw@a:0/x,postgres://u@b/x,,postgress://u:S3cr3tPw@c/x");
    let problems: Vec<_> = error.problems().iter().map(|problem| (&problem.message()[..17], problem.kind())).collect();
    assert_eq!(
        problems,
        [
            ("URL 1 of the list", ProblemKind::InvalidPort),
            ("URL 3 of the list", ProblemKind::Empty),
            ("URL 4 of the list", ProblemKind::UnknownScheme),
        ],
        "{error}"
    );
}

/// An invalid variable of a pool option is one problem, although it applies to each URL of the list.
#[test]
fn an_invalid_pool_option_of_a_list_is_reported_once() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Pools {
        replicas: Vec<(PgConnectOptions, db_config::PoolSettings)>,
    }

    let urls = ("DATABASE_REPLICA_URLS", "postgres://u@a/x,postgres://u@b/x");
    for value in ["0", "x"] {
        let error = Pools::from_source(&[urls, ("DATABASE_REPLICA_MAX_CONNECTIONS", value)]).err().unwrap();
        let [problem] = error.problems() else { panic!("{error}") };
        assert_eq!(problem.variable(), "DATABASE_REPLICA_MAX_CONNECTIONS");
    }
}

/// If a password contains a comma and something like a scheme, no part of the password is read as a URL or shown.
#[test]
fn a_list_that_may_be_one_url_is_refused() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Any {
        #[database(env = "LIST")]
        list: Vec<DatabaseUrl>,
    }

    for list in [
        "postgres://app:5,S3cr3t,sqlite:x@h/d",
        "postgres://app:5,sqlite:S3cr3t@h/d",
        "postgres://app:12,mysql+S3cr3t://x@h/d",
        "postgres://app:12,S3cr3t://x@h/d",
        "postgres://app:12,mysql://S3cr3t@h/d",
        "postgres://app:12/3,sqlite:S3cr3t@h/d",
        "postgres://app:12?3,sqlite:S3cr3t@h/d",
        "postgres://app:12,sqlite:1,sqlite:S3cr3t@h/d",
        "postgres://app:12,,sqlite:S3cr3t@h/d",
        "postgres://app:12 , sqlite:S3cr3t@h/d",
        "postgres://u:p@a/x,postgres://app:12,file:S3cr3t@h/d",
        "postgres://app:p@ss,sqlite:S3cr3t@h/d",
        "sqlite:app:12,sqlite:S3cr3t@h/d",
        "sqlite://app:12,postgres://S3cr3t@h/d",
        "mongodb://app:12,mongodb+srv://S3cr3t@h/d",
    ] {
        let error = Any::from_source(&[("LIST", list)]).unwrap_err();
        assert!(!format!("{error} {error:?} {:?}", error.problems()).contains("S3cr3t"), "{error}");
        let [problem] = error.problems() else { panic!("{error}") };
        assert_eq!(problem.kind(), ProblemKind::UnescapedCharacter(','), "{list}: {error}");
        assert!(problem.message().contains("may be part of a password"), "{error}");
        assert!(problem.help().contains("`%2C`") && problem.help().contains("postgres://@host"), "{error}");
    }
    // These lists follow the help.
    for (list, count) in [
        ("postgres://app:5%2C0145Q693%2Csqlite%3Ax@h/d", 1),
        ("postgres://app:5,0145Q693@h/d", 1),
        ("postgres://app:5,,0145Q693@h/d", 1),
        ("postgres://@a:5433/x,postgres://u:p@b/x", 2),
        ("postgres://u:p@b/x,postgres://a:5433/x", 2),
        ("sqlite:a.db,sqlite::memory:,postgres://u:p@b/x", 3),
    ] {
        let any = Any::from_source(&[("LIST", list)]).unwrap_or_else(|error| panic!("{list}: {error}"));
        assert_eq!(any.list.len(), count, "{list}");
    }
}

/// Errors of a list quote no unknown scheme, suggestion, parameter name or reason of a client.
#[test]
fn no_error_of_a_list_quotes_it() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Any {
        #[database(env = "LIST")]
        list: Vec<mongodb::options::ConnectionString>,
    }

    for list in [
        "mongodb://h/d,mysql+S3cr3t://x/d",
        "mongodb://h/d,S3cr3t://x/d",
        "mongodb://h/d,jdbc:postgresql://S3cr3t/d",
        "mongodb://h/d,postgresql+asyncpg://S3cr3t/d",
        "mongodb://h/d,cockroachdb://S3cr3t/d",
        "mongodb://h/d,mongodb://h/d?S3cr3t=1",
        "mongodb://h/d,mongodb://h/d?tlsS3cr3t=1",
        "mongodb://h/d,mongodb://h/d?authMechanism=S3cr3t",
        "mongodb://h/d,mongodb://h/d?w=S3cr3t&readPreference=S3cr3t",
        "mongodb://h/d,file://S3cr3t/a.db",
        "S3cr3t,mongodb://h/d",
    ] {
        let error = Any::from_source(&[("LIST", list)]).unwrap_err();
        let shown = format!("{error} {error:?} {:?}", error.problems());
        assert!(!shown.contains("S3cr3t") && !shown.to_lowercase().contains("s3cr3t"), "{list}: {shown}");
        assert!(shown.contains("of the list"), "{list}: {shown}");
    }
    // For a single URL, the help suggests the corrected URL.
    let error = Any::from_source(&[("LIST", "postgresql+asyncpg://u:S3cr3t@h/d")]).unwrap_err().to_string();
    assert!(error.contains("`postgresql://u:***@h/d`"), "{error}");
}

#[test]
fn limits_the_problems_of_a_list() {
    let list = ["postgress://h/d"; 1000].join(",");
    let error = error(&list);
    assert_eq!(error.problems().len(), 20, "{error}");
}

#[test]
fn hostile_lists_reveal_nothing() {
    for list in [
        "postgres://u:S3cr3t,sqlite:S3cr3t@a/x",
        "postgres://u:a,postgres://S3cr3t@a/x",
        "S3cr3t",
        "S3cr3t,S3cr3t",
        "postgres://u:1,sqlite:S3cr3t@a/x",
        "postgres://u:1,mysql://S3cr3t@a/x",
        "postgres://u:p@ss,sqlite:S3cr3t@a/x",
        "postgres://u@S3cr3t.example.com/x?shcema=x,sqlite:S3cr3t@a/x",
        "postgres://u:S3cr3t@a/x;postgres://u:S3cr3t@b/x",
        "postgres://u:S3cr3t@a/x postgres://u:S3cr3t@b/x",
        "\"postgres://u:S3cr3t@a/x,postgres://u:S3cr3t@b/x\"",
        "[\"postgres://u:S3cr3t@a/x\",\"postgres://u:S3cr3t@b/x\"]",
        "postgres://u:S3cr3t@a/x\npostgres://u:S3cr3t@b/x",
        ",,,,",
    ] {
        error(list);
    }
}

#[test]
fn not_set_and_optional() {
    #[derive(DatabaseConfig)]
    struct Optional {
        #[database(default = "")]
        replicas: Vec<DatabaseUrl>,
        #[database(env = "MIRRORS")]
        mirrors: Option<Vec<DatabaseUrl>>,
        #[database(env = "DEFAULTS", default = "sqlite:a.db")]
        defaults: Vec<SqliteFile>,
    }

    let error = Config::from_source(&[("DATABASE_URL", "postgres://u@a/x")]).err().unwrap();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Missing);
    assert_eq!(error.problems()[0].variable(), "DATABASE_REPLICA_URLS");
    let nothing: [(&str, &str); 0] = [];
    let optional = Optional::from_source(&nothing).unwrap();
    assert!(optional.replicas.is_empty() && optional.mirrors.is_none());
    assert_eq!(optional.defaults.len(), 1);
    let optional = Optional::from_source(&[("MIRRORS", "")]).unwrap();
    assert!(optional.mirrors.unwrap().is_empty());
}

#[test]
fn a_list_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "postgres://u@a/x,\npostgres://u@b/x\n").unwrap();
    let source = [("DATABASE_REPLICA_URLS_FILE", file.path().to_str().unwrap())];
    assert_eq!(Config::from_source(&source).unwrap().replicas.len(), 2);
}
