//! Transaction-mode poolers: how they are recognized, and a warning for a client that names its statements.

use db_config::resolved::Postgres;
use db_config::{Backend, Capabilities, FromDatabaseUrl, ProblemKind, WarningKind};
use sqlx::postgres::PgConnectOptions;
use tests::clients::connecting;
use tests::url;

const POOLERS: [&str; 5] = [
    "postgres://u@h/d?pgbouncer=true",
    "postgres://u@aws-0-us-east-1.pooler.supabase.com:6543/d",
    "postgres://u@db.ref.supabase.co:6543/d",
    "postgres://u@DB.REF.SUPABASE.CO:6543/d",
    "postgres://u@x-useast1-1.horizon.psdb.cloud:6432/d",
];
/// It keeps the named statements of the protocol.
const NEON: &str = "postgres://u@ep-x-pooler.eu-central-1.aws.neon.tech/d";

#[test]
fn is_recognized_by_its_host_and_port() {
    for text in POOLERS {
        let url = url(text);
        let postgres = Postgres::resolve(&url).unwrap();
        assert!(postgres.behind_pooler, "{text}");
        let options = PgConnectOptions::from_database_url(&url).unwrap();
        assert!(format!("{options:?}").contains("statement_cache_capacity: 0"), "{text}: {options:?}");
    }
    for text in [
        "postgres://u@db.ref.supabase.co/d",
        "postgres://u@h:6543/d",
        "postgres://u@h:6432/d",
        "postgres://u@cluster-pooler/d",
    ] {
        assert!(!Postgres::resolve(&url(text)).unwrap().behind_pooler, "{text}");
    }
    let error =
        PgConnectOptions::from_database_url(&url("postgres://u@db.ref.supabase.co:6543/d?schema=x")).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Unsupported);
}

#[test]
fn a_client_that_names_its_statements_is_a_warning() {
    for text in POOLERS {
        let url = url(text);
        for client in connecting(Backend::Postgres) {
            let warnings = url.warnings((client.capabilities)(&url));
            let named = warnings.iter().filter(|kind| matches!(kind, WarningKind::NamedStatements { .. })).count();
            assert_eq!(named, 1, "{}: {text}: {warnings:?}", client.name);
            let ignored = |kind: &WarningKind| matches!(kind, WarningKind::Unsupported { .. });
            assert!(!warnings.iter().any(ignored), "{}: {text}: {warnings:?}", client.name);
        }
    }
    assert_eq!(url(POOLERS[1]).warnings(Capabilities::ALL), [], "of no client");
}

#[test]
fn neons_keeps_named_statements() {
    for text in [NEON, &format!("{NEON}?pgbouncer=true")] {
        let url = url(text);
        assert!(Postgres::resolve(&url).unwrap().behind_pooler, "{text}");
        for client in connecting(Backend::Postgres) {
            assert_eq!(url.warnings((client.capabilities)(&url)), [], "{}: {text}", client.name);
        }
    }
    let cache = |text: &str| format!("{:?}", PgConnectOptions::from_database_url(&url(text)).unwrap());
    assert!(cache(NEON).contains("statement_cache_capacity: 100"), "{}", cache(NEON));
    let asked = cache(&format!("{NEON}?pgbouncer=true"));
    assert!(asked.contains("statement_cache_capacity: 0"), "{asked}");
    let error = PgConnectOptions::from_database_url(&url(&format!("{NEON}?schema=x"))).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Unsupported);
}

#[test]
fn a_host_with_the_name_or_port_of_a_pooler_is_a_warning() {
    let warnings = |text: &str| {
        let url = url(text);
        let kinds = url.warnings(PgConnectOptions::capabilities(&url)).into_iter();
        let hosts = kinds.filter_map(|kind| match kind {
            WarningKind::PossiblePooler { host } => Some(host),
            _ => None,
        });
        hosts.collect::<Vec<_>>()
    };
    for (text, host) in [
        ("postgres://u@pgbouncer/d", "pgbouncer"),
        ("postgres://u@db-pgbouncer.internal:5432/d", "db-pgbouncer.internal:5432"),
        ("postgres://u@localhost:6432/d", "localhost:6432"),
        ("postgres://u@cluster-pooler.default.svc/d", "cluster-pooler.default.svc"),
        ("postgres://u@s.postgres.database.azure.com:6432/d", "s.postgres.database.azure.com:6432"),
    ] {
        assert_eq!(warnings(text), [host], "{text}");
        for answer in ["true", "false"] {
            assert_eq!(warnings(&format!("{text}?pgbouncer={answer}")), [""; 0], "{text}");
        }
    }
    assert_eq!(warnings("postgres://u@aws-0-us-east-1.pooler.supabase.com:5432/d"), [""; 0]);
}
