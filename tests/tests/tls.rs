//! TLS is never weaker than the URL asks for: what is decided, and what each client's settings say about it.

use db_config::{
    Backend, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, RootCertificate, TlsMode, TlsPlan,
    TlsReason, UrlError,
};
use mongodb::options::{ClientOptions, Tls, TlsOptions};
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use sqlx::postgres::PgConnectOptions;
use tests::clients::{Client, clients_of};
use tokio_postgres::config::{SslMode, SslNegotiation};

use TlsMode::{Off, Require, VerifyCa, VerifyFull};

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

fn error(text: &str) -> UrlError {
    match text.parse::<DatabaseUrl>() {
        Ok(url) => panic!("{text} is accepted: {}", url.tls()),
        Err(error) => error,
    }
}

fn mode(text: &str) -> TlsMode {
    url(text).tls().mode()
}

/// The settings that every client refuses to make, or panics.
fn refused_by_all(text: &str, kind: ProblemKind) {
    let url = url(text);
    for Client { name, show, .. } in clients_of(url.backend()) {
        // These two connect to nothing.
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

mod mongodb_verifies {
    use super::*;

    fn tls(text: &str) -> Option<Tls> {
        ClientOptions::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}")).tls
    }

    fn enabled(change: fn(&mut TlsOptions)) -> Option<Tls> {
        let mut options = TlsOptions::default();
        change(&mut options);
        Some(Tls::Enabled(options))
    }

    #[test]
    fn where_the_host_decides() {
        for text in [
            "mongodb://db.example.com/d",
            "mongodb://10.0.0.5/d",
            "mongodb://[2001:db8::1]/d",
            "mongodb://localhost,db.example.com/d",
            "mongodb://db.example.com,mongo/d",
        ] {
            assert_eq!((mode(text), tls(text)), (VerifyFull, enabled(|_| ())), "{text}");
        }
    }

    #[test]
    fn where_a_key_says_that_nothing_is_insecure() {
        for query in ["tlsInsecure=false", "tlsAllowInvalidCertificates=false", "tlsAllowInvalidHostnames=false"] {
            for text in [format!("mongodb://db.example.com/?{query}"), format!("mongodb://mongo/?{query}&tls=true")] {
                assert_eq!((mode(&text), tls(&text)), (VerifyFull, enabled(|_| ())), "{text}");
            }
        }
    }

    #[test]
    fn with_a_client_certificate_alone() {
        let options = enabled(|options| options.cert_key_file_path = Some("/client.pem".into()));
        for host in ["db.example.com", "mongo", "localhost"] {
            let text = format!("mongodb://{host}/?tlsCertificateKeyFile=/client.pem");
            assert_eq!((mode(&text), tls(&text)), (VerifyFull, options.clone()), "{text}");
        }
    }

    #[test]
    fn unless_it_is_told_not_to() {
        let unverified = enabled(|options| options.allow_invalid_certificates = Some(true));
        for query in ["tlsInsecure=true", "tls=true&tlsInsecure=true", "tlsAllowInvalidCertificates=true"] {
            let text = format!("mongodb://db.example.com/?{query}");
            assert_eq!((mode(&text), tls(&text)), (Require, unverified.clone()), "{text}");
        }
    }

    /// Whatever their values: MongoDB's URI options specification.
    #[test]
    fn and_takes_no_two_words_for_insecure() {
        for (insecure, other) in [
            ("tlsInsecure=true", "tlsAllowInvalidCertificates=true"),
            ("tlsInsecure=true", "tlsAllowInvalidCertificates=false"),
            ("tlsInsecure=false", "tlsAllowInvalidCertificates=true"),
            ("tlsInsecure=false", "tlsAllowInvalidCertificates=false"),
            ("tlsInsecure=true", "tlsAllowInvalidHostnames=true"),
            ("tlsInsecure=false", "tlsAllowInvalidHostnames=false"),
            ("tlsinsecure=true", "TLSALLOWINVALIDCERTIFICATES=true"),
        ] {
            for query in [format!("{insecure}&{other}"), format!("{other}&tls=true&{insecure}")] {
                let error = error(&format!("mongodb://db.example.com/?{query}"));
                assert_eq!(error.kind(), ProblemKind::Conflict, "{query}");
                let (insecure, other) = (insecure.split_once('=').unwrap().0, other.split_once('=').unwrap().0);
                assert!(error.to_string().contains(insecure) && error.to_string().contains(other), "{error}");
            }
        }
    }
}

/// A statement to verify, and the least that it stands for.
const VERIFYING: &[(&str, TlsMode)] = &[
    ("verify_identity=true", VerifyFull),
    ("verify_ca=true", VerifyCa),
    ("trustServerCertificate=false", VerifyFull),
    ("verifyServerCertificate=true", VerifyFull),
    ("sslaccept=strict", VerifyFull),
    ("ssl={\"rejectUnauthorized\":true}", VerifyFull),
    ("tls=true", VerifyFull),
    ("require_ssl=true", VerifyFull),
    ("sslrootcert=system", VerifyFull),
];

/// Words that are weaker, or say nothing about it.
const WEAKER: &[&str] = &[
    "ssl-mode=REQUIRED",
    "ssl_mode=PREFERRED",
    "ssl-mode=DISABLED",
    "sslmode=require",
    "sslmode=prefer",
    "sslmode=allow",
    "sslmode=no-verify",
    "sslmode=disable",
    "ssl=true",
    "ssl=false",
    "ssl={\"rejectUnauthorized\":false}",
    "useSSL=true",
    "requireSSL=true",
    "requireSSL=false",
    "require_ssl=false",
    "tls=skip-verify",
    "tls=preferred",
    "sslaccept=accept_invalid_certs",
    "trustServerCertificate=true",
    "verifyServerCertificate=false",
    "verify_ca=false",
    "verify_identity=false",
    "ssl-ca=/ca.pem",
];

#[test]
fn a_statement_to_verify_is_never_outvoted() {
    // What turns part of it off, in a dialect that verifies unless told not to.
    let part_of_it = ["tls=true", "require_ssl=true"];
    let off =
        ["verify_ca=false", "verify_identity=false", "trustServerCertificate=true", "verifyServerCertificate=false"];
    let also = ["sslmode=no-verify", "tls=skip-verify", "ssl={\"rejectUnauthorized\":false}"];
    let off = [&off[..], &also, &["sslaccept=accept_invalid_certs"]].concat();
    let mut decided = 0;
    for (verifying, least) in VERIFYING {
        for weaker in WEAKER {
            for other in [""].iter().chain(WEAKER) {
                let may_lower = part_of_it.contains(verifying) && (off.contains(weaker) || off.contains(other));
                for query in [format!("{verifying}&{weaker}&{other}"), format!("{other}&{weaker}&{verifying}")] {
                    for host in ["db.example.com", "localhost", "db"] {
                        let text = format!("mysql://u@{host}/d?{query}");
                        let Ok(url) = text.parse::<DatabaseUrl>() else { continue };
                        decided += 1;
                        assert!(url.tls().mode() >= *least || may_lower, "{text}: {}", url.tls());
                    }
                }
            }
        }
    }
    assert!(decided > 1000, "only {decided} are not refused");
}

#[test]
fn mysql_settings_verify_what_is_asked() {
    for (query, expected) in [
        ("ssl-mode=REQUIRED&verify_identity=true", VerifyFull),
        ("verify_identity=true&ssl-mode=REQUIRED", VerifyFull),
        ("ssl-mode=REQUIRED&verify_ca=true", VerifyCa),
        ("ssl-mode=PREFERRED&verify_ca=true", VerifyCa),
        ("sslmode=require&trustServerCertificate=false", VerifyFull),
        ("trustServerCertificate=false", VerifyFull),
    ] {
        for host in ["db.example.com", "db", "127.0.0.1"] {
            let text = format!("mysql://u@{host}/d?{query}&ssl-ca=/ca.pem");
            let url = url(&text);
            assert_eq!(url.tls().mode(), expected, "{text}");
            let sqlx = MySqlConnectOptions::from_database_url(&url).map(|options| options.get_ssl_mode());
            match expected {
                // It refuses this one: see below.
                VerifyCa => {
                    assert_eq!(sqlx.map_err(|error| error.kind()).err(), Some(ProblemKind::NotCarried), "{text}")
                }
                _ => assert!(matches!(sqlx, Ok(MySqlSslMode::VerifyIdentity)), "{text}: {sqlx:?}"),
            }
            let options = mysql_async::Opts::from_database_url(&url).unwrap().ssl_opts().cloned().unwrap();
            assert!(!options.accept_invalid_certs(), "{text}");
            assert_eq!(options.skip_domain_validation(), expected == VerifyCa, "{text}");
        }
    }
    let contrary = "mysql://u@db.example.com/d?ssl-mode=REQUIRED&verify_identity=true&verify_ca=false";
    assert_eq!(error(contrary).kind(), ProblemKind::Conflict);
}

/// What a decoded part could smuggle past the check of the host.
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
        // What IDNA maps to a comma, a percent sign, a colon, an at sign.
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
        ("postgres://u@[fe80::1%25eth0]/d", "fe80::1%eth0", Require),
        ("postgres://u@[::1%25lo]/d", "::1%lo", Off),
        ("postgres://u@[fdaa::1%25wg-0.1_a~]/d", "fdaa::1%wg-0.1_a~", Off),
    ] {
        assert_eq!((url(text).host(), mode(text)), (Some(name), expected), "{text}");
    }
}

#[test]
fn the_strictest_host_decides_in_any_order() {
    for (hosts, query, expected) in [
        (&["localhost", "%2Ftmp"][..], "sslrootcert=/ca.pem", VerifyFull),
        (&["localhost", "%2Ftmp"], "", Off),
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
            // A socket would carry none, and an omitted host may be one.
            let may_be_socket = url(&text).hosts().iter().any(|host| host.is_socket() || host.name().is_empty());
            match expected >= Require && may_be_socket {
                true => assert_eq!(is_off.unwrap_err().kind(), ProblemKind::NotCarried, "{text}"),
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
fn what_may_be_a_socket_carries_no_tls() {
    for query in [
        "sslmode=verify-full",
        "sslmode=verify-ca",
        "sslmode=require",
        "ssl=true",
        "sslnegotiation=direct",
        "sslmode=verify-full&sslrootcert=/ca.pem",
    ] {
        for host in ["", "%2Ftmp", "%2Ftmp,", ",%2Frun", ":5433"] {
            refused_by_all(&format!("postgres://u@{host}/d?{query}"), ProblemKind::NotCarried);
        }
    }
    let message =
        PgConnectOptions::from_database_url(&url("postgres:///d?sslmode=verify-full")).unwrap_err().to_string();
    assert!(message.contains("may be a Unix socket") && message.contains("`localhost`"), "{message}");
    // With a host it is not a socket.
    for text in ["postgres://localhost/d?sslmode=verify-full", "postgres:///d?hostaddr=10.0.0.1&sslmode=verify-full"] {
        let config = tokio_postgres::Config::from_database_url(&url(text)).unwrap();
        assert_eq!(config.get_ssl_mode(), SslMode::Require, "{text}");
    }
}

#[test]
fn the_attribute_cannot_ask_a_socket_for_tls_either() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(tls = "verify-full")]
        database: PgConnectOptions,
    }
    let error = Config::from_source(&[("DATABASE_URL", "postgres:///d")]).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::NotCarried, "{error}");
    assert!(Config::from_source(&[("DATABASE_URL", "postgres://localhost/d")]).is_ok());
}

/// What is written as a remedy is one.
#[test]
fn the_remedy_is_where_the_decision_is() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(tls = "require")]
        database: PgConnectOptions,
    }
    let error = Config::from_source(&[("DATABASE_URL", "postgres:///d")]).unwrap_err();
    let remedy = error.problems()[0].remedy();
    assert!(remedy.contains("the `tls` attribute") && !remedy.contains("sslmode"), "{remedy}");
    // A public host would be reached without TLS.
    let by_host = PgConnectOptions::from_database_url(&url("postgres://u@%2Ftmp,h.example.com/d")).unwrap_err();
    assert!(!by_host.remedy().contains("disable"), "{by_host:#}");
    let by_key = PgConnectOptions::from_database_url(&url("postgres://u@%2Ftmp/d?sslmode=require")).unwrap_err();
    assert!(by_key.remedy().contains("sslmode=disable"), "{by_key:#}");
    assert!(by_key.excerpt().unwrap().ends_with("^^^^^^^"), "{by_key:#}");
}

#[test]
fn a_client_certificate_does_not_take_a_socket_for_the_network() {
    assert_eq!(mode("postgres://u@%2Ftmp/d?sslcert=/c&sslkey=/k"), Off);
    assert_eq!(mode("postgres://u@localhost/d?sslcert=/c&sslkey=/k"), Require);
    assert_eq!(mode("postgres://u@%2Ftmp,localhost/d?sslcert=/c&sslkey=/k"), Require);
}

#[test]
fn an_empty_file_name_names_no_file() {
    for text in [
        "postgres://db.example.com/d?sslrootcert=",
        "postgres://db.example.com/d?sslcert=&sslkey=&sslrootcert=",
        "mysql://db.example.com/d?ssl-ca=&ssl-cert=&ssl-key=",
    ] {
        let tls = url(text).tls();
        assert_eq!((tls.root_certificate(), tls.client_certificate(), tls.client_key()), (None, None, None), "{text}");
        assert_eq!(tls.mode(), Require, "{text}");
    }
    let mongodb = url("mongodb://db.example.com/d?tlsCAFile=&tlsCertificateKeyFile=");
    assert_eq!((mongodb.tls().mode(), mongodb.tls().root_certificate()), (VerifyFull, None));
    let options = ClientOptions::from_database_url(&mongodb).unwrap();
    assert_eq!(options.tls, Some(Tls::Enabled(TlsOptions::default())));
    let sqlx = PgConnectOptions::from_database_url(&url("postgres://h.example.com/d?sslmode=verify-full&sslrootcert="));
    assert!(format!("{:?}", sqlx.unwrap()).contains("ssl_root_cert: None"));
}

#[test]
fn what_javascript_is_told_twice_is_refused() {
    for object in [
        r#"{"rejectUnauthorized":false,"rejectUnauthorized":true}"#,
        r#"{"rejectUnauthorized":true,"rejectUnauthorized":false}"#,
        r#"{"rejectUnauthorized":false,"minVersion":"TLSv1.2","rejectUnauthorized":true}"#,
        r#"{"rejectUnauthorized":false,"checkServerIdentity":true}"#,
        // To JavaScript it is another key, so it verifies.
        r#"{"reject%20Unauthorized":false}"#,
        r#"{"rejectUnauthorized":fal%20se}"#,
        r#"{"RejectUnauthorized":false}"#,
    ] {
        for text in
            [format!("mysql://h.example.com/d?ssl={object}"), format!("postgres://h.example.com/d?ssl={object}")]
        {
            assert_eq!(error(&text).kind(), ProblemKind::Value, "{text}");
        }
    }
}

#[test]
fn two_names_of_a_key_contradict_each_other() {
    for (text, one, other) in [
        ("mysql://h/d?ssl-ca=/a.pem&sslrootcert=/b.pem", "sslrootcert", "ssl-ca"),
        ("mysql://h/d?sslca=/a.pem&ssl_ca=/b.pem", "ssl_ca", "sslca"),
        ("postgres://h/d?connection_limit=1&max_connections=2", "max_connections", "connection_limit"),
        ("postgres://h/d?sslmode=require&ssl_mode=disable", "ssl_mode", "sslmode"),
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::Conflict, "{error}");
        assert!(error.message().contains(&format!("`{one}` contradicts `{other}`")), "{error}");
        assert!(!error.message().contains("twice"), "{error}");
    }
    let twice = error("mysql://h/d?ssl-ca=/a.pem&ssl-ca=/b.pem");
    assert!(twice.message().contains("`ssl-ca` is given twice"), "{twice}");
    assert_eq!(mode("mysql://h/d?ssl-ca=/a.pem&sslrootcert=/a.pem"), VerifyFull);
}

/// sqlx trusts every public authority besides a root certificate, so anybody's certificate would do.
#[test]
fn a_root_certificate_stands_alone_or_is_refused() {
    for (text, from) in [
        ("postgres://u@db.example.com/d?sslmode=verify-ca&sslrootcert=/ca.pem", "`sslmode`"),
        ("postgres://u@db.example.com/d?sslmode=require&sslrootcert=/ca.pem", "`sslmode`"),
        ("mysql://u@db.example.com/d?ssl-mode=VERIFY_CA&ssl-ca=/ca.pem", "`ssl-mode`"),
        ("mysql://u@db.example.com/d?ssl-mode=VERIFY_CA", "`ssl-mode`"),
    ] {
        let url = url(text);
        assert_eq!(url.tls().mode(), VerifyCa);
        for Client { name, show, .. } in clients_of(url.backend()) {
            let shown = show(&url);
            if name.starts_with("sqlx") || name.starts_with("SeaORM") {
                let error = shown.expect_err(name);
                assert_eq!(error.kind(), ProblemKind::NotCarried, "{name}: {error}");
                let message = error.to_string();
                assert!(
                    message.contains("`verify-ca`") && message.contains("public") && message.contains(from),
                    "{message}"
                );
                let library = if name.starts_with("SeaORM") { "SeaORM" } else { "sqlx" };
                assert!(message.contains(library) && message.contains("`verify-full`"), "{message}");
            }
        }
    }
    let (full, ca) =
        ("postgres://u@db.example.com/d?sslrootcert=/ca.pem", "mysql://u@h.example.com/d?ssl-mode=verify_ca");
    assert!(format!("{:?}", PgConnectOptions::from_database_url(&url(full)).unwrap()).contains("VerifyFull"));
    let own = mysql_async::Opts::from_database_url(&url(&format!("{ca}&ssl-ca=/ca.pem"))).unwrap();
    assert!(own.ssl_opts().unwrap().disable_built_in_roots());
    let libpq = DieselUrl::from_database_url(&url("postgres://u@h.example.com/d?sslmode=require&sslrootcert=/ca.pem"));
    assert!(libpq.unwrap().expose().contains("sslmode=verify-ca&sslrootcert=%2Fca.pem"));
}

#[test]
fn direct_negotiation_asks_for_tls() {
    for host in ["localhost", "127.0.0.1", "app.flycast", "db"] {
        let text = format!("postgres://u@{host}/d?sslnegotiation=direct");
        let plan = url(&text).tls();
        assert_eq!((plan.mode(), plan.reason()), (Require, &TlsReason::Key("sslnegotiation".to_owned())), "{text}");
        let tokio = tokio_postgres::Config::from_database_url(&url(&text)).unwrap();
        assert_eq!((tokio.get_ssl_mode(), tokio.get_ssl_negotiation()), (SslMode::Require, SslNegotiation::Direct));
        let libpq = DieselUrl::from_database_url(&url(&text)).unwrap();
        assert!(libpq.expose().contains("sslmode=require&sslnegotiation=direct"), "{}", libpq.expose());
        // Those that would connect without it.
        let error = PgConnectOptions::from_database_url(&url(&text)).unwrap_err();
        assert!(error.to_string().contains("`sslnegotiation`"), "{error}");
    }
    for weak in ["disable", "allow", "prefer"] {
        let error = error(&format!("postgres://u@localhost/d?sslmode={weak}&sslnegotiation=direct"));
        assert_eq!(error.kind(), ProblemKind::Conflict, "{error}");
    }
    assert_eq!(mode("postgres://u@localhost/d?sslmode=verify-full&sslnegotiation=direct"), VerifyFull);
    assert_eq!(mode("postgres://u@localhost/d?sslnegotiation=postgres"), Off);
}

#[test]
fn libpqs_variables_are_statements_too() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(libpq_env)]
        database: TlsPlan,
    }
    let plan = |query: &str, variables: &[(&'static str, &'static str)]| {
        let url = format!("postgres://u@db.example.com/d{query}");
        let mut values = vec![("DATABASE_URL".to_owned(), url)];
        values.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Config::from_source(&values).map(|config| config.database)
    };
    assert_eq!(plan("", &[("PGSSLNEGOTIATION", "direct")]).unwrap().reason().to_string(), "PGSSLNEGOTIATION says so");
    let system = plan("?sslmode=verify-full", &[("PGSSLROOTCERT", "system")]).unwrap();
    assert_eq!(system.root_certificate(), Some(&RootCertificate::System));
    assert_eq!(plan("", &[("PGSSLROOTCERT", "")]).unwrap().root_certificate(), None);
    assert!(plan("", &[("PGSSLMODE", "prefer"), ("PGSSLNEGOTIATION", "direct")]).is_err());
    // The URL's own root certificate is used with the variable's mode.
    let own = plan("?sslrootcert=/ca.pem", &[("PGSSLMODE", "require")]).unwrap();
    assert!(own.mode() >= VerifyCa, "{own}");
}

/// What one key decides for PostgreSQL, it decides for every client: none is left to its own default.
#[test]
fn no_client_is_weaker_than_the_plan() {
    for (query, wanted) in [("", Require), ("sslmode=verify-full", VerifyFull), ("sslaccept=strict", VerifyFull)] {
        let url = url(&format!("postgres://u@db.example.com/d?{query}"));
        assert_eq!(url.tls().mode(), wanted);
        for Client { name, show, .. } in clients_of(Backend::Postgres) {
            if ["DatabaseUrl", "TlsPlan"].contains(name) {
                continue;
            }
            let shown = show(&url).unwrap_or_else(|error| panic!("{name}: {error}")).to_lowercase();
            // Its connector verifies.
            let needed: &[&str] = match (*name, wanted) {
                ("tokio-postgres" | "deadpool-postgres", _) => &["require"],
                ("refinery", _) => &["use_tls: true"],
                (_, VerifyFull) => &["verifyfull", "verify-full"],
                _ => &["require"],
            };
            assert!(needed.iter().any(|word| shown.contains(word)), "{name}: {query}: {shown}");
        }
    }
}

/// As a field's type an enum takes the field's options; what it demands of TLS is not forgotten.
#[test]
fn an_enum_that_demands_tls_refuses_a_field_with_less() {
    #[derive(Debug, DatabaseConfig)]
    #[database(tls = "verify-full")]
    #[allow(dead_code)]
    enum Store {
        Postgres(DatabaseUrl),
    }

    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Weaker {
        store: Store,
    }

    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct AsStrong {
        #[database(tls = "verify-full")]
        store: Store,
    }

    let source = [("DATABASE_URL", "postgres://u:hunter2@localhost/d")];
    let error = Weaker::from_source(&source).unwrap_err().to_string();
    for part in ["`Store` demands TLS mode `verify-full`", "`off`: `localhost` is this machine", "on the field"] {
        assert!(error.contains(part) && !error.contains("hunter2"), "{error}");
    }
    AsStrong::from_source(&source).unwrap();
    let Store::Postgres(url) = Store::from_source(&source).unwrap();
    assert_eq!(url.tls().mode(), VerifyFull);
}

/// Which certificates each client trusts, on servers whose certificate is signed by their own authority.
mod on_a_server {
    use super::*;
    use mongodb::bson::doc;
    use mysql_async::prelude::Queryable;
    use tests::connector::connector;
    use tests::servers::{self, Server, certificates};

    type Result = std::result::Result<bool, Box<dyn std::error::Error + Send + Sync>>;

    const ENCRYPTED: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    async fn tokio(url: &DatabaseUrl) -> Result {
        let (config, plan) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(url)?;
        let (client, connection) = config.connect(connector(&plan)?).await?;
        tokio::spawn(connection);
        Ok(client.query_one(ENCRYPTED, &[]).await?.get(0))
    }

    async fn sqlx(url: &DatabaseUrl) -> Result {
        use sqlx::{ConnectOptions, Row};
        let mut connection = PgConnectOptions::from_database_url(url)?.connect().await?;
        Ok(sqlx::query(ENCRYPTED).fetch_one(&mut connection).await?.try_get(0)?)
    }

    async fn mysql(url: &DatabaseUrl) -> Result {
        let mut connection = mysql_async::Conn::new(mysql_async::Opts::from_database_url(url)?).await?;
        let row: Option<(String, String)> = connection.query_first("show status like 'Ssl_cipher'").await?;
        connection.disconnect().await?;
        Ok(!row.ok_or("no status")?.1.is_empty())
    }

    async fn mongodb(url: &DatabaseUrl) -> Result {
        let options = ClientOptions::from_database_url(url)?;
        let encrypted = matches!(options.tls, Some(Tls::Enabled(_)));
        let client = mongodb::Client::with_options(options)?;
        client.database("app").run_command(doc! { "ping": 1 }).await?;
        Ok(encrypted)
    }

    /// `None`: no connection.
    async fn check<F: Future<Output = Result>>(
        server: &Server,
        cases: &[(&str, String, Option<bool>)],
        connect: impl Fn(DatabaseUrl) -> F,
    ) {
        let mut wrong = Vec::new();
        for (host, query, expected) in cases {
            let url = url(&server.url_as(server.user, host, query));
            let result = connect(url.clone()).await;
            if result.as_ref().ok() != expected.as_ref() {
                wrong.push(format!("{url}: {expected:?} expected, not {result:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn postgres() {
        let (ca, other) = (certificates().ca.display(), certificates().other_ca.display());
        let mut cases = vec![
            // libpq's rule: a root certificate with `require` is there to be used.
            ("127.0.0.1", format!("sslmode=require&sslrootcert={other}"), None),
            ("localhost", format!("sslmode=verify-ca&sslrootcert={other}"), None),
            ("localhost", format!("sslrootcert={other}"), None),
            ("localhost", format!("sslrootcert={ca}"), Some(true)),
            ("127.0.0.1", format!("sslrootcert={ca}"), None),
            ("localhost", "sslaccept=strict".to_owned(), None),
            ("localhost", "sslrootcert=system".to_owned(), None),
            ("localhost", "sslrootcert=".to_owned(), Some(false)),
        ];
        check(servers::postgres(), &cases, async |url| sqlx(&url).await).await;
        cases.push(("127.0.0.1", format!("sslmode=require&sslrootcert={ca}"), Some(true)));
        check(servers::postgres(), &cases, async |url| tokio(&url).await).await;
        // sqlx would trust others as well.
        let refused = [("localhost", format!("sslmode=verify-ca&sslrootcert={ca}"), None)];
        check(servers::postgres(), &refused, async |url| sqlx(&url).await).await;
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn mariadb() {
        let (ca, other) = (certificates().ca.display(), certificates().other_ca.display());
        let cases = [
            ("localhost", format!("ssl-mode=REQUIRED&ssl-ca={other}"), None),
            ("localhost", format!("ssl-mode=REQUIRED&ssl-ca={ca}"), Some(true)),
            ("localhost", "ssl-mode=REQUIRED".to_owned(), Some(true)),
            ("localhost", "ssl-mode=REQUIRED&verify_ca=true".to_owned(), None),
            ("localhost", "sslmode=require&trustServerCertificate=false".to_owned(), None),
            ("localhost", format!("ssl-mode=REQUIRED&verify_identity=true&ssl-ca={ca}"), Some(true)),
            ("127.0.0.1", format!("ssl-mode=REQUIRED&verify_identity=true&ssl-ca={ca}"), None),
        ];
        check(servers::mariadb(), &cases, async |url| mysql(&url).await).await;
    }

    #[tokio::test]
    #[ignore = "needs MongoDB: run ./test"]
    async fn mongodb_too() {
        let (ca, client) = (certificates().ca.display(), certificates().client_combined_pem.display());
        let query = |query: String| format!("authSource=admin&serverSelectionTimeoutMS=1500&{query}");
        let cases = [
            ("localhost", query("tlsInsecure=false".to_owned()), None),
            ("localhost", query("tlsAllowInvalidCertificates=false".to_owned()), None),
            ("localhost", query(format!("tlsCertificateKeyFile={client}")), None),
            ("localhost", query(format!("tlsCertificateKeyFile={client}&tlsCAFile={ca}")), Some(true)),
            ("127.0.0.1", query(format!("tlsInsecure=false&tlsCAFile={ca}")), None),
            ("127.0.0.1", query(format!("tlsInsecure=true&tlsCAFile={ca}")), Some(true)),
        ];
        check(servers::mongodb(), &cases, async |url| mongodb(&url).await).await;
    }
}
