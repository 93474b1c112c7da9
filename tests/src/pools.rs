//! Pool options from each of their sources, and the checks of a pool that has them.

use std::fmt::{Debug, Display};
use std::time::{Duration, Instant};

use crate::servers::{self, Server};

/// Builds three values of the field type from the URL and pool options. The options come from attributes, environment
/// variables, and query parameters.
#[macro_export]
macro_rules! three_ways {
    ($target:ty, $url:expr, $($option:ident = $value:tt),+) => {{
        use db_config::DatabaseConfig as _;
        #[derive(db_config::DatabaseConfig)]
        struct Attributes {
            #[database(env = "DATABASE_URL", $($option = $value),+)]
            database: $target,
        }
        #[derive(db_config::DatabaseConfig)]
        struct Plain {
            #[database(env = "DATABASE_URL")]
            database: $target,
        }
        let url: String = $url;
        let mut variables = vec![("DATABASE_URL".to_owned(), url.clone())];
        let mut with_query = url.clone();
        $(
            let value = $value.to_string();
            let mark = if with_query.contains('?') { '&' } else { '?' };
            // Other tools read the URL too, so its value is a number without a unit.
            let number = value.trim_end_matches(char::is_alphabetic);
            with_query.push_str(&format!("{mark}{}={number}", stringify!($option)));
            variables.push((format!("DATABASE_{}", stringify!($option).to_ascii_uppercase()), value));
        )+
        [
            Attributes::from_source(&[("DATABASE_URL", url)]).expect("pool options as attributes").database,
            Plain::from_source(&variables).expect("pool options as variables").database,
            Plain::from_source(&[("DATABASE_URL", with_query)]).expect("pool options as query parameters").database,
        ]
    }};
}

/// Gets connections and keeps them until this fails. Returns the number of connections, and the duration of the failed
/// attempt.
pub async fn exhaust<C, E, F: Future<Output = Result<C, E>>>(get: impl Fn() -> F) -> (usize, Duration) {
    let mut taken = Vec::new();
    loop {
        let start = Instant::now();
        match get().await {
            Ok(connection) => taken.push(connection),
            Err(_) => return (taken.len(), start.elapsed()),
        }
        assert!(taken.len() < 50, "the pool has no limit");
    }
}

/// Checks that the pool has two connections, and that a request for a third fails after 1 second. The default timeout
/// is 30 seconds.
pub async fn has_two_and_waits<C, E, F: Future<Output = Result<C, E>>>(get: impl Fn() -> F) {
    let (most, waited) = exhaust(get).await;
    assert_eq!(most, 2);
    assert!((Duration::from_millis(990)..Duration::from_secs(15)).contains(&waited), "{waited:?}");
}

/// Runs the check with the three values of `three_ways!` at once.
pub async fn each<T>([attribute, variable, parameter]: [T; 3], check: impl AsyncFn(T)) {
    tokio::join!(check(attribute), check(variable), check(parameter));
}

/// Returns the URL of PostgreSQL with this `application_name`.
pub fn postgres(name: &str) -> String {
    let server = servers::postgres();
    server.url_as(server.user, server.host, &format!("application_name={name}"))
}

/// Returns the URL of a server with a wrong password, which [`assert_denied`] searches for.
pub fn denied(server: &Server) -> String {
    server.url().replace(&crate::escaped(servers::PASSWORD), WRONG)
}

/// Returns the URL of a port on which no server listens.
pub fn closed(scheme: &str) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("{scheme}://app:{WRONG}@{}/app", listener.local_addr().expect("its port"))
}

/// Checks that the error is the server's about the password, and does not contain the password.
pub fn assert_denied(error: &(impl Display + Debug)) {
    let shown = assert_shows_no_password(error).to_ascii_lowercase();
    assert!(shown.contains("authentication failed") || shown.contains("access denied"), "{shown}");
}

/// Checks that the error does not contain the password, and returns its output.
pub fn assert_shows_no_password(error: &(impl Display + Debug)) -> String {
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(WRONG), "{shown}");
    shown
}

const WRONG: &str = "hunter2";
