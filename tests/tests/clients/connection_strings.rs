//! Clients that accept a connection string read the same parts from it as db-config from the URL.

use std::str::FromStr;

use db_config::resolved::{MongoDb, MySql, Postgres, Secret, Server};
use db_config::{DatabaseUrl, DieselUrl, FromDatabaseUrl};
use proptest::prelude::*;
use tests::escaped;

/// Host names with ports, user, password and database.
type Parts = (Vec<(String, Option<u16>)>, String, Option<String>, Option<String>);

fn hosts(servers: &[Server<'_>], port: u16) -> Vec<(String, Option<u16>)> {
    servers.iter().map(|server| (server.host.to_lowercase(), Some(server.port.unwrap_or(port)))).collect()
}

/// Returns the parts that db-config reads from the URL, if it accepts the URL.
fn postgres(url: &DatabaseUrl) -> Option<Parts> {
    let it = Postgres::resolve(url).ok()?;
    let password = it.password.map(Secret::expose_secret).filter(|password| !password.is_empty()).map(str::to_owned);
    Some((hosts(&it.servers, 5432), it.user.to_string(), password, Some(it.database.to_string())))
}

/// Parses a URL for libpq with tokio-postgres, without the query parameters that only libpq supports.
fn read_by_tokio_postgres(text: &str) -> Parts {
    let known = ["hostaddr=", "sslmode=", "options=", "application_name=", "connect_timeout="];
    let (url, query) = text.split_once('?').unwrap_or((text, ""));
    let pairs: Vec<&str> = query.split('&').filter(|pair| known.iter().any(|key| pair.starts_with(key))).collect();
    let text = format!("{url}?{}", pairs.join("&").replace("sslmode=verify-ca", "sslmode=require"));
    let config = tokio_postgres::Config::from_str(&text.replace("verify-full", "require")).unwrap();
    let names = config.get_hosts().iter().map(|host| match host {
        tokio_postgres::config::Host::Tcp(name) => name.to_lowercase(),
        tokio_postgres::config::Host::Unix(path) => path.to_str().unwrap().to_lowercase(),
    });
    let hosts = names.zip(config.get_ports().iter().map(|port| Some(*port))).collect();
    let password = config.get_password().map(|password| String::from_utf8(password.to_vec()).unwrap());
    let password = password.filter(|password| !password.is_empty());
    (hosts, config.get_user().unwrap().to_owned(), password, config.get_dbname().map(str::to_owned))
}

/// Parses the URL with sqlx. The password has no getter.
fn read_by_sqlx(text: &str) -> Parts {
    let options = sqlx::postgres::PgConnectOptions::from_str(text).unwrap();
    let host = options.get_socket().map_or(options.get_host().to_owned(), |path| path.to_str().unwrap().to_owned());
    let database = options.get_database().map(str::to_owned);
    (vec![(host.to_lowercase(), Some(options.get_port()))], options.get_username().to_owned(), None, database)
}

fn mysql(url: &DatabaseUrl) -> Option<Parts> {
    let it = MySql::resolve(url).ok()?;
    let password = it.password.map(|password| password.expose_secret().to_owned());
    Some((hosts(&it.servers, 3306), it.user.to_owned(), password, it.database.map(str::to_owned)))
}

fn mongodb(url: &DatabaseUrl) -> Option<Parts> {
    let it = MongoDb::resolve(url).ok()?;
    let password = it.password.map(|password| password.expose_secret().to_owned());
    Some((hosts(&it.servers, 27017), it.user?.to_owned(), password, it.database.map(str::to_owned)))
}

/// Returns any string. Most characters have a meaning somewhere in a URL.
fn part() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(",;:@/?#&=%+ '\"\\[]<>|^`{}$!*()~._-".chars().collect::<Vec<_>>());
    let character = prop_oneof![odd, prop::char::range('a', 'f'), any::<char>().prop_filter("NUL", |c| *c != '\0')];
    prop::collection::vec(character, 1..6).prop_map(String::from_iter)
}

/// Returns names, addresses and sockets, some with unusual characters.
fn host() -> impl Strategy<Value = String> {
    let plain = prop::sample::select(vec![
        "h",
        "localhost",
        "db.example.com",
        "127.0.0.1",
        "%2Ftmp",
        "app.flycast",
        "bücher.example",
        "[::1]",
        "x.sock",
        "",
    ]);
    (plain, prop::option::weighted(0.5, part()), prop::option::of(1u16..)).prop_map(|(plain, odd, port)| {
        let odd = odd.map_or(String::new(), |odd| escaped(&odd));
        format!("{plain}{odd}{}", port.map_or(String::new(), |port| format!(":{port}")))
    })
}

fn url(
    scheme: &str,
    (hosts, user, password, database): &(Vec<String>, String, Option<String>, String),
) -> Option<DatabaseUrl> {
    let password = password.as_ref().map_or(String::new(), |password| format!(":{}", escaped(password)));
    let (user, database) = (escaped(user), escaped(database));
    format!("{scheme}://{user}{password}@{}/{database}", hosts.join(",")).parse().ok()
}

fn parts() -> impl Strategy<Value = (Vec<String>, String, Option<String>, String)> {
    (prop::collection::vec(host(), 1..3), part(), prop::option::of(part()), part())
}

/// For MySQL, Diesel and refinery parse their URL with the `url` crate, which rejects an address with a zone.
#[test]
fn rejects_an_ipv6_zone_for_clients_without_support() {
    let url: DatabaseUrl = "mysql://u@[fe80::1%25eth0]/d?ssl-mode=disabled".parse().unwrap();
    let diesel = DieselUrl::from_database_url(&url).unwrap_err();
    let refinery = refinery::config::Config::from_database_url(&url).unwrap_err();
    for error in [diesel, refinery] {
        assert!(error.message().ends_with("does not support an IPv6 zone"), "{error:#}");
    }
    let options = mysql_async::Opts::from_database_url(&url).unwrap();
    assert_eq!(options.ip_or_hostname(), "fe80::1%eth0");
}

/// `new URL` and sqlx's `Any` driver resolve the dots of a path, except between escaped slashes.
#[test]
fn keeps_dots_after_a_link() {
    let url: DatabaseUrl = "sqlite:///data/link%2F..%2Fapp.db".parse().unwrap();
    let options = sqlx::any::AnyConnectOptions::from_database_url(&url).unwrap();
    let read = sqlx::sqlite::SqliteConnectOptions::from_str(options.database_url.as_str()).unwrap();
    assert_eq!(read.get_filename().to_str(), Some("/data/link/../app.db"));
    assert_eq!(url.sqlite_path().unwrap().to_str(), Some("/data/link/../app.db"));
}

/// Skips a rejected case. The test fails if too few cases remain.
fn unless_rejected<T>(made: Option<T>) -> Result<T, TestCaseError> {
    made.ok_or_else(|| TestCaseError::reject("rejected"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600,
        max_global_rejects: 6_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn of_postgresql(parts in parts()) {
        let url = unless_rejected(url("postgres", &parts))?;
        let diesel = unless_rejected(DieselUrl::from_database_url(&url).ok())?;
        prop_assert_eq!(Some(read_by_tokio_postgres(diesel.expose_secret())), postgres(&url), "{}", diesel.expose_secret());
        let config = unless_rejected(deadpool_postgres::Config::from_database_url(&url).ok())?;
        prop_assert_eq!(Some(read_by_tokio_postgres(config.url.as_deref().unwrap())), postgres(&url));
    }

    #[test]
    fn of_postgresql_in_sea_orm(parts in parts()) {
        let url = unless_rejected(url("postgres", &parts))?;
        let options = unless_rejected(sea_orm::ConnectOptions::from_database_url(&url).ok())?;
        let (read, meant) = (read_by_sqlx(options.get_url()), postgres(&url).unwrap());
        prop_assert_eq!((&read.0, &read.1, &read.3), (&meant.0, &meant.1, &meant.3), "{}", options.get_url());
        let shown = format!("{:?}", sqlx::postgres::PgConnectOptions::from_str(options.get_url()).unwrap());
        let password = format!("password: Some({:?})", meant.2.unwrap_or_default());
        prop_assert!(shown.contains(&password), "{}: {shown}", options.get_url());
    }

    #[test]
    fn of_mysql(parts in parts()) {
        let url = unless_rejected(url("mysql", &parts))?;
        let options = unless_rejected(sqlx::any::AnyConnectOptions::from_database_url(&url).ok())?;
        let read = sqlx::mysql::MySqlConnectOptions::from_str(options.database_url.as_str()).unwrap();
        let (hosts, user, _, database) = unless_rejected(mysql(&url))?;
        let host = if hosts[0].0.is_empty() { "localhost" } else { &hosts[0].0 };
        if !url.hosts()[0].is_socket() {
            prop_assert_eq!((read.get_host().to_lowercase(), Some(read.get_port())), (host.to_owned(), hosts[0].1));
        }
        prop_assert_eq!((read.get_username(), read.get_database()), (user.as_str(), database.as_deref()));
    }

    #[test]
    fn of_mongodb(parts in parts()) {
        let url = unless_rejected(url("mongodb", &parts))?;
        let options = unless_rejected(mongodb::options::ClientOptions::from_database_url(&url).ok())?;
        let (hosts, user, password, database) = unless_rejected(mongodb(&url))?;
        let read: Vec<_> = options.hosts.iter().map(|host| match host {
            mongodb::options::ServerAddress::Unix { path } => path.to_str().unwrap().to_lowercase(),
            mongodb::options::ServerAddress::Tcp { host, .. } => host.to_lowercase(),
                other => panic!("{other:?}"),
        }).collect();
        prop_assert_eq!(read, hosts.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        let credential = options.credential.unwrap();
        prop_assert_eq!((credential.username, credential.password), (Some(user), password));
        prop_assert_eq!(options.default_database, database);
    }
}
