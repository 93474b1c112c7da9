//! Hosts, user, password, database.

use std::net::Ipv6Addr;

use super::*;
use crate::differential::difference::Disagreement;
use crate::differential::postgres::system_user;

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[Libpq, TokioPostgres],
        text: "no user, no path, and an unescaped `@` in the query",
        examples: &["://h?application_name=a@b", "://h/d?application_name=a@b"],
        theirs: "everything before that `@` is the user and the password, and `b` is the host; in tokio-postgres \
            also with a path",
        ours: "the value `a@b`",
        why: "RFC 3986 allows the `@` there",
        is_it: |d| !d.authority().contains('@') && d.is_as_in(&d.text.replace('@', "%40")),
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres],
        text: "no host, or an empty one",
        examples: &["://h/d?host="],
        theirs: "libpq: the socket directory that it was compiled with; the others accept it, and find no host \
            when they connect",
        ours: "that directory if a server listens there, otherwise `localhost`",
        why: "works on any machine, with any client",
        is_it: |d| differs_by(d, Host::Omitted),
    },
    Difference {
        parsers: &[Libpq, TokioPostgres],
        text: "an address and no host name",
        examples: &[":///d?hostaddr=127.0.0.1"],
        theirs: "no name, so `verify-full` is impossible",
        ours: "the address is the name too",
        why: "a certificate can be for an address",
        is_it: |d| {
            d.part("host", |theirs, ours| {
                theirs.split(',').all(str::is_empty) && d.key(&["hostaddr"], |address| address == ours)
            })
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
            MongoDb,
            Redis,
            Fred,
        ],
        text: "an international host name",
        examples: &["://b\u{fc}cher.de/d"],
        theirs: "the name as it is, or percent-encoded, which no resolver finds",
        ours: "its ASCII form, `xn--bcher-kva.de`",
        why: "that is the name in DNS",
        is_it: |d| differs_by(d, Host::International),
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync],
        text: "an IPv6 address as the host",
        examples: &["://[::FFFF:1.2.3.4]/d"],
        theirs: "the address with its brackets, which sqlx 0.9 looks up as a name",
        ours: "the address",
        why: "the brackets belong to the URL",
        is_it: |d| differs_by(d, Host::Address),
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, MongoDb, Redis, Fred],
        text: "an escaped letter in the host",
        examples: &["://%68ost/d"],
        theirs: "the escape, which no resolver finds",
        ours: "the letter",
        why: "as libpq; equivalent in RFC 3986",
        is_it: |d| differs_by(d, Host::Escaped),
    },
    Difference {
        parsers: &[SqlxMySql, Sqlx08MySql, MySqlAsync, Redis, Fred],
        text: "a socket path as the host",
        examples: &["://%2Ftmp%2Fmysql.sock/d"],
        theirs: "a name, which no resolver finds",
        ours: "the socket",
        why: "as for PostgreSQL and MongoDB; `socket=` works too",
        is_it: |d| {
            let is_socket = |path: &str| path.starts_with('/') && d.hosts().any(|(host, _)| decoded(host) == path);
            let is_none = d.parts(&["host", "port"]).is_some_and(|(_, ours)| ours.is_empty());
            d.part("socket", |_, ours| is_socket(ours))
                || is_none && d.hosts().any(|(host, _)| is_socket(&decoded(host)))
        },
    },
    Difference {
        parsers: &[SqlxMySql, Sqlx08MySql, MySqlAsync, MySql],
        text: "no user",
        examples: &["://h/d"],
        theirs: "sqlx: `root`; mysql_async and mysql: no user",
        ours: "the user of the operating system",
        why: "as MySQL's own clients and PostgreSQL; leaving out the user must not mean `root`",
        is_it: |d| d.part("user", |theirs, ours| ours == "(the system's)" && ["", "root"].contains(&theirs)),
    },
    Difference {
        parsers: &[TokioPostgres, SqlxPostgres, Sqlx08Postgres],
        text: "an empty user",
        examples: &["://h?user="],
        theirs: "a user and a database without a name",
        ours: "the user of the operating system, and the database of that name",
        why: "as libpq",
        is_it: |d| {
            // If only the database is empty, it has the user's name.
            let user = decoded(d.userinfo().split(':').next().unwrap_or_default());
            let is_user = |ours: &str| ours == system_user() || ours == user || d.key(&["user"], |key| key == ours);
            d.parts(&["user", "dbname", "database"]).is_some_and(|(theirs, ours)| theirs.is_empty() && is_user(ours))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, MySql],
        text: "a `.` or `..` in the path",
        examples: &["://h/.."],
        theirs: "resolved as in the path of a web page",
        ours: "a part of the database name",
        why: "as libpq; a database has no directories",
        is_it: |d| {
            let is_dots = |segment: &str| [".", ".."].contains(&&*decoded(segment));
            d.part("database", |_, ours| ours == d.path_name()) && d.path().split('/').any(is_dots)
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql],
        text: "several slashes before the database",
        examples: &["://h//d"],
        theirs: "the slashes are dropped",
        ours: "a part of the database name",
        why: "as libpq",
        is_it: |d| {
            // Where nothing else is left, the database has the user's name.
            let name = decoded(d.path().trim_start_matches('/'));
            let is_it = |theirs: &str, ours: &str| (name == theirs || name.is_empty()) && ours == d.path_name();
            d.path().starts_with("//") && d.part("database", is_it)
        },
    },
    Difference {
        parsers: &[MySqlAsync, MySql],
        text: "several segments in the path",
        examples: &["://h/a/b"],
        theirs: "the database is the first segment",
        ours: "a part of the database name",
        why: "nothing is silently ignored; the server reports that the database does not exist",
        is_it: |d| {
            let first = d.path().split('/').nth(1).map(decoded);
            d.part("database", |theirs, ours| first.as_deref() == Some(theirs) && ours == d.path_name())
                && d.path().matches('/').count() > 1
        },
    },
    Difference {
        parsers: &[TokioPostgres],
        text: "`host`, `hostaddr` or `port` as a query parameter, although the URL has a host",
        examples: &["://h/d?host=h2"],
        theirs: "one more host or port, after those of the URL",
        ours: "replaces those of the URL",
        why: "as libpq",
        is_it: |d| {
            let parts = ["host", "hostaddr", "port"];
            let is_list_of = |name| d.part(name, |_, ours| is_list(ours, &expected_list(d, name)));
            d.has_key(&parts) && (parts.into_iter().any(is_list_of) || d.part("misfit", |_, ours| ours.is_empty()))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres],
        text: "a socket directory as the host, and the query parameter `host` or `hostaddr`",
        examples: &["://%2Ftmp/d?host=h"],
        theirs: "the socket",
        ours: "the host of the query parameter",
        why: "as libpq, where a query parameter overrides the part of the URL",
        is_it: |d| {
            // An empty one is the default.
            let is_it = |value: &str, ours: &str| value == ours || Host::of(value, ours) == Some(Host::Omitted);
            let is_key = |ours: &str| d.key(&["host", "hostaddr"], |value| is_it(value, ours));
            d.part("host", |theirs, ours| theirs.starts_with('/') && is_key(ours))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres],
        text: "`hostaddr` before `host`",
        examples: &["://x/d?hostaddr=127.0.0.1&host=h"],
        theirs: "the last one",
        ours: "the address",
        why: "as libpq, which connects to the address",
        is_it: |d| d.part("host", |_, ours| d.key(&["hostaddr"], |address| address == ours)) && d.has_key(&["host"]),
    },
    Difference {
        parsers: &[Url],
        text: "a host, a user or a port in a SQLite URL",
        examples: &["sqlite://a@b.db"],
        theirs: "a host, a user or a port",
        ours: "a part of the path",
        why: "as every SQLite client; an ambiguous URL is an error",
        is_it: |d| {
            let is_none = d.parts(&["host", "port", "user", "password"]).is_some_and(|(_, ours)| ours.is_empty());
            is_none && FILES.contains(&&*d.scheme().to_lowercase())
        },
    },
    Difference {
        parsers: &[Url],
        text: "a path with `^`, a drive letter, several slashes at the beginning, or spaces at the end",
        examples: &["file:////a.db"],
        theirs: "an older URL standard",
        ours: "the current standard, as `new URL(u).pathname` in JavaScript",
        why: "services in other languages open the same file",
        is_it: |d| {
            let plain = |path: &str| path.trim_start_matches('/').replace('^', "%5E").replace(' ', "%20");
            let is_drive = |segment: &str| {
                let letter = segment.strip_suffix([':', '|']);
                letter.is_some_and(|it| it.len() == 1 && it.bytes().all(|b| b.is_ascii_alphabetic()))
            };
            // No `..` goes behind it.
            let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            let is_behind_drive = d.path().split('/').any(is_drive);
            d.part("pathname", |theirs, ours| {
                plain(theirs) == plain(ours) || is_behind_drive && last(&plain(theirs)) == last(&plain(ours))
            })
        },
    },
    Difference {
        parsers: &[Url],
        text: "several hosts",
        examples: &["://h1,h2:5433/d"],
        theirs: "one host, `h1,h2`",
        ours: "two hosts",
        why: "as libpq, tokio-postgres and mongodb",
        is_it: |d| {
            let hosts: Vec<_> = d.hosts().map(|(host, _)| decoded(host)).collect();
            let port = d.hosts().next().and_then(|(_, port)| port).unwrap_or_default().trim_start_matches('0');
            d.authority().contains(',')
                && (d.part("host", |_, ours| ours == hosts.join(",")) || d.part("port", |_, ours| ours == port))
        },
    },
    Difference {
        parsers: &[Url],
        text: "an IPv6 address that is not in its shortest form",
        examples: &["://[::FFFF:1.2.3.4]/d"],
        theirs: "the shortest form",
        ours: "as it is written",
        why: "the address is the same",
        is_it: |d| {
            d.part("host", |theirs, ours| theirs.parse::<Ipv6Addr>().is_ok_and(|address| ours.parse() == Ok(address)))
        },
    },
    Difference {
        parsers: &[Url],
        text: "a Unix socket of Redis",
        examples: &["redis+unix:///run/redis.sock"],
        theirs: "a path",
        ours: "the host",
        why: "as a socket of PostgreSQL and MySQL",
        is_it: |d| d.scheme().ends_with("unix") && d.part("host", |_, ours| ours.starts_with('/')),
    },
    Difference {
        parsers: &[Url],
        text: "`#insecure` in a Redis URL",
        examples: &["rediss://h#insecure"],
        theirs: "a fragment",
        ours: "a query parameter",
        why: "as redis, which then does not verify the server",
        is_it: |d| {
            d.part("fragment", |theirs, ours| (theirs, ours) == ("insecure", ""))
                || d.part("query", |theirs, ours| {
                    d.text.ends_with("#insecure") && [theirs, "#insecure=true"].join("&").trim_matches('&') == ours
                })
        },
    },
    Difference {
        parsers: &[Url],
        text: "a part of the URL as a query parameter: `host`, `hostaddr`, `port`, `user`, `password`, `dbname`, \
            `socket`",
        examples: &["://h/d?user=u", "valkey+unix:///r.sock?pass=p"],
        theirs: "a query parameter",
        ours: "that part",
        why: "as libpq and the MySQL clients",
        is_it: |d| {
            let is_key = |part, keys: &[&str]| d.part(part, |_, ours| d.key(keys, |value| value == ours));
            // That of the first host, in a list.
            let first = |ports: &str| ports.split(',').next().map(|port| port.trim_start_matches('0').to_owned());
            let is_key_of_port = |ours: &str| d.key(&["port"], |value| first(value).as_deref() == Some(ours));
            // A socket has none.
            let is_port = |ours: &str| is_key_of_port(ours) || ours.is_empty() && d.has_key(&["socket"]);
            // Addresses without names.
            let is_none = |ours: &str| ours.bytes().all(|b| b == b',') && d.has_key(&["hostaddr"]);
            is_key("host", &["host", "hostaddr", "socket"])
                || d.part("host", |_, ours| is_none(ours))
                || is_key("user", &["user"])
                || is_key("password", &["password", "pass"])
                || d.part("port", |_, ours| is_port(ours))
        },
    },
];

const FILES: &[&str] = &["sqlite", "sqlite3", "file"];

/// Returns the list of a query parameter, or else that of the URL. An address without a name is the name too.
fn expected_list(d: &Disagreement<'_>, name: &str) -> String {
    let list = |name: &str| d.pairs().filter(|(key, _)| key == name).last().map(|(_, value)| decoded(value));
    let own: Vec<_> = match name {
        "host" => d.hosts().map(|(host, _)| decoded(host.trim_matches(['[', ']']))).collect(),
        "port" => d.hosts().map(|(_, port)| port.unwrap_or_default().to_owned()).collect(),
        _ => Vec::new(),
    };
    match list(name) {
        Some(none) if name == "host" && none.is_empty() => list("hostaddr").unwrap_or_default(),
        value => value.unwrap_or_else(|| own.join(",")),
    }
}

/// Returns whether it is the meaning of a list. An empty item is the default value, and a single port counts for every host.
fn is_list(ours: &str, list: &str) -> bool {
    let is_host = |(host, ours)| Host::of(host, ours).is_some();
    let port = |port: &str| if port.is_empty() { "5432".to_owned() } else { port.trim_start_matches('0').to_owned() };
    let (ports, ours_list): (Vec<_>, Vec<_>) = (list.split(',').map(port).collect(), ours.split(',').collect());
    list.split(',').count() == ours_list.len() && list.split(',').zip(ours_list.iter().copied()).all(is_host)
        || ours_list == ports
        || ports.len() == 1 && ours_list.iter().all(|it| *it == ports[0])
}

/// How a parser reads one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Same,
    Omitted,
    International,
    Address,
    Escaped,
}

impl Host {
    fn of(theirs: &str, ours: &str) -> Option<Self> {
        let is_local = ["localhost", "/var/run/postgresql", "/tmp"].contains(&ours);
        // Where sqlx finds a local server.
        let is_found = ["/run/postgresql", "/var/run/postgresql", "/private/tmp"].contains(&theirs);
        let address =
            theirs.strip_prefix('[').and_then(|it| it.strip_suffix(']')).and_then(|it| it.parse::<Ipv6Addr>().ok());
        let plain = decoded(theirs);
        // A port, or that it is looked up.
        let (name, rest) = plain.split_at(plain.find([':', ' ']).unwrap_or(plain.len()));
        match url::Host::parse(name) {
            _ if theirs == ours => Some(Self::Same),
            _ if (theirs.is_empty() || is_found) && is_local => Some(Self::Omitted),
            _ if address.is_some() && address == ours.parse().ok() => Some(Self::Address),
            _ if plain.eq_ignore_ascii_case(ours) => Some(Self::Escaped),
            Ok(url::Host::Domain(ascii)) if !name.is_ascii() && ours == format!("{ascii}{rest}") => {
                Some(Self::International)
            }
            _ => None,
        }
    }
}

/// Returns whether all hosts differ in one of those ways, and at least one of them in this one.
fn differs_by(d: &Disagreement<'_>, way: Host) -> bool {
    d.part("host", |theirs, ours| {
        let pairs = || theirs.split(',').zip(ours.split(',')).map(|(theirs, ours)| Host::of(theirs, ours));
        theirs.split(',').count() == ours.split(',').count()
            && pairs().all(|it| it.is_some())
            && pairs().any(|it| it == Some(way))
    })
}
