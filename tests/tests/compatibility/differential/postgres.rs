//! libpq and tokio-postgres: what their settings mean.

use db_config::resolved::Postgres;
use db_config::{DatabaseUrl, UrlError};
use tokio_postgres::config::Host;

use crate::differential::parsers::{Facts, Read, add};

/// The user of this process, who is also the default user.
pub fn system_user() -> String {
    let url: DatabaseUrl = "postgres://localhost".parse().unwrap();
    Postgres::of(&url).unwrap().user.into_owned()
}

#[cfg(feature = "libpq")]
pub fn libpq(text: &str) -> Option<Facts> {
    libpq::conninfo_parse(text).ok().map(of_libpq)
}

#[cfg(feature = "libpq")]
pub fn libpq_ours(url: &DatabaseUrl) -> Result<Facts, UrlError> {
    use db_config::{DieselUrl, FromDatabaseUrl};

    let diesel = DieselUrl::from_database_url(url)?;
    let read = libpq::conninfo_parse(diesel.expose());
    Ok(of_libpq(read.unwrap_or_else(|error| panic!("libpq refuses {}: {error}", diesel.expose()))))
}

#[cfg(not(feature = "libpq"))]
pub fn libpq(_: &str) -> Option<Facts> {
    None
}

#[cfg(not(feature = "libpq"))]
pub fn libpq_ours(_: &DatabaseUrl) -> Result<Facts, UrlError> {
    Ok(Facts::new())
}

/// libpq takes an empty value for none. Its lists of hosts and ports are split when it connects.
#[cfg_attr(not(feature = "libpq"), allow(dead_code))]
fn of_libpq(read: Vec<(String, String)>) -> Facts {
    let mut facts: Facts = read.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    for value in facts.values_mut() {
        *value = value.split(',').map(without_zeros).collect::<Vec<_>>().join(",");
    }
    let list = |name: &str| facts.get(name).map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>());
    let (hosts, addresses, ports) = (list("host"), list("hostaddr"), list("port").unwrap_or_default());
    let servers = hosts.as_ref().or(addresses.as_ref()).map_or(1, Vec::len);
    let port = |i: usize| ports.get(if ports.len() == 1 { 0 } else { i }).filter(|port| !port.is_empty());
    let all: Vec<String> = (0..servers).map(|i| port(i).cloned().unwrap_or_else(|| "5432".to_owned())).collect();
    // As many as there are hosts, or one: libpq refuses it otherwise, when it connects.
    let fits = |count: usize| count <= 1 || count == servers;
    let misfit = !fits(ports.len()) || hosts.is_some() && addresses.as_ref().is_some_and(|list| list.len() != servers);
    add(&mut facts, "misfit", misfit.then_some("the lists have different lengths"));
    facts.insert("port".to_owned(), all.join(","));
    let user = facts.entry("user".to_owned()).or_insert_with(system_user).clone();
    facts.entry("dbname".to_owned()).or_insert(user);
    facts.entry("sslmode".to_owned()).or_insert("prefer".to_owned());
    facts
}

/// libpq reads `05` as 5.
pub fn without_zeros(number: &str) -> &str {
    let is_number = number.bytes().all(|b| b.is_ascii_digit()) && number.bytes().any(|b| b != b'0');
    if is_number { number.trim_start_matches('0') } else { number }
}

impl Read for tokio_postgres::Config {
    fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        let host = |host: &Host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(folder) => folder.display().to_string(),
        };
        let hosts: Vec<String> = self.get_hosts().iter().map(host).collect();
        let addresses: Vec<String> = self.get_hostaddrs().iter().map(ToString::to_string).collect();
        let servers = hosts.len().max(addresses.len());
        let ports = self.get_ports();
        let port = |i: usize| ports.get(if ports.len() == 1 { 0 } else { i }).copied().unwrap_or(5432).to_string();
        let fits = |count: usize| count <= 1 || count == servers;
        // When it connects, it refuses these.
        let misfit = !fits(ports.len()) || !addresses.is_empty() && !hosts.is_empty() && addresses.len() != hosts.len();
        add(&mut facts, "misfit", misfit.then_some("the lists have different lengths"));
        add(&mut facts, "port", Some((0..servers.max(1)).map(port).collect::<Vec<_>>().join(",")));
        add(&mut facts, "host", Some(hosts.join(",")).filter(|_| !hosts.is_empty()));
        add(&mut facts, "hostaddr", Some(addresses.join(",")).filter(|_| !addresses.is_empty()));
        let user = self.get_user().map_or_else(system_user, str::to_owned);
        add(&mut facts, "dbname", Some(self.get_dbname().unwrap_or(&user)));
        add(&mut facts, "user", Some(user));
        let password = self.get_password().map(|password| match std::str::from_utf8(password) {
            Ok(password) => password.to_owned(),
            Err(_) => password.escape_ascii().to_string(),
        });
        add(&mut facts, "password", password.filter(|password| !password.is_empty()));
        add(&mut facts, "options", self.get_options());
        add(&mut facts, "application_name", self.get_application_name());
        add(&mut facts, "sslmode", Some(format!("{:?}", self.get_ssl_mode()).to_lowercase()));
        add(&mut facts, "sslnegotiation", Some(format!("{:?}", self.get_ssl_negotiation())));
        add(&mut facts, "connect_timeout", self.get_connect_timeout().map(|timeout| format!("{timeout:?}")));
        add(&mut facts, "tcp_user_timeout", self.get_tcp_user_timeout().map(|timeout| format!("{timeout:?}")));
        add(&mut facts, "keepalives", Some(self.get_keepalives()));
        add(&mut facts, "keepalives_idle", Some(format!("{:?}", self.get_keepalives_idle())));
        add(&mut facts, "keepalives_interval", self.get_keepalives_interval().map(|interval| format!("{interval:?}")));
        add(&mut facts, "keepalives_retries", self.get_keepalives_retries());
        add(&mut facts, "target_session_attrs", Some(format!("{:?}", self.get_target_session_attrs())));
        add(&mut facts, "channel_binding", Some(format!("{:?}", self.get_channel_binding())));
        add(&mut facts, "load_balance_hosts", Some(format!("{:?}", self.get_load_balance_hosts())));
        facts
    }
}
