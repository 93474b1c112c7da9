//! A difference, and what it explains.

use std::fmt;

use db_config::{ProblemKind, UrlError};

use crate::differential::parsers::{Facts, Parser, decoded};
use crate::differential::survey::{disagreements, explain};

/// A row of `docs/differences.md`.
pub struct Difference {
    pub parsers: &'static [Parser],
    /// What the text has.
    pub text: &'static str,
    /// Such texts, of which each parser that is named takes one; those that begin with `:` lack its scheme.
    pub examples: &'static [&'static str],
    /// What the parsers make of it.
    pub theirs: &'static str,
    /// What this library makes of it.
    pub ours: &'static str,
    pub why: &'static str,
    /// Whether this is what a disagreement is about.
    pub is_it: fn(&Disagreement<'_>) -> bool,
}

/// What a parser and this library disagree on.
#[derive(Debug)]
pub struct Disagreement<'a> {
    pub parser: Parser,
    pub text: &'a str,
    pub found: Finding,
}

#[derive(Debug)]
pub enum Finding {
    /// This library rejects the text, of which the parser makes these parts.
    Rejected(UrlError, Facts),
    /// One part.
    Fact { name: String, theirs: Option<String>, ours: Option<String> },
}

impl Difference {
    /// The examples, for this parser.
    pub fn examples_for(&self, parser: Parser) -> impl Iterator<Item = String> {
        self.examples.iter().map(move |example| {
            let scheme = if example.starts_with(':') { parser.scheme() } else { "" };
            format!("{scheme}{example}")
        })
    }

    pub fn explains(&self, disagreement: &Disagreement<'_>) -> bool {
        self.parsers.contains(&disagreement.parser) && (self.is_it)(disagreement)
    }
}

impl<'a> Disagreement<'a> {
    /// Whether this library rejects the text for this kind of problem.
    pub fn rejects(&self, kind: ProblemKind) -> bool {
        matches!(&self.found, Finding::Rejected(error, _) if error.kind() == kind)
    }

    /// The parameter that the error names, if it is of this kind.
    pub fn rejected_key(&self, kind: ProblemKind) -> Option<&str> {
        match &self.found {
            Finding::Rejected(error, _) if error.kind() == kind => {
                error.message().split_once('`')?.1.rsplit_once('`').map(|(key, _)| key)
            }
            _ => None,
        }
    }

    /// Like [`rejects`](Self::rejects), with these words in the message.
    pub fn rejects_with(&self, kind: ProblemKind, words: &str) -> bool {
        matches!(&self.found, Finding::Rejected(error, _) if error.kind() == kind && error.to_string().contains(words))
    }

    /// What both read, if this is about the part of one of these names. Nothing is the empty text.
    pub fn parts(&self, names: &[&str]) -> Option<(&str, &str)> {
        match &self.found {
            Finding::Fact { name, theirs, ours } if names.contains(&name.as_str()) => {
                Some((theirs.as_deref().unwrap_or_default(), ours.as_deref().unwrap_or_default()))
            }
            _ => None,
        }
    }

    /// Whether it is about a part that fits.
    pub fn part(&self, name: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        self.parts(&[name]).is_some_and(|(theirs, ours)| fits(theirs, ours))
    }

    /// Whether the text has a byte that fits.
    pub fn has(&self, fits: impl Fn(char) -> bool) -> bool {
        self.text.contains(fits)
    }

    pub fn scheme(&self) -> &'a str {
        self.text.split(':').next().unwrap_or_default()
    }

    /// What stands between the scheme and the query.
    pub fn before_query(&self) -> &'a str {
        self.text.split_once(':').map_or("", |(_, rest)| rest).split('?').next().unwrap_or_default()
    }

    /// Everything up to the path.
    pub fn authority(&self) -> &'a str {
        let rest = self.before_query().strip_prefix("//").unwrap_or_default();
        rest.split('/').next().unwrap_or_default()
    }

    /// What stands before the authority's last `@`.
    pub fn userinfo(&self) -> &'a str {
        self.authority().rsplit_once('@').map_or("", |(userinfo, _)| userinfo)
    }

    /// Each host with its port.
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

    /// From the slash on.
    pub fn path(&self) -> &'a str {
        let before_query = self.before_query();
        let start = if before_query.starts_with("//") { 2 + self.authority().len() } else { 0 };
        before_query.get(start..).unwrap_or_default()
    }

    /// What the path names, if all of it is a name.
    pub fn path_name(&self) -> String {
        decoded(self.path().strip_prefix('/').unwrap_or_default())
    }

    pub fn query(&self) -> &'a str {
        self.text.split_once('?').map_or("", |(_, query)| query)
    }

    /// The query's keys in lower case, with their values as they stand.
    pub fn pairs(&self) -> impl Iterator<Item = (String, &'a str)> {
        let pairs = self.query().split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(key, value)| (decoded(key).to_lowercase(), value))
    }

    /// Whether one of these keys has a value that fits.
    pub fn key(&self, keys: &[&str], fits: impl Fn(&str) -> bool) -> bool {
        self.pairs().any(|(key, value)| keys.contains(&key.as_str()) && fits(&decoded(value)))
    }

    pub fn has_key(&self, keys: &[&str]) -> bool {
        self.key(keys, |_| true)
    }

    /// Whether a key says which TLS mode is meant.
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

    /// Whether what this library reads there comes from keys that fit, as they are spelled: without them it reads
    /// something else.
    pub fn is_read_from(&self, fits: impl Fn(&str) -> bool) -> bool {
        let Finding::Fact { name, ours, .. } = &self.found else { return false };
        let is_it = self.parser.ours(self.text).is_ok_and(|all| all.get(name) == ours.as_ref());
        let without = self.parser.ours(&self.without_keys(fits));
        is_it && without.map_or(true, |without| without.get(name) != ours.as_ref())
    }

    /// The text without the keys that fit, as they are spelled.
    pub fn without_keys(&self, fits: impl Fn(&str) -> bool) -> String {
        let Some((before, query)) = self.text.split_once('?') else { return self.text.to_owned() };
        let name_of = |pair: &str| decoded(pair.split('=').next().unwrap_or_default());
        let others: Vec<&str> = query.split('&').filter(|pair| !fits(&name_of(pair))).collect();
        format!("{before}?{}", others.join("&"))
    }

    /// Whether this library makes the same of another text, and the parser too, or it differs there in a way that is
    /// explained.
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
                // Without what is the text's own.
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
