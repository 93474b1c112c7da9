//! A client meets a fault.

use std::error::Error;
use std::pin::Pin;
use std::sync::LazyLock;
use std::time::Duration;

use db_config::{DatabaseUrl, UrlError};
use tests::canaries::{Canary, WRONG, everything};

use crate::{document, logs};

/// Whether the connection is encrypted, as the server sees it.
pub type Encrypted = Result<bool, Box<dyn Error + Send + Sync>>;

/// How an application connects with this client, with the settings that it gets from the URL.
pub struct Client {
    pub name: &'static str,
    pub connect: fn(DatabaseUrl) -> Pin<Box<dyn Future<Output = Encrypted> + Send>>,
    /// What is known of one that cannot be kept from going on where it should not.
    pub goes_on: Option<&'static str>,
}

/// A client by its name and the function that connects.
#[macro_export]
macro_rules! client {
    ($name:literal, $connect:expr) => {
        $crate::client::Client { name: $name, connect: |url| Box::pin($connect(url)), goes_on: None }
    };
}

/// What a client meets, and what its user can do.
pub struct Fault {
    pub name: &'static str,
    pub help: &'static str,
    pub url: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Connected {
        encrypted: bool,
    },
    /// With the error and its sources on one line.
    Failed(String),
}

/// The password that servers have, and the one that none has.
static CANARIES: LazyLock<[Canary; 2]> = LazyLock::new(|| [tests::servers::PASSWORD, WRONG].map(Canary::new));

/// What each client shall wait is a few seconds; the rest is for a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Connects with all clients at once; what comes of it tells no secret.
pub async fn connect(clients: impl IntoIterator<Item = &'static Client>, url: &str) -> Vec<(&'static Client, Outcome)> {
    logs::listen();
    let parsed: DatabaseUrl = url.parse().unwrap_or_else(|error: UrlError| panic!("{url}: {error}"));
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|client| (client, tokio::spawn(tokio::time::timeout(LIMIT, (client.connect)(parsed.clone())))))
        .collect();
    let mut outcomes = Vec::new();
    for (client, task) in tasks {
        let name = client.name;
        let task = task.await.unwrap_or_else(|panic| panic!("{name} panics with {parsed}: {panic}"));
        let result = task.unwrap_or_else(|_| panic!("{name} does not come back with {parsed}"));
        outcomes.push((client, outcome(name, result)));
    }
    outcomes
}

fn outcome(name: &str, result: Encrypted) -> Outcome {
    match result {
        Ok(encrypted) => Outcome::Connected { encrypted },
        Err(error) => {
            let shown = everything(&*error);
            for canary in &*CANARIES {
                assert_eq!(canary.told_by(&shown), None, "{name} tells it: {shown}");
            }
            let who = if error.is::<UrlError>() { "(at startup) " } else { "" };
            Outcome::Failed(format!("{who}{}", document::one_line(&*error)))
        }
    }
}

/// All clients meet all faults: none connects; what they say is in the document under this heading.
pub async fn meet(heading: &str, clients: &'static [Client], faults: Vec<Fault>) {
    let mut rows = Vec::new();
    for Fault { name, help, url } in faults {
        let mut answers = Vec::new();
        for (client, outcome) in connect(clients, &url).await {
            let message = match (outcome, client.goes_on) {
                (Outcome::Failed(message), _) => message,
                (Outcome::Connected { encrypted }, Some(known)) => {
                    let how = if encrypted { "with TLS, to whoever answers" } else { "without TLS" };
                    format!("**connects {how}**: {known}")
                }
                (outcome, None) => panic!("{} with {name}: {outcome:?}", client.name),
            };
            answers.push((client.name, message));
        }
        rows.push((name, help, answers));
    }
    logs_tell_nothing();
    document::compare(heading, &rows);
}

/// What the clients have told loggers so far holds no secret.
pub fn logs_tell_nothing() {
    let logged = logs::logged();
    for canary in &*CANARIES {
        if let Some(piece) = canary.told_by(&logged) {
            let line = logged.lines().find(|line| line.to_lowercase().contains(piece)).unwrap_or_default();
            panic!("`{piece}` is logged: {line}");
        }
    }
}

/// Its error is what another client's could be.
async fn teller(url: DatabaseUrl) -> Encrypted {
    Err(format!("cannot connect to {}", url.expose_secret()).into())
}

#[tokio::test]
#[should_panic(expected = "teller tells it: cannot connect to postgres://app:p%40ss")]
async fn a_client_that_tells_is_found() {
    static TELLER: Client = client!("teller", teller);
    let password = tests::escaped(tests::servers::PASSWORD);
    connect([&TELLER], &format!("postgres://app:{password}@localhost/app")).await;
}
