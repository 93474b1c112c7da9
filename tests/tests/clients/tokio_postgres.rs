//! The client options of tokio-postgres, on a real database with the connector of the TLS plan.

use std::time::Duration;

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, TlsMode, TlsPlan};
use tests::connector::connector;
use tests::scenarios::{self, VerifyCa};
use tests::{servers, url};
use tokio_postgres::Config;
use tokio_postgres::config::{ChannelBinding, Host, LoadBalanceHosts, SslMode, SslNegotiation, TargetSessionAttrs};

fn config(text: &str) -> Config {
    Config::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn options_are_those_of_the_url() {
    let config = config(
        "postgres://us%40er:p%40ss@[::1]:5433,db2.example.com/or%20ders?sslmode=require&application_name=a+b\
         &schema=s1&options=-c%20x%3D1&statement_timeout=1500&connect_timeout=7&tcp_user_timeout=1500\
         &keepalives_idle=3&keepalives_interval=4&keepalives_count=5&target_session_attrs=read-write\
         &channel_binding=require&load_balance_hosts=random&sslnegotiation=direct&prepared_statements=false&connection_limit=3",
    );
    assert_eq!(config.get_hosts(), [Host::Tcp("::1".to_owned()), Host::Tcp("db2.example.com".to_owned())]);
    assert_eq!(config.get_ports(), [5433, 5432]);
    assert!(config.get_hostaddrs().is_empty());
    assert_eq!((config.get_user(), config.get_password()), (Some("us@er"), Some(&b"p@ss"[..])));
    assert_eq!((config.get_dbname(), config.get_application_name()), (Some("or ders"), Some("a+b")));
    assert_eq!(config.get_options(), Some("-c x=1 -c search_path=s1 -c statement_timeout=1500"));
    assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(7)));
    assert_eq!(config.get_tcp_user_timeout(), Some(&Duration::from_millis(1500)));
    assert!(config.get_keepalives());
    assert_eq!(config.get_keepalives_idle(), Duration::from_secs(3));
    assert_eq!(config.get_keepalives_interval(), Some(Duration::from_secs(4)));
    assert_eq!(config.get_keepalives_retries(), Some(5));
    assert_eq!(config.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
    assert_eq!(config.get_channel_binding(), ChannelBinding::Require);
    assert_eq!(config.get_load_balance_hosts(), LoadBalanceHosts::Random);
    assert_eq!((config.get_ssl_mode(), config.get_ssl_negotiation()), (SslMode::Require, SslNegotiation::Direct));
}

#[test]
fn unset_parameters_get_libpqs_defaults() {
    let left_out = config("postgres://db.example.com");
    let user = left_out.get_user().expect("the user of the operating system");
    assert!(!user.is_empty());
    assert_eq!(left_out.get_dbname(), Some(user));
    assert_eq!((left_out.get_password(), left_out.get_ports()), (None, &[5432][..]));

    // For zero, libpq uses the system's default.
    let zeros = "connect_timeout=0&keepalives_idle=0&keepalives_interval=0&keepalives_count=0&tcp_user_timeout=0";
    assert_eq!(config(&format!("postgres://db.example.com/?{zeros}")), left_out);
    let trivial = "target_session_attrs=ANY&load_balance_hosts=disable&channel_binding=prefer&sslnegotiation=postgres";
    assert_eq!(config(&format!("postgres://db.example.com/?{trivial}")), left_out);
}

#[test]
fn hosts_of_every_kind() {
    let socket = config("postgres://u@%2Fvar%2Frun%2Fpg:5433/d");
    assert_eq!(socket.get_hosts(), [Host::Unix("/var/run/pg".into())]);
    assert_eq!((socket.get_ports(), socket.get_ssl_mode()), (&[5433][..], SslMode::Disable));

    let named = config("postgres://u@name.example.com/d?hostaddr=10.0.0.7");
    assert_eq!(named.get_hosts(), [Host::Tcp("name.example.com".to_owned())]);
    assert_eq!(named.get_hostaddrs(), ["10.0.0.7".parse::<std::net::IpAddr>().unwrap()]);

    // Without a host name, tokio-postgres would have no name to verify and would refuse TLS.
    let nameless = config("postgres:///d?hostaddr=10.0.0.7");
    assert_eq!(nameless.get_hosts(), [Host::Tcp("10.0.0.7".to_owned())]);
}

#[test]
fn sets_the_chosen_tls_mode() {
    for (text, mode) in [
        ("postgres://localhost/d", SslMode::Prefer),
        ("postgres://db/d", SslMode::Prefer),
        ("postgres://db.example.com/d", SslMode::Require),
        ("postgres://db.example.com/d?sslmode=disable", SslMode::Disable),
        ("postgres://db.example.com/d?sslmode=verify-full", SslMode::Require),
        ("postgres://db/d?sslrootcert=ca.pem", SslMode::Require),
    ] {
        let (config, _) = <(Config, TlsPlan)>::from_database_url(&url(text)).unwrap();
        assert_eq!(config.get_ssl_mode(), mode, "{text}");
    }
}

#[test]
fn rejects_unsupported_parameters() {
    for (text, what) in [
        ("postgres://h/d?target_session_attrs=prefer-standby", "`target_session_attrs=prefer-standby`"),
        ("postgres://h/d?target_session_attrs=primary", "`read-write`"),
        ("postgres://u:hunter2@h/d?passfile=f", "passfile"),
        ("postgres://h/d?sslcert=a&sslkey=b&sslpassword=hunter2", "sslpassword"),
        ("postgres://u:hunter2@h/d?sslcrl=f", "sslcrl"),
    ] {
        let error = Config::from_database_url(&url(text)).unwrap_err().to_string();
        assert!(error.contains(what) && error.contains("tokio-postgres") && !error.contains("hunter2"), "{error}");
    }
}

#[test]
fn debug_output_contains_no_password() {
    let shown = format!("{:?}", config("postgres://u:hunter2@h/d"));
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_client_certificate_needs_the_tls_plan() {
    let with_certificate = url("postgres://h.example.com/d?sslcert=/c.pem&sslkey=/k.pem");
    let error = Config::from_database_url(&with_certificate).unwrap_err().to_string();
    assert!(error.contains("tokio-postgres does not support a client certificate"), "{error}");
    let (_, tls) = <(Config, TlsPlan)>::from_database_url(&with_certificate).unwrap();
    assert_eq!(tls.client_key(), Some("/k.pem".as_ref()));
}

#[derive(DatabaseConfig)]
struct Fields {
    database: Config,
    #[database(env = "DATABASE_URL")]
    tls: TlsPlan,
}

#[derive(DatabaseConfig)]
struct Pair {
    database: (Config, TlsPlan),
}

/// The TLS plan can be in the same field as the client options, or in another field.
#[test]
fn the_tls_plan_can_be_in_another_field() {
    let text = "postgres://db.example.com/d?sslmode=verify-full&sslrootcert=/ca.pem";
    let (config, tls) = Pair::from_source(&[("DATABASE_URL", text)]).unwrap().database;
    assert_eq!((config.get_ssl_mode(), tls.mode()), (SslMode::Require, TlsMode::VerifyFull));
    let error = Fields::from_source(&[("DATABASE_URL", text)]).err().unwrap();
    assert_eq!((error.problems().len(), error.problems()[0].field()), (1, "database"), "{error}");
    let fields = Fields::from_source(&[("DATABASE_URL", "postgres://db.example.com/d?sslmode=require")]).unwrap();
    assert_eq!((fields.database.get_ssl_mode(), fields.tls.mode()), (SslMode::Require, TlsMode::Require));
}

async fn connect(url: &DatabaseUrl) -> Result<tokio_postgres::Client, Box<dyn std::error::Error + Send + Sync>> {
    let (config, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    let (client, connection) = config.connect(connector(&tls)?).await?;
    tokio::spawn(connection);
    Ok(client)
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn on_a_server() {
    scenarios::postgres(VerifyCa::AnyName, async |url| {
        let client = connect(&url).await?;
        Ok(client.query_one("select ssl from pg_stat_ssl where pid = pg_backend_pid()", &[]).await?.get(0))
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_session_has_the_options_of_the_url() {
    let server = servers::postgres();
    let query = "sslmode=disable&schema=information_schema&application_name=me%20%2B&statement_timeout=4321\
                 &target_session_attrs=read-write&prepared_statements=false&connect_timeout=5";
    let client = connect(&url(&server.url_as(server.user, server.host, query))).await.unwrap();
    let settings = "select current_setting('search_path'), current_setting('application_name'), \
                    current_setting('statement_timeout')";
    let row = client.query_one(settings, &[]).await.unwrap();
    let settings: Vec<String> = (0..3).map(|i| row.get(i)).collect();
    assert_eq!(settings, ["information_schema", "me +", "4321ms"]);

    let read_only = "target_session_attrs=read-only";
    assert!(connect(&url(&server.url_as(server.user, server.host, read_only))).await.is_err());
    // `options` make the session read-only.
    let read_only = format!("{read_only}&options=-c%20default_transaction_read_only%3Don");
    connect(&url(&server.url_as(server.user, server.host, &read_only))).await.unwrap();
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn connects_to_the_second_host_if_the_first_fails() {
    let server = servers::postgres();
    let text = server.url().replace(server.host, "127.0.0.1:1,127.0.0.1");
    connect(&url(&text)).await.unwrap();
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn verifies_the_name_of_a_host_with_an_address() {
    let server = servers::postgres();
    let query = |name: &str| {
        let ca = servers::certificates().ca.display();
        url(&server.url_as(server.user, name, &format!("hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={ca}")))
    };
    connect(&query("db.test")).await.unwrap();
    assert!(connect(&query("other.test")).await.is_err());
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn requires_channel_binding_if_the_url_does() {
    let server = servers::postgres();
    let over = |query: &str| url(&server.url_as(server.user, "localhost", query));
    connect(&over("channel_binding=require&sslmode=require")).await.unwrap();
    let error = connect(&over("channel_binding=require&sslmode=disable")).await.err().unwrap();
    assert!(format!("{error:?}").contains("channel binding"), "{error:?}");
}
