//! The client options of postgres, on a real database. They are those of tokio-postgres, on which it is built.

use db_config::{DatabaseUrl, FromDatabaseUrl, Roots, TlsMode, TlsPlan};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config};
use tests::connector::connector;
use tests::scenarios::{self, VerifyCa};
use tests::{servers, url};
use tokio::task::spawn_blocking;

/// Every option that a URL can set.
const EVERYTHING: &str = "postgres://us%40er:p%40ss@[::1]:5433,db2.example.com/or%20ders?sslmode=require\
                          &application_name=a+b&schema=s1&options=-c%20x%3D1&statement_timeout=1500&connect_timeout=7\
                          &tcp_user_timeout=1500&keepalives_idle=3&keepalives_interval=4&keepalives_count=5\
                          &target_session_attrs=read-write&channel_binding=require&load_balance_hosts=random\
                          &sslnegotiation=direct";

#[test]
fn options_are_those_of_tokio_postgres() {
    for text in
        [EVERYTHING, "postgres://localhost", "postgres://u:pw@%2Frun%2Fpg:5433/d", "postgres:///d?hostaddr=10.0.0.7"]
    {
        let blocking = Config::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
        let inner = tokio_postgres::Config::from_database_url(&url(text)).unwrap();
        assert_eq!(format!("{:?}", Config::from(inner.clone())), format!("{blocking:?}"), "{text}");
        assert_eq!(blocking.get_password(), inner.get_password(), "{text}");
        let plan = |(_, plan): (Config, TlsPlan)| (plan.mode(), plan.reason().clone());
        let of_inner = |(_, plan): (tokio_postgres::Config, TlsPlan)| (plan.mode(), plan.reason().clone());
        let both = <(Config, TlsPlan)>::from_database_url(&url(text)).unwrap();
        assert_eq!(plan(both), of_inner(FromDatabaseUrl::from_database_url(&url(text)).unwrap()), "{text}");
    }
    let config = Config::from_database_url(&url(EVERYTHING)).unwrap();
    assert_eq!(config.get_hosts(), [Host::Tcp("::1".to_owned()), Host::Tcp("db2.example.com".to_owned())]);
    assert_eq!((config.get_user(), config.get_password()), (Some("us@er"), Some(&b"p@ss"[..])));
    assert_eq!((config.get_dbname(), config.get_ssl_mode()), (Some("or ders"), SslMode::Require));
}

#[test]
fn an_error_names_the_client() {
    for (text, what) in [
        ("postgres://h/d?target_session_attrs=prefer-standby", "`target_session_attrs=prefer-standby`"),
        ("postgres://u:hunter2@h/d?passfile=f", "passfile"),
        ("postgres://u:hunter2@h.example.com/d?sslmode=verify-full", "`(Config, TlsPlan)`"),
        ("postgres://u:hunter2@h.example.com/d?sslcert=/c.pem&sslkey=/k.pem", "a client certificate"),
    ] {
        let error = Config::from_database_url(&url(text)).unwrap_err().to_string();
        let names_it = error.contains("postgres") && !error.contains("tokio-postgres");
        assert!(error.contains(what) && names_it && !error.contains("hunter2"), "{error}");
    }
    let (_, tls) =
        <(Config, TlsPlan)>::from_database_url(&url("postgres://h.example.com/d?sslmode=verify-full")).unwrap();
    assert_eq!(tls.mode(), TlsMode::VerifyFull);
}

type Connected = Result<Client, Box<dyn std::error::Error + Send + Sync>>;

/// The client connects and answers on a thread that may block.
async fn asks<T: Send + 'static>(
    url: DatabaseUrl,
    connect: fn(&DatabaseUrl) -> Connected,
    ask: fn(&mut Client) -> Result<T, postgres::Error>,
) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
    spawn_blocking(move || Ok(ask(&mut connect(&url)?)?)).await?
}

fn with_rustls(url: &DatabaseUrl) -> Connected {
    let (config, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    Ok(config.connect(connector(&tls)?)?)
}

fn with_native_tls(url: &DatabaseUrl) -> Connected {
    let (config, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    Ok(config.connect(tls.postgres_native_tls()?)?)
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn on_a_server() {
    let is_encrypted = |client: &mut Client| {
        let sql = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
        Ok(client.query_one(sql, &[])?.get(0))
    };
    scenarios::postgres(VerifyCa::AnyName, async |url| asks(url, with_rustls, is_encrypted).await).await;
    scenarios::postgres(VerifyCa::AnyName, async |url| asks(url, with_native_tls, is_encrypted).await).await;
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn the_session_has_the_options_of_the_url() {
    let server = servers::postgres();
    let query = "sslmode=disable&schema=information_schema&application_name=me%20%2B&statement_timeout=4321";
    let mut client = with_rustls(&url(&server.url_as(server.user, server.host, query))).unwrap();
    let settings = "select current_setting('search_path'), current_setting('application_name'), \
                    current_setting('statement_timeout'), current_database()";
    let row = client.query_one(settings, &[]).unwrap();
    let settings: Vec<String> = (0..4).map(|i| row.get(i)).collect();
    assert_eq!(settings, ["information_schema", "me +", "4321ms", server.database]);
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn the_plan_verifies_the_server() {
    tests::connector::install_provider();
    let server = servers::postgres();
    let certificates = servers::certificates();
    for (ca, verifies) in [(&certificates.ca, true), (&certificates.other_ca, false)] {
        let query = format!("sslmode=verify-full&sslrootcert={}", ca.display());
        let url = url(&server.url_as(server.user, "localhost", &query));
        let (config, tls) = <(Config, TlsPlan)>::from_database_url(&url).unwrap();
        assert_eq!(config.connect(tls.postgres_rustls(Roots::System).unwrap()).is_ok(), verifies, "{query}");
    }
}
