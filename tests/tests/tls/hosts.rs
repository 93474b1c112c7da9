//! The TLS mode that db-config chooses for the hosts.

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, TlsMode, TlsPlan};
use sqlx::postgres::PgConnectOptions;
use tests::clients::{Client, clients_of};
use tests::url;
use tokio_postgres::config::SslMode;

use super::mode;

use TlsMode::{Off, Prefer, Require, VerifyFull};

/// Asserts that every client rejects the URL with this kind of error.
fn rejected_by_all(text: &str, kind: ProblemKind) {
    let url = url(text);
    for Client { name, show, .. } in clients_of(url.backend()) {
        // These two types do not connect.
        if ["DatabaseUrl", "TlsPlan"].contains(name) {
            continue;
        }
        match show(&url) {
            Ok(shown) => panic!("{name}: {text}: {shown}"),
            Err(error) => assert_eq!(error.kind(), kind, "{name}: {text}: {error}"),
        }
    }
}

fn orders(parts: &[&str]) -> Vec<String> {
    let [first, second, third] = parts else { return vec![parts.join(","), [parts[1], parts[0]].join(",")] };
    let order = |a: &str, b: &str, c: &str| format!("{a},{b},{c}");
    vec![
        order(first, second, third),
        order(first, third, second),
        order(second, first, third),
        order(second, third, first),
        order(third, first, second),
        order(third, second, first),
    ]
}

/// A decoded part must not change the host after the host check.
#[test]
fn no_host_hides_another() {
    let mut accepted = Vec::new();
    for host in [
        "127.0.0.1%25%2Cevil.com",
        "127.0.0.1%25eth0",
        "127.0.0.1%25",
        "localhost%25%2Cevil.com",
        "localhost%25eth0",
        "localhost%252Cevil.com",
        "[::1%25%2Cevil.com]",
        "[::1%2Cevil.com]",
        "[::1%25eth0%2Cevil.com]",
        "[::1%25a%20b]",
        "[::1%25a%3Ab]",
        "[::1%25a%40evil.com]",
        "[::1%25a%2Fb]",
        "[::1%25]",
        "[127.0.0.1]",
        "[127.0.0.1%25eth0]",
        "[::1%25é]",
        "%2Ftmp%2Cevil.com",
        "%2Ftmp%0Aevil.com",
        "localhost%5Cevil.com",
        "localhost%00evil.com",
        "evil.com%3A5432.localhost",
        // IDNA maps these characters to a comma, a percent sign, a colon and an at sign.
        "evil.com%EF%BC%8C.localhost",
        "evil.com，.localhost",
        "127.0.0.1，evil.com",
        "evil.com︐.localhost",
        "evil.com﹐.flycast",
        "evil.com％2C.localhost",
        "evil.com：1.localhost",
        "evil.com＠.localhost",
        "evil.com／.localhost",
        "evil.com？.localhost",
        "evil.com\u{3000}.localhost",
    ] {
        for text in [format!("postgres://u@{host}/d"), format!("mysql://u@{host}/d")] {
            if let Ok(url) = text.parse::<DatabaseUrl>() {
                accepted.push(format!("{text}: {}", url.tls()));
            }
        }
    }
    for query in [
        "host=127.0.0.1%25%2Cevil.com",
        "host=localhost%25",
        "host=evil.com%EF%BC%8C.localhost",
        "hostaddr=127.0.0.1%2Cevil.com",
        "hostaddr=127.0.0.1%25eth0",
        "hostaddr=127.0.0.1%2C8.8.8.8&host=a",
        "port=5432%2C5433",
    ] {
        let text = format!("postgres://u@/d?{query}");
        if let Ok(url) = text.parse::<DatabaseUrl>() {
            accepted.push(format!("{text}: {}", url.tls()));
        }
    }
    assert!(accepted.is_empty(), "{}", accepted.join("\n"));
}

#[test]
fn a_zone_belongs_to_an_ipv6_address() {
    for (text, name, expected) in [
        ("postgres://u@[fe80::1%25eth0]/d", "fe80::1%eth0", Prefer),
        ("postgres://u@[::1%25lo]/d", "::1%lo", Prefer),
        ("postgres://u@[fdaa::1%25wg-0.1_a~]/d", "fdaa::1%wg-0.1_a~", Off),
    ] {
        assert_eq!((url(text).host(), mode(text)), (Some(name), expected), "{text}");
    }
}

#[test]
fn the_strictest_host_counts_in_any_order() {
    for (hosts, query, expected) in [
        (&["localhost", "%2Ftmp"][..], "sslrootcert=/ca.pem", VerifyFull),
        (&["localhost", "%2Ftmp"], "", Prefer),
        (&["%2Ftmp", "%2Frun"], "", Off),
        (&["%2Ftmp", "app.flycast"], "", Off),
        (&["db.example.com", "%2Ftmp"], "", Require),
        (&["db.example.com", "%2Ftmp", "localhost"], "", Require),
        (&["db.example.com", "db", "localhost"], "", Require),
        (&["db", "%2Ftmp", "localhost"], "", TlsMode::Prefer),
        (&["db.example.com", "", "app.flycast"], "", Require),
        (&["db.example.com", "db", "%2Ftmp"], "sslrootcert=/ca.pem", VerifyFull),
        (&["db", "%2Ftmp", "localhost"], "sslcert=/c&sslkey=/k", Require),
    ] {
        for hosts in orders(hosts) {
            let text = format!("postgres://u@{hosts}/d?{query}");
            assert_eq!(mode(&text), expected, "{text}");
            let tokio = tokio_postgres::Config::from_database_url(&url(&text));
            let is_off = tokio.map(|config| config.get_ssl_mode() == SslMode::Disable);
            // A Unix socket does not support TLS, and an omitted host may mean one.
            let may_be_socket = url(&text).hosts().iter().any(|host| host.is_socket() || host.name().is_empty());
            match expected >= Require && may_be_socket {
                true => assert_eq!(is_off.unwrap_err().kind(), ProblemKind::Unsupported, "{text}"),
                false => assert_eq!(is_off, Ok(expected == Off), "{text}"),
            }
        }
    }
    for hosts in orders(&["127.0.0.1", "8.8.8.8"]) {
        assert_eq!(mode(&format!("postgres:///d?hostaddr={hosts}")), Require, "{hosts}");
        assert_eq!(mode(&format!("postgres://a,b/d?hostaddr={hosts}")), Require, "{hosts}");
    }
}

#[test]
fn rejects_tls_where_the_host_may_be_a_socket() {
    for query in [
        "sslmode=verify-full",
        "sslmode=verify-ca",
        "sslmode=require",
        "ssl=true",
        "sslnegotiation=direct",
        "sslmode=verify-full&sslrootcert=/ca.pem",
    ] {
        for host in ["", "%2Ftmp", "%2Ftmp,", ",%2Frun", ":5433"] {
            rejected_by_all(&format!("postgres://u@{host}/d?{query}"), ProblemKind::Unsupported);
        }
    }
    let message =
        PgConnectOptions::from_database_url(&url("postgres:///d?sslmode=verify-full")).unwrap_err().to_string();
    assert!(message.contains("may mean a Unix socket") && message.contains("`localhost`"), "{message}");
    // A URL with a host does not mean a socket.
    for text in ["postgres://localhost/d?sslmode=verify-full", "postgres:///d?hostaddr=10.0.0.1&sslmode=verify-full"] {
        let (config, _) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(&url(text)).unwrap();
        assert_eq!(config.get_ssl_mode(), SslMode::Require, "{text}");
    }
}

#[test]
fn a_socket_meets_every_minimum() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(tls = "verify-full")]
        database: PgConnectOptions,
    }
    let load = |url| Config::from_source(&[("DATABASE_URL", url)]).unwrap().database;
    let mode = |options: &PgConnectOptions| format!("{:?}", options.get_ssl_mode());
    for url in ["postgres://%2Ftmp/d", "postgres:///d?host=/tmp"] {
        assert_eq!(mode(&load(url)), "Disable", "{url}");
    }
    assert_eq!(mode(&load("postgres://localhost/d")), "VerifyFull");
    // An omitted host is a Unix socket if this machine has one.
    let omitted = load("postgres:///d");
    assert_eq!(mode(&omitted), if omitted.get_socket().is_some() { "Disable" } else { "VerifyFull" });
    // TLS that the URL itself asks for is an error.
    let error = Config::from_source(&[("DATABASE_URL", "postgres://%2Ftmp/d?sslmode=require")]).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Unsupported, "{error}");
}

/// The help names the parameter, the attribute or the hosts that set the mode.
#[test]
fn the_help_names_the_setting_of_the_mode() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(tls = "require")]
        database: PgConnectOptions,
    }
    let error = Config::from_source(&[("DATABASE_URL", "postgres://%2Ftmp,localhost/d")]).unwrap_err();
    let help = error.problems()[0].help();
    assert!(help.contains("hosts") && !help.contains("sslmode"), "{help}");
    // Turning TLS off would also connect to a public host without TLS.
    let by_host = PgConnectOptions::from_database_url(&url("postgres://u@%2Ftmp,h.example.com/d")).unwrap_err();
    assert!(!by_host.help().contains("disable"), "{by_host:#}");
    let by_key = PgConnectOptions::from_database_url(&url("postgres://u@%2Ftmp/d?sslmode=require")).unwrap_err();
    assert!(by_key.help().contains("sslmode=disable"), "{by_key:#}");
    assert!(by_key.excerpt().unwrap().ends_with("^^^^^^^"), "{by_key:#}");
}

#[test]
fn a_client_certificate_does_not_require_tls_over_a_socket() {
    assert_eq!(mode("postgres://u@%2Ftmp/d?sslcert=/c&sslkey=/k"), Off);
    assert_eq!(mode("postgres://u@localhost/d?sslcert=/c&sslkey=/k"), Require);
    assert_eq!(mode("postgres://u@%2Ftmp,localhost/d?sslcert=/c&sslkey=/k"), Require);
}
