//! What the process environment may and may not say. Each test runs itself again as a child, whose environment can be
//! chosen without modifying this process's.

use std::ffi::OsStr;
use std::path::Path;

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DieselUrl, DotEnv, FromDatabaseUrl, ProblemKind, Source};
use sqlx::postgres::PgConnectOptions;
use tests::child::{again, is_child};
use tests::clients::{Client, clients_of};

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap()
}

const AMBIENT: &[(&str, &str)] = &[
    ("PGHOST", "ambient-host"),
    ("PGHOSTADDR", "10.9.8.7"),
    ("PGPORT", "9999"),
    ("PGUSER", "ambient-user"),
    ("PGPASSWORD", "ambient-password"),
    ("PGDATABASE", "ambient-database"),
    ("PGSSLMODE", "verify-full"),
    ("PGSSLROOTCERT", "/ambient-root.pem"),
    ("PGAPPNAME", "ambient-name"),
];

#[derive(DatabaseConfig)]
struct Libpq {
    #[database(libpq_env)]
    database: PgConnectOptions,
}

#[test]
fn no_client_reads_libpqs_variables() {
    if !is_child() {
        return again("no_client_reads_libpqs_variables", Path::new("."), AMBIENT);
    }
    for text in ["postgres://h.example.com/d", "postgres://", "postgres://u:p@h.example.com:1/d?sslmode=require"] {
        let url = url(text);
        for Client { name, show, .. } in clients_of(Backend::Postgres) {
            let shown = show(&url).unwrap_or_else(|error| panic!("{name}: {text}: {error}"));
            let ambient = ["ambient", "9999", "10.9.8.7"].iter().any(|value| shown.contains(value));
            // sqlx keeps the file's name, and reads the file only if it verifies.
            assert!(
                !ambient || shown.matches("ambient").count() == shown.matches("/ambient-root.pem").count(),
                "{name}: {shown}"
            );
        }
        let options = PgConnectOptions::from_database_url(&url).unwrap();
        assert!(!matches!(options.get_ssl_mode(), sqlx::postgres::PgSslMode::VerifyFull));
    }
    // libpq treats an empty value as given.
    let diesel = DieselUrl::from_database_url(&url("postgres://u@h.example.com/d")).unwrap();
    for key in ["password=&", "hostaddr=&", "application_name=", "sslrootcert="] {
        assert!(diesel.expose().contains(key), "{}", diesel.expose());
    }

    // Its address, together with a name to verify, is more than sqlx can carry.
    let error = Libpq::from_env().err().unwrap();
    assert_eq!((error.problems()[0].variable(), error.problems()[0].kind()), ("PGHOSTADDR", ProblemKind::NotCarried));
    let without_address = |name: &str| if name == "PGHOSTADDR" { Ok(None) } else { db_config::Env.get(name) };
    let options = Libpq::from_source(&without_address).unwrap().database;
    assert_eq!((options.get_host(), options.get_port()), ("ambient-host", 9999));
    assert_eq!((options.get_username(), options.get_database()), ("ambient-user", Some("ambient-database")));
    assert_eq!(options.get_application_name(), Some("ambient-name"));
    assert!(matches!(options.get_ssl_mode(), sqlx::postgres::PgSslMode::VerifyFull));
}

/// sqlx has no way to leave `PGOPTIONS` out: the settings are refused rather than made with it.
#[test]
fn what_sqlx_cannot_leave_out_is_refused() {
    if !is_child() {
        return again(
            "what_sqlx_cannot_leave_out_is_refused",
            Path::new("."),
            &[("PGOPTIONS", "-c x.y=1"), ("PGHOST", "h"), ("PGSSLCERT", "/ambient.crt")],
        );
    }
    let error = PgConnectOptions::from_database_url(&url("postgres://h/d")).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::NotCarried);
    assert!(error.to_string().contains("unset PGOPTIONS"), "{error}");
    // The same in the URL is harmless, but no excuse for the next variable.
    let error = PgConnectOptions::from_database_url(&url("postgres://h/d?options=-c%20x.y=1")).unwrap_err();
    assert!(error.to_string().contains("unset PGSSLCERT"), "{error}");
    let options = PgConnectOptions::from_database_url(&url("postgres://h/d?options=-c%20x.y=1&sslmode=disable"));
    assert_eq!(options.unwrap().get_options(), Some("-c x.y=1"));
    let without_certificate = |name: &str| if name == "PGSSLCERT" { Ok(None) } else { db_config::Env.get(name) };
    let source = |name: &str| match name {
        "DATABASE_TLS" => Ok(Some("disable".to_owned())),
        name => without_certificate(name),
    };
    assert_eq!(Libpq::from_source(&source).unwrap().database.get_options(), Some("-c x.y=1"));
    let diesel = DieselUrl::from_database_url(&url("postgres://u@h/d")).unwrap();
    assert!(diesel.expose().ends_with("options=&sslcert="), "{}", diesel.expose());
}

#[test]
fn a_dotenv_file_fills_in_what_is_unset() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env = "FROM_FILE_URL")]
        from_file: DatabaseUrl,
        #[database(env = "FROM_BOTH_URL")]
        from_both: DatabaseUrl,
    }
    if !is_child() {
        let folder = tempfile::tempdir().unwrap();
        let lines = "FROM_FILE_URL=postgres://file/d\nexport FROM_BOTH_URL='postgres://file/d'\n";
        std::fs::write(folder.path().join(".env"), lines).unwrap();
        std::fs::write(folder.path().join("broken"), "DATABASE_URL='hunter2\n").unwrap();
        std::fs::create_dir(folder.path().join("below")).unwrap();
        let variables = [("FROM_BOTH_URL", "postgres://process/d")];
        return again("a_dotenv_file_fills_in_what_is_unset", &folder.path().join("below"), &variables);
    }
    let config = Config::from_source(&DotEnv::load().unwrap()).unwrap();
    assert_eq!((config.from_file.host(), config.from_both.host()), (Some("file"), Some("process")));
    assert!(std::env::var_os("FROM_FILE_URL").is_none(), "the environment was written");
    let error = DotEnv::from_path("../broken").err().unwrap();
    assert!(error.to_string().contains("broken") && !format!("{error} {error:?}").contains("hunter2"), "{error}");
    assert!(DotEnv::from_path("missing").is_err());
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8_is_a_problem() {
    use std::os::unix::ffi::OsStrExt;
    if !is_child() {
        let value = OsStr::from_bytes(b"postgres://\xff/d");
        return again("a_variable_that_is_not_utf8_is_a_problem", Path::new("."), &[("DATABASE_URL", value)]);
    }
    let error = Libpq::from_env().err().unwrap();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Unreadable);
}
