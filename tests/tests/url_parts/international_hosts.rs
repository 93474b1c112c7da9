//! International host names, which DNS knows in ASCII form.

use std::path::PathBuf;

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, TlsMode};
use mongodb::options::ClientOptions;
use sqlx::postgres::PgConnectOptions;
use tests::clients::connecting;
use tests::url;

const ASCII: &str = "xn--bcher-kva.example.com";

#[test]
fn reach_every_client_as_dns_has_them() {
    for host in ["bücher.example.com", "b%C3%BCcher.example.com", "b%c3%bccher.example.com", "BÜCHER.example.com"] {
        for scheme in ["postgres", "mysql", "mongodb"] {
            let url = url(&format!("{scheme}://u:p@{host}/d"));
            for client in connecting(url.backend()) {
                let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {host}: {error}", client.name));
                let shown = shown.to_lowercase();
                let elsewhere = shown.contains("cher.example.com") || shown.contains("%c3");
                assert!(shown.contains(ASCII) && !elsewhere, "{}: {host}: {shown}", client.name);
            }
            assert!(url.tls().reason().to_string().contains(ASCII), "{}", url.tls());
        }
    }
    let options = ClientOptions::from_database_url(&url("mongodb://bücher.example.com/")).unwrap();
    let address = mongodb::options::ServerAddress::Tcp { host: ASCII.to_owned(), port: None };
    assert_eq!(options.hosts, [address]);
    let srv = mongodb::options::ConnectionString::from_database_url(&url("mongodb+srv://bücher.example.com/"));
    assert_eq!(srv.unwrap().host_info, mongodb::options::HostInfo::DnsRecord(ASCII.to_owned()));
}

#[test]
fn work_in_parameters_and_variables_too() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(libpq_env)]
        database: PgConnectOptions,
    }
    for values in
        [vec![("DATABASE_URL", "postgres://u@/d?host=bücher.example.com")], vec![("PGHOST", "bücher.example.com")]]
    {
        assert_eq!(Config::from_source(&values).unwrap().database.get_host(), ASCII);
    }
    let socket = PgConnectOptions::from_database_url(&url("postgres://u@%2Frun%2Fb%C3%BCcher/d")).unwrap();
    assert_eq!(socket.get_socket(), Some(&PathBuf::from("/run/bücher")));
}

#[test]
fn are_checked_in_the_form_that_clients_connect_to() {
    for (host, mode) in [
        ("DB.ｆｌｙｃａｓｔ", TlsMode::Off),
        ("db。example。com", TlsMode::Require),
        ("lo\u{ad}calhost", TlsMode::Prefer),
        ("ünicode", TlsMode::Prefer),
    ] {
        let url = url(&format!("postgres://u@{host}/d"));
        assert_eq!(url.tls().mode(), mode, "{host}: {}", url.tls());
        let config = tokio_postgres::Config::from_database_url(&url).unwrap();
        assert!(format!("{:?}", config.get_hosts()).is_ascii(), "{host}");
    }
    for host in ["１２７.0.0.1", "\u{ad}", "ü b", "xn--ü"] {
        assert!(format!("postgres://u@{host}/d").parse::<DatabaseUrl>().is_err(), "{host}");
    }
}
