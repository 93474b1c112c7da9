//! The line of each database that answers.

use tests::servers;

use super::*;

#[track_caller]
pub fn assert_answers(ended: &Ended, expected: &[(&str, &str)]) {
    assert_eq!((ended.code, &ended.stderr[..]), (Some(0), &[][..]), "{ended:?}");
    let answers = ended.answers();
    assert_eq!(answers.len(), expected.len(), "{answers:?}");
    for (answer, (start, end)) in answers.iter().zip(expected) {
        assert!(answer.starts_with(start) && answer.ends_with(end), "{answer}");
    }
}

#[test]
#[ignore = "needs PostgreSQL, MariaDB, MongoDB and Redis: run ./test"]
fn every_client_has_a_line_in_the_order_of_the_fields() {
    let (postgres, mariadb, mongodb) = (servers::postgres(), servers::mariadb(), servers::mongodb());
    let redis = servers::redis().url();
    let directory = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}?mode=rwc", directory.path().join("app.db").display());
    let diesel_file = format!("sqlite://{}", directory.path().join("diesel.db").display());
    let tls = |server: &servers::Server| server.url_as(server.user, "localhost", "sslmode=require");
    let others: &[(&str, &str)] = &[
        ("POSTGRES_URL", &tls(postgres)),
        ("MYSQL_URL", &mariadb.url_as(mariadb.user, "localhost", "ssl-mode=REQUIRED")),
        ("SQLITE_URL", &file),
        ("SEA_ORM_URL", &postgres.url()),
        ("MYSQL_ASYNC_URL", &mariadb.url()),
        ("BLOCKING_MYSQL_URL", &mariadb.url_as(mariadb.user, "localhost", "ssl-mode=REQUIRED")),
        ("BLOCKING_POSTGRES_URL", &tls(postgres)),
        ("MONGODB_URL", &mongodb.url()),
        ("DIESEL_ASYNC_URL", &tls(postgres)),
        ("DIESEL_URL", &diesel_file),
    ];
    let ended = check(&[others, &super::redis::all(&redis)].concat());
    let (with, without) = (" in the URL; TLS at the server: yes", "; TLS at the server: no");
    let unknown = "; TLS at the server: not known";
    assert_answers(
        &ended,
        &[
            ("POSTGRES_URL (field `postgres`): PostgreSQL 15.", &format!("; TLS require: set by `sslmode`{with}")),
            ("MYSQL_URL (field `mysql`): MariaDB 10.", &format!("; TLS require: set by `ssl-mode`{with}")),
            ("SQLITE_URL (field `sqlite`): SQLite 3.", ""),
            ("SEA_ORM_URL (field `sea_orm`): PostgreSQL 15.", without),
            ("MYSQL_ASYNC_URL (field `mysql_async`): MariaDB 10.", without),
            ("BLOCKING_MYSQL_URL (field `blocking_mysql`): MariaDB 10.", with),
            ("BLOCKING_POSTGRES_URL (field `blocking_postgres`): PostgreSQL 15.", with),
            ("MONGODB_URL (field `mongodb`): MongoDB ", unknown),
            ("DIESEL_ASYNC_URL (field `diesel_async`): PostgreSQL 15.", with),
            ("DIESEL_URL (field `diesel`): SQLite 3.", ""),
            ("REDIS_URL (field `redis`): Redis 7.", unknown),
            ("DEADPOOL_REDIS_URL (field `deadpool_redis`): Redis 7.", unknown),
            ("FRED_URL (field `fred`): Redis 7.", unknown),
            ("FRED_POOL_URL (field `fred_pool`): Redis 7.", unknown),
            ("BB8_REDIS_URL (field `bb8_redis`): Redis 7.", unknown),
            ("R2D2_REDIS_URL (field `r2d2_redis`): Redis 7.", unknown),
        ],
    );
    for sqlite in [2, 9] {
        assert!(!ended.answers()[sqlite].contains("TLS"), "{ended:?}");
    }
    assert_eq!(ended.warnings(), [""; 0], "the URLs without TLS turn it off");
    assert!(ended.stdout[0].starts_with("VARIABLE ") && ended.stdout[0].lines().count() >= 17, "{ended:?}");
}

#[cfg(feature = "libpq")]
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn diesel_with_libpq_has_a_line() {
    let server = servers::postgres();
    let ended = check(&[("LIBPQ_URL", &server.url_as(server.user, "localhost", "sslmode=require"))]);
    let place = "LIBPQ_URL (field `libpq`): PostgreSQL 15.";
    assert_answers(&ended, &[(place, "; TLS require: set by `sslmode` in the URL; TLS at the server: yes")]);
}

/// The report shows the same mode.
#[test]
#[ignore = "needs PostgreSQL and MariaDB: run ./test"]
fn a_server_without_tls_is_a_warning_under_prefer() {
    for (variable, field, server) in [
        ("POSTGRES_URL", "postgres", servers::postgres_without_tls()),
        ("MYSQL_URL", "mysql", servers::mariadb_without_tls()),
    ] {
        let ended = check(&[(variable, &server.url_as(server.user, "localhost", ""))]);
        let end = "; TLS prefer: `localhost` is this machine; TLS at the server: no";
        assert_answers(&ended, &[(&format!("{variable} (field `{field}`): "), end)]);
        assert!(ended.stdout[0].contains("prefer: `localhost` is this machine"), "{ended:?}");
        let warning = format!(
            "warning: {variable} (field `{field}`): the TLS mode is `prefer`, but the connection that reaches the server \
             has no TLS; the server may not support TLS, or a proxy, such as PgBouncer, may end TLS"
        );
        assert_eq!(ended.warnings(), [warning]);
    }
}

/// The server supports TLS, and no proxy ends it.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn a_guessed_prefer_without_a_library_is_off() {
    let server = servers::postgres();
    let url = server.url_as(server.user, "localhost", "");
    let ended = program("without_library", &[("DEADPOOL_URL", &url), ("DIESEL_ASYNC_URL", &url)]);
    let end = |library| {
        format!("; TLS off: `localhost` is this machine, but no {library} is installed; TLS at the server: no")
    };
    assert_answers(
        &ended,
        &[
            ("DEADPOOL_URL (field `deadpool`): PostgreSQL 15.", &end("TLS library")),
            ("DIESEL_ASYNC_URL (field `diesel_async`): PostgreSQL 15.", &end("rustls `CryptoProvider`")),
        ],
    );
    assert_eq!(ended.warnings(), [""; 0], "{ended:?}");
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn a_unix_socket_needs_no_tls() {
    let server = servers::postgres();
    let url = format!("postgres:///{}?host={}&port={}", server.database, server.socket.display(), server.port);
    let ended =
        check(&[("POSTGRES_URL", &url), ("POSTGRES_USER", server.user), ("POSTGRES_PASSWORD", server.password)]);
    assert_answers(&ended, &[("POSTGRES_URL (field `postgres`): PostgreSQL 15.", "; TLS at the server: no")]);
    assert_eq!(ended.warnings(), [""; 0], "{ended:?}");
}

/// The check connects like the application.
#[test]
fn a_missing_sqlite_file_is_created_if_the_url_permits_it() {
    let directory = tempfile::tempdir().unwrap();
    for (file, mode, code) in [("a.db", "?mode=rwc", 0), ("b.db", "?mode=rw", 2)] {
        let file = directory.path().join(file);
        let ended = check(&[("SQLITE_URL", &format!("sqlite://{}{mode}", file.display()))]);
        assert_eq!((ended.code, file.exists()), (Some(code), code == 0), "{ended:?}");
    }
}

#[test]
fn another_source() {
    let ended = program("check_connect", &[("SQLITE_URL", "sqlite:/missing/app.db"), ("POSTGRES_URL", "postgress://")]);
    assert_answers(&ended, &[("SQLITE_URL (field `sqlite`): SQLite 3.", "")]);
}

#[test]
fn the_future_can_move_to_another_thread() {
    fn sent(_: impl Future<Output = ExitCode> + Send) {}
    sent(check_main_connect::<Config>());
    sent(check_connect::<Config>(&[("SQLITE_URL", "sqlite::memory:")]));
}
