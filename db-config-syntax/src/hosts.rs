//! The servers of a URL: the hosts of the authority, or those that libpq's `host`, `hostaddr` and `port` or MySQL's
//! `socket` set instead.

use std::net::{IpAddr, Ipv6Addr};

use crate::authority::{self, split_port};
use crate::backend::{Backend, is_socket_scheme};
use crate::fault::Fault;
use crate::parameters::Parameter;
use crate::parts::Parts;
use crate::percent;
use crate::problem::ProblemKind;
use crate::query::{Component, Key};
use crate::span::Span;

/// A server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server {
    /// The host name or address, decoded and without brackets, or the path of a socket.
    pub name: String,
    /// Whether the name is the path of a socket.
    pub names_socket: bool,
    /// The address that libpq's `hostaddr` sets.
    pub address: Option<IpAddr>,
    /// The port.
    pub port: Option<u16>,
}

/// The environment variables that override the parts of a URL, with their values.
#[derive(Debug, Clone, Copy, Default)]
pub struct Overrides<'a> {
    /// The list of hosts.
    pub host: Option<(&'static str, &'a str)>,
    /// The list of addresses.
    pub address: Option<(&'static str, &'a str)>,
    /// The list of ports.
    pub port: Option<(&'static str, &'a str)>,
    /// Whether a host from a variable also discards the addresses of the URL.
    pub replaces_addresses: bool,
}

/// A list of hosts, addresses or ports, and its source.
#[derive(Clone, Copy)]
struct List<'a> {
    values: &'a str,
    source: ListSource,
}

#[derive(Clone, Copy)]
enum ListSource {
    Parameter(Span),
    Variable(&'static str),
}

impl<'a> List<'a> {
    fn new(variable: Option<(&'static str, &'a str)>, parameter: Option<&'a Parameter>) -> Option<Self> {
        let of_variable = variable.map(|(name, values)| List { values, source: ListSource::Variable(name) });
        of_variable.or_else(|| {
            parameter.map(|parameter| List { values: &parameter.value, source: ListSource::Parameter(parameter.at) })
        })
    }

    fn items(self) -> Vec<&'a str> {
        self.values.split(',').collect()
    }

    fn is_variable(self) -> bool {
        matches!(self.source, ListSource::Variable(_))
    }

    fn fault(self, fault: Fault) -> Fault {
        match self.source {
            ListSource::Parameter(span) => fault.at(span),
            ListSource::Variable(name) => fault.in_variable(name),
        }
    }

    /// Creates the fault of a list whose length differs from the number of hosts.
    fn mismatch(self, parameter: &str, hosts: usize, query: Span) -> Fault {
        let (fault, name) = match self.source {
            ListSource::Variable(name) => (Fault::new(ProblemKind::InvalidValue).in_variable(name), name),
            ListSource::Parameter(_) => (Fault::new(ProblemKind::InvalidValue).at(query), parameter),
        };
        let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        let (values, hosts) = (count(self.items().len(), "value"), count(hosts, "host"));
        fault
            .with_message(format!("`{name}` has {values} for {hosts}"))
            .with_help("list one per host, separated by commas")
    }
}

/// Returns the servers of a URL, with the overrides applied.
///
/// # Errors
///
/// A name, an address or a port is invalid, or the lists of them have different lengths.
pub fn servers(
    text: &str,
    parts: &Parts,
    parameters: &[Parameter],
    overrides: Overrides<'_>,
) -> Result<Vec<Server>, Fault> {
    if is_socket_scheme(parts.scheme) {
        return Ok(vec![server(percent::decode(parts.path.of(text))?, None, parts.backend)?]);
    }
    let parameter = |part| parameters.iter().find(|parameter| parameter.row.key == Key::Component(part));
    if let Some(parameter) = parameter(Component::Socket) {
        return Ok(vec![socket(parameter, parts.backend)?]);
    }
    let names = List::new(overrides.host, parameter(Component::Host));
    let addresses = List::new(overrides.address, parameter(Component::HostAddress))
        .filter(|list| list.is_variable() || overrides.host.is_none() || !overrides.replaces_addresses);
    let ports = List::new(overrides.port, parameter(Component::Port));
    let servers = with_names(servers_of_authority(text, parts)?, names, parts)?;
    let servers = with_addresses(servers, addresses, parameter(Component::Host).is_none(), parts.query)?;
    let servers = with_ports(servers, ports, overrides.host.or(overrides.address).is_some(), parts.query)?;
    if parts.backend == Backend::Postgres { with_directories(servers) } else { Ok(servers) }
}

/// Splits the path of a PostgreSQL socket, such as `/run/postgresql/.s.PGSQL.5432`, into its directory and port.
fn with_directories(mut servers: Vec<Server>) -> Result<Vec<Server>, Fault> {
    for server in servers.iter_mut().filter(|server| server.names_socket) {
        let Some((directory, port)) = server.name.rsplit_once("/.s.PGSQL.") else { continue };
        let port = authority::port(port)?;
        if server.port.is_some() && server.port != port {
            let fault = Fault::new(ProblemKind::Contradiction);
            let fault = fault.with_message("the path of the socket ends with another port than the URL's");
            return Err(fault.with_help("use only the directory of the socket"));
        }
        server.name = if directory.is_empty() { "/".to_owned() } else { directory.to_owned() };
        server.port = port;
    }
    Ok(servers)
}

/// Returns the servers of the authority.
///
/// # Errors
///
/// A name or a port is invalid.
pub fn servers_of_authority(text: &str, parts: &Parts) -> Result<Vec<Server>, Fault> {
    parts.hosts.of(text).split(',').map(|host| written(host, parts.backend)).collect()
}

/// Parses `host`, `host:port` or `[ipv6]:port`.
fn written(host: &str, backend: Backend) -> Result<Server, Fault> {
    let (name, port) = split_port(host);
    let port = authority::port(port.unwrap_or_default())?;
    let Some(address) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) else {
        return server(percent::decode(name)?, port, backend);
    };
    match server(percent::decode(address)?, port, backend) {
        Ok(server) if server.name.contains(':') => Ok(server),
        _ => Err(Fault::new(ProblemKind::InvalidHost)
            .with_message("invalid IPv6 address in brackets")
            .with_help("use an address such as `[2001:db8::1]`, or remove the brackets")),
    }
}

fn with_names(authority: Vec<Server>, names: Option<List<'_>>, parts: &Parts) -> Result<Vec<Server>, Fault> {
    let Some(list) = names else { return Ok(authority) };
    let names = list.items();
    let mut ports: Vec<Option<u16>> = authority.iter().map(|server| server.port).collect();
    if ports.len() != 1 && ports.len() != names.len() {
        if !list.is_variable() {
            return Err(list.mismatch("host", ports.len(), parts.query));
        }
        // The ports belong to the hosts of a default value, which the variable replaces.
        ports = vec![None];
    }
    let named = |(name, port): (&str, &Option<u16>)| {
        server(name.to_owned(), *port, parts.backend).map_err(|fault| list.fault(with_name_help(fault, name, list)))
    };
    names.into_iter().zip(ports.iter().cycle()).map(named).collect()
}

/// Adds the help for an invalid `host` or `PGHOST`.
fn with_name_help(fault: Fault, name: &str, list: List<'_>) -> Fault {
    let has_port =
        name.rsplit_once(':').is_some_and(|(host, port)| !host.contains(':') && authority::port(port).is_ok());
    match list.source {
        ListSource::Parameter(_) if has_port => fault.with_help("set the port with `port`, as in `port=5432`"),
        ListSource::Variable(_) if has_port => fault.with_help("set the port in PGPORT"),
        _ if name.contains("://") => {
            fault.with_message("expected a host name, found a URL").with_help("use only the host name")
        }
        _ if !name.is_ascii() => fault,
        _ if name.starts_with('[') => fault.with_help("remove the brackets around the address"),
        _ => fault.with_help("use only a host name, an IP address or a socket directory"),
    }
}

/// Adds the addresses of `hostaddr`: one per host name, or the hosts themselves if the URL has no names.
fn with_addresses(
    mut servers: Vec<Server>,
    addresses: Option<List<'_>>,
    has_no_names: bool,
    query: Span,
) -> Result<Vec<Server>, Fault> {
    let Some(list) = addresses else { return Ok(servers) };
    let addresses = list.items();
    if let ([server], true) = (&servers[..], has_no_names) {
        if server.name.is_empty() {
            servers = vec![server.clone(); addresses.len()];
        }
    }
    if addresses.len() != servers.len() {
        return Err(list.mismatch("hostaddr", servers.len(), query));
    }
    for (server, address) in servers.iter_mut().zip(addresses).filter(|(_, address)| !address.is_empty()) {
        server.address = Some(address.parse().map_err(|_| {
            let (message, help) = match list.source {
                ListSource::Parameter(_) => {
                    ("invalid IP address in `hostaddr`", "use an IP address, or set a host name with `host`")
                }
                ListSource::Variable(_) => ("invalid IP address", "use an IP address, or set a host name in PGHOST"),
            };
            list.fault(Fault::new(ProblemKind::InvalidValue).with_message(message).with_help(help))
        })?);
    }
    Ok(servers)
}

fn with_ports(
    mut servers: Vec<Server>,
    ports: Option<List<'_>>,
    has_other_hosts: bool,
    query: Span,
) -> Result<Vec<Server>, Fault> {
    let Some(list) = ports else { return Ok(servers) };
    let ports: Result<Vec<_>, _> = list.items().into_iter().map(authority::port).collect();
    let ports = ports.map_err(|kind| match list.source {
        ListSource::Variable(name) => {
            Fault::new(kind).with_help("use a number from 1 to 65535, or one per host").in_variable(name)
        }
        ListSource::Parameter(_) => Fault::new(kind),
    })?;
    if ports.len() != 1 && ports.len() != servers.len() {
        return match has_other_hosts && !list.is_variable() {
            // The ports belong to the hosts of a default value, which a variable replaces.
            true => Ok(servers),
            false => Err(list.mismatch("port", servers.len(), query)),
        };
    }
    for (server, port) in servers.iter_mut().zip(ports.iter().cycle()) {
        server.port = *port;
    }
    Ok(servers)
}

fn socket(parameter: &Parameter, backend: Backend) -> Result<Server, Fault> {
    let path = &*parameter.value;
    // Prisma writes it as `socket=(/tmp/mysql.sock)`.
    let path = path.strip_prefix('(').and_then(|path| path.strip_suffix(')')).unwrap_or(path);
    if !path.starts_with('/') {
        return Err(Fault::new(ProblemKind::InvalidValue)
            .at(parameter.at)
            .with_message("expected an absolute path in `socket`")
            .with_help("use the whole path, as in `socket=/run/mysqld/mysqld.sock`"));
    }
    server(path.to_owned(), None, backend)
}

/// Creates a server from a decoded name.
///
/// A socket may have any path. A host name must not contain anything that a client could take for more than a name.
/// Non-ASCII letters pass, because `db-config` converts them.
fn server(name: String, port: Option<u16>, backend: Backend) -> Result<Server, Fault> {
    let names_socket = is_socket(&name, backend);
    let is_valid = match names_socket {
        true => is_socket_path(&name),
        false => is_ipv6(&name) || !name.contains(is_disallowed),
    };
    match is_valid {
        true => Ok(Server { name, names_socket, address: None, port }),
        false => Err(Fault::new(ProblemKind::InvalidHost)),
    }
}

/// Returns whether a name is the path of a socket.
///
/// MongoDB also supports relative paths, which [end with
/// `.sock`](https://www.mongodb.com/docs/manual/reference/connection-string/).
fn is_socket(name: &str, backend: Backend) -> bool {
    name.starts_with('/') || backend == Backend::MongoDb && name.ends_with(".sock")
}

/// Returns whether a path is valid for a socket.
///
/// libpq splits the decoded name at commas, so the text after a comma would be another host.
fn is_socket_path(path: &str) -> bool {
    let is_relative = !path.starts_with('/');
    !path.contains(|c: char| c.is_control() || c == ',' || is_relative && "\\@#?:[]%".contains(c))
}

/// Returns whether a character is neither part of a DNS name, nor an underscore, nor an international letter. A client
/// could take it for the end of the name.
pub fn is_disallowed(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' => false,
        _ => c.is_ascii() || c.is_control() || c.is_whitespace(),
    }
}

/// Returns whether a name is an IPv6 address, with an optional zone. A zone is the name of a network interface (RFC
/// 6874, `fe80::1%eth0`).
pub fn is_ipv6(name: &str) -> bool {
    let is_zone =
        |zone: &str| !zone.is_empty() && zone.bytes().all(|b| b.is_ascii_alphanumeric() || b"._~-".contains(&b));
    let (address, zone) = name.split_once('%').map_or((name, None), |(address, zone)| (address, Some(zone)));
    address.contains(':') && address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(is_zone)
}
