//! URLs and variables as other languages' tools write them.

use db_config::resolved::{SqliteJournalMode, SqliteSynchronous};
use db_config::{
    Carries, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, NoticeKind, ProblemKind, SqliteFile, TlsMode,
    UrlError,
};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::SqliteConnectOptions;

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

fn error(text: &str) -> UrlError {
    text.parse::<DatabaseUrl>().err().unwrap_or_else(|| panic!("{text} is accepted"))
}

#[derive(DatabaseConfig)]
struct Libpq {
    #[database(libpq_env)]
    url: DatabaseUrl,
}

fn libpq(variables: &[(&str, &str)]) -> Result<DatabaseUrl, (String, String)> {
    Libpq::from_source(&variables.to_vec()).map(|config| config.url).map_err(|error| {
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        (error.problems()[0].variable().to_owned(), error.to_string())
    })
}

#[test]
fn prismas_pool_keys_are_the_pools() {
    let text =
        "postgres://u@localhost/d?max_idle_connection_lifetime=60&max_connection_lifetime=600&connection_limit=3";
    let pool = PgPoolOptions::from_database_url(&url(text)).unwrap();
    assert_eq!(pool.get_idle_timeout().map(|timeout| timeout.as_secs()), Some(60));
    assert_eq!(pool.get_max_lifetime().map(|timeout| timeout.as_secs()), Some(600));
    assert_eq!(pool.get_max_connections(), 3);
}

#[test]
fn prismas_own_words_are_mapped() {
    let tls = url("postgres://u@h.example.com/d?sslaccept=strict&sslcert=/ca.pem").tls().clone();
    assert_eq!((tls.mode(), tls.client_certificate()), (TlsMode::VerifyFull, None));
    assert_eq!(tls.root_certificate(), Some(&db_config::RootCertificate::File("/ca.pem".into())));
    assert_eq!(error("postgres://u@h.example.com/d?sslcert=/ca.pem").kind(), ProblemKind::Value);
    assert_eq!(url("mysql://u@localhost/d?socket=(/tmp/mysql.sock)").host(), Some("/tmp/mysql.sock"));
}

#[test]
fn pghost_is_checked_and_told_by_its_name() {
    for (value, what) in [
        ("\"db.example.com\"", "nothing around it"),
        ("h:1111", "PGPORT"),
        (" h", "nothing around it"),
        ("h\n", "nothing around it"),
        ("[2001:db8::5]", "brackets"),
        ("postgres://u:hunter2@h/d", "a URL where a host name belongs"),
        ("h%2Cevil.com", "nothing around it"),
    ] {
        let (variable, report) = libpq(&[("PGHOST", value)]).unwrap_err();
        assert_eq!(variable, "PGHOST", "{value}");
        assert!(report.contains(what), "{value}: {report}");
    }
    assert_eq!(libpq(&[("PGHOST", "2001:db8::5")]).unwrap().tls().mode(), TlsMode::Require);
    assert_eq!(libpq(&[("PGHOST", "/run/pg")]).unwrap().tls().mode(), TlsMode::Off);
}

#[test]
fn neons_variables_are_all_carried() {
    let neon = [
        ("PGHOST", "ep-x.eu-central-1.aws.neon.tech"),
        ("PGDATABASE", "neondb"),
        ("PGUSER", "app"),
        ("PGPASSWORD", "hunter2"),
        ("PGSSLMODE", "require"),
        ("PGCHANNELBINDING", "require"),
        ("PGCONNECT_TIMEOUT", "7"),
    ];
    let config = tokio_postgres::Config::from_database_url(&libpq(&neon).unwrap()).unwrap();
    assert_eq!(config.get_channel_binding(), tokio_postgres::config::ChannelBinding::Require);
    assert_eq!(config.get_connect_timeout().map(|timeout| timeout.as_secs()), Some(7));
    let error = PgConnectOptions::from_database_url(&libpq(&neon).unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.variable()), (ProblemKind::NotCarried, Some("PGCHANNELBINDING")));
}

#[test]
fn a_list_of_hosts_has_its_own_ports() {
    let ports = |variables: &[(&str, &str)]| {
        libpq(variables).unwrap().hosts().iter().map(|host| host.port()).collect::<Vec<_>>()
    };
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo,bar/d"), ("PGPORT", "7")]), [None, None]);
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo:1,bar:2/d"), ("PGPORT", "1,2")]), [Some(1), Some(2)]);
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo:1/d"), ("PGPORT", "1,2")]), [Some(1)]);
    assert_eq!(ports(&[("DATABASE_URL", "postgres://foo/d"), ("PGPORT", "7")]), [Some(7)]);
}

#[test]
fn a_host_key_says_what_to_write() {
    for (text, remedy) in [
        ("postgres:///d?host=h1:5432", "`port=5432`"),
        ("postgres:///d?host=[::1]", "without its brackets"),
        ("postgres:///d?host=a&host=b", "`host=a,b&port=5432,5433`"),
        ("postgres:///d?host=a&hostaddr=1.1.1.1,2.2.2.2", "as many"),
        ("postgres:///d?database=app", "`dbname`"),
    ] {
        assert!(error(text).remedy().contains(remedy), "{text}: {}", error(text));
    }
}

#[test]
fn a_raw_character_is_told_in_the_shape_of_a_url() {
    for (text, escape) in [("postgres://u:hun@ter2@h/d", "%40"), ("mysql://u:hunter2#x@h/d", "%23")] {
        let remedy = error(text).remedy().to_owned();
        assert!(remedy.contains(&format!("pass{escape}word@host/database")) && remedy.contains("jq"), "{remedy}");
        assert!(!format!("{:#}", error(text)).contains("ter2"));
    }
    let either = error("postgres://u:hunter2@h/my@db");
    assert_eq!(either.kind(), ProblemKind::AtSignInPath);
    assert!(either.remedy().contains("%2F") && either.remedy().contains("%40"), "{either}");
    assert_eq!(url("postgres://user:top:secret@host/d").password(), Some("top:secret"));
    assert_eq!(url("mysql://user:top:secret@host/d").password(), Some("top:secret"));
    assert_eq!(error("mongodb://user:top:secret@host/d").kind(), ProblemKind::RawCharacter(':'));
    assert_eq!(error("postgres://app:***@host/d").kind(), ProblemKind::Placeholder);
}

/// The remedy, once it is followed, is not given again.
#[test]
fn what_an_error_tells_to_write_can_be_written() {
    for text in ["postgres://u:p@(h)/d", "postgres://u:p@my%20host/d", "postgres://u:p@h!x/d", "mongodb://rel%2Fmongod"]
    {
        assert!(error(text).remedy().contains("letters, digits"), "{text}: {}", error(text));
    }
    for text in ["sqlite://a:b.db", "sqlite://user:hunter2@host"] {
        let error = SqliteFile::from_database_url(&url(text)).unwrap_err();
        assert!(!error.remedy().contains("`sqlite://`"), "{text}: {error:#}");
    }
    // mysql2's and Connector/J's are in milliseconds.
    assert!(error("mysql://u@h/d?connectTimeout=5000").remedy().contains("`connect_timeout`, in seconds"));
    assert!(error("mongodb://user:top:secret@host/d").remedy().contains("`mongodb://user:pass%3Aword@"));
    assert_eq!(
        PgConnectOptions::from_database_url(&url("postgres://h/d?options[]=5")).unwrap_err().kind(),
        ProblemKind::Value
    );

    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        database: PgConnectOptions,
    }
    let error = Config::from_source(&[("DATABASE_URL", "ecto://u:hunter2@h.example.com/d")]).unwrap_err();
    let remedy = error.problems()[0].remedy();
    assert!(remedy.contains("postgres://u:***@h.example.com/d") && !remedy.contains("mysql"), "{remedy}");
}

#[test]
fn mongodbs_sockets_may_be_relative() {
    for (text, path) in
        [("mongodb://rel%2Fmongod.sock/d", "rel/mongod.sock"), ("mongodb://mongod.sock/d", "mongod.sock")]
    {
        let options = mongodb::options::ClientOptions::from_database_url(&url(text)).unwrap();
        let socket = mongodb::options::ServerAddress::Unix { path: path.into() };
        assert_eq!((options.hosts, options.tls), (vec![socket], Some(mongodb::options::Tls::Disabled)), "{text}");
    }
    // No client does TLS over one.
    for text in ["mongodb://%2Ftmp%2Fm.sock/?tls=true", "mongodb://%2Ftmp%2Fm.sock,db.example.com/"] {
        let error = mongodb::options::ClientOptions::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::NotCarried, "{text}");
    }
}

#[test]
fn another_tools_scheme_is_told_with_the_whole_url() {
    for (text, whole) in [
        ("pgsql://app:hunter2@h/d?sslmode=require", "`postgres://app:***@h/d?sslmode=require`"),
        ("cockroachdb://app:hunter2@h:26257/d", "`postgres://app:***@h:26257/d`"),
        ("timescaledb://h/d", "`postgres://h/d`"),
        ("mysql+pymysql://app:hunter2@h/d", "`mysql://app:***@h/d`"),
        ("postgresql+asyncpg://app:hunter2@h/d", "`postgresql://app:***@h/d`"),
        (
            "jdbc:postgresql://h:5432/d?user=app&password=hunter2&ssl=true",
            "`postgresql://h:5432/d?user=app&password=***&ssl=true`",
        ),
        ("ecto://app:hunter2@h/d", "`postgres://` or `mysql://`"),
    ] {
        let shown = format!("{:#} {:?}", error(text), error(text));
        assert!(shown.contains(whole) && !shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn what_is_another_tools_is_let_go_and_told() {
    for (text, keys) in [
        ("postgres://localhost/d?timeout=15000&idle_interval=5&pool_size=2", &["timeout", "idle_interval"][..]),
        (
            "mysql://localhost/d?reaping_frequency=10&adapter=trilogy&encoding=utf8mb4",
            &["reaping_frequency", "adapter", "encoding"],
        ),
        ("sqlite:app.db?_loc=auto&adapter=sqlite3", &["_loc", "adapter"]),
        ("postgres://localhost/d?encoding=utf8", &[]),
    ] {
        let wanted: Vec<_> = keys.iter().map(|key| NoticeKind::OtherTool { key: (*key).to_owned() }).collect();
        assert_eq!(url(text).notices(Carries::EVERYTHING), wanted, "{text}");
    }
    let rails = url("postgres://h/d?schema_search_path=a,b&statement_limit=0&max=7&min=2&max_age=60");
    let options = PgConnectOptions::from_database_url(&rails).unwrap();
    assert_eq!(options.get_options(), Some("-c search_path=a,b"));
    assert_eq!(PgPoolOptions::from_database_url(&rails).unwrap().get_max_connections(), 7);
    // It may turn verification off.
    assert_eq!(error("postgres://h/d?ssl_opts=x").kind(), ProblemKind::UnknownTlsKey);
}

#[tokio::test]
async fn laravels_pragmas_reach_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "sqlite://{}/app.db?foreign_key_constraints=true&journal_mode=WAL&synchronous=normal&busy_timeout=1234",
        folder.path().display()
    );
    let mut sqlx = SqliteConnectOptions::from_database_url(&url(&text)).unwrap().connect().await.unwrap();
    let file = SqliteFile::from_database_url(&url(&text)).unwrap();
    assert_eq!((file.journal_mode, file.synchronous), (Some(SqliteJournalMode::Wal), Some(SqliteSynchronous::Normal)));
    let rusqlite = rusqlite::Connection::open_with_flags(&file.path, file.open_flags()).unwrap();
    rusqlite.execute_batch(&file.pragmas()).unwrap();
    for (pragma, value) in
        [("foreign_keys", "1"), ("journal_mode", "wal"), ("synchronous", "1"), ("busy_timeout", "1234")]
    {
        let other: String = rusqlite
            .query_row(&format!("pragma {pragma}"), [], |row| {
                row.get_ref(0).map(|value| match value.data_type() {
                    rusqlite::types::Type::Integer => value.as_i64().unwrap().to_string(),
                    _ => value.as_str().unwrap().to_owned(),
                })
            })
            .unwrap();
        assert_eq!(other, value, "{pragma}");
    }
    for (pragma, value) in [("foreign_keys", 1i64), ("synchronous", 1), ("busy_timeout", 1234)] {
        let row: (i64,) =
            sqlx::query_as(sqlx::AssertSqlSafe(format!("pragma {pragma}"))).fetch_one(&mut sqlx).await.unwrap();
        assert_eq!(row.0, value, "{pragma}");
    }
    let error = DieselUrl::from_database_url(&url(&text)).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::NotCarried);
    assert!(error.to_string().contains("SqliteFile::pragmas"), "{error}");
}

#[test]
fn four_slashes_are_pythons_and_phps_absolute_path() {
    assert_eq!(url("sqlite:////tmp/x.db").sqlite_path().unwrap().to_str(), Some("/tmp/x.db"));
    assert_eq!(url("sqlite:////tmp/x.db").pathname(), "//tmp/x.db");
    let notices = url("sqlite:///no-such-folder/rel.db").notices(Carries::EVERYTHING);
    let missing = NoticeKind::MissingFolder {
        folder: "/no-such-folder".into(),
        relative: Some("sqlite:no-such-folder/rel.db".to_owned()),
    };
    assert_eq!(notices, [missing]);
    assert!(notices[0].to_string().contains("SQLAlchemy"), "{}", notices[0]);
    assert_eq!(url("sqlite:///tmp/rel.db").notices(Carries::EVERYTHING), []);
}

#[test]
fn verify_ca_without_an_authority_is_refused() {
    let text = "postgres://u@db.example.com/d?sslmode=verify-ca";
    assert_eq!(PgConnectOptions::from_database_url(&url(text)).unwrap_err().kind(), ProblemKind::NotCarried);
    let text = "mysql://u@db.example.com/d?ssl-mode=VERIFY_CA";
    let error = mysql_async::Opts::from_database_url(&url(text)).unwrap_err();
    assert!(error.to_string().contains("ssl-ca"), "{error}");
    let text = "mysql://u@db.example.com/d?ssl-mode=VERIFY_CA";
    let error = DieselUrl::from_database_url(&url(text)).unwrap_err();
    assert!(error.to_string().contains("ssl-ca"), "{error}");
}
