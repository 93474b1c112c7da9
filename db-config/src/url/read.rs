//! From the text to a [`DatabaseUrl`]: its parts decoded, its keys known and of one mind.

use std::str::FromStr;

use super::{DatabaseUrl, Host, Pair, Surroundings};
use crate::error::UrlError;
use crate::keys::{self, Key};
use crate::problem::ProblemKind;
use crate::syntax::{self, Parts, Span};
use crate::tls::TlsMode;
use crate::tls_decision::TlsStatements;
use crate::{Backend, percent, scheme, suggest, whatwg};

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let parts = syntax::parts(text).map_err(|kind| fault(kind, text))?;
        let decode = |span: Span| percent::decode(span.of(text)).map_err(UrlError::of);
        let non_empty = |text: &String| !text.is_empty();
        let is_sqlite = parts.backend == Backend::Sqlite;
        let mut url = Self {
            text: text.to_owned(),
            parts,
            hosts: if is_sqlite { Vec::new() } else { hosts(parts.hosts.of(text))? },
            username: parts.username.map(decode).transpose()?.filter(non_empty),
            password: parts.password.filter(|_| !is_sqlite).map(decode).transpose()?,
            database: match parts.path.of(text).strip_prefix('/') {
                Some(database) if !is_sqlite => {
                    Some(percent::decode(database).map_err(UrlError::of)?).filter(non_empty)
                }
                _ => None,
            },
            pathname: pathname(text, &parts),
            pairs: Vec::new(),
            tls: TlsStatements::default(),
            surroundings: Surroundings::default(),
        };
        for (name, value) in syntax::pairs(text, parts.query) {
            let pair = url.pair(name, value)?;
            url.take(pair)?;
        }
        url.check()?;
        Ok(url)
    }
}

/// Reading.
impl DatabaseUrl {
    /// One pair of the query, known and of a value that its key takes.
    fn pair(&self, name_at: Span, value_at: Span) -> Result<Pair, UrlError> {
        let name = percent::decode(name_at.of(&self.text)).map_err(UrlError::of)?;
        let value = percent::decode(value_at.of(&self.text)).map_err(UrlError::of)?;
        let Some(row) = keys::find(name.as_bytes(), self.backend()) else {
            return Err(self.unknown_key(&name, name_at));
        };
        if !row.takes.accepts(value.as_bytes()) {
            return Err(self
                .error(ProblemKind::Value, value_at)
                .with_message(format!("`{name}` does not take this value"))
                .with_remedy(row.takes.remedy()));
        }
        Ok(Pair { key: row.key, name, value, name_at })
    }

    fn unknown_key(&self, name: &str, name_at: Span) -> UrlError {
        // The end of a password, as likely as a key.
        if self.parts.query.of(&self.text).contains('@') && self.parts.username.is_none() {
            return UrlError::of(ProblemKind::RawCharacter('?'));
        }
        let kind = keys::unknown(name.as_bytes());
        let error = self.error(kind, name_at);
        // As it is spelled: decoded, it may hold what a terminal obeys.
        let error = error.with_message(format!("{}: `{}`", kind.message(), name_at.of(&self.text)));
        match keys::suggestion(name, self.backend()) {
            _ if kind == ProblemKind::UnknownTlsKey && self.backend() == Backend::Sqlite => {
                error.with_remedy("remove it: SQLite has no network")
            }
            Some(near) => error.with_remedy(format!("did you mean `{near}`?")),
            None if kind == ProblemKind::UnknownTlsKey && self.backend() == Backend::MongoDb => {
                error.with_remedy("say it with `tls`, `tlsCAFile` and `tlsCertificateKeyFile`")
            }
            None => error,
        }
    }

    /// Lets a pair say what it says.
    fn take(&mut self, pair: Pair) -> Result<(), UrlError> {
        let said = self.tls.take(pair.key, &pair.name, &pair.value);
        said.map_err(|other| self.conflict(&pair.name, &other, pair.name_at))?;
        let mut twins = self.pairs.iter().filter(|twin| twin.key == pair.key);
        if let Some(twin) = pair.key.is_single().then(|| twins.next()).flatten() {
            if twin.value != pair.value {
                return Err(self.conflict(&pair.name, &twin.name, pair.name_at));
            }
        }
        let value = Some(pair.value.clone()).filter(|value| !value.is_empty());
        match pair.key {
            Key::User => self.username = value,
            Key::Password => self.password = Some(pair.value.clone()),
            Key::Database => self.database = value,
            // A list of ports may come before its hosts: `host_keys` reads the three together.
            _ => {}
        }
        self.pairs.push(pair);
        Ok(())
    }

    fn conflict(&self, name: &str, other: &str, span: Span) -> UrlError {
        let message = match name == other {
            true => format!("`{name}` is given twice, with different values"),
            false => format!("`{name}` contradicts `{other}`"),
        };
        self.error(ProblemKind::Conflict, span).with_message(message).with_remedy("keep one of them")
    }

    /// The rules that need the whole URL.
    fn check(&mut self) -> Result<(), UrlError> {
        self.host_keys()?;
        if let Err((by, other)) = self.tls.conclude() {
            return Err(self.conflict(by, other, self.parts.query));
        }
        if let Some(identity) = self.pairs.iter().find(|pair| pair.key == Key::ClientIdentity) {
            return Err(self
                .error(ProblemKind::NotCarried, identity.name_at)
                .with_message("no Rust client reads a PKCS#12 identity")
                .with_remedy("convert it to PEM files, and name them as `sslcert` and `sslkey`"));
        }
        let tls = &self.tls.files;
        let pair = self.backend() != Backend::MongoDb;
        if pair && tls.client_certificate.is_some() != tls.client_key.is_some() {
            let (given, missing) =
                if tls.client_key.is_some() { ("a key", "`sslcert`") } else { ("a certificate", "`sslkey`") };
            return Err(self
                .error(ProblemKind::Value, self.parts.query)
                .with_message(format!("{given} of the client without the other half of the pair"))
                .with_remedy(format!("add {missing}; the CA's certificate is `sslrootcert`")));
        }
        if self.backend() == Backend::MongoDb {
            self.check_mongodb()?;
        }
        Ok(())
    }

    /// MongoDB's specification of its URI options: files are of no use without TLS.
    fn check_mongodb(&self) -> Result<(), UrlError> {
        let files = &self.tls.files;
        let off = matches!(self.tls.conclude(), Ok(Some((TlsMode::Off, _))));
        if off && (files.root_certificate.is_some() || files.client_certificate.is_some()) {
            let error = self.error(ProblemKind::Conflict, self.parts.query);
            return Err(error.with_message("`tls=false` beside files for TLS"));
        }
        Ok(())
    }

    /// libpq's `host`, `hostaddr` and `port`, each a list, which override the authority's.
    fn host_keys(&mut self) -> Result<(), UrlError> {
        let list = |key| self.value(key).map(|value| value.split(',').map(str::to_owned).collect::<Vec<_>>());
        let (names, addresses, ports) = (list(Key::Host), list(Key::HostAddress), list(Key::Port));
        let given = [&names, &addresses].into_iter().flatten().map(Vec::len).max();
        let count = given.unwrap_or(self.hosts.len());
        let mismatch = |key: &str| {
            self.error(ProblemKind::Value, self.parts.query)
                .with_message(format!("`{key}` does not have one value for each host"))
                .with_remedy("write as many, separated by commas")
        };
        let mut hosts = self.hosts.clone();
        if let Some(names) = names {
            let ports: Vec<Option<u16>> = self.hosts.iter().map(Host::port).collect();
            if ports.len() != 1 && ports.len() != names.len() {
                return Err(mismatch("host"));
            }
            let named =
                |(name, port): (String, &Option<u16>)| Ok(Host { name: host_name(name)?, address: None, port: *port });
            hosts = names.into_iter().zip(ports.iter().cycle()).map(named).collect::<Result<_, UrlError>>()?;
        }
        if let Some(addresses) = addresses {
            if hosts.len() == 1 {
                hosts.resize(count, hosts[0].clone());
            }
            if addresses.len() != hosts.len() {
                return Err(mismatch("hostaddr"));
            }
            let given = hosts.iter_mut().zip(addresses).filter(|(_, address)| !address.is_empty());
            for (host, address) in given {
                host.address = Some(address.parse().map_err(|_| {
                    self.error(ProblemKind::Value, self.parts.query)
                        .with_message("`hostaddr` takes an IP address")
                        .with_remedy("write a name as `host`")
                })?);
            }
        }
        if let Some(ports) = ports {
            if ports.len() != 1 && ports.len() != hosts.len() {
                return Err(mismatch("port"));
            }
            for (host, port) in hosts.iter_mut().zip(ports.iter().cycle()) {
                host.port = self::port(port)?;
            }
        }
        if let Some(socket) = self.value(Key::Socket) {
            if !socket.starts_with('/') {
                return Err(self
                    .error(ProblemKind::Value, self.parts.query)
                    .with_message("a socket's path is not absolute")
                    .with_remedy("write it from the root, as in `socket=/run/mysqld/mysqld.sock`"));
            }
            hosts = vec![Host { name: socket.to_owned(), address: None, port: None }];
        }
        self.hosts = hosts;
        Ok(())
    }
}

impl Key {
    /// Whether a key says one thing only: said twice, it must say the same.
    fn is_single(self) -> bool {
        !matches!(
            self,
            Key::Options
                | Key::MongoDb
                | Key::Foreign
                | Key::Tls
                | Key::TlsVerifyCa
                | Key::TlsVerifyHost
                | Key::TlsVerified
                | Key::TlsAcceptInvalid
        )
    }
}

fn fault(kind: ProblemKind, text: &str) -> UrlError {
    let error = UrlError::of(kind);
    if kind != ProblemKind::UnknownScheme {
        return error;
    }
    let word = text.split(':').next().unwrap_or_default();
    let error = error.with_message(format!("no supported database has the scheme `{word}`"));
    let driver = word.split_once('+').filter(|(base, _)| Backend::of_scheme(base.as_bytes()).is_some());
    let other = scheme::OTHERS.iter().find(|(other, _)| word.eq_ignore_ascii_case(other));
    match (driver, other, suggest::nearest(word, scheme::ALL.iter().copied())) {
        (Some((base, driver)), ..) => {
            error.with_remedy(format!("write `{base}://`: the field's type is the driver, not `+{driver}`"))
        }
        (_, Some((_, Some(ours))), _) => error.with_remedy(format!("write `{ours}://`, whose protocol it speaks")),
        (_, None, Some(near)) => error.with_remedy(format!("did you mean `{near}`?")),
        _ => error,
    }
}

/// The list of hosts, which `syntax` has checked.
fn hosts(list: &str) -> Result<Vec<Host>, UrlError> {
    list.split(',')
        .map(|host| {
            let (name, port) = host.split_at(syntax::port_colon(host.as_bytes(), 0, host.len()));
            let name = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
                None => host_name(percent::decode(name).map_err(UrlError::of)?)?,
                Some(address) => {
                    let host =
                        || UrlError::of(ProblemKind::Host).with_message("not an IPv6 address between the brackets");
                    let zone = address.split('%').next().unwrap_or_default();
                    zone.parse::<std::net::Ipv6Addr>().map_err(|_| host())?;
                    percent::decode(address).map_err(UrlError::of)?
                }
            };
            Ok(Host { name, address: None, port: self::port(port.trim_start_matches(':'))? })
        })
        .collect()
}

/// A decoded name: of a socket any path, else nothing that a client could read as more than a name.
fn host_name(name: String) -> Result<String, UrlError> {
    let address = name.split('%').next().unwrap_or_default();
    let is_address = address.parse::<std::net::IpAddr>().is_ok();
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || ",/\\@#?:[]".contains(c);
    if name.contains(char::is_control) || !name.starts_with('/') && !is_address && name.contains(is_odd) {
        return Err(UrlError::of(ProblemKind::Host));
    }
    Ok(name)
}

/// A port; empty where there is none.
pub(crate) fn port(text: &str) -> Result<Option<u16>, UrlError> {
    match text {
        "" => Ok(None),
        _ => match text.parse() {
            Ok(port) if port > 0 => Ok(Some(port)),
            _ => Err(UrlError::of(ProblemKind::Port)),
        },
    }
}

fn pathname(text: &str, parts: &Parts) -> String {
    whatwg::pathname(text).unwrap_or_else(|| {
        let path = parts.path.of(text);
        // Behind SQLite's authority, which `new URL` would not take.
        let path = path.strip_prefix("//").map_or(path, |rest| rest.find('/').map_or("", |slash| &rest[slash..]));
        whatwg::path_of(parts.scheme, path)
    })
}
