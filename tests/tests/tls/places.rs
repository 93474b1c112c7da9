//! The places that set the TLS mode: the URL, `DATABASE_TLS`, libpq's variables, a default URL, and the attributes.

use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind, TlsMode, TlsReason, WarningKind, source};

use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};

/// Returns the TLS plan of a configuration with these attributes and this source.
macro_rules! tls {
    ([$($attribute:tt)*], $source:expr) => {{
        #[derive(Debug, DatabaseConfig)]
        struct Config {
            #[database($($attribute)*)]
            database: DatabaseUrl,
        }
        Config::from_source(&$source.to_vec()).map(|config| config.database.tls().clone())
    }};
}

fn modes(plan: Result<db_config::TlsPlan, db_config::ConfigError>) -> Option<TlsMode> {
    match plan {
        Ok(plan) => Some(plan.mode()),
        Err(error) => {
            assert_eq!(error.problems()[0].kind(), ProblemKind::Contradiction, "{error}");
            None
        }
    }
}

const PUBLIC: (&str, &str) = ("DATABASE_URL", "postgres://u@db.example.com/d");

#[test]
fn a_minimum_of_a_variable_does_not_replace_a_stricter_default() {
    for variable in [("PGREQUIRESSL", "1"), ("PGSSLNEGOTIATION", "direct")] {
        let plan =
            tls!([libpq_env, default = "postgres://u@localhost/d?sslmode=verify-full&sslrootcert=/ca.pem"], [variable]);
        assert_eq!(modes(plan), Some(VerifyFull), "{variable:?}");
        let plan = tls!([libpq_env, default = "postgres://u@localhost/d?sslaccept=strict"], [variable]);
        assert_eq!(modes(plan), Some(VerifyFull), "{variable:?}");
    }
}

#[test]
fn a_minimum_of_the_url_does_not_hide_the_mode_of_a_variable() {
    for query in ["sslnegotiation=direct", "ssl=true", "requiressl=1"] {
        let url = format!("postgres://u@db.example.com/d?{query}");
        let source = [("DATABASE_URL", url.as_str()), ("PGSSLMODE", "verify-full")];
        assert_eq!(modes(tls!([schemes("postgres")], source)), Some(VerifyFull), "{query}");
    }
}

#[test]
fn a_minimum_of_a_default_url_is_not_overridden() {
    let strict = tls!([libpq_env, default = "postgres://u@localhost/d?sslaccept=strict"], [("PGSSLMODE", "prefer")]);
    assert_eq!(modes(strict), Some(VerifyFull));
    let off = tls!([libpq_env, default = "postgres://u@localhost/d?sslaccept=strict"], [("PGSSLMODE", "disable")]);
    assert_eq!(modes(off), None);
}

#[test]
fn a_weak_mode_with_the_systems_roots_is_an_error() {
    for mode in ["prefer", "require", "verify-ca"] {
        let url = format!("postgres://u@db.example.com/d?sslmode={mode}");
        let source = [("DATABASE_URL", url.as_str()), ("PGSSLROOTCERT", "system")];
        let error = tls!([schemes("postgres")], source).unwrap_err().to_string();
        assert!(error.contains("`sslmode`") && error.contains("`PGSSLROOTCERT`"), "{error}");
    }
    let source = [("DATABASE_URL", "postgres://u@db.example.com/d?sslmode=verify-full"), ("PGSSLROOTCERT", "system")];
    assert_eq!(modes(tls!([schemes("postgres")], source)), Some(VerifyFull));
}

#[test]
fn pgrequiressl_counts_only_where_no_mode_is_named() {
    let with = |url: &'static str, variables: &[(&'static str, &'static str)]| {
        let source = [&[("DATABASE_URL", url), ("PGREQUIRESSL", "1")], variables].concat();
        modes(tls!([schemes("postgres")], source))
    };
    assert_eq!(with("postgres://u@localhost/d", &[]), Some(Require));
    assert_eq!(with("postgres://u@localhost/d", &[("PGSSLMODE", "prefer")]), Some(Prefer));
    assert_eq!(with("postgres://u@localhost/d?sslmode=prefer", &[]), Some(Prefer));
    assert_eq!(with("postgres://u@localhost/d?sslmode=disable", &[]), Some(Off));
}

#[test]
fn the_attribute_is_a_minimum() {
    let full = ("DATABASE_URL", "postgres://u@db.example.com/d?sslmode=verify-full&sslrootcert=/x.pem");
    let plan = tls!([tls = "prefer"], [full]).unwrap();
    assert_eq!((plan.mode(), plan.reason()), (VerifyFull, &TlsReason::QueryParameter("sslmode".to_owned())));
    // The attribute raises an implied mode, a minimum, and any explicit mode from `require` on.
    for query in ["", "?ssl=true", "?sslmode=require", "?sslmode=verify-ca"] {
        let url = format!("postgres://u@db.example.com/d{query}");
        let plan = tls!([tls = "verify-full"], [("DATABASE_URL", url.as_str())]).unwrap();
        assert_eq!((plan.mode(), plan.reason()), (VerifyFull, &TlsReason::Attribute), "{query}");
    }
    // An explicit weaker mode is an error.
    for query in ["sslmode=disable", "sslmode=prefer", "sslmode=allow", "ssl=false", "sslmode=no-verify"] {
        let url = format!("postgres://u@db.example.com/d?{query}");
        let error = tls!([tls = "verify-full"], [("DATABASE_URL", url.as_str())]).unwrap_err().to_string();
        assert!(error.contains("`tls` attribute") && error.contains("`verify-full`"), "{error}");
        assert!(error.contains(query.split_once('=').unwrap().0), "{error}");
    }
    for variable in [("DATABASE_TLS", "off"), ("PGSSLMODE", "prefer")] {
        let error = tls!([tls = "require"], [PUBLIC, variable]).unwrap_err();
        assert_eq!(error.problems()[0].variable(), variable.0, "{error}");
    }
}

#[test]
fn default_tls_counts_where_nothing_else_names_a_mode() {
    let plan = tls!([default_tls = "verify-full"], [PUBLIC]).unwrap();
    assert_eq!((plan.mode(), plan.reason()), (VerifyFull, &TlsReason::DefaultAttribute));
    assert_eq!(modes(tls!([default_tls = "off"], [PUBLIC])), Some(Off));
    assert_eq!(modes(tls!([default_tls = "off"], [PUBLIC, ("PGSSLMODE", "require")])), Some(Require));
    assert_eq!(modes(tls!([default_tls = "off"], [PUBLIC, ("DATABASE_TLS", "prefer")])), Some(Prefer));
    for (query, expected) in [("sslmode=require", Require), ("ssl=true", Require), ("sslmode=disable", Off)] {
        let url = format!("postgres://u@db.example.com/d?{query}");
        let plan = tls!([default_tls = "verify-full"], [("DATABASE_URL", url.as_str())]);
        assert_eq!(modes(plan), Some(expected), "{query}");
    }
    let socket = ("DATABASE_URL", "postgres://u@%2Ftmp/d");
    assert_eq!(modes(tls!([default_tls = "verify-full"], [socket])), Some(Off));
    let mongodb = ("DATABASE_URL", "mongodb://mongo/d");
    assert_eq!(modes(tls!([default_tls = "require"], [mongodb])), Some(VerifyFull));
}

#[test]
fn the_tls_variable_only_makes_a_url_stricter() {
    let with = |query: &str, value: &str| {
        let url = format!("postgres://u@db.example.com/d{query}");
        modes(tls!([env = "DATABASE_URL"], [("DATABASE_URL", url.as_str()), ("DATABASE_TLS", value)]))
    };
    for (query, value, expected) in [
        ("", "off", Some(Off)),
        ("", "false", Some(Off)),
        ("", "prefer", Some(Prefer)),
        ("", "true", Some(Require)),
        ("", "require", Some(Require)),
        ("", "verify-full", Some(VerifyFull)),
        ("", "VERIFY_IDENTITY", Some(VerifyFull)),
        ("", "", Some(Require)),
        ("?sslmode=require", "verify-full", Some(VerifyFull)),
        ("?sslmode=disable", "require", Some(Require)),
        ("?sslmode=no-verify", "verify-full", Some(VerifyFull)),
        ("?sslmode=require", "true", Some(Require)),
        ("?sslmode=require", "prefer", None),
        ("?ssl=true", "off", None),
        ("?sslmode=verify-full", "require", None),
        ("?sslaccept=strict", "require", None),
        ("?sslrootcert=/ca.pem", "require", Some(VerifyCa)),
        ("?sslrootcert=/ca.pem", "off", Some(Off)),
    ] {
        assert_eq!(with(query, value), expected, "{query} {value}");
    }
    let error = tls!(
        [env = "SHOP_URL"],
        [("SHOP_URL", "postgres://u@db.example.com/d?sslmode=verify-full"), ("SHOP_TLS", "require")]
    );
    let error = error.unwrap_err();
    let text = error.to_string();
    assert_eq!(error.problems()[0].variable(), "SHOP_TLS", "{text}");
    assert!(text.contains("`sslmode`") && text.contains("SHOP_TLS"), "{text}");
    let wrong = tls!([env = "DATABASE_URL"], [PUBLIC, ("DATABASE_TLS", "yes-please")]).unwrap_err();
    assert_eq!(wrong.problems()[0].variable(), "DATABASE_TLS", "{wrong}");
    assert!(wrong.to_string().contains("`verify-full`") && !wrong.to_string().contains("yes-please"), "{wrong}");
}

#[test]
fn the_tls_variable_overrides_the_mode_of_a_default_url_but_not_its_minimum() {
    for (value, expected) in [("off", Off), ("verify-full", VerifyFull)] {
        let plan = tls!([default = "postgres://u@h.example.com/d?sslmode=require"], [("DATABASE_TLS", value)]);
        assert_eq!(modes(plan), Some(expected), "{value}");
    }
    let floor = tls!([default = "postgres://u@h.example.com/d?sslaccept=strict"], [("DATABASE_TLS", "require")]);
    assert_eq!(modes(floor), Some(VerifyFull));
    let off = tls!([default = "postgres://u@h.example.com/d?sslaccept=strict"], [("DATABASE_TLS", "off")]);
    assert_eq!(modes(off), None);
}

#[test]
fn mongodb_verifies_whatever_asks_for_tls() {
    let url = ("DATABASE_URL", "mongodb://localhost/d");
    assert_eq!(modes(tls!([env = "DATABASE_URL"], [url, ("DATABASE_TLS", "true")])), Some(VerifyFull));
    assert_eq!(modes(tls!([tls = "require"], [url])), Some(VerifyFull));
    let srv = ("DATABASE_URL", "mongodb+srv://db.example.com/d");
    assert_eq!(modes(tls!([env = "DATABASE_URL"], [srv, ("DATABASE_TLS", "off")])), None);
    let off = ("DATABASE_URL", "mongodb://db.example.com/d?tls=false&tlsCAFile=/ca.pem");
    assert_eq!(modes(tls!([env = "DATABASE_URL"], [off])), Some(Off));
}

#[test]
fn a_certificate_raises_an_implied_mode() {
    for host in ["localhost", "10.0.0.5", "app.flycast", "db.example.com"] {
        let url = format!("postgres://u@{host}/d?sslrootcert=/ca.pem");
        assert_eq!(modes(tls!([default_tls = "off"], [("DATABASE_URL", url.as_str())])), Some(VerifyFull), "{host}");
        let url = format!("postgres://u@{host}/d");
        let source = [("DATABASE_URL", url.as_str()), ("PGSSLROOTCERT", "/ca.pem")];
        assert_eq!(modes(tls!([env = "DATABASE_URL"], source)), Some(VerifyFull), "{host}");
        let source = [("DATABASE_URL", url.as_str()), ("PGSSLCERT", "/c.pem"), ("PGSSLKEY", "/k.pem")];
        assert_eq!(modes(tls!([env = "DATABASE_URL"], source)), Some(Require), "{host}");
    }
}

#[test]
fn a_weak_mode_that_nobody_asked_for_is_a_warning() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        database: DatabaseUrl,
    }
    let warnings = |source: &[(&str, &str)]| -> Vec<WarningKind> {
        Config::warnings(&source.to_vec()).unwrap().iter().map(|warning| warning.kind().clone()).collect()
    };
    for host in ["10.0.0.5", "db", "db.lan", "pg.ns.svc", "host.containers.internal", "postgres.railway.internal"] {
        for (scheme, parameter) in [("postgres", "sslmode=require"), ("mongodb", "tls=true")] {
            let url = format!("{scheme}://u:p@{host}/d");
            let host = host.to_owned();
            assert_eq!(warnings(&[("DATABASE_URL", &url)]), [WarningKind::PreferByHost { host, parameter }], "{url}");
        }
    }
    for host in ["localhost", "127.0.0.1", "[::1]", "%2Ftmp", "app.flycast", "db.example.com"] {
        assert_eq!(warnings(&[("DATABASE_URL", &format!("postgres://u@{host}/d"))]), [], "{host}");
    }
    let weaker = warnings(&[PUBLIC, ("PGSSLMODE", "prefer")]);
    let [WarningKind::WeakerThanHost { mode: Prefer, variable, host, host_mode: Require }] = &weaker[..] else {
        panic!("{weaker:?}")
    };
    assert_eq!((variable.as_deref(), host.as_str()), (Some("PGSSLMODE"), "db.example.com"));
    assert_eq!(warnings(&[PUBLIC, ("PGSSLMODE", "verify-full")]), []);
}

#[test]
fn a_variable_is_looked_up_only_where_the_url_leaves_its_part_out() {
    use std::cell::RefCell;

    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        database: DatabaseUrl,
    }
    let looked_up = |url: &'static str| -> Vec<String> {
        let looked_up = RefCell::new(Vec::new());
        let source = source::from_fn(|name| {
            looked_up.borrow_mut().push(name.to_owned());
            (name == "DATABASE_URL").then_some(url)
        });
        Config::from_source(&source).unwrap();
        looked_up.into_inner()
    };
    let all = looked_up("postgres:///");
    let none = looked_up(
        "postgres://u:p@h:5432/d?sslmode=require&sslrootcert=/ca.pem&application_name=x&connect_timeout=5&options=-cx.y%3D1",
    );
    for name in ["PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLMODE", "PGSSLROOTCERT"] {
        assert!(all.iter().any(|looked_up| looked_up == name), "{name}: {all:?}");
        assert!(!none.iter().any(|looked_up| looked_up == name), "{name}: {none:?}");
    }
    for name in ["PGAPPNAME", "PGCONNECT_TIMEOUT", "PGOPTIONS"] {
        assert!(
            all.iter().any(|looked_up| looked_up == name) && !none.iter().any(|looked_up| looked_up == name),
            "{name}"
        );
    }
    let mysql = looked_up("mysql://h/d");
    assert!(!mysql.iter().any(|name| name.starts_with("PG")), "{mysql:?}");
}

#[test]
fn the_tls_variable_can_name_a_file() {
    let file = std::env::temp_dir().join(format!("db-config-tls-{}", std::process::id()));
    std::fs::write(&file, "verify-full\n").unwrap();
    let path = file.to_str().unwrap();
    let plan = tls!([env = "DATABASE_URL"], [PUBLIC, ("DATABASE_TLS_FILE", path)]).unwrap();
    assert_eq!((plan.mode(), plan.reason()), (VerifyFull, &TlsReason::EnvVar("DATABASE_TLS".to_owned())));
    assert!(tls!([env = "DATABASE_URL"], [PUBLIC, ("DATABASE_TLS_FILE", path), ("DATABASE_TLS", "require")]).is_err());
    std::fs::write(&file, "s3cr3t\n").unwrap();

    #[derive(Debug, DatabaseConfig)]
    struct Config {
        database: DatabaseUrl,
    }
    let source = [("DATABASE_URL", "postgres://u@localhost/d"), ("PGPASSWORD_FILE", path)];
    assert_eq!(Config::from_source(&source).unwrap().database.password(), Some("s3cr3t"));
    // libpq's other variables have no `_FILE` variable.
    let source = [("DATABASE_URL", "postgres://localhost/d"), ("PGUSER_FILE", path)];
    assert_eq!(Config::from_source(&source).unwrap().database.username(), None);
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn the_context_comes_from_the_source() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(libpq_env)]
        database: DatabaseUrl,
        #[database(env = "OTHER_URL", tls = "verify-full")]
        other: Option<DatabaseUrl>,
    }
    let tls = |values: &[(&str, &str)]| Config::from_source(&values.to_vec()).unwrap().database.tls().mode();
    let url = ("DATABASE_URL", "postgres://u@app-db.internal/d");
    assert_eq!(tls(&[url]), TlsMode::Require);
    assert_eq!(tls(&[url, ("FLY_APP_NAME", "app")]), TlsMode::Off);
    let config = Config::from_source(&[url, ("OTHER_URL", "postgres://u@localhost/d")]).unwrap();
    let tls = config.other.unwrap().tls().clone();
    assert_eq!((tls.mode(), tls.reason()), (TlsMode::VerifyFull, &TlsReason::Attribute));
}
