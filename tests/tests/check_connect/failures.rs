//! Databases that do not answer, and configurations that are invalid.

use std::net::TcpListener;

use tests::servers;

use super::*;

/// A server that never answers: the system accepts its connections.
fn silent() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

fn closed() -> u16 {
    silent().1
}

#[test]
#[ignore = "needs PostgreSQL and MariaDB: run ./test"]
fn each_database_that_does_not_answer_has_a_line_with_its_cause() {
    let (postgres, mariadb) = (servers::postgres(), servers::mariadb());
    let directory = tempfile::tempdir().unwrap();
    let port = closed();
    let ended = check(&[
        ("POSTGRES_URL", &postgres.url().replacen(&format!("{}/", postgres.port), &format!("{port}/"), 1)),
        ("MYSQL_URL", &mariadb.url().replacen("/app?", "/nope?", 1)),
        ("SQLITE_URL", &format!("sqlite://{}?mode=rw", directory.path().join("missing.db").display())),
        ("SEA_ORM_URL", &postgres.url().replacen("/app?", "/nope?", 1)),
        ("MYSQL_ASYNC_URL", &format!("mysql://app:wrong@127.0.0.1:{}/app?require_ssl=false", mariadb.port)),
        ("BLOCKING_MYSQL_URL", &format!("mysql://app:wrong@127.0.0.1:{}/app?require_ssl=false", mariadb.port)),
        ("BLOCKING_POSTGRES_URL", &postgres.url().replacen("/app?", "/nope?", 1)),
        ("MONGODB_URL", &format!("mongodb://127.0.0.1:{port}")),
        ("DIESEL_ASYNC_URL", &format!("postgres://app:wrong@127.0.0.1:{}/app?sslmode=disable", postgres.port)),
        ("DIESEL_URL", &format!("sqlite://{}?mode=rw", directory.path().join("missing.db").display())),
    ]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    let expected = [
        ("POSTGRES_URL (field `postgres`): cannot connect: ", "refused"),
        ("MYSQL_URL (field `mysql`): cannot connect: ", "nope"),
        ("SQLITE_URL (field `sqlite`): cannot connect: ", "unable to open database file"),
        ("SEA_ORM_URL (field `sea_orm`): cannot connect: ", "database \"nope\" does not exist"),
        ("MYSQL_ASYNC_URL (field `mysql_async`): cannot connect: ", "Access denied for user"),
        ("BLOCKING_MYSQL_URL (field `blocking_mysql`): cannot connect: ", "Access denied for user"),
        ("BLOCKING_POSTGRES_URL (field `blocking_postgres`): cannot connect: ", "database \"nope\" does not exist"),
        ("MONGODB_URL (field `mongodb`): cannot connect: ", "refused"),
        ("DIESEL_ASYNC_URL (field `diesel_async`): cannot connect: ", "password authentication failed"),
        ("DIESEL_URL (field `diesel`): cannot connect: ", "nable to open"),
    ];
    assert_eq!(ended.stderr.len(), expected.len(), "{ended:#?}");
    for (line, (start, cause)) in ended.stderr.iter().zip(expected) {
        assert!(line.starts_with(start) && line.contains(cause), "{line}");
        let is_final =
            ["does not exist", "Access denied", "password"].iter().any(|final_cause| line.contains(final_cause));
        assert_eq!(line.ends_with("; another attempt cannot succeed"), is_final, "{line}");
    }
    assert_eq!(ended.stdout.len(), 1 + usize::from(ended.stdout.len() > 1), "only the report: {ended:?}");
    assert!(ended.time < Duration::from_secs(10), "{:?}", ended.time);
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn a_required_tls_mode_that_the_server_does_not_support_is_no_answer() {
    let server = servers::postgres_without_tls();
    let ended = check(&[("POSTGRES_URL", &server.url_as(server.user, "localhost", "sslmode=require"))]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr[0].contains("does not support TLS"), "{ended:?}");
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn servers_that_never_answer_share_their_time_limit() {
    let (_silent, port) = silent();
    let good = servers::postgres();
    let redis = format!("redis://:secret@127.0.0.1:{port}");
    let others: &[(&str, &str)] = &[
        ("POSTGRES_URL", &format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable")),
        ("MYSQL_URL", &format!("mysql://app@127.0.0.1:{port}/app?ssl-mode=DISABLED")),
        ("SQLITE_URL", "sqlite::memory:"),
        ("SEA_ORM_URL", &good.url()),
        ("MYSQL_ASYNC_URL", &format!("mysql://app@127.0.0.1:{port}/app?require_ssl=false")),
        ("BLOCKING_MYSQL_URL", &format!("mysql://app@127.0.0.1:{port}/app?require_ssl=false")),
        ("BLOCKING_POSTGRES_URL", &format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable")),
        ("MONGODB_URL", &format!("mongodb://127.0.0.1:{port}")),
        ("DIESEL_ASYNC_URL", &format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable")),
        ("DIESEL_URL", "sqlite::memory:"),
    ];
    let ended = check(&[others, &super::redis::all(&redis)].concat());
    assert_eq!(ended.code, Some(2), "{ended:?}");
    let answered = ended.answers();
    assert!(answered[0].starts_with("SQLITE_URL") && answered[1].starts_with("SEA_ORM_URL"), "{ended:?}");
    assert!(answered[2].starts_with("DIESEL_URL") && answered.len() == 3, "{ended:?}");
    let late = ended.stderr.iter().filter(|line| line.ends_with("the database did not answer within 10.0 s")).count();
    assert_eq!((late, ended.stderr.len()), (12, 13), "MongoDB's client has its own limit: {ended:#?}");
    assert!((Duration::from_secs(10)..Duration::from_secs(30)).contains(&ended.time), "{:?}", ended.time);
}

#[test]
fn the_wait_of_a_field_is_not_waited_for() {
    let url = format!("postgres://app@127.0.0.1:{}/app?sslmode=disable", closed());
    let ended = check(&[("POSTGRES_URL", &url), ("POSTGRES_WAIT", "60s")]);
    assert!(ended.code == Some(2) && ended.time < Duration::from_secs(30), "{ended:?}");
    assert!(ended.stdout[0].contains("wait=60s"), "{ended:?}");
}

#[test]
fn an_invalid_configuration_connects_to_nothing() {
    let (listener, port) = silent();
    listener.set_nonblocking(true).unwrap();
    let url = format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable");
    let ended = check(&[("POSTGRES_URL", &url), ("MYSQL_URL", "mysql://h:99999/d")]);
    assert_eq!((ended.code, &ended.stdout[..]), (Some(1), &[String::new()][..]), "{ended:?}");
    assert!(ended.stderr[0].starts_with("1 problem with the database configuration of `Config`"), "{ended:?}");
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "it connected");
}

/// Nobody reads the pipe, as with `| head`.
#[test]
fn a_closed_pipe_is_no_panic() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "programs", "--nocapture", "--include-ignored", "--quiet"])
        .env_clear()
        .envs([(PROGRAM, "check_main_connect"), ("SQLITE_URL", "sqlite:/missing/app.db")])
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}
