//! Pool options take effect in mongodb's pool, on a real server.

use std::time::{Duration, Instant};

use db_config::{Connect, DatabaseConfig};
use mongodb::Client;
use mongodb::bson::{Document, doc};
use mongodb::options::{ClientOptions, ConnectionString};
use tests::{servers, three_ways};

fn url(query: &str) -> String {
    let server = servers::mongodb();
    server.url_as(server.user, server.host, &format!("authSource=admin{query}"))
}

#[test]
fn pool_options_reach_the_client_options() {
    let url = || "mongodb://app@localhost/app".to_owned();
    let options = three_ways!(
        ClientOptions,
        url(),
        max_connections = 7,
        min_connections = 2,
        connect_timeout = "3s",
        idle_timeout = "60s"
    );
    for options in options {
        assert_eq!((options.max_pool_size, options.min_pool_size), (Some(7), Some(2)));
        assert_eq!(options.connect_timeout, Some(Duration::from_secs(3)));
        assert_eq!(options.max_idle_time, Some(Duration::from_secs(60)));
    }
    let connect = three_ways!(
        Connect<Client>,
        url(),
        max_connections = 7,
        min_connections = 2,
        connect_timeout = "3s",
        idle_timeout = "60s"
    );
    for connect in connect {
        let options: &ConnectionString = connect.settings();
        assert_eq!((options.max_pool_size, options.min_pool_size), (Some(7), Some(2)));
        assert_eq!(options.connect_timeout, Some(Duration::from_secs(3)));
        assert_eq!(options.max_idle_time, Some(Duration::from_secs(60)));
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(max_connections = 7, idle_timeout = "60s")]
    events: ClientOptions,
}

#[test]
fn its_own_parameter_in_the_url_wins_over_a_variable_and_an_attribute() {
    let source = |url: &str| {
        let variables = [("DATABASE_URL", url), ("DATABASE_MAX_CONNECTIONS", "8"), ("DATABASE_MIN_CONNECTIONS", "3")];
        Config::from_source(&variables).unwrap().events
    };
    let plain = source("mongodb://localhost/app");
    assert_eq!((plain.max_pool_size, plain.min_pool_size), (Some(8), Some(3)));
    assert_eq!(plain.max_idle_time, Some(Duration::from_secs(60)));
    let own = source("mongodb://localhost/app?maxPoolSize=9&MINPOOLSIZE=4&maxidletimems=5000");
    assert_eq!((own.max_pool_size, own.min_pool_size), (Some(9), Some(4)));
    assert_eq!(own.max_idle_time, Some(Duration::from_secs(5)));
}

#[test]
fn two_parameters_in_the_url_contradict_each_other() {
    for query in [
        "maxPoolSize=9&max_connections=8",
        "max_connections=8&maxpoolsize=9",
        "minPoolSize=6&min_connections=5",
        "connectTimeoutMS=9&connect_timeout=8",
        "maxIdleTimeMS=9&idle_timeout=8",
    ] {
        let url = format!("mongodb://app:hunter2@localhost/app?{query}");
        let error = Config::from_source(&[("DATABASE_URL", url)]).err().expect(query).to_string();
        assert!(error.contains("contradict") && !error.contains("hunter2"), "{error}");
    }
}

/// Returns the duration of six concurrent operations of 200 ms each.
async fn six(client: &Client) -> Duration {
    let events = client.default_database().unwrap().collection::<Document>("pools");
    events.insert_one(doc! { "x": 1 }).await.unwrap();
    let start = Instant::now();
    let slow = async || events.find_one(doc! { "$where": "sleep(200) || true" }).await.unwrap().unwrap();
    tokio::join!(slow(), slow(), slow(), slow(), slow(), slow());
    let took = start.elapsed();
    events.drop().await.unwrap();
    took
}

/// Returns the number of connections with this application name on the server, without the client's two monitoring
/// connections.
async fn connections(client: &Client, name: &str) -> usize {
    let running = doc! { "currentOp": 1, "$all": true, "appName": name, "desc": { "$regex": "^conn" } };
    let running = client.database("admin").run_command(running).await.unwrap();
    let is_monitor = |operation: &&Document| {
        operation.get_document("command").is_ok_and(|it| it.contains_key("hello") || it.contains_key("isMaster"))
    };
    let all = running.get_array("inprog").unwrap().iter().filter_map(|it| it.as_document());
    all.filter(|operation| !is_monitor(operation)).count()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MongoDB: run ./test"]
async fn the_size_reaches_the_pool() {
    for connect in three_ways!(Connect<Client>, url(""), max_connections = 2) {
        let took = six(&connect.connect().await.unwrap()).await;
        assert!(took >= Duration::from_millis(590), "{took:?}");
    }
    for options in three_ways!(ClientOptions, url(""), max_connections = 1) {
        let took = six(&Client::with_options(options).unwrap()).await;
        assert!(took >= Duration::from_millis(1190), "{took:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MongoDB: run ./test"]
async fn the_minimum_is_opened() {
    for (index, connect) in three_ways!(Connect<Client>, url(""), min_connections = 4).into_iter().enumerate() {
        let mut settings = ClientOptions::parse(connect.into_settings()).await.unwrap();
        let name = format!("minimum{index}");
        settings.app_name = Some(name.clone());
        let client = Client::with_options(settings).unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while connections(&client, &name).await < 4 {
            assert!(Instant::now() < deadline, "{} connections", connections(&client, &name).await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
