//! Ten applications that exist, with the values of their own documentation, examples and tests. Each value connects to the
//! same server, user, database and file as with the application's client alone.

use std::collections::BTreeSet;

use db_config::{Backend, DatabaseConfig, DatabaseUrl, DieselUrl, PoolSettings, ProblemKind, TlsMode};
use tests::conformance::{Outcome, compared};

/// A value: the application, its variable, its client, the value, and the server or file.
type Example = (&'static str, &'static str, &'static str, &'static str, &'static str);

const SQLX: &str = "sqlx 0.8";
const SEA_ORM: &str = "SeaORM 1.1";
const DIESEL: &str = "Diesel 2.3";
const TOKIO_POSTGRES: &str = "tokio-postgres 0.7";

#[rustfmt::skip]
const CONNECT: &[Example] = &[
    ("crates.io", "DATABASE_URL", TOKIO_POSTGRES, "postgres://postgres@localhost/cargo_registry", "postgres@localhost:5432 cargo_registry"),
    ("crates.io", "DATABASE_URL", TOKIO_POSTGRES, "postgres://postgres:password@postgres/cargo_registry", "postgres@postgres:5432 cargo_registry"),
    ("crates.io", "DATABASE_URL", DIESEL, "postgres://postgres:password@localhost/cargo_registry", "postgres@localhost:5432 cargo_registry"),
    ("crates.io", "TEST_DATABASE_URL", DIESEL, "postgres://postgres@localhost/cargo_registry_test", "postgres@localhost:5432 cargo_registry_test"),
    ("crates.io", "READ_ONLY_REPLICA_URL", TOKIO_POSTGRES, "postgres://u1:p1@ec2-54-0-0-2.compute-1.amazonaws.com:5432/d1", "u1@ec2-54-0-0-2.compute-1.amazonaws.com:5432 d1"),
    ("lemmy", "LEMMY_DATABASE_URL", TOKIO_POSTGRES, "postgres://lemmy:password@localhost:5432/lemmy", "lemmy@localhost:5432 lemmy"),
    ("lemmy", "LEMMY_DATABASE_URL", TOKIO_POSTGRES, "postgres://lemmy:password@127.0.0.1:55432/lemmy?sslmode=require", "lemmy@127.0.0.1:55432 lemmy"),
    ("lemmy", "LEMMY_DATABASE_URL", TOKIO_POSTGRES, "postgres://lemmy:password@127.0.0.1:55431/lemmy", "lemmy@127.0.0.1:55431 lemmy"),
    ("lemmy", "LEMMY_DATABASE_URL", TOKIO_POSTGRES, "postgres://lemmy:password@postgres_alpha:5432/lemmy", "lemmy@postgres_alpha:5432 lemmy"),
    ("lemmy", "database.connection", TOKIO_POSTGRES, "postgresql:///lemmy?user=lemmy&host=/var/run/postgresql", "lemmy@/var/run/postgresql:5432 lemmy"),
    ("lemmy", "database.connection", TOKIO_POSTGRES, "postgresql://lemmy@%2Fvar%2Frun%2Fpostgresql/lemmy", "lemmy@/var/run/postgresql:5432 lemmy"),
    ("lemmy", "database.connection", DIESEL, "postgresql://%2Fvar%2Frun%2Fpostgresql:5433/lemmy?user=lemmy", "lemmy@/var/run/postgresql:5433 lemmy"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "data/db.sqlite3", "data/db.sqlite3"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "./data/db.sqlite3", "data/db.sqlite3"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "/data/db.sqlite3", "/data/db.sqlite3"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "sqlite://data/db.sqlite3", "data/db.sqlite3"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "sqlite:///data/db.sqlite3", "/data/db.sqlite3"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "mysql://vaultwarden:secret@mariadb/vaultwarden", "vaultwarden@mariadb:3306 vaultwarden"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "mysql://vaultwarden:secret@mariadb:3306/vaultwarden?charset=utf8mb4", "vaultwarden@mariadb:3306 vaultwarden"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "postgresql://vaultwarden:secret@db:5432/vaultwarden", "vaultwarden@db:5432 vaultwarden"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "postgresql:///vaultwarden?user=vaultwarden&host=/run/postgresql", "vaultwarden@/run/postgresql:5432 vaultwarden"),
    ("vaultwarden", "DATABASE_URL", DIESEL, "postgresql://u:p@a.example.com,b.example.com:5433/d?target_session_attrs=read-write&keepalives_idle=30&sslmode=require", "u@a.example.com:5432,b.example.com:5433 d"),
    ("zero-to-production", "DATABASE_URL", SQLX, "postgres://postgres:password@localhost:5432/newsletter", "postgres@localhost:5432 newsletter"),
    ("zero-to-production", "DATABASE_URL", SQLX, "postgres://app:secret@localhost:5432/newsletter", "app@localhost:5432 newsletter"),
    ("zero-to-production", "DATABASE_URL", SQLX, "postgres://newsletter:secret@app-db-user-1.b.db.ondigitalocean.com:25060/newsletter?sslmode=require", "newsletter@app-db-user-1.b.db.ondigitalocean.com:25060 newsletter"),
    ("realworld-axum-sqlx", "DATABASE_URL", SQLX, "postgresql://postgres:secret@localhost/realworld_axum_sqlx", "postgres@localhost:5432 realworld_axum_sqlx"),
    ("lldap", "LLDAP_DATABASE_URL", SEA_ORM, "sqlite:///data/users.db?mode=rwc", "/data/users.db"),
    ("lldap", "LLDAP_DATABASE_URL", SEA_ORM, "sqlite://users.db?mode=rwc", "users.db"),
    ("lldap", "LLDAP_DATABASE_URL", SEA_ORM, "mysql://mysql-user:password@mysql-server/my-database", "mysql-user@mysql-server:3306 my-database"),
    ("lldap", "LLDAP_DATABASE_URL", SEA_ORM, "postgres://postgres-user:password@postgres-server/my-database", "postgres-user@postgres-server:5432 my-database"),
    ("lldap", "LLDAP_DATABASE_URL", SEA_ORM, "postgres://lldapuser:lldappass@lldap-db/lldap", "lldapuser@lldap-db:5432 lldap"),
    ("kellnr", "KELLNR_REGISTRY__DATA_DIR", SEA_ORM, "sqlite:///opt/kdata/db.sqlite?mode=rwc", "/opt/kdata/db.sqlite"),
    ("kellnr", "KELLNR_POSTGRESQL__ADDRESS", SEA_ORM, "postgres://kellnr:admin@localhost:5432/kellnr_db", "kellnr@localhost:5432 kellnr_db"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:really-insecure@postgres/atuin", "atuin@postgres:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:really-insecure@db/atuin", "atuin@db:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "sqlite:///config/atuin.db", "/config/atuin.db"),
    // The networks of people who host it themselves.
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@10.0.0.5/atuin", "atuin@10.0.0.5:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@192.168.1.10/atuin", "atuin@192.168.1.10:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@172.18.0.2/atuin", "atuin@172.18.0.2:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@100.64.0.5/atuin", "atuin@100.64.0.5:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@[fd00::5]/atuin", "atuin@[fd00::5]:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@db.lan/atuin", "atuin@db.lan:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@nas.home/atuin", "atuin@nas.home:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@postgres.home.arpa/atuin", "atuin@postgres.home.arpa:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@postgres.database/atuin", "atuin@postgres.database:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@postgres.database.svc/atuin", "atuin@postgres.database.svc:5432 atuin"),
    ("atuin", "ATUIN_DB_URI", SQLX, "postgres://atuin:pass@host.containers.internal/atuin", "atuin@host.containers.internal:5432 atuin"),
    ("rustc-perf", "--db", "rusqlite", "results.db", "results.db"),
    ("rustc-perf", "--db", "rusqlite", "./results.db", "results.db"),
    ("rustc-perf", "--db", "rusqlite", ":memory:", ":memory:"),
    ("rustc-perf", "--db", TOKIO_POSTGRES, "postgresql://perf:secret@localhost:5432/perf", "perf@localhost:5432 perf"),
    ("rustc-perf", "DATABASE_URL", TOKIO_POSTGRES, "postgres://perf:secret@perf.c9akciq32.us-west-1.rds.amazonaws.com/perf", "perf@perf.c9akciq32.us-west-1.rds.amazonaws.com:5432 perf"),
    ("stoat", "database.mongodb", "mongodb 3", "mongodb://localhost", "localhost:27017"),
    ("stoat", "database.mongodb", "mongodb 3", "mongodb://database", "database:27017"),
    ("stoat", "database.mongodb", "mongodb 3", "mongodb://172.18.0.3:27017", "172.18.0.3:27017"),
    ("stoat", "database.mongodb", "mongodb 3", "mongodb://stoat:secret@192.168.1.5/revolt", "stoat@192.168.1.5:27017 revolt"),
    ("stoat", "database.mongodb", "mongodb 3", "mongodb://database.lan/revolt", "database.lan:27017 revolt"),
    ("stoat", "database.mongodb", "mongodb 3", "mongodb://stoat:secret@cluster.example.com/revolt", "stoat@cluster.example.com:27017 revolt"),
    ("stoat", "database.mongodb", "mongodb 3", "mongodb+srv://stoat:secret@cluster0.ab1cd.mongodb.net/revolt", "stoat@cluster0.ab1cd.mongodb.net revolt"),
];

/// The values of [`CONNECT`] whose TLS mode is another one: without a TLS parameter, the host selects it.
const OTHER_TLS: &[(&str, TlsMode, TlsMode)] = &[
    ("postgres://u1:p1@ec2-54-0-0-2.compute-1.amazonaws.com:5432/d1", TlsMode::Prefer, TlsMode::Require),
    ("postgres://perf:secret@perf.c9akciq32.us-west-1.rds.amazonaws.com/perf", TlsMode::Prefer, TlsMode::Require),
    ("mongodb://stoat:secret@cluster.example.com/revolt", TlsMode::Off, TlsMode::VerifyFull),
    // These names may be public.
    ("postgres://atuin:pass@nas.home/atuin", TlsMode::Prefer, TlsMode::Require),
    ("postgres://atuin:pass@postgres.database/atuin", TlsMode::Prefer, TlsMode::Require),
    // There is no TLS over a socket.
    ("postgresql:///lemmy?user=lemmy&host=/var/run/postgresql", TlsMode::Prefer, TlsMode::Off),
    ("postgresql://lemmy@%2Fvar%2Frun%2Fpostgresql/lemmy", TlsMode::Prefer, TlsMode::Off),
    ("postgresql://%2Fvar%2Frun%2Fpostgresql:5433/lemmy?user=lemmy", TlsMode::Prefer, TlsMode::Off),
    ("postgresql:///vaultwarden?user=vaultwarden&host=/run/postgresql", TlsMode::Prefer, TlsMode::Off),
];

fn backend(value: &str) -> Backend {
    value.split_once("://").map_or(Backend::Sqlite, |(scheme, _)| scheme.parse().unwrap())
}

#[test]
fn an_example_value_connects_as_with_the_client_alone() {
    let mut wrong = Vec::new();
    for (app, variable, client, value, expected) in CONNECT {
        let compared = compared(backend(value), value);
        let found = compared.iter().find(|compared| compared.client == *client);
        let found = found.unwrap_or_else(|| panic!("{app}: {variable}={value}: {client} alone does not connect"));
        assert_eq!(found.alone.0, *expected, "{app}: {variable}={value}");
        let is_same = matches!(found.outcome, Outcome::Same);
        match &found.here {
            Ok((here, _)) if is_same && here == expected => {}
            _ => wrong.push(format!("{app}: {variable}={value}: {found:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_tls_mode_of_an_example_value_differs_only_as_listed() {
    let listed: BTreeSet<_> =
        OTHER_TLS.iter().map(|(value, before, now)| (*value, Some(*before), Some(*now))).collect();
    let differs = |(_, _, client, value, _): &Example| {
        let compared = compared(backend(value), value).into_iter().find(|compared| compared.client == *client)?;
        let (_, now) = compared.here.ok()?;
        (now != compared.alone.1).then_some((*value, compared.alone.1, now))
    };
    assert_eq!(CONNECT.iter().filter_map(differs).collect::<BTreeSet<_>>(), listed);
}

/// The values that are errors, each with its kind: the value is not filled in, or it is ambiguous.
#[rustfmt::skip]
const REJECTED: &[(&str, &str, &str, ProblemKind)] = &[
    ("realworld-axum-sqlx", "DATABASE_URL", "postgresql://postgres:{password}@localhost/realworld_axum_sqlx", ProblemKind::Placeholder),
    ("atuin", "ATUIN_DB_URI", "postgres://${ATUIN_DB_USERNAME}:${ATUIN_DB_PASSWORD}@db/${ATUIN_DB_NAME}", ProblemKind::Placeholder),
    // `docker run --env-file` keeps the quotes.
    ("zero-to-production", "DATABASE_URL", "\"postgres://postgres:password@localhost:5432/newsletter\"", ProblemKind::Quoted),
    ("vaultwarden", "DATABASE_URL", "host=localhost user=vaultwarden dbname=vaultwarden", ProblemKind::KeywordValue),
    ("crates.io", "READ_ONLY_REPLICA_URL", "", ProblemKind::Empty),
    ("stoat", "database.mongodb", "", ProblemKind::Empty),
    // sqlx ignores it, and would ignore a misspelled `sslmode` too.
    ("atuin", "ATUIN_DB_URI", "postgres://user:pass@host/database_?mode=ssl", ProblemKind::UnknownParameter),
    // kellnr puts the password into the URL as it is.
    ("kellnr", "KELLNR_POSTGRESQL__PWD", "postgres://kellnr:p@ss@localhost:5432/kellnr_db", ProblemKind::UnescapedCharacter('@')),
    ("kellnr", "KELLNR_POSTGRESQL__PWD", "postgres://kellnr:p%ss@localhost:5432/kellnr_db", ProblemKind::UnescapedCharacter('%')),
    ("crates.io", "DATABASE_URL", "postgres://postgres:p#ss@localhost/cargo_registry", ProblemKind::UnescapedCharacter('#')),
    ("crates.io", "DATABASE_URL", "postgres://postgres:p/ss@localhost/cargo_registry", ProblemKind::UnescapedCharacter('/')),
    ("crates.io", "DATABASE_URL", "postgres://postgres:p?ss@localhost/cargo_registry", ProblemKind::UnescapedCharacter('?')),
    ("lemmy", "LEMMY_DATABASE_URL", "postgres://lemmy:{x}@localhost/lemmy", ProblemKind::Placeholder),
    ("lemmy", "LEMMY_DATABASE_URL", "postgres://lemmy:<w>@localhost/lemmy", ProblemKind::Placeholder),
];

#[derive(DatabaseConfig)]
struct Config {
    #[allow(dead_code, reason = "only its errors are tested")]
    url: DatabaseUrl,
}

#[test]
fn an_example_value_that_cannot_work_is_rejected_for_its_cause() {
    for (app, variable, value, kind) in REJECTED {
        let error = Config::from_source(&[("DATABASE_URL", *value)]).err();
        let error = error.unwrap_or_else(|| panic!("{app}: {variable}={value} is accepted"));
        assert_eq!(error.problems()[0].kind(), *kind, "{app}: {variable}={value}: {error}");
    }
}

/// vaultwarden's own template.
#[test]
fn a_template_with_an_optional_port_is_rejected() {
    for scheme in ["mysql", "postgresql"] {
        let value = format!("{scheme}://user:password@host[:port]/database_name");
        assert!(Config::from_source(&[("DATABASE_URL", value.as_str())]).is_err(), "{value}");
    }
}

/// vaultwarden's template gives it in seconds, and the unit may be another one in the next application.
#[test]
fn a_time_without_a_unit_is_rejected_with_the_form_to_use() {
    #[derive(DatabaseConfig)]
    struct Vaultwarden {
        #[allow(dead_code, reason = "only its errors are tested")]
        #[database(schemes("mysql"))]
        database: (DieselUrl, PoolSettings),
    }

    let url = ("DATABASE_URL", "mysql://vaultwarden:secret@mariadb/vaultwarden");
    let error = Vaultwarden::from_source(&[url, ("DATABASE_IDLE_TIMEOUT", "600")]).err().unwrap();
    assert_eq!((error.problems()[0].variable(), error.problems().len()), ("DATABASE_IDLE_TIMEOUT", 1), "{error}");
    assert!(error.to_string().contains("a number with a unit, such as `30s`"), "{error}");
    assert!(Vaultwarden::from_source(&[url, ("DATABASE_IDLE_TIMEOUT", "600s")]).is_ok());
}

/// vaultwarden supports three databases, and only the scheme tells them apart.
#[test]
fn a_bare_path_is_rejected_if_the_field_supports_other_databases_too() {
    #[derive(DatabaseConfig)]
    struct Vaultwarden {
        #[allow(dead_code, reason = "only its errors are tested")]
        database: DieselUrl,
    }

    for value in ["data/db.sqlite3", "./data/db.sqlite3", "/data/db.sqlite3"] {
        let error = Vaultwarden::from_source(&[("DATABASE_URL", value)]).err().expect(value);
        assert_eq!(error.problems()[0].kind(), ProblemKind::BarePath, "{value}: {error}");
    }
}

#[test]
fn every_application_has_a_value() {
    let apps: BTreeSet<&str> = CONNECT.iter().map(|(app, ..)| *app).collect();
    assert_eq!(apps.len(), 10, "{apps:?}");
}
