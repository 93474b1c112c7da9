//! Values that are not a URL, and disallowed characters.

use db_config::ProblemKind::{
    AtSignInPath, BareIpv6, Comment, Empty, EmptyUser, FirstSeparator, Fragment, GoDsn, InvalidHost,
    InvalidPercentEncoding, InvalidPort, MissingAtSign, Nul, Placeholder, Quoted, SecondScheme, SeveralPorts,
    SeveralUrls, SlashesBeforeHost, UnescapedCharacter, UnescapedSocket, Whitespace,
};

use std::net::Ipv6Addr;

use super::*;

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxSqlite, Sqlx08Sqlite],
        text: "an empty value",
        examples: &[""],
        theirs: "all defaults; sqlx opens a temporary SQLite file",
        ours: "an error",
        why: "an empty variable is a mistake in the deployment",
        is_it: |d| d.rejects(Empty) && d.text.is_empty(),
    },
    Difference {
        parsers: EVERY,
        text: "an unescaped space, tab, newline or control character",
        examples: &["://h/d\t"],
        theirs: "a part of a name; `url` and clients that use it remove tabs and newlines, and spaces at both ends",
        ours: "an error",
        why: "the clients disagree, RFC 3986 forbids it, and it is usually the newline at the end of a secret file",
        is_it: |d| {
            (d.rejects(Whitespace) || d.rejects(Comment))
                && d.has(|c| c.is_whitespace() || c.is_control() || c == '\u{200b}' || c == '\u{feff}')
        },
    },
    Difference {
        parsers: EVERY,
        text: "a quote at the beginning or the end",
        examples: &["://h/d'"],
        theirs: "a part of the last name",
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
        why: "nobody has filled it in; percent-encode a real `$` or `<`",
        is_it: |d| d.rejects(Placeholder) && (d.has(|c| "$<{[%".contains(c)) || d.text.contains(":***")),
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
            MySql,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "a second URL after a comma",
        examples: &["://h/d,postgres://h2/d"],
        theirs: "one long name",
        ours: "an error",
        why: "a list of hosts belongs into one URL",
        is_it: |d| d.rejects(SeveralUrls) && d.text.split(',').skip(1).any(|part| part.contains("://")),
    },
    Difference {
        parsers: EVERY,
        text: "a `%` without two hexadecimal digits, or an escape that is not UTF-8",
        examples: &["://h/%FF"],
        theirs: "kept as it is, replaced, or kept as invalid UTF-8",
        ours: "an error",
        why: "the clients disagree on an unescaped `%` in a password",
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
            MySql,
            MongoDb,
            Redis,
            Fred,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "an escaped NUL",
        examples: &["://h/a%00", "redis://:a%00@h"],
        theirs: "a part of a name",
        ours: "an error",
        why: "it ends a string in C, and no database accepts it",
        is_it: |d| d.rejects(Nul) && (d.text.contains("%00") || d.has(|c| c == '\0')),
    },
    Difference {
        parsers: EVERY,
        text: "an unescaped `#`",
        examples: &["://h/d#x"],
        theirs: "libpq, tokio-postgres and mongodb: a character like others; `url` and clients that use it: the \
            end of the URL",
        ours: "an error",
        why: "the clients disagree, and half of a password would be silently ignored",
        is_it: |d| (d.rejects(Fragment) || d.rejects(UnescapedCharacter('#'))) && d.has(|c| c == '#'),
    },
    Difference {
        parsers: SERVERS_WITHOUT_MONGODB,
        text: "an unescaped `@`, `/` or `?` in the user name or password",
        examples: &["://u:p@ss@h/d"],
        theirs: "libpq and tokio-postgres end the password at the first `@`, the others at the last one",
        ours: "an error that names the escape",
        why: "the clients disagree, and may connect to another host",
        is_it: |d| {
            let at = d.text.matches('@').count();
            (d.rejects(UnescapedCharacter('@')) && at > 1)
                || (d.rejects(UnescapedCharacter('/')) && at > 0 && d.has(|c| c == '/'))
                || (d.rejects(UnescapedCharacter('?')) && d.has(|c| c == '?'))
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, MySql, Url],
        text: "an unescaped `@` in the path",
        examples: &["://u:p@h/a@b"],
        theirs: "a part of the database name, or the end of the password",
        ours: "an error",
        why: "an unescaped `/` in the password looks the same",
        is_it: |d| d.rejects(AtSignInPath) && d.text.rsplit_once('@').is_some_and(|(before, _)| before.contains('/')),
    },
    Difference {
        parsers: EVERY,
        text: "`&` or `;` with `name=` after it, before the first `?`",
        examples: &["://h/d&a=b", "redis://h&a=b"],
        theirs: "a part of the database name or the file name",
        ours: "an error; write `%26` or `%3B` in a name",
        why: "`?` is meant; the parameter, which may be `sslmode`, would be silently ignored",
        is_it: |d| {
            let found = |separator| d.rejects(FirstSeparator(separator)) && d.before_query().contains(separator);
            found('&') || found(';')
        },
    },
    Difference {
        parsers: &[Url],
        text: "an unescaped `:` in the password of a MongoDB URL",
        examples: &["mongodb://u:p:q@h/d"],
        theirs: "a part of the password",
        ours: "an error",
        why: "MongoDB's specification forbids it; for PostgreSQL and MySQL db-config accepts it, as their clients do",
        is_it: |d| d.rejects(UnescapedCharacter(':')) && d.userinfo().matches(':').count() > 1,
    },
    Difference {
        parsers: SERVERS,
        text: "a host that is not a name, an address or a socket path: a disallowed character, or brackets around \
            something other than an IPv6 address",
        examples: &["://a%20b/d"],
        theirs: "a name that no resolver finds, or that another part of the client splits",
        ours: "an error",
        why: "an escaped `,`, `@` or `/` could add another host",
        is_it: |d| {
            (d.rejects(InvalidHost) || d.rejects(GoDsn))
                && (d.hosts().any(|(host, _)| is_odd_host(host)) || d.key(&["host", "socket"], is_odd_host_list))
        },
    },
    Difference {
        parsers: SERVERS,
        text: "a port that is not a number from 1 to 65535",
        examples: &["://h:0/d"],
        theirs: "port 0; libpq and tokio-postgres accept any value, and reject it when they connect or never",
        ours: "an error",
        why: "finds it at startup",
        is_it: |d| {
            let is_bad = |port: &str| {
                !port.is_empty() && !port.parse::<u16>().is_ok_and(|port| port > 0) || port.starts_with('+')
            };
            (d.rejects(InvalidPort) || d.rejects(MissingAtSign))
                && (d.hosts().any(|(_, port)| port.is_some_and(is_bad))
                    || d.key(&["port"], |ports| ports.split(',').any(is_bad)))
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, MySql, Url],
        text: "several colons in a host without brackets",
        examples: &["://h:1:2/d", "://h:1:2/d?user=a@b", "://h:1\\h:2/d"],
        theirs: "a port with a colon in it; for `url` and clients that use it, the port ends at a `\\`",
        ours: "an error",
        why: "it is an IPv6 address without brackets, or a typo",
        is_it: |d| {
            (d.rejects(BareIpv6) || d.rejects(SeveralPorts) || d.rejects(MissingAtSign))
                && d.hosts().any(|(_, port)| port.is_some_and(|port| port.contains(':')))
        },
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
            MySql,
            MongoDb,
            Url,
        ],
        text: "no user name before a `:`",
        examples: &["://:p@h/d", "mongodb://:@h?authMechanism=MONGODB-X509"],
        theirs: "the user of the operating system, or none",
        ours: "an error, unless `user` names one",
        why: "the variables that fill in the user name and the password are not set",
        is_it: |d| d.rejects(EmptyUser) && d.userinfo().starts_with(':'),
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
            MySql,
            Redis,
            Url,
        ],
        text: "a second scheme in the place of the host",
        examples: &["://http://h/d", "redis://@h://"],
        theirs: "a host such as `http`",
        ours: "an error with the URL that was probably meant",
        why: "the client would connect to another host",
        is_it: |d| d.rejects(SecondScheme) && d.before_query()[2..].contains("://"),
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, Url],
        text: "the path of a socket where the database belongs",
        examples: &["://u@//tmp/d", ":////tmp/d"],
        theirs: "no host, and a database of that name",
        ours: "an error that writes the socket as a host or as `socket`",
        why: "the client would connect to this machine",
        is_it: |d| d.rejects(UnescapedSocket) || d.rejects(SlashesBeforeHost),
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

fn is_odd_host_list(hosts: &str) -> bool {
    hosts.contains(|c: char| !c.is_ascii_alphanumeric() && !"-._".contains(c))
}
