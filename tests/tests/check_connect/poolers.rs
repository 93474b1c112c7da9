//! Behind a real PgBouncer with TLS on one side only, the check states the truth about both and fails no deployment that
//! works.

use std::path::Path;

use tests::servers::{self, Server};

use super::*;

/// Returns the end of the line, and the warnings about it.
#[track_caller]
fn behind(server: &Server, query: &str) -> (String, Vec<String>) {
    let ended = check(&[("POSTGRES_URL", &server.url_as(server.user, "localhost", query))]);
    assert_eq!((ended.code, &ended.stderr[..]), (Some(0), &[][..]), "{ended:?}");
    let answers = ended.answers();
    let [answer] = &answers[..] else { panic!("{ended:?}") };
    let end =
        answer.strip_prefix("POSTGRES_URL (field `postgres`): PostgreSQL 15.").unwrap().split_once("; ").unwrap().1;
    let start = "warning: POSTGRES_URL (field `postgres`): ";
    let warnings = ended.warnings().into_iter().map(|warning| warning.strip_prefix(start).unwrap().to_owned());
    (end.to_owned(), warnings.collect())
}

#[test]
#[ignore = "needs PostgreSQL and PgBouncer: run ./test"]
fn tls_that_the_pooler_ends_is_a_warning() {
    let server = servers::pgbouncer_with_client_tls();
    let (end, warnings) = behind(server, server.query);
    assert_eq!(end, "TLS require: set by `sslmode` in the URL; TLS at the server: no");
    let warning = "the TLS mode is `require`, but the connection that reaches the server has no TLS; a proxy, such as \
                   PgBouncer, may end TLS";
    assert_eq!(warnings, [warning]);

    let ca = servers::certificates().ca.display();
    let (end, warnings) = behind(server, &format!("sslmode=verify-full&sslrootcert={ca}&pgbouncer=true"));
    assert_eq!(end, "TLS verify-full: set by `sslmode` in the URL; TLS at the server: no");
    assert_eq!(warnings, [warning.replace("require", "verify-full")]);
}

#[test]
#[ignore = "needs PostgreSQL and PgBouncer: run ./test"]
fn tls_that_the_pooler_adds_is_not_that_of_the_client() {
    let (end, warnings) = behind(servers::pgbouncer_with_server_tls(), "sslmode=disable&pgbouncer=true");
    assert_eq!(end, "TLS off: set by `sslmode` in the URL; TLS at the server: yes");
    assert_eq!(warnings, [""; 0]);
}

/// The client connects without TLS, and the server reports that of PgBouncer.
#[test]
#[ignore = "needs PostgreSQL and PgBouncer: run ./test"]
fn prefer_behind_a_pooler_that_adds_tls() {
    let (end, warnings) = behind(servers::pgbouncer_with_server_tls(), "sslmode=prefer&pgbouncer=true");
    assert_eq!(end, "TLS prefer: set by `sslmode` in the URL; TLS at the server: yes");
    assert_eq!(warnings, [""; 0]);
}

#[test]
#[ignore = "needs PostgreSQL and PgBouncer: run ./test"]
fn a_pooler_without_tls() {
    let (end, warnings) = behind(servers::pgbouncer(), "sslmode=disable&pgbouncer=true");
    assert_eq!(end, "TLS off: set by `sslmode` in the URL; TLS at the server: no");
    assert_eq!(warnings, [""; 0]);
}

/// PgBouncer accepts the connection, and waits for its server.
#[test]
#[ignore = "needs PostgreSQL and PgBouncer: run ./test"]
fn a_pooler_whose_server_refuses_the_login_is_no_answer() {
    let server = servers::pgbouncer();
    let url = server.url().replacen("/app?", "/nope?", 1);
    let ended = check(&[("POSTGRES_URL", &url)]);
    assert_eq!((ended.code, ended.stderr.len()), (Some(2), 1), "{ended:?}");
    assert!(ended.stderr[0].contains("POSTGRES_URL (field `postgres`): cannot connect: "), "{ended:?}");
}

#[test]
#[ignore = "needs PostgreSQL and PgBouncer: run ./test"]
fn the_page_has_the_output_of_a_run() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deploying.md");
    let page = std::fs::read_to_string(page).unwrap();
    let block = page.split_once("```text\n").unwrap().1.split_once("```\n").unwrap().0;
    // The version of PostgreSQL and its line of code depend on the machine.
    let comparable = |line: &str| match line.split_once("PostgreSQL ") {
        Some((before, after)) => format!("{before}{}", without_time(after).split_once(';').unwrap().1),
        None => line.split(" at line ").next().unwrap().to_owned(),
    };
    let pooler = servers::pgbouncer_with_client_tls();
    let ended = program(
        "page",
        &[
            ("DATABASE_URL", &pooler.url_as(pooler.user, "localhost", pooler.query)),
            ("EVENTS_URL", &format!("postgres://app:wrong@127.0.0.1:{}/app?sslmode=disable", servers::postgres().port)),
        ],
    );
    assert_eq!(ended.code, Some(2), "{ended:?}");
    let (answers, warnings) = (ended.answers(), ended.warnings());
    let lines = [&*answers[0], &*ended.stderr[0], "", warnings[0]].map(comparable);
    assert_eq!(block.lines().map(comparable).collect::<Vec<_>>(), lines);
    assert_eq!((answers.len(), ended.stderr.len(), warnings.len()), (1, 1, 1), "{ended:?}");
}
