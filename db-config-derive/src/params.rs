//! The attribute `params`: query parameters that the URL leaves out.

use crate::parts::PartsAttribute;
use db_config_syntax::query::{
    self, Component, Key, PASSWORD_ENDING, PoolOption, Row, TLS_ENDING, USER_ENDINGS, ValueType, derived_variable,
};
use db_config_syntax::tls::TlsKey;
use db_config_syntax::{Backend, Backends, Part, ProblemKind, check, percent};

/// The query parameters of the attribute, checked for each database.
pub struct Params {
    pub items: Vec<Item>,
}

/// One query parameter, or the whole attribute.
pub struct Item {
    pub text: String,
    pub verdicts: Vec<(Backend, Verdict)>,
}

pub enum Verdict {
    Valid,
    /// The parameter has no effect on this database. The message is for a field that accepts no other one.
    Unknown(String),
    Invalid(String),
}

/// The variables of the field that set the parts of the URL.
pub struct Variables<'a> {
    pub url: &'a str,
    pub parts: Option<&'a PartsAttribute>,
    /// The prefix of the struct.
    pub prefix: &'a str,
}

impl Params {
    /// Checks the query parameters for URLs of these databases.
    pub fn new(text: &str, databases: Backends, variables: &Variables<'_>) -> Self {
        let item = |text: &str| {
            let verdicts = databases.iter().map(|backend| (backend, verdict(text, backend, variables)));
            Item { text: text.to_owned(), verdicts: verdicts.collect() }
        };
        let mut items: Vec<Item> = text.split('&').filter(|item| !item.is_empty()).map(item).collect();
        let whole = |backend| {
            let valid: Vec<&str> = items.iter().filter(|item| item.is_valid(backend)).map(|item| &*item.text).collect();
            check_query(&valid.join("&"), backend)
        };
        let verdicts = databases.iter().map(|backend| (backend, whole(backend)));
        let whole = Item { text: text.to_owned(), verdicts: verdicts.collect() };
        items.push(whole);
        Params { items }
    }
}

impl Item {
    /// Returns the error if the parameter is wrong for every database that the field can accept.
    pub fn error(&self) -> Option<&str> {
        let is_valid = self.verdicts.iter().any(|(_, verdict)| matches!(verdict, Verdict::Valid));
        let mut invalid = self.verdicts.iter().filter_map(|(_, verdict)| match verdict {
            Verdict::Invalid(message) => Some(&**message),
            _ => None,
        });
        match &self.verdicts[..] {
            _ if is_valid => None,
            [(_, Verdict::Unknown(message))] => Some(message),
            _ => invalid.next(),
        }
    }

    /// Returns the databases that have the parameter.
    pub fn valid(&self) -> Backends {
        self.verdicts.iter().map(|(backend, _)| *backend).filter(|backend| self.is_valid(*backend)).collect()
    }

    /// Returns the name, as the attribute spells it.
    pub fn name(&self) -> &str {
        self.text.split('=').next().unwrap_or_default()
    }

    fn is_valid(&self, backend: Backend) -> bool {
        self.verdicts.iter().any(|(of, verdict)| *of == backend && matches!(verdict, Verdict::Valid))
    }
}

/// Checks one query parameter for URLs of one database.
fn verdict(item: &str, backend: Backend, variables: &Variables<'_>) -> Verdict {
    let name = percent::decode(item.split('=').next().unwrap_or_default()).unwrap_or_default();
    let row = query::find(&name, backend);
    match row.and_then(|row| instead(row, &name, variables)) {
        Some(instead) => Verdict::Invalid(format!("`{name}` is not supported in `params`; {instead}")),
        None if row.is_some_and(|row| !row.has_effect()) => {
            Verdict::Unknown(format!("db-config does not use `{name}`; remove it"))
        }
        None => check_query(item, backend),
    }
}

/// Checks a query with the code that runs at startup.
fn check_query(query: &str, backend: Backend) -> Verdict {
    let start = match backend {
        Backend::Sqlite => "sqlite://app.db".to_owned(),
        Backend::Redis => "redis://localhost".to_owned(),
        _ => format!("{}://app@localhost/app", backend.schemes()[0]),
    };
    // db-config percent-encodes the values when it adds them to a URL.
    let url = format!("{start}?{}", query.replace('@', "%40"));
    match check(&url, Backends::ALL) {
        Ok(_) => Verdict::Valid,
        Err(fault) => {
            let message = format!("{}; {}", fault.message, fault.help);
            match fault.kind {
                // The message has a position in the URL of this check.
                ProblemKind::Whitespace => Verdict::Invalid(
                    "unexpected whitespace or control character; percent-encode it, a space as `%20`".to_owned(),
                ),
                ProblemKind::UnknownParameter | ProblemKind::UnknownTlsParameter => Verdict::Unknown(message),
                _ => Verdict::Invalid(message),
            }
        }
    }
}

/// Returns the help for a parameter that has another place: an attribute, a variable or the URL.
fn instead(row: &Row, name: &str, variables: &Variables<'_>) -> Option<String> {
    let url = variables.url;
    let mongodb_option = PoolOption::ALL
        .into_iter()
        .find(|option| option.mongodb_name().is_some_and(|own| own.eq_ignore_ascii_case(name)));
    let pool_option = match row.key {
        Key::Pool(option) | Key::Unclear(option) => Some(option),
        Key::MongoDb => mongodb_option,
        _ => row.pool_option(),
    };
    Some(match row.key {
        Key::Unsupported(..) => return None,
        Key::Component(component) => variables.of_part(component),
        Key::Tls(
            TlsKey::RootCertificate
            | TlsKey::LibpqRootCertificate
            | TlsKey::ClientCertificate
            | TlsKey::ClientKey
            | TlsKey::Negotiation,
        ) => format!("set it in {url}"),
        Key::Tls(_) => {
            format!("use the attribute `tls` or `default_tls`, or set {}", derived_variable(url, TLS_ENDING))
        }
        Key::NoOp if query::may_affect_tls(name) => "remove it, because it has no effect".to_owned(),
        Key::Libpq if row.name() == "passfile" => "set PGPASSFILE".to_owned(),
        Key::Libpq if row.name().starts_with("service") => format!("name the server in {url}"),
        Key::Libpq if row.name().starts_with("ssl") => format!("set it in {url}"),
        _ if pool_option.is_some() => format!("use the attribute `{}`", pool_option?.name()),
        _ if matches!(row.value_type, ValueType::Secret) => {
            format!("set it in {url}, because it can contain a secret")
        }
        _ => return None,
    })
}

impl Variables<'_> {
    /// Returns the help for a part of the URL.
    fn of_part(&self, component: Component) -> String {
        let (part, what) = match component {
            Component::Host | Component::HostAddress | Component::Socket => (Part::Host, "the host"),
            Component::Port => (Part::Port, "the port"),
            Component::User => (Part::User, "the user name"),
            Component::Password => (Part::Password, "the password"),
            Component::Database => (Part::Name, "the database name"),
        };
        let of_attribute = self.parts.map(|parts| parts.variables_of(part, self.prefix, self.url));
        let own = of_attribute.and_then(|names| names.into_iter().next());
        let url = self.url;
        match (own, part) {
            (Some(variable), _) => format!("set {what} in {url} or in {variable}"),
            (None, Part::User) => format!("set {what} in {url} or in {}", derived_variable(url, USER_ENDINGS[0])),
            (None, Part::Password) => format!("set {what} in {url} or in {}", derived_variable(url, PASSWORD_ENDING)),
            (None, _) => format!(
                "set {what} in {url}, or in {} with the attribute `parts`",
                part.variables(None, None, url).into_iter().next().unwrap_or_default()
            ),
        }
    }
}
