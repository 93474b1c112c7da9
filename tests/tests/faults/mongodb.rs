//! Connection errors of mongodb.

use db_config::{Connect, DatabaseUrl, FromDatabaseUrl, TlsMode, mongodb_client_options};
use mongodb::Client as Driver;
use mongodb::bson::doc;
use mongodb::options::{ClientOptions, ConnectionString};
use tests::servers::{self, strips_tls};

use crate::client;
use crate::client::{Client, Encrypted, Fault, Outcome, connect, logs_tell_nothing, meet};
use crate::servers::{Parameters, Servers, faults};

/// The client connects on first use, and by default waits 30 seconds for a server.
const WAITING: &str = "authSource=admin&serverSelectionTimeoutMS=4000";

async fn ask(client: Driver, url: &DatabaseUrl) -> Encrypted {
    client.database("app").run_command(doc! { "count": "db_config" }).await?;
    Ok(url.tls().mode() != TlsMode::Off)
}

async fn connection_string(url: DatabaseUrl) -> Encrypted {
    let options = ClientOptions::parse(ConnectionString::from_database_url(&url)?).await?;
    ask(Driver::with_options(options)?, &url).await
}

async fn client_options(url: DatabaseUrl) -> Encrypted {
    ask(Driver::with_options(mongodb_client_options(&url).await?)?, &url).await
}

async fn in_one_step(url: DatabaseUrl) -> Encrypted {
    ask(Connect::<Driver>::from_database_url(&url)?.connect().await?, &url).await
}

const CLIENTS: &[Client] = &[
    client!("mongodb `ConnectionString`", connection_string),
    client!("mongodb `ClientOptions`", client_options),
    client!("mongodb `Connect<Client>`", in_one_step),
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MongoDB: run ./test"]
async fn no_client_of_mongodb_tells_the_password() {
    let expired = servers::expired_tls();
    let parameters = Parameters {
        always: WAITING,
        off: "tls=false",
        require: "tls=true&tlsInsecure=true",
        verify: "tls=true",
        root: "tlsCAFile",
        impatient: "",
    };
    let servers = Servers {
        good: servers::mongodb(),
        expired: &format!("localhost:{}", expired.address.port()),
        without_tls: servers::mongodb_without_tls(),
    };
    let mut faults = faults(&parameters, &servers);
    faults.push(Fault {
        name: "unknown cluster (`mongodb+srv`)",
        help: "correct the name, or use a DNS resolver that answers SRV queries".to_owned(),
        url: format!("mongodb+srv://app:{}@cluster.db.invalid/app", tests::escaped(servers::PASSWORD)),
    });
    meet("MongoDB", CLIENTS, faults).await;
    assert_eq!(expired.received(), b"", "something was sent under the expired certificate");
}

/// MongoDB's protocol does not negotiate TLS: the client sends the beginning of TLS, or nothing.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MongoDB: run ./test"]
async fn who_demands_tls_of_mongodb_sends_nothing_without_it() {
    const HANDSHAKE: [u8; 2] = [22, 3];
    let proxy = strips_tls(servers::mongodb_without_tls());
    let tells = |sent: &Vec<u8>| {
        let words = ["isMaster", "ismaster", "hello", "saslStart"].map(str::as_bytes);
        words.iter().any(|word| sent.windows(word.len()).any(|window| window == *word))
    };
    for (client, outcome) in connect(CLIENTS, &proxy.url(&format!("{WAITING}&tls=false"))).await {
        assert_eq!(outcome, Outcome::Connected { encrypted: false }, "{}", client.name);
    }
    assert!(proxy.take_sent().iter().all(tells), "without TLS the client sends its commands");

    for tls in ["tls=true", "tls=true&tlsInsecure=true"] {
        for (client, outcome) in connect(CLIENTS, &proxy.url(&format!("{WAITING}&{tls}"))).await {
            assert!(matches!(outcome, Outcome::Failed(_)), "{} goes on without TLS: {outcome:?}", client.name);
        }
        let sent = proxy.take_sent();
        assert!(sent.len() >= CLIENTS.len(), "{sent:?}");
        for sent in sent {
            assert!(sent.starts_with(&HANDSHAKE) && !tells(&sent), "{sent:?}");
        }
    }
    logs_tell_nothing();
}
