//! The environment variables that a client would read from the process itself.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use db_config::{Backend, DatabaseConfig, DieselUrl, FromDatabaseUrl, ProblemKind, Source as _};
use sqlx::postgres::PgConnectOptions;
use tests::child::{self, is_child};
use tests::clients::{Client, clients_of, connecting};
use tests::url;

const CHILD: &str = "DB_CONFIG_TEST_VARIABLE";

/// Runs `test` again in a child process with one more environment variable.
fn again(test: &str, name: &str, value: impl AsRef<OsStr>) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("process_environment::{test}"), "--nocapture"])
        .env(CHILD, name)
        .env(name, value)
        .output()
        .unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
    assert!(stdout.contains("1 passed"), "{test} did not run");
}

/// The variables in <https://www.postgresql.org/docs/18/libpq-envars.html> for the server, the user or the security,
/// with their query parameters.
const VARIABLES: &[(&str, &str)] = &[
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGPORT", "port"),
    ("PGDATABASE", "dbname"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGPASSFILE", "passfile"),
    ("PGREQUIREAUTH", "require_auth"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGSERVICE", "service"),
    ("PGOPTIONS", "options"),
    ("PGAPPNAME", "application_name"),
    ("PGSSLMODE", "sslmode"),
    ("PGREQUIRESSL", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLCOMPRESSION", "sslcompression"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLCERTMODE", "sslcertmode"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLCRL", "sslcrl"),
    ("PGSSLCRLDIR", "sslcrldir"),
    ("PGSSLSNI", "sslsni"),
    ("PGREQUIREPEER", "requirepeer"),
    ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
    ("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
    ("PGGSSENCMODE", "gssencmode"),
    ("PGKRBSRVNAME", "krbsrvname"),
    ("PGGSSLIB", "gsslib"),
    ("PGGSSDELEGATION", "gssdelegation"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGCLIENTENCODING", "client_encoding"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGLOADBALANCEHOSTS", "load_balance_hosts"),
    ("PGMINPROTOCOLVERSION", "min_protocol_version"),
    ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
];

#[test]
fn no_libpq_variable_reaches_a_client() {
    const TEST: &str = "no_libpq_variable_reaches_a_client";
    let Some(variable) = std::env::var_os(CHILD) else {
        VARIABLES.iter().for_each(|(name, _)| again(TEST, name, "ambient77"));
        return;
    };
    let (name, key) = VARIABLES.iter().find(|(name, _)| *name == variable).unwrap();
    for text in [
        "postgres://u:p@h.example.com/d",
        "postgres://h.example.com",
        "postgres://u@localhost/d?sslmode=disable",
        "postgres://u@h.example.com/d?sslmode=verify-full",
    ] {
        for client in connecting(Backend::Postgres) {
            let shown = match (client.show)(&url(text)) {
                Ok(shown) => shown,
                // Without the TLS plan, these clients do not support certificates.
                Err(error) if text.contains("verify-full") && error.help().contains("(Config, TlsPlan)") => {
                    assert!(
                        ["tokio-postgres", "postgres", "deadpool-postgres"].contains(&client.name),
                        "{}: {error}",
                        client.name
                    );
                    continue;
                }
                Err(error) => {
                    assert_eq!(error.kind(), ProblemKind::Unsupported, "{}: {error}", client.name);
                    assert!(error.to_string().contains(&format!("unset {name}")), "{}: {error}", client.name);
                    continue;
                }
            };
            // sqlx keeps the path of a file that it does not use.
            let unused = name.starts_with("PGSSL") && client.name.starts_with("sqlx");
            assert!(!shown.contains("ambient77") || unused, "{}: {text}: {shown}", client.name);
            // libpq reads the variable unless the URL has the query parameter.
            let part = ["host", "port", "user", "dbname"].contains(key) || shown.contains(":p@") && *key == "password";
            let given = part || shown.contains(&format!("{key}="));
            assert!(client.name != "Diesel" || given, "{name}: {shown}");
        }
    }
}

/// If db-config cannot override a variable, it rejects the URL only for clients that would read the variable.
#[test]
fn only_clients_on_libpq_reject_its_variables() {
    const TEST: &str = "only_clients_on_libpq_reject_its_variables";
    let only_libpqs = ["PGSERVICE", "PGREQUIREAUTH", "PGSSLNEGOTIATION", "PGSSLCERTMODE", "PGMAXPROTOCOLVERSION"];
    let Some(name) = std::env::var_os(CHILD) else {
        only_libpqs.iter().for_each(|name| again(TEST, name, "ambient77"));
        return;
    };
    let name = name.to_str().unwrap();
    for client in connecting(Backend::Postgres) {
        let shown = (client.show)(&url("postgres://u:p@h.example.com/d?sslmode=require"));
        let error = shown.err().map(|error| error.to_string());
        assert_eq!(error.is_some(), client.name == "Diesel", "{}: {error:?}", client.name);
        assert!(error.is_none_or(|error| error.contains(name)));
    }
}

#[test]
fn accepts_variables_that_the_url_overrides() {
    const TEST: &str = "accepts_variables_that_the_url_overrides";
    let keys = [
        ("PGREQUIREAUTH", "require_auth=scram-sha-256"),
        ("PGSSLNEGOTIATION", "sslnegotiation=postgres"),
        ("PGSSLCERTMODE", "sslcertmode=allow"),
        ("PGLOADBALANCEHOSTS", "load_balance_hosts=disable"),
        ("PGMINPROTOCOLVERSION", "min_protocol_version=3.0"),
        ("PGMAXPROTOCOLVERSION", "max_protocol_version=3.2"),
    ];
    let Some(name) = std::env::var_os(CHILD) else {
        keys.iter().for_each(|(name, _)| again(TEST, name, "ambient77"));
        return;
    };
    let (_, pair) = keys.iter().find(|(known, _)| *known == name).unwrap();
    let diesel = DieselUrl::from_database_url(&url(&format!("postgres://u@h.example.com/d?{pair}"))).unwrap();
    assert!(diesel.expose_secret().contains(pair), "{}", diesel.expose_secret());
}

#[test]
fn no_client_of_mysql_or_mongodb_reads_variables() {
    const TEST: &str = "no_client_of_mysql_or_mongodb_reads_variables";
    let names = ["USER", "LOGNAME", "MYSQL_HOST", "MYSQL_PWD", "MYSQL_TCP_PORT", "MYSQL_UNIX_PORT", "MONGODB_URI"];
    if std::env::var_os(CHILD).is_none() {
        names.iter().for_each(|name| again(TEST, name, "ambient77"));
        return;
    }
    for text in ["mysql://h.example.com/d", "mongodb://h.example.com/d", "sqlite:app.db"] {
        for client in connecting(url(text).backend()) {
            let shown = (client.show)(&url(text)).unwrap_or_else(|error| panic!("{}: {text}: {error}", client.name));
            assert!(!shown.contains("ambient77"), "{}: {shown}", client.name);
        }
    }
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
        return child::again("process_environment::no_client_reads_libpqs_variables", Path::new("."), AMBIENT);
    }
    for text in ["postgres://h.example.com/d", "postgres://", "postgres://u:p@h.example.com:1/d?sslmode=require"] {
        let url = url(text);
        for Client { name, show, .. } in clients_of(Backend::Postgres) {
            let shown = show(&url).unwrap_or_else(|error| panic!("{name}: {text}: {error}"));
            let ambient = ["ambient", "9999", "10.9.8.7"].iter().any(|value| shown.contains(value));
            // sqlx keeps the path of the file, but reads it only for certificate verification.
            assert!(
                !ambient || shown.matches("ambient").count() == shown.matches("/ambient-root.pem").count(),
                "{name}: {shown}"
            );
        }
        let options = PgConnectOptions::from_database_url(&url).unwrap();
        assert!(!matches!(options.get_ssl_mode(), sqlx::postgres::PgSslMode::VerifyFull));
    }
    // For libpq, an empty query parameter is set.
    let diesel = DieselUrl::from_database_url(&url("postgres://u@h.example.com/d")).unwrap();
    for key in ["password=&", "hostaddr=&", "application_name=", "sslrootcert="] {
        assert!(diesel.expose_secret().contains(key), "{}", diesel.expose_secret());
    }

    // sqlx does not support an address together with a host name to verify.
    let error = Libpq::from_env().err().unwrap();
    assert_eq!((error.problems()[0].variable(), error.problems()[0].kind()), ("PGHOSTADDR", ProblemKind::Unsupported));
    let without_address =
        db_config::source::from_fn(|name| if name == "PGHOSTADDR" { Ok(None) } else { db_config::Env.get(name) });
    let options = Libpq::from_source(&without_address).unwrap().database;
    assert_eq!((options.get_host(), options.get_port()), ("ambient-host", 9999));
    assert_eq!((options.get_username(), options.get_database()), ("ambient-user", Some("ambient-database")));
    assert_eq!(options.get_application_name(), Some("ambient-name"));
    assert!(matches!(options.get_ssl_mode(), sqlx::postgres::PgSslMode::VerifyFull));
}

/// sqlx always reads `PGOPTIONS`, so db-config rejects the URL.
#[test]
fn rejects_variables_that_sqlx_would_read() {
    if !child::is_child() {
        return child::again(
            "process_environment::rejects_variables_that_sqlx_would_read",
            Path::new("."),
            &[("PGOPTIONS", "-c x.y=1"), ("PGHOST", "h"), ("PGSSLCERT", "/ambient.crt")],
        );
    }
    let error = PgConnectOptions::from_database_url(&url("postgres://h/d")).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Unsupported);
    assert!(error.to_string().contains("unset PGOPTIONS"), "{error}");
    // `options` in the URL override PGOPTIONS, but not PGSSLCERT.
    let error = PgConnectOptions::from_database_url(&url("postgres://h/d?options=-c%20x.y=1")).unwrap_err();
    assert!(error.to_string().contains("unset PGSSLCERT"), "{error}");
    let options = PgConnectOptions::from_database_url(&url("postgres://h/d?options=-c%20x.y=1&sslmode=disable"));
    assert_eq!(options.unwrap().get_options(), Some("-c x.y=1"));
    let source = db_config::source::from_fn(|name| match name {
        "PGSSLCERT" => Ok(None),
        "DATABASE_TLS" => Ok(Some("disable".to_owned())),
        name => db_config::Env.get(name),
    });
    assert_eq!(Libpq::from_source(&source).unwrap().database.get_options(), Some("-c x.y=1"));
    let diesel = DieselUrl::from_database_url(&url("postgres://u@h/d")).unwrap();
    assert!(diesel.expose_secret().ends_with("options=&sslcert="), "{}", diesel.expose_secret());
}
