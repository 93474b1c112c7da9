//! The servers, from everything that names them.

use super::Reader;
use crate::error::{ProblemKind, UrlError};
use crate::query::Part;
use crate::url::host::{self, Host};
use crate::url::pair::Pair;
use crate::url::{percent, syntax};

impl Reader<'_> {
    /// The servers: the authority's, as libpq's `host`, `hostaddr` and `port` or MySQL's `socket` override them.
    /// With them, the libpq variable that names them, if one does.
    pub(super) fn hosts(&self) -> Result<(Vec<Host>, Option<&'static str>), UrlError> {
        if let Some(socket) = self.key(Part::Socket) {
            return Ok((vec![self.socket(socket)?], None));
        }
        let authority = self.authority()?;
        let by_name = self.variables.get(Part::Host);
        let by_address = self.variables.get(Part::HostAddress);
        let hosts = self.named(authority, by_name)?;
        let hosts = self.addressed(hosts, by_address)?;
        let by = by_name.or(by_address).map(|(variable, _)| variable);
        Ok((self.with_ports(hosts, by.is_some())?, by))
    }

    /// The list of hosts, which `syntax` has checked.
    pub(super) fn authority(&self) -> Result<Vec<Host>, UrlError> {
        let list = self.parts.hosts.of(self.text);
        let host = |host: &str| {
            let (name, port) = host.split_at(syntax::port_colon(host.as_bytes(), 0, host.len()));
            let port = host::port(port.trim_start_matches(':'))?;
            let decode = |name: &str| match name.contains('%') {
                true => percent::decode(name).map_err(UrlError::of),
                false => Ok(name.to_owned()),
            };
            let Some(address) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) else {
                return Host::new(decode(name)?, port, self.parts.backend);
            };
            let no_address =
                || UrlError::of(ProblemKind::Host).with_message("not an IPv6 address between the brackets");
            match Host::new(decode(address)?, port, self.parts.backend) {
                Ok(host) if host.name().contains(':') => Ok(host),
                _ => Err(no_address()),
            }
        };
        list.split(',').map(host).collect()
    }

    fn named(&self, authority: Vec<Host>, variable: Option<(&str, &str)>) -> Result<Vec<Host>, UrlError> {
        let key = self.key(Part::Host);
        let (names, by) = match (variable, key) {
            (Some((_, names)), _) => (names, None),
            (None, Some(pair)) => (pair.value(self.text), Some(pair)),
            (None, None) => return Ok(authority),
        };
        let names: Vec<&str> = names.split(',').collect();
        let mut ports: Vec<Option<u16>> = authority.iter().map(Host::port).collect();
        if ports.len() != 1 && ports.len() != names.len() {
            if by.is_some() {
                return Err(self.mismatch("host", None));
            }
            // They belong to a default's hosts, which the variable replaces.
            ports = vec![None];
        }
        let host = |(name, port): (&str, &Option<u16>)| {
            Host::new(name.to_owned(), *port, self.parts.backend).map_err(|error| self.no_name(error, name, by))
        };
        names.into_iter().zip(ports.iter().cycle()).map(host).collect()
    }

    /// A `host` or `PGHOST` that is not a name; `by` is the key.
    fn no_name(&self, error: UrlError, name: &str, by: Option<&Pair>) -> UrlError {
        let error = match by {
            Some(pair) => self.at(pair.at.unwrap_or(self.parts.query), error),
            None => error.in_variable("PGHOST"),
        };
        let port = name.rsplit_once(':').filter(|(host, port)| !host.contains(':') && host::port(port).is_ok());
        match (by, port) {
            (Some(_), Some(_)) => error.with_remedy("write the port by itself, as `port=5432`"),
            (None, Some(_)) => error.with_remedy("write the port by itself, in PGPORT"),
            _ if name.contains("://") => {
                error.with_message("a URL where a host name belongs").with_remedy("write the name alone")
            }
            _ if !name.is_ascii() => error,
            _ if name.starts_with('[') => error.with_remedy("write the address without its brackets"),
            _ => error.with_remedy("write a name, an address or the folder of a socket, and nothing around it"),
        }
    }

    /// `hostaddr`: one address for each name, or, if there are no names, the hosts themselves.
    fn addressed(&self, mut hosts: Vec<Host>, variable: Option<(&'static str, &str)>) -> Result<Vec<Host>, UrlError> {
        let key = self.key(Part::HostAddress);
        let named_by_variable = self.surroundings.libpq_first && self.variables.get(Part::Host).is_some();
        let addresses = match (variable, key) {
            (Some((_, addresses)), _) => addresses,
            (None, Some(pair)) if !named_by_variable => pair.value(self.text),
            _ => return Ok(hosts),
        };
        let name = variable.map(|(name, _)| name);
        let addresses: Vec<&str> = addresses.split(',').collect();
        if let ([host], true) = (&hosts[..], self.key(Part::Host).is_none()) {
            if host.name().is_empty() {
                hosts = vec![host.clone(); addresses.len()];
            }
        }
        if addresses.len() != hosts.len() {
            return Err(self.mismatch("hostaddr", name));
        }
        for (host, address) in hosts.iter_mut().zip(addresses).filter(|(_, address)| !address.is_empty()) {
            host.address = Some(address.parse().map_err(|_| {
                let error = match name {
                    Some(variable) => UrlError::of(ProblemKind::Value).in_variable(variable),
                    None => self.error(ProblemKind::Value, key.and_then(|pair| pair.at).unwrap_or(self.parts.query)),
                };
                error.with_message("`hostaddr` takes an IP address").with_remedy("write a name as `host`")
            })?);
        }
        Ok(hosts)
    }

    fn with_ports(&self, mut hosts: Vec<Host>, by_variable: bool) -> Result<Vec<Host>, UrlError> {
        let key = self.key(Part::Port);
        let variable = self.variables.get(Part::Port);
        let ports = match (variable, key) {
            (Some((_, ports)), _) => ports,
            (None, Some(pair)) => pair.value(self.text),
            (None, None) => return Ok(hosts),
        };
        let variable = variable.map(|(name, _)| name);
        let ports: Result<Vec<_>, _> = ports.split(',').map(host::port).collect();
        let ports = ports.map_err(|error| match variable {
            Some(name) => error.with_remedy("write a number from 1 to 65535, or one for each host").in_variable(name),
            None => error,
        })?;
        if ports.len() != 1 && ports.len() != hosts.len() {
            return match by_variable && variable.is_none() {
                // They belong to a default's hosts, as in `named`.
                true => Ok(hosts),
                false => Err(self.mismatch("port", variable)),
            };
        }
        for (host, port) in hosts.iter_mut().zip(ports.iter().cycle()) {
            host.port = *port;
        }
        Ok(hosts)
    }

    fn mismatch(&self, key: &str, variable: Option<&'static str>) -> UrlError {
        let (error, key) = match variable {
            Some(name) => (UrlError::of(ProblemKind::Value).in_variable(name), name),
            None => (self.error(ProblemKind::Value, self.parts.query), key),
        };
        error
            .with_message(format!("`{key}` does not have one value for each host"))
            .with_remedy("write as many, separated by commas")
    }

    fn socket(&self, pair: &Pair) -> Result<Host, UrlError> {
        let path = pair.value(self.text);
        // Prisma writes it as `socket=(/tmp/mysql.sock)`.
        let path = path.strip_prefix('(').and_then(|path| path.strip_suffix(')')).unwrap_or(path);
        if !path.starts_with('/') {
            return Err(self
                .error(ProblemKind::Value, pair.at.unwrap_or(self.parts.query))
                .with_message("a socket's path is not absolute")
                .with_remedy("write it from the root, as in `socket=/run/mysqld/mysqld.sock`"));
        }
        Host::new(path.to_owned(), None, self.parts.backend)
    }
}
