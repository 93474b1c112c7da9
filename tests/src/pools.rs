//! A pool's words in each of the ways to give them, and what a pool then does.

use std::fmt::{Debug, Display};
use std::time::{Duration, Instant};

use crate::servers::{self, Server};

/// Three settings of the type, from the URL and the words: as attributes, as variables, and as keys of the URL.
#[macro_export]
macro_rules! three_ways {
    ($target:ty, $url:expr, $($word:ident = $value:tt),+) => {{
        use db_config::DatabaseConfig as _;
        #[derive(db_config::DatabaseConfig)]
        struct Attributes {
            #[database($($word = $value),+)]
            database: $target,
        }
        #[derive(db_config::DatabaseConfig)]
        struct Plain {
            database: $target,
        }
        let url: String = $url;
        let mut variables = vec![("DATABASE_URL".to_owned(), url.clone())];
        let mut with_keys = url.clone();
        $(
            let value = $value.to_string();
            let mark = if with_keys.contains('?') { '&' } else { '?' };
            // In a URL other tools read it too: a number, in seconds or in the milliseconds of PostgreSQL and SQLite.
            let number = value.trim_end_matches(char::is_alphabetic);
            with_keys.push_str(&format!("{mark}{}={number}", stringify!($word)));
            variables.push((format!("DATABASE_{}", stringify!($word).to_ascii_uppercase()), value));
        )+
        [
            Attributes::from_source(&[("DATABASE_URL", url)]).expect("words as attributes").database,
            Plain::from_source(&variables).expect("words as variables").database,
            Plain::from_source(&[("DATABASE_URL", with_keys)]).expect("words as keys").database,
        ]
    }};
}

/// Takes connections and keeps them, until none comes: how many it got, and how long it waited for the last.
pub async fn exhaust<C, E, F: Future<Output = Result<C, E>>>(get: impl Fn() -> F) -> (usize, Duration) {
    let mut taken = Vec::new();
    loop {
        let start = Instant::now();
        match get().await {
            Ok(connection) => taken.push(connection),
            Err(_) => return (taken.len(), start.elapsed()),
        }
        assert!(taken.len() < 50, "there is no end to the pool");
    }
}

/// That the pool has two connections, and that who asks for a third waits 1 s; not the usual 30 s.
pub async fn has_two_and_waits<C, E, F: Future<Output = Result<C, E>>>(get: impl Fn() -> F) {
    let (most, waited) = exhaust(get).await;
    assert_eq!(most, 2);
    assert!((Duration::from_millis(990)..Duration::from_secs(15)).contains(&waited), "{waited:?}");
}

/// Does the same with the settings of all three ways at once.
pub async fn each<T>([attribute, variable, key]: [T; 3], check: impl AsyncFn(T)) {
    tokio::join!(check(attribute), check(variable), check(key));
}

/// PostgreSQL's URL, for sessions of this name.
pub fn postgres(name: &str) -> String {
    let server = servers::postgres();
    server.url_as(server.user, server.host, &format!("application_name={name}"))
}

/// The URL of a server, with a password that is wrong: [`assert_denied`] looks for it.
pub fn denied(server: &Server) -> String {
    server.url().replace(&crate::escaped(servers::PASSWORD), WRONG)
}

/// The URL of a server that is not there.
pub fn closed(scheme: &str) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("{scheme}://app:{WRONG}@{}/app", listener.local_addr().expect("its port"))
}

/// That the error is the client's about a password, which it does not show.
pub fn assert_denied(error: &(impl Display + Debug)) {
    let shown = assert_shows_no_password(error).to_ascii_lowercase();
    assert!(shown.contains("authentication failed") || shown.contains("access denied"), "{shown}");
}

/// That the error does not show the password; gives what it shows.
pub fn assert_shows_no_password(error: &(impl Display + Debug)) -> String {
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(WRONG), "{shown}");
    shown
}

const WRONG: &str = "hunter2";
