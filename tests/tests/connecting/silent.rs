//! A server that accepts connections and never answers, as a pooler does whose server is down.

use std::net::TcpListener;
use std::time::Duration;

use crate::clients::{MONGODB, MYSQL, POSTGRES, Pool, open_all};

/// Accepts connections and holds them open.
pub fn silent() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the socket is bound").port();
    std::thread::spawn(move || {
        let mut held = Vec::new();
        for client in listener.incoming().flatten() {
            held.push(client);
        }
    });
    port
}

async fn ends_in_time(pools: &'static [Pool], url: &str) {
    for (name, outcome) in open_all(pools, url, "2").await {
        let error = outcome.result.expect_err(name);
        let shown = error.to_string();
        assert!(!error.is_final(), "{name}: {shown}");
        assert!(
            shown.contains("did not answer within") || shown.contains("timed out") || shown.contains("time"),
            "{name}: {shown}"
        );
        assert!(
            (Duration::from_millis(1500)..Duration::from_secs(8)).contains(&outcome.time),
            "{name}: {:?}",
            outcome.time
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attempt_is_longer_than_the_wait() {
    let port = silent();
    ends_in_time(POSTGRES, &format!("postgres://app@127.0.0.1:{port}/app?sslmode=disable")).await;
    ends_in_time(MYSQL, &format!("mysql://app@127.0.0.1:{port}/app?ssl-mode=disabled")).await;
    ends_in_time(MONGODB, &format!("mongodb://127.0.0.1:{port}/app")).await;
}
