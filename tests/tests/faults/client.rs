//! Connections that fail, with each client.

use std::error::Error;
use std::pin::Pin;
use std::sync::LazyLock;
use std::time::Duration;

use db_config::{DatabaseUrl, UrlError};
use tests::canaries::{Canary, WRONG, everything};

use crate::document::{self, Row, code};
use crate::logs;

/// Whether the connection is encrypted, according to the server.
pub type Encrypted = Result<bool, Box<dyn Error + Send + Sync>>;

/// How an application connects with this client, with options that db-config builds from the URL.
pub struct Client {
    /// The client, followed by the variant if there are several: its version, field type or TLS library.
    pub name: &'static str,
    pub connect: fn(DatabaseUrl) -> Pin<Box<dyn Future<Output = Encrypted> + Send>>,
    /// Why the client connects although it should not, if that is known.
    pub goes_on: Option<&'static str>,
}

/// Makes a client from its name and the function that connects.
#[macro_export]
macro_rules! client {
    ($name:literal, $connect:expr) => {
        $crate::client::Client { name: $name, connect: |url| Box::pin($connect(url)), goes_on: None }
    };
}

/// A URL whose connection fails, and what to do about it.
pub struct Fault {
    pub name: &'static str,
    pub help: String,
    pub url: String,
}

/// The result of one connection. An error has its sources on the same line.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Connected {
        encrypted: bool,
    },
    /// db-config rejects the URL before the client connects.
    Rejected(String),
    /// The client's error.
    Failed(String),
}

impl Outcome {
    /// Returns the error as a cell of a table.
    pub fn error(&self) -> Option<String> {
        match self {
            Self::Connected { .. } => None,
            Self::Rejected(message) => Some(format!("**at startup**: {}", code(message))),
            Self::Failed(message) => Some(code(message)),
        }
    }
}

/// The password of the servers, and a wrong one.
static CANARIES: LazyLock<[Canary; 2]> = LazyLock::new(|| [tests::servers::PASSWORD, WRONG].map(Canary::new));

/// Each client is told to wait a few seconds at most; the rest is for a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Connects with all clients at once, and checks that no error contains a secret.
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
                assert_eq!(canary.find_in(&shown), None, "{name} shows it: {shown}");
            }
            let message = document::one_line(&*error);
            if error.is::<UrlError>() { Outcome::Rejected(message) } else { Outcome::Failed(message) }
        }
    }
}

/// Checks that each client fails with each fault, and that the clients' pages have the messages for this database.
pub async fn meet(database: &str, clients: &'static [Client], faults: Vec<Fault>) {
    let mut rows = Vec::new();
    for Fault { name, help, url } in faults {
        let mut messages = Vec::new();
        for (client, outcome) in connect(clients, &url).await {
            let known = || {
                let known = client.goes_on.unwrap_or_else(|| panic!("{} connects: {name}", client.name));
                let is_encrypted = outcome == Outcome::Connected { encrypted: true };
                let how = if is_encrypted { "with TLS, to any server" } else { "without TLS" };
                format!("**connects {how}**: {known}")
            };
            messages.push((client.name, outcome.error().unwrap_or_else(known)));
        }
        rows.push(Row { error: name, help, messages });
    }
    logs_tell_nothing();
    document::compare(database, &rows);
}

/// Checks that the clients' logs so far contain no secret.
pub fn logs_tell_nothing() {
    let logged = logs::logged();
    for canary in &*CANARIES {
        if let Some(piece) = canary.find_in(&logged) {
            let line = logged.lines().find(|line| line.to_lowercase().contains(piece)).unwrap_or_default();
            panic!("`{piece}` is logged: {line}");
        }
    }
}

/// Fails with an error that contains the URL.
async fn teller(url: DatabaseUrl) -> Encrypted {
    Err(format!("cannot connect to {}", url.expose_secret()).into())
}

#[tokio::test]
#[should_panic(expected = "teller shows it: cannot connect to postgres://app:p%40ss")]
async fn a_client_that_tells_is_found() {
    static TELLER: Client = client!("teller", teller);
    let password = tests::escaped(tests::servers::PASSWORD);
    connect([&TELLER], &format!("postgres://app:{password}@localhost/app")).await;
}
