//! Connection errors of the Redis clients.

use db_config::{Connect, Connectable, DatabaseUrl, FromDatabaseUrl, TlsMode};
use fred::clients::Client as Fred;
use fred::interfaces::ClientLike;
use fred::types::config::Config;
use redis::cmd;
use tests::servers;

use crate::client;
use crate::client::{Client, Encrypted, Fault, meet};
use crate::servers::{Parameters, Servers, faults};

/// Redis does not report TLS. Each client only connects in the mode of the URL.
fn encrypted(url: &DatabaseUrl) -> bool {
    url.tls().mode() != TlsMode::Off
}

async fn redis(url: DatabaseUrl) -> Encrypted {
    let mut connection = redis::Client::from_database_url(&url)?.get_multiplexed_async_connection().await?;
    cmd("PING").exec_async(&mut connection).await?;
    Ok(encrypted(&url))
}

async fn deadpool(url: DatabaseUrl) -> Encrypted {
    let pool = Connect::<deadpool_redis::Pool>::from_database_url(&url)?.connect().await?;
    cmd("PING").exec_async(&mut pool.get().await?).await?;
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
