//! Connection errors of the Redis clients.

use std::time::Duration;

use db_config::{Connect, Connectable, DatabaseUrl, FromDatabaseUrl, TlsMode};
use deadpool_redis::PoolError;
use fred::clients::Client as Fred;
use fred::interfaces::ClientLike;
use fred::types::config::Config;
use redis::{AsyncConnectionConfig, cmd};
use tests::servers::{self, strips_tls};

use crate::client;
use crate::client::{Client, Encrypted, Fault, Outcome, connect, logs_tell_nothing, meet};
use crate::servers::{Parameters, Servers, UNKNOWN_HOST, faults};

/// Redis does not report TLS. Each client only connects in the mode of the URL.
fn encrypted(url: &DatabaseUrl) -> bool {
    url.tls().mode() != TlsMode::Off
}

/// The default is one second, which a busy resolver exceeds.
const LIMIT: Duration = Duration::from_secs(5);

async fn redis(url: DatabaseUrl) -> Encrypted {
    let limit = AsyncConnectionConfig::new().set_connection_timeout(Some(LIMIT));
    let client = redis::Client::from_database_url(&url)?;
    let mut connection = client.get_multiplexed_async_connection_with_config(&limit).await?;
    cmd("PING").exec_async(&mut connection).await?;
    Ok(encrypted(&url))
}

async fn deadpool(url: DatabaseUrl) -> Encrypted {
    let pool = Connect::<deadpool_redis::Pool>::from_database_url(&url)?.connect().await?;
    let mut connection = pool.get().await;
    // The limit of its connections is fixed.
    for _ in 0..4 {
        let is_slow = |error: &PoolError| error.to_string().contains("timed out");
        if url.host() == Some(UNKNOWN_HOST) && connection.as_ref().err().is_some_and(is_slow) {
            connection = pool.get().await;
        }
    }
    cmd("PING").exec_async(&mut connection?).await?;
    Ok(encrypted(&url))
}

async fn fred(url: DatabaseUrl) -> Encrypted {
    let client = Fred::new(Config::from_database_url(&url)?, None, None, None);
    client.init().await?;
    client.quit().await?;
    Ok(encrypted(&url))
}

async fn in_one_step<P: Connectable<Mode = db_config::Async>>(url: DatabaseUrl) -> Encrypted {
    Connect::<P>::from_database_url(&url)?.connect().await?;
    Ok(encrypted(&url))
}

const CLIENTS: &[Client] = &[
    client!("redis `Client`", redis),
    client!("redis `Connect<ConnectionManager>`", in_one_step::<redis::aio::ConnectionManager>),
    client!("deadpool-redis", deadpool),
    client!("fred `Config`", fred),
    client!("fred `Connect<Client>`", in_one_step::<Fred>),
    client!("fred `Connect<Pool>`", in_one_step::<fred::clients::Pool>),
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: run ./test"]
async fn no_client_of_redis_tells_the_password() {
    tests::connector::install_provider();
    let expired = servers::redis_expired();
    let parameters = Parameters {
        always: "",
        off: "tls=false",
        require: "tls=true&insecure=true",
        verify: "tls=true",
        root: "tls_ca",
        impatient: "",
    };
    let good = servers::redis();
    let servers = Servers {
        good,
        expired: &format!("localhost:{}", expired.tls_port),
        without_tls: servers::redis_without_tls(),
    };
    let mut faults = faults(&parameters, &servers);
    const HELP: &str = "use the server's port for TLS, or `redis://` if the network is trusted";
    for fault in &mut faults {
        if fault.name.starts_with("TLS required") {
            fault.help = HELP.to_owned();
        }
        // Redis has another port for TLS.
        if fault.name.contains("certificate") {
            fault.url = fault.url.replace(&format!(":{}/", good.port), &format!(":{}/", good.tls_port));
        }
    }
    faults.push(Fault {
        name: "missing password",
        help: "set the password in the URL, or in `REDIS_PASSWORD`".to_owned(),
        url: format!("redis://{}:{}", good.host, good.port),
    });
    faults.push(Fault {
        name: "number of the database too high",
        help: "use a number from 0 to 15, or raise `databases` on the server".to_owned(),
        url: good.url().replace("/3", "/99"),
    });
    meet("Redis", CLIENTS, faults).await;
}

/// Redis' protocol does not negotiate TLS: the client sends the beginning of TLS, or nothing.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: run ./test"]
async fn who_demands_tls_of_redis_sends_nothing_without_it() {
    const HANDSHAKE: [u8; 2] = [22, 3];
    tests::connector::install_provider();
    let proxy = strips_tls(servers::redis_without_tls());
    let tells = |sent: &Vec<u8>| {
        let words = ["AUTH", "HELLO", "PING"].map(str::as_bytes);
        words.iter().any(|word| sent.windows(word.len()).any(|window| window == *word))
    };
    for (client, outcome) in connect(CLIENTS, &proxy.url("tls=false")).await {
        assert_eq!(outcome, Outcome::Connected { encrypted: false }, "{}", client.name);
    }
    assert!(proxy.take_sent().iter().all(tells), "without TLS the client sends its commands");

    for tls in ["tls=true", "tls=true&insecure=true"] {
        for (client, outcome) in connect(CLIENTS, &proxy.url(tls)).await {
            assert!(matches!(outcome, Outcome::Failed(_)), "{} goes on without TLS: {outcome:?}", client.name);
        }
        let sent = proxy.take_sent();
        assert!(sent.len() >= CLIENTS.len(), "{sent:?}");
        for sent in sent {
            // fred ends the other connections of a pool if one fails.
            assert!((sent.is_empty() || sent.starts_with(&HANDSHAKE)) && !tells(&sent), "{sent:?}");
        }
    }
    logs_tell_nothing();
}
