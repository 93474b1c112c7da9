//! A difference, and the disagreements that it explains.

use std::fmt;

use db_config::{ProblemKind, UrlError};

use crate::differential::parsers::{Facts, Parser, decoded};
use crate::differential::survey::{disagreements, explain};

/// A row of `docs/reference/differences.md`.
pub struct Difference {
    pub parsers: &'static [Parser],
    /// The property of the URL.
    pub text: &'static str,
    /// URLs with this property; each named parser accepts one of them. An example that begins with `:` gets the parser's
    /// scheme.
    pub examples: &'static [&'static str],
    /// How the parsers read it.
    pub theirs: &'static str,
    /// How db-config reads it.
    pub ours: &'static str,
    pub why: &'static str,
    /// Returns whether the row explains a disagreement.
    pub is_it: fn(&Disagreement<'_>) -> bool,
}

/// A disagreement between a parser and db-config.
#[derive(Debug)]
pub struct Disagreement<'a> {
    pub parser: Parser,
    pub text: &'a str,
    pub found: Finding,
}

#[derive(Debug)]
pub enum Finding {
    /// db-config rejects the URL; the parser reads these parts.
    Rejected(UrlError, Facts),
    /// One part.
    Fact { name: String, theirs: Option<String>, ours: Option<String> },
}

impl Difference {
    /// Returns the examples for this parser.
    pub fn examples_for(&self, parser: Parser) -> impl Iterator<Item = String> {
        self.examples.iter().map(move |example| {
            let scheme = if example.starts_with(':') { parser.scheme() } else { "" };
            let text = format!("{scheme}{example}");
            // The databases of Redis have numbers.
            if scheme == "redis" { text.replace("/d", "/1") } else { text }
        })
    }

    pub fn explains(&self, disagreement: &Disagreement<'_>) -> bool {
        self.parsers.contains(&disagreement.parser) && (self.is_it)(disagreement)
    }
}

impl<'a> Disagreement<'a> {
    /// Returns whether db-config rejects the URL with this kind of problem.
    pub fn rejects(&self, kind: ProblemKind) -> bool {
        matches!(&self.found, Finding::Rejected(error, _) if error.kind() == kind)
    }

    /// Returns the first parameter that the error names, if it has this kind.
    pub fn rejected_key(&self, kind: ProblemKind) -> Option<&str> {
        match &self.found {
            Finding::Rejected(error, _) if error.kind() == kind => {
                let (keys, _) = error.message().split_once('`')?.1.rsplit_once('`')?;
                let key = keys.split("`, `").next()?;
                key.split("` and `").next()
            }
            _ => None,
        }
    }

    /// Like [`rejects`](Self::rejects), but the message has to contain `words`.
    pub fn rejects_with(&self, kind: ProblemKind, words: &str) -> bool {
        matches!(&self.found, Finding::Rejected(error, _) if error.kind() == kind && error.to_string().contains(words))
    }

    /// Returns the values that both read, if one of these parts differs. A missing value is empty.
    pub fn parts(&self, names: &[&str]) -> Option<(&str, &str)> {
        match &self.found {
            Finding::Fact { name, theirs, ours } if names.contains(&name.as_str()) => {
                Some((theirs.as_deref().unwrap_or_default(), ours.as_deref().unwrap_or_default()))
            }
            _ => None,
        }
    }

    /// Returns whether this part differs, with values for which `fits` returns true.
    pub fn part(&self, name: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        self.parts(&[name]).is_some_and(|(theirs, ours)| fits(theirs, ours))
    }

    /// Returns whether the URL has a character for which `fits` returns true.
    pub fn has(&self, fits: impl Fn(char) -> bool) -> bool {
        self.text.contains(fits)
    }

    pub fn scheme(&self) -> &'a str {
        self.text.split(':').next().unwrap_or_default()
    }

    /// Returns the part between the scheme and the query.
    pub fn before_query(&self) -> &'a str {
        self.text.split_once(':').map_or("", |(_, rest)| rest).split('?').next().unwrap_or_default()
    }

    /// Returns the authority: everything before the path.
    pub fn authority(&self) -> &'a str {
        let rest = self.before_query().strip_prefix("//").unwrap_or_default();
        rest.split('/').next().unwrap_or_default()
    }

    /// Returns the part before the authority's last `@`.
    pub fn userinfo(&self) -> &'a str {
        self.authority().rsplit_once('@').map_or("", |(userinfo, _)| userinfo)
    }

    /// Returns each host with its port.
    pub fn hosts(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let authority = self.authority();
        let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
        hosts.split(',').map(|host| {
            let bracket = if host.starts_with('[') { host.find(']').unwrap_or_default() } else { 0 };
            match host[bracket..].find(':') {
                Some(colon) => (&host[..bracket + colon], Some(&host[bracket + colon + 1..])),
                None => (host, None),
            }
        })
    }

    /// Returns the path, with its slash.
    pub fn path(&self) -> &'a str {
        let before_query = self.before_query();
        let start = if before_query.starts_with("//") { 2 + self.authority().len() } else { 0 };
        before_query.get(start..).unwrap_or_default()
    }

    /// Returns the decoded path, taken as one name.
    pub fn path_name(&self) -> String {
        decoded(self.path().strip_prefix('/').unwrap_or_default())
    }

    pub fn query(&self) -> &'a str {
        self.text.split_once('?').map_or("", |(_, query)| query)
    }

    /// Returns the names of the query parameters in lower case, with their unchanged values.
    pub fn pairs(&self) -> impl Iterator<Item = (String, &'a str)> {
        let pairs = self.query().split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(key, value)| (decoded(key).to_lowercase(), value))
    }

    /// Returns whether one of these parameters has a value for which `fits` returns true.
    pub fn key(&self, keys: &[&str], fits: impl Fn(&str) -> bool) -> bool {
        self.pairs().any(|(key, value)| keys.contains(&key.as_str()) && fits(&decoded(value)))
    }

    pub fn has_key(&self, keys: &[&str]) -> bool {
        self.key(keys, |_| true)
    }

    /// Returns whether a parameter sets the TLS mode.
    pub fn says_tls(&self) -> bool {
        const MODES: [&str; 15] = [
            "sslmode",
            "ssl-mode",
            "ssl_mode",
            "ssl",
            "tls",
            "usessl",
            "requiressl",
            "require_ssl",
            "verify_ca",
            "verify_identity",
            "tlsinsecure",
            "tlsallowinvalidcertificates",
            "tlscafile",
            "tlscertificatekeyfile",
            "sslnegotiation",
        ];
        let says_nothing = |key: &str, value: &str| match key {
            "requiressl" => ["0", "false", "off", "no"].contains(&&*value.to_lowercase()),
            "sslnegotiation" => value == "postgres",
            _ => value.is_empty(),
        };
        self.pairs().any(|(key, value)| MODES.contains(&key.as_str()) && !says_nothing(&key, value))
    }

    /// Returns whether db-config's value comes from the parameters for which `fits` returns true: without them, it reads
    /// another value.
    pub fn is_read_from(&self, fits: impl Fn(&str) -> bool) -> bool {
        let Finding::Fact { name, ours, .. } = &self.found else { return false };
        let is_it = self.parser.ours(self.text).is_ok_and(|all| all.get(name) == ours.as_ref());
        let without = self.parser.ours(&self.without_keys(fits));
        is_it && without.map_or(true, |without| without.get(name) != ours.as_ref())
    }

    /// Returns the URL without the parameters for which `fits` returns true.
    pub fn without_keys(&self, fits: impl Fn(&str) -> bool) -> String {
        let Some((before, query)) = self.text.split_once('?') else { return self.text.to_owned() };
        let name_of = |pair: &str| decoded(pair.split('=').next().unwrap_or_default());
        let others: Vec<&str> = query.split('&').filter(|pair| !fits(&name_of(pair))).collect();
        format!("{before}?{}", others.join("&"))
    }

    /// Returns whether db-config reads another URL the same way, and the parser differs there only in ways that rows
    /// explain.
    pub fn is_as_in(&self, other: &str) -> bool {
        if other == self.text {
            return false;
        }
        let ours = self.parser.ours(other);
        let is_same = match &self.found {
            Finding::Fact { name, ours: here, .. } => ours.is_ok_and(|all| all.get(name) == here.as_ref()),
            Finding::Rejected(here, _) => ours.is_err_and(|error| error.kind() == here.kind()),
        };
        let disagreements = disagreements(self.parser, other).unwrap_or_default();
        is_same && explain(&disagreements).1.iter().all(|it| it.kind() != self.kind())
    }

    pub fn kind(&self) -> String {
        match &self.found {
            Finding::Rejected(error, _) => {
                // Without the quoted parts of the URL.
                let words: Vec<&str> = error.message().split('`').step_by(2).collect();
                format!("{:?} {}", error.kind(), words.join("..."))
            }
            Finding::Fact { name, .. } => name.clone(),
        }
    }
}

impl fmt::Display for Disagreement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.found {
            Finding::Rejected(error, theirs) => write!(f, "rejected: {error}; read as {theirs:?}"),
            Finding::Fact { name, theirs, ours } => write!(f, "{name}: {theirs:?}, and {ours:?} here"),
        }
    }
}
