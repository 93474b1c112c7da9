//! The clients of Redis.

use std::net::TcpListener;

use tests::servers::{self, certificates};

use super::answers::assert_answers;
use super::*;

/// The variables of the clients, each with the start of its line.
const CLIENTS: [(&str, &str); 6] = [
    ("REDIS_URL", "REDIS_URL (field `redis`): "),
    ("DEADPOOL_REDIS_URL", "DEADPOOL_REDIS_URL (field `deadpool_redis`): "),
    ("FRED_URL", "FRED_URL (field `fred`): "),
    ("FRED_POOL_URL", "FRED_POOL_URL (field `fred_pool`): "),
    ("BB8_REDIS_URL", "BB8_REDIS_URL (field `bb8_redis`): "),
    ("R2D2_REDIS_URL", "R2D2_REDIS_URL (field `r2d2_redis`): "),
];

/// Sets the variables of all clients to this URL.
pub fn all(url: &str) -> [(&str, &str); CLIENTS.len()] {
    CLIENTS.map(|(variable, _)| (variable, url))
}

/// Checks all clients with this URL.
fn check_all(url: &str) -> Ended {
    check(&all(url))
}

/// Asserts that every client answers, with a line that ends like this.
#[track_caller]
fn assert_all_answer(url: &str, end: &str) {
    let starts = CLIENTS.map(|(_, start)| format!("{start}Redis 7."));
    let ended = check_all(url);
    assert_answers(&ended, &starts.each_ref().map(|start| (start.as_str(), end)));
    assert_eq!(ended.warnings(), [""; 0], "{ended:?}");
}

/// Asserts that no client answers, for this cause.
#[track_caller]
fn assert_none_answers(url: &str, cause: &str, is_final: bool) {
    let ended = check_all(url);
    assert_eq!((ended.code, ended.stderr.len()), (Some(2), CLIENTS.len()), "{ended:#?}");
    for (line, (_, start)) in ended.stderr.iter().zip(CLIENTS) {
        assert!(line.starts_with(&format!("{start}cannot connect: ")) && line.contains(cause), "{line}");
        assert_eq!(line.ends_with("; another attempt cannot succeed"), is_final, "{line}");
    }
    assert!(ended.time < Duration::from_secs(10), "{:?}", ended.time);
}

#[test]
#[ignore = "needs Redis: run ./test"]
fn the_right_password_has_an_answer() {
    let server = servers::redis();
    assert_all_answer(&server.url(), "; TLS off: set by the scheme `redis`; TLS at the server: not known");
}

#[test]
#[ignore = "needs Redis: run ./test"]
fn a_wrong_password_is_final() {
    let servers::Server { port, .. } = servers::redis();
    assert_none_answers(&format!("redis://app:wrong@127.0.0.1:{port}/3"), "WRONGPASS", true);
    assert_none_answers(&format!("redis://127.0.0.1:{port}/3"), "NOAUTH", true);
}

#[test]
fn a_refused_port_is_not_final() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_none_answers(&format!("redis://:secret@127.0.0.1:{port}"), "refused", false);
}

#[test]
#[ignore = "needs Redis: run ./test"]
fn tls_needs_the_ca_of_the_server() {
    let server = servers::redis();
    let url = server.url_as(server.user, "localhost", "").replace("redis://", "rediss://");
    let url = url.replace(&format!(":{}/", server.port), &format!(":{}/", server.tls_port));
    let end = "; TLS verify-full: set by the scheme `rediss`; TLS at the server: not known";
    assert_all_answer(&format!("{url}?tls_ca={}", certificates().ca.display()), end);
    assert_none_answers(&url, "UnknownIssuer", true);
}

/// A server repeats the arguments of a command that it does not know.
#[test]
#[ignore = "needs Redis: run ./test"]
fn a_server_without_hello_does_not_show_the_password() {
    let url = format!("redis://app:hunter2@127.0.0.1:{}/3?protocol=3", servers::redis_without_tls().port);
    assert_none_answers(&url, "unknown command 'HELLO'", true);
    let shown = check_all(&url).stderr.join("\n");
    assert!(!shown.contains("hunter2") && !shown.contains("AUTH"), "{shown}");
}
