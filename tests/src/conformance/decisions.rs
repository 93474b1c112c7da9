//! The decisions by which the library refuses what another parser takes: each with what it looks like in the
//! text, so that a refusal of anything else is a disagreement.

use std::net::Ipv6Addr;

use db_config::{Backend, ProblemKind};

use super::Refusal;

struct Decision {
    applies: fn(&str, ProblemKind) -> bool,
    reason: &'static str,
}

const DECISIONS: &[Decision] = &[
    Decision {
        applies: |text, kind| {
            kind == ProblemKind::Whitespace && text.contains(|c: char| c.is_whitespace() || c.is_control())
        },
        reason: "a blank or control character, which no URL contains (RFC 3986, section 2)",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::InvalidHost && has_literal_of_no_address(text),
        reason: "brackets around something that is not an IPv6 address (RFC 3986, section 3.2.2)",
    },
    Decision {
        applies: |text, kind| matches!(kind, ProblemKind::UnescapedCharacter(c) if text.matches(c).count() > 1 || !matches!(c, '@' | ':')),
        reason: "a raw delimiter in the user name or password, at which the clients split in different places",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::UnknownScheme && !has_known_scheme(text),
        reason: "a scheme of a database, or of a driver, that no Rust client here has",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::KeywordValue && !text.contains("://") && text.contains('='),
        reason: "a keyword/value string, not a URL",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::UnknownParameter && text.contains('?'),
        reason: "a key that another tool reads, and no Rust client",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::SqlitePath && text.ends_with([':', '/']),
        reason: "no file is named, which some read as a database in memory and others as a temporary file",
    },
];

/// The decision behind a refusal, if there is one.
pub(super) fn behind(text: &str, refusal: &Refusal) -> Option<String> {
    let decision = DECISIONS.iter().find(|decision| (decision.applies)(text, refusal.kind))?;
    Some(format!("refused, {}: {}", refusal.message, decision.reason))
}

/// The words that the library takes as schemes.
pub(super) fn has_known_scheme(text: &str) -> bool {
    let backends = [Backend::Postgres, Backend::MySql, Backend::Sqlite, Backend::MongoDb];
    text.split_once(':').is_some_and(|(word, _)| {
        backends.iter().flat_map(|backend| backend.schemes()).any(|scheme| scheme.eq_ignore_ascii_case(word))
    })
}

fn has_literal_of_no_address(text: &str) -> bool {
    let literal = text.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    literal.is_some_and(|(literal, _)| literal.parse::<Ipv6Addr>().is_err())
}
