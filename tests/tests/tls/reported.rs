//! The report never states more than the options hold.

use std::collections::BTreeMap;

use db_config::{Backend, Connect, DatabaseConfig, DieselUrl, FromDatabaseUrl, PoolSettings, TlsMode, TlsPlan};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use tests::conformance::{Held, held};

use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};

/// Returns a URL for every combination of a host, a mode, a CA certificate and a client certificate.
fn urls(scheme: &str, parts: [&[&str]; 4]) -> Vec<String> {
    let [hosts, modes, roots, certificates] = parts;
    let mut urls = Vec::new();
    for host in hosts {
        for mode in modes {
            for root in roots {
                for certificate in certificates {
                    let query: Vec<&str> =
                        [*mode, *root, *certificate].into_iter().filter(|pair| !pair.is_empty()).collect();
                    urls.push(format!("{scheme}://u@{host}/d?{}", query.join("&")).trim_end_matches('?').to_owned());
                }
            }
        }
    }
    urls
}

/// Compares the report with the options of every client, and returns each client's modes.
fn modes(backend: Backend, urls: &[String]) -> BTreeMap<&'static str, Vec<TlsMode>> {
    let mut modes: BTreeMap<&str, Vec<TlsMode>> = BTreeMap::new();
    for url in urls {
        for Held { client, options, report } in held(backend, &[("DATABASE_URL", url)]) {
            match (client, backend) {
                // If refinery uses TLS, it always verifies.
                ("refinery 0.10", Backend::Postgres) => {
                    assert!(options >= report, "{client}: {url}: {options} {report}")
                }
                _ => assert_eq!(options, report, "{client}: {url}"),
            }
            modes.entry(client).or_default().push(report);
        }
    }
    for modes in modes.values_mut() {
        modes.sort();
        modes.dedup();
    }
    modes
}

const HOSTS: &[&str] = &["localhost", "db", "db.example.com"];

#[test]
fn postgres() {
    let parameters = ["", "disable", "prefer", "require", "no-verify", "verify-ca", "verify-full"];
    let parameters = parameters.map(|value| if value.is_empty() { String::new() } else { format!("sslmode={value}") });
    let mut parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    parameters.extend(["ssl=true", "sslaccept=strict", "sslaccept=accept_invalid_certs"]);
    let roots = &["", "sslrootcert=/ca.pem", "sslrootcert=system"];
    let modes = modes(Backend::Postgres, &urls("postgres", [HOSTS, &parameters, roots, &["", "sslcert=/c&sslkey=/k"]]));
    let all = [Off, Prefer, Require, VerifyFull];
    for client in ["sqlx 0.9", "sqlx 0.8", "sqlx 0.9 `Any`", "sqlx 0.8 `Any`", "SeaORM 2.0", "SeaORM 1.1"] {
        assert_eq!(modes[client], all, "{client}");
    }
    assert_eq!(modes["Diesel 2.3"], [Off, Prefer, Require, VerifyCa, VerifyFull]);
    for client in ["tokio-postgres 0.7", "deadpool-postgres 0.14"] {
        assert_eq!(modes[client], [Off, Prefer, Require], "{client}");
    }
    assert_eq!(modes["refinery 0.10"], [Off, Require, VerifyFull]);
}

#[test]
fn mysql() {
    let parameters = ["", "DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"];
    let parameters = parameters.map(|value| if value.is_empty() { String::new() } else { format!("ssl-mode={value}") });
    let mut parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    parameters.extend(["trustServerCertificate=true", "verify_identity=true", "verify_ca=true"]);
    let modes = modes(
        Backend::MySql,
        &urls("mysql", [HOSTS, &parameters, &["", "ssl-ca=/ca.pem"], &["", "ssl-cert=/c&ssl-key=/k"]]),
    );
    for client in ["sqlx 0.9", "sqlx 0.8", "sqlx 0.9 `Any`", "sqlx 0.8 `Any`", "SeaORM 2.0", "SeaORM 1.1"] {
        assert_eq!(modes[client], [Off, Prefer, Require, VerifyFull], "{client}");
    }
    assert_eq!(modes["Diesel 2.3"], [Off, Prefer, Require, VerifyCa, VerifyFull]);
    assert_eq!(modes["mysql_async 0.37"], [Off, Require, VerifyCa, VerifyFull]);
    assert_eq!(modes["mysql 28"], [Off, Require, VerifyFull]);
    assert_eq!(modes["refinery 0.10"], [Off, Require, VerifyFull]);
}

#[test]
fn mongodb() {
    let parameters = &["", "tls=false", "tls=true", "tlsInsecure=true", "tlsAllowInvalidHostnames=true"];
    let roots = &["", "tlsCAFile=/ca.pem"];
    let certificates = &["", "tlsCertificateKeyFile=/c.pem"];
    let urls: Vec<_> = urls("mongodb", [HOSTS, parameters, roots, certificates])
        .into_iter()
        .map(|url| url.replace("u@", "")) // without a password
        .collect();
    assert_eq!(modes(Backend::MongoDb, &urls)["mongodb 3"], [Off, Require, VerifyFull]);
}

#[derive(DatabaseConfig)]
struct Config<T> {
    database: T,
}

/// Returns the field's value and the mode in the report.
fn load<T: FromDatabaseUrl>(url: &str) -> (T, TlsMode) {
    let source = [("DATABASE_URL", url)];
    let report = Config::<T>::report(&source).unwrap_or_else(|error| panic!("{url}: {error}"));
    let mode = report.entries()[0].database().unwrap().tls().mode();
    (Config::<T>::from_source(&source).unwrap().database, mode)
}

#[test]
fn a_tuple_states_the_mode_of_its_connection() {
    let implied = "postgres://u@db.example.com/d?sslmode=require&sslrootcert=/ca.pem";
    let ((_, options), mode) = load::<(PgPoolOptions, PgConnectOptions)>(implied);
    assert!(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull) && mode == VerifyFull, "{mode}");
    let ((options, _), mode) = load::<(PgConnectOptions, PgPoolOptions)>(implied);
    assert!(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull) && mode == VerifyFull, "{mode}");
    let (_, mode) = load::<Connect<sqlx::PgPool>>(implied);
    assert_eq!(mode, VerifyFull);
    // The report states the weaker of two connections.
    let (_, mode) = load::<(PgConnectOptions, DieselUrl)>(implied);
    assert_eq!(mode, VerifyCa);

    let guessed = "mysql://u@db/d";
    let ((_, options), mode) = load::<(PoolSettings, mysql_async::Opts)>(guessed);
    assert_eq!((options.ssl_opts().is_none(), mode), (true, Off));
    let (_, mode) = load::<(DieselUrl, mysql_async::Opts)>(guessed);
    assert_eq!(mode, Off);

    let verified = "postgres://u@db.example.com/d?sslmode=verify-full&sslrootcert=/ca.pem";
    let ((_, plan), mode) = load::<(tokio_postgres::Config, TlsPlan)>(verified);
    assert_eq!((plan.mode(), mode), (VerifyFull, VerifyFull));
    let ((_, _), mode) = load::<(PoolSettings, (tokio_postgres::Config, TlsPlan))>(verified);
    assert_eq!(mode, VerifyFull);
}
