//! The reasons for which db-config rejects a URL that another parser accepts. Each reason applies only to URLs with its
//! pattern, so that rejecting any other URL is a disagreement.

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
        reason: "a space or control character, which RFC 3986 forbids (section 2)",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::InvalidHost && has_literal_of_no_address(text),
        reason: "brackets around something that is not an IPv6 address (RFC 3986, section 3.2.2)",
    },
    Decision {
        applies: |text, kind| matches!(kind, ProblemKind::UnescapedCharacter(c) if text.matches(c).count() > 1 || !matches!(c, '@' | ':')),
        reason: "an unescaped delimiter in the user name or password, which the clients read differently",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::EmptyUser && text.contains("://:"),
        reason: "a `:` without a user name before it, as unset variables leave it",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::UnknownScheme && !has_known_scheme(text),
        reason: "the scheme of a database or a driver that no Rust client here supports",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::KeywordValue && !text.contains("://") && text.contains('='),
        reason: "a keyword/value string, not a URL",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::UnknownParameter && text.contains('?'),
        reason: "a parameter of another tool, which no Rust client supports",
    },
    Decision {
        applies: |text, kind| kind == ProblemKind::SqlitePath && text.ends_with([':', '/']),
        reason: "no file name; some parsers open a database in memory, others a temporary file",
    },
];

/// Returns the reason, if there is one.
pub(super) fn behind(text: &str, refusal: &Refusal) -> Option<String> {
    let decision = DECISIONS.iter().find(|decision| (decision.applies)(text, refusal.kind))?;
    Some(format!("rejected, {}: {}", refusal.message, decision.reason))
}

/// Returns whether db-config supports the scheme.
pub(super) fn has_known_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, _)| {
        Backend::ALL.iter().flat_map(|backend| backend.schemes()).any(|scheme| scheme.eq_ignore_ascii_case(name))
    })
}

fn has_literal_of_no_address(text: &str) -> bool {
    let literal = text.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    literal.is_some_and(|(literal, _)| literal.parse::<Ipv6Addr>().is_err())
}
