//! What no part of a URL may look like.

use db_config::ProblemKind::{
    AtSignInPath, BareIpv6, Empty, FirstSeparator, Fragment, InvalidHost, InvalidPercentEncoding, InvalidPort, Nul,
    Placeholder, Quoted, SeveralUrls, UnescapedCharacter, Whitespace,
};

use std::net::Ipv6Addr;

use super::*;

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxSqlite, Sqlx08Sqlite],
        text: "nothing",
        examples: &[""],
        theirs: "all defaults; sqlx opens a temporary SQLite file",
        ours: "an error",
        why: "a variable that is set to nothing is a mistake in the deployment",
        is_it: |d| d.rejects(Empty) && d.text.is_empty(),
    },
    Difference {
        parsers: EVERY,
        text: "a raw blank, tab, newline or control character",
        examples: &["://h/d\t"],
        theirs: "part of a name; `url` and what is built on it remove tabs and newlines, and blanks at both ends",
        ours: "an error",
        why: "the clients disagree on it, and a newline at the end of a secret file is the usual cause; RFC \
            3986 has none",
        is_it: |d| {
            d.rejects(Whitespace)
                && d.has(|c| c.is_whitespace() || c.is_control() || c == '\u{200b}' || c == '\u{feff}')
        },
    },
    Difference {
        parsers: EVERY,
        text: "a quote at one of the ends",
        examples: &["://h/d'"],
        theirs: "part of the last name",
        ours: "an error",
        why: "`docker --env-file` keeps the quotes around a value",
        is_it: |d| {
            let quotes = |c| "\"'`\u{201c}\u{201d}\u{2019}".contains(c);
            d.rejects(Quoted) && (d.text.starts_with(quotes) || d.text.ends_with(quotes))
        },
    },
    Difference {
        parsers: EVERY,
        text: "a placeholder, such as `${PASSWORD}` or `<password>`",
        examples: &["://u:${X}@h/d"],
        theirs: "the password `${X}`",
        ours: "an error",
        why: "nobody has filled it in; a real `$` or `<` can be escaped",
        is_it: |d| d.rejects(Placeholder) && (d.has(|c| "$<{[".contains(c)) || d.text.contains(":***")),
    },
    Difference {
        parsers: &[
            Libpq,
            TokioPostgres,
            SqlxPostgres,
            Sqlx08Postgres,
            SqlxMySql,
            Sqlx08MySql,
            MySqlAsync,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "a second URL behind a comma",
        examples: &["://h/d,postgres://h2/d"],
        theirs: "one long name",
        ours: "an error",
        why: "the list of hosts stands in one URL",
        is_it: |d| d.rejects(SeveralUrls) && d.text.split(',').skip(1).any(|part| part.contains("://")),
    },
    Difference {
        parsers: EVERY,
        text: "a `%` that begins no escape, or an escape that is not UTF-8",
        examples: &["://h/%FF"],
        theirs: "kept as it stands, replaced, or bytes that are no text",
        ours: "an error",
        why: "a raw `%` in a password is otherwise one thing here and another thing there",
        is_it: |d| (d.rejects(InvalidPercentEncoding) || d.rejects(UnescapedCharacter('%'))) && has_bad_escape(d.text),
    },
    Difference {
        parsers: &[
            TokioPostgres,
            SqlxPostgres,
            Sqlx08Postgres,
            SqlxMySql,
            Sqlx08MySql,
            MySqlAsync,
            MongoDb,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "an escaped NUL",
        examples: &["://h/a%00"],
        theirs: "part of a name",
        ours: "an error",
        why: "C ends a text there: no database takes one",
        is_it: |d| d.rejects(Nul) && (d.text.contains("%00") || d.has(|c| c == '\0')),
    },
    Difference {
        parsers: EVERY,
        text: "a raw `#`",
        examples: &["://h/d#x"],
        theirs: "for libpq, tokio-postgres and mongodb a character like others; for `url` and what is built on it \
            the end of the URL",
        ours: "an error",
        why: "the clients disagree on it: half of a password would be silently lost",
        is_it: |d| (d.rejects(Fragment) || d.rejects(UnescapedCharacter('#'))) && d.has(|c| c == '#'),
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, Url],
        text: "a raw `@`, `/` or `?` in the user name or password",
        examples: &["://u:p@ss@h/d"],
        theirs: "libpq and tokio-postgres end the password at the first `@`, the others at the last one",
        ours: "an error that names the escape",
        why: "the clients disagree on it, and may connect to another host than is meant",
        is_it: |d| {
            let at = d.text.matches('@').count();
            (d.rejects(UnescapedCharacter('@')) && at > 1)
                || (d.rejects(UnescapedCharacter('/')) && at > 0 && d.has(|c| c == '/'))
                || (d.rejects(UnescapedCharacter('?')) && d.has(|c| c == '?'))
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, Url],
        text: "a raw `@` in the path",
        examples: &["://u:p@h/a@b"],
        theirs: "part of the database's name, or the end of the password",
        ours: "an error",
        why: "with a raw `/` in the password it looks the same",
        is_it: |d| d.rejects(AtSignInPath) && d.text.rsplit_once('@').is_some_and(|(before, _)| before.contains('/')),
    },
    Difference {
        parsers: EVERY,
        text: "`&` or `;` with `name=` after it, before the first `?`",
        examples: &["://h/d&a=b"],
        theirs: "part of the name of the database or the file",
        ours: "an error; the name is written with `%26` or `%3B`",
        why: "`?` is meant there: the parameter, which may be `sslmode`, would be lost",
        is_it: |d| {
            let found = |separator| d.rejects(FirstSeparator(separator)) && d.before_query().contains(separator);
            found('&') || found(';')
        },
    },
    Difference {
        parsers: &[Url],
        text: "a raw `:` in the password of a MongoDB URL",
        examples: &["mongodb://u:p:q@h/d"],
        theirs: "part of the password",
        ours: "an error",
        why: "MongoDB's specification forbids it; for PostgreSQL and MySQL it is taken, as their clients take it",
        is_it: |d| d.rejects(UnescapedCharacter(':')) && d.userinfo().matches(':').count() > 1,
    },
    Difference {
        parsers: SERVERS,
        text: "a host that is no name, no address and no path of a socket: with an odd character, raw or \
            escaped, or with brackets around something else than an IPv6 address",
        examples: &["://a%20b/d"],
        theirs: "a name that no resolver finds, or that another part of the client reads as more than a name",
        ours: "an error",
        why: "an escaped `,`, `@` or `/` could smuggle in another host",
        is_it: |d| {
            d.rejects(InvalidHost)
                && (d.hosts().any(|(host, _)| is_odd_host(host)) || d.key(&["host", "socket"], is_odd_host_list))
        },
    },
    Difference {
        parsers: SERVERS,
        text: "a port that is not a number from 1 to 65535",
        examples: &["://h:0/d"],
        theirs: "port 0; libpq and tokio-postgres take any text, and refuse it when they connect or not at all",
        ours: "an error",
        why: "nothing listens there: a startup check finds it first",
        is_it: |d| {
            let is_bad = |port: &str| {
                !port.is_empty() && !port.parse::<u16>().is_ok_and(|port| port > 0) || port.starts_with('+')
            };
            d.rejects(InvalidPort)
                && (d.hosts().any(|(_, port)| port.is_some_and(is_bad))
                    || d.key(&["port"], |ports| ports.split(',').any(is_bad)))
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, Url],
        text: "several colons in a host without brackets",
        examples: &["://h:1:2/d", "://h:1:2/d?user=a@b", "://h:1\\h:2/d"],
        theirs: "a port with a colon in it; for `url` and what is built on it the port ends at a `\\`",
        ours: "an error",
        why: "it is an IPv6 address, or a slip",
        is_it: |d| d.rejects(BareIpv6) && d.hosts().any(|(_, port)| port.is_some_and(|port| port.contains(':'))),
    },
];

fn has_bad_escape(text: &str) -> bool {
    let bytes = decoded(text);
    let is_escape = |rest: &str| rest.get(..2).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    text.split('%').skip(1).any(|rest| !is_escape(rest)) || bytes.contains("\\x")
}

fn is_odd_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(literal) => {
            let literal = decoded(literal);
            let (address, zone) = literal.split_once('%').unwrap_or((&literal, "eth0"));
            address.parse::<Ipv6Addr>().is_err()
                || zone.is_empty()
                || zone.contains(|c: char| !c.is_ascii_alphanumeric() && !"._~-".contains(c))
        }
        None => is_odd_host_list(&decoded(host)),
    }
}

/// Names of a `host` key included.
fn is_odd_host_list(hosts: &str) -> bool {
    hosts.contains(|c: char| !c.is_ascii_alphanumeric() && !"-._".contains(c))
}
