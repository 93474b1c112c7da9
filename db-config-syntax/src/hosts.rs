//! The servers of a URL: the authority's list of hosts, as libpq's `host`, `hostaddr` and `port` or MySQL's `socket`
//! override it.

use std::net::{IpAddr, Ipv6Addr};

use crate::authority::{self, split_port};
use crate::backend::Backend;
use crate::fault::Fault;
use crate::parameters::Parameter;
use crate::parts::Parts;
use crate::percent;
use crate::problem::ProblemKind;
use crate::query::{Component, Key};
use crate::span::Span;

/// One server.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server {
    /// The name or address, decoded and without brackets, or the path of a socket.
    pub name: String,
    /// Whether the name is the path of a socket.
    pub names_socket: bool,
    /// The address of libpq's `hostaddr`.
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
    /// A host of a variable stands without the addresses of the URL.
    pub replaces_addresses: bool,
}

/// A list of hosts, addresses or ports, and its place.
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

    /// Makes the fault of a list that is not as long as that of the hosts.
    fn mismatch(self, parameter: &str, query: Span) -> Fault {
        let (fault, name) = match self.source {
            ListSource::Variable(name) => (Fault::new(ProblemKind::InvalidValue).in_variable(name), name),
            ListSource::Parameter(_) => (Fault::new(ProblemKind::InvalidValue).at(query), parameter),
        };
        fault
            .with_message(format!("`{name}` does not have one value for each host"))
            .with_help("write as many, separated by commas")
    }
}

/// Returns the servers that a URL names, as the overrides change them.
///
/// # Errors
///
/// A name, an address or a port is invalid, or there are not as many of one as of the others.
pub fn servers(
    text: &str,
    parts: &Parts,
    parameters: &[Parameter],
    overrides: Overrides<'_>,
) -> Result<Vec<Server>, Fault> {
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
    with_ports(servers, ports, overrides.host.or(overrides.address).is_some(), parts.query)
}

/// Returns the servers of the authority.
///
/// # Errors
///
/// A name or a port is invalid.
pub fn servers_of_authority(text: &str, parts: &Parts) -> Result<Vec<Server>, Fault> {
    parts.hosts.of(text).split(',').map(|host| written(host, parts.backend)).collect()
}

/// Reads `host`, `host:port` or `[ipv6]:port`.
fn written(host: &str, backend: Backend) -> Result<Server, Fault> {
    let (name, port) = split_port(host);
    let port = authority::port(port.unwrap_or_default())?;
    let Some(address) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) else {
        return server(percent::decode(name)?, port, backend);
    };
    match server(percent::decode(address)?, port, backend) {
        Ok(server) if server.name.contains(':') => Ok(server),
        _ => Err(Fault::new(ProblemKind::InvalidHost).with_message("not an IPv6 address between the brackets")),
    }
}

fn with_names(authority: Vec<Server>, names: Option<List<'_>>, parts: &Parts) -> Result<Vec<Server>, Fault> {
    let Some(list) = names else { return Ok(authority) };
    let names = list.items();
    let mut ports: Vec<Option<u16>> = authority.iter().map(|server| server.port).collect();
    if ports.len() != 1 && ports.len() != names.len() {
        if !list.is_variable() {
            return Err(list.mismatch("host", parts.query));
        }
        // They belong to a default's hosts, which the variable replaces.
        ports = vec![None];
    }
    let named = |(name, port): (&str, &Option<u16>)| {
        server(name.to_owned(), *port, parts.backend).map_err(|fault| list.fault(not_a_name(fault, name, list)))
    };
    names.into_iter().zip(ports.iter().cycle()).map(named).collect()
}

/// Adds the help for a `host` or `PGHOST` that is not a name.
fn not_a_name(fault: Fault, name: &str, list: List<'_>) -> Fault {
    let has_port =
        name.rsplit_once(':').is_some_and(|(host, port)| !host.contains(':') && authority::port(port).is_ok());
    match list.source {
        ListSource::Parameter(_) if has_port => fault.with_help("write the port by itself, as `port=5432`"),
        ListSource::Variable(_) if has_port => fault.with_help("write the port by itself, in PGPORT"),
        _ if name.contains("://") => {
            fault.with_message("a URL where a host name belongs").with_help("write the name alone")
        }
        _ if !name.is_ascii() => fault,
        _ if name.starts_with('[') => fault.with_help("write the address without its brackets"),
        _ => fault.with_help("write a name, an address or the folder of a socket, and nothing around it"),
    }
}

/// Adds `hostaddr`: one address for each name, or, if there are no names, the hosts themselves.
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
        return Err(list.mismatch("hostaddr", query));
    }
    for (server, address) in servers.iter_mut().zip(addresses).filter(|(_, address)| !address.is_empty()) {
        server.address = Some(address.parse().map_err(|_| {
            let fault = Fault::new(ProblemKind::InvalidValue).with_message("`hostaddr` takes an IP address");
            list.fault(fault.with_help("write a name as `host`"))
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
            Fault::new(kind).with_help("write a number from 1 to 65535, or one for each host").in_variable(name)
        }
        ListSource::Parameter(_) => Fault::new(kind),
    })?;
    if ports.len() != 1 && ports.len() != servers.len() {
        return match has_other_hosts && !list.is_variable() {
            // They belong to a default's hosts, which a variable replaces.
            true => Ok(servers),
            false => Err(list.mismatch("port", query)),
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
            .with_message("a socket's path is not absolute")
            .with_help("write it from the root, as in `socket=/run/mysqld/mysqld.sock`"));
    }
    server(path.to_owned(), None, backend)
}

/// Makes a server of a decoded name: any path for a socket, otherwise nothing that a client could read as more than a
/// name. Letters beyond ASCII pass; `db-config` converts them.
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

/// Returns whether a name is the path of a socket; for MongoDB also a relative one, which according to its
/// [manual](https://www.mongodb.com/docs/manual/reference/connection-string/) ends with `.sock`.
fn is_socket(name: &str, backend: Backend) -> bool {
    name.starts_with('/') || backend == Backend::MongoDb && name.ends_with(".sock")
}

/// libpq splits the name at commas after decoding it: what follows one would be another host.
fn is_socket_path(path: &str) -> bool {
    let is_relative = !path.starts_with('/');
    !path.contains(|c: char| c.is_control() || c == ',' || is_relative && "\\@#?:[]%".contains(c))
}

/// Returns whether a character could make a client read more than a name: anything but the characters of DNS names,
/// underscores and international letters.
pub fn is_disallowed(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' => false,
        _ => c.is_ascii() || c.is_control() || c.is_whitespace(),
    }
}

/// Returns whether a name is an address, with an optional zone: the name of a network interface (RFC 6874,
/// `fe80::1%eth0`).
pub fn is_ipv6(name: &str) -> bool {
    let is_zone =
        |zone: &str| !zone.is_empty() && zone.bytes().all(|b| b.is_ascii_alphanumeric() || b"._~-".contains(&b));
    let (address, zone) = name.split_once('%').map_or((name, None), |(address, zone)| (address, Some(zone)));
    address.contains(':') && address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(is_zone)
}
