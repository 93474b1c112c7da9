//! The URLs with which a client alone connects, and that db-config rejects or reads in another way: each with its reason.

use std::fmt;

use db_config::ProblemKind;

/// How the result through db-config differs from that of the client alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub what: What,
    /// The message of the error, or the two values.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// db-config rejects the URL.
    Refused(ProblemKind),
    /// The client rejects the options that db-config builds.
    RejectedOptions,
    Server,
    User,
    Database,
    File,
    WeakerTls,
}

/// The reason for an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The client alone sends the password to another server, or with less protection.
    Security,
    /// The client alone loses data, or writes it into another file than other tools.
    Data,
}

/// A row of the table of platform URLs in `docs/reference/differences.md`.
#[derive(Debug)]
pub struct Exception {
    /// The clients, by the first words of their names.
    pub clients: &'static [&'static str],
    /// The feature of the URL.
    pub has: &'static str,
    /// A URL that has it.
    pub example: &'static str,
    /// The behavior of the client alone.
    pub alone: &'static str,
    /// The behavior of db-config.
    pub here: &'static str,
    /// The reason for the difference.
    pub reason: Reason,
    applies: fn(&str, &Difference) -> bool,
}

const ALL_SQLX: &[&str] = &["sqlx", "SeaORM"];
const REDIS: &[&str] = &["redis", "deadpool-redis", "fred"];
const EVERY: &[&str] = &[""];

/// The rows. The first one that applies counts.
pub static EXCEPTIONS: &[Exception] = &[
    Exception {
        clients: &["sqlx", "fred"],
        has: "a scheme of another program or driver",
        example: "postgis://h/d",
        alone: "ignores the scheme, and sends the password to a server of any kind",
        here: "an error that names the scheme to write",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::UnknownScheme),
    },
    Exception {
        clients: EVERY,
        has: "several URLs",
        example: "mysql://h/d?ssl=true,mysql://h2/d",
        alone: "ignores all but the first one, and its TLS parameters",
        here: "an error",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::SeveralUrls),
    },
    Exception {
        clients: EVERY,
        has: "an unescaped `@`, `/`, `?`, `#` or `%` in the user name or password",
        example: "postgres://u:p@ss@h/d",
        alone: "ends the password at the first or the last `@`; another client looks up a part of it as a host name",
        here: "an error that writes the escape",
        reason: Reason::Security,
        applies: |_, found| {
            matches!(
                found.what,
                What::Refused(ProblemKind::UnescapedCharacter(_) | ProblemKind::InvalidPercentEncoding)
            )
        },
    },
    Exception {
        clients: EVERY,
        has: "a `#` or a second `?`",
        example: "postgres://h/d#?sslmode=require",
        alone: "ignores what is behind it, which may be a TLS parameter",
        here: "an error",
        reason: Reason::Security,
        applies: |_, found| {
            let kinds = [ProblemKind::Fragment, ProblemKind::SecondQuestionMark];
            kinds.iter().any(|kind| found.is_refused(*kind))
        },
    },
    Exception {
        clients: EVERY,
        has: "no `//` after the scheme",
        example: "mysql:root@h/d",
        alone: "connects to this machine",
        here: "an error",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::MissingSlashes),
    },
    Exception {
        clients: EVERY,
        has: "no user name before a `:`",
        example: "postgres://:p@h/d",
        alone: "sends the password as the user of the operating system, or as `root`",
        here: "an error",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::EmptyUser),
    },
    Exception {
        clients: EVERY,
        has: "an unknown parameter",
        example: "postgres://h/d?ssl_mod=require",
        alone: "ignores it, although it may be a misspelled TLS parameter",
        here: "an error with the parameter that was probably meant",
        reason: Reason::Security,
        applies: |_, found| {
            let kinds = [ProblemKind::UnknownParameter, ProblemKind::UnknownTlsParameter];
            kinds.iter().any(|kind| found.is_refused(*kind))
        },
    },
    Exception {
        clients: EVERY,
        has: "two parameters that contradict each other",
        example: "postgres://h/d?sslmode=disable&ssl=true",
        alone: "uses the last one, or the only one that it knows: another client connects elsewhere, or with other TLS",
        here: "an error that names both",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::Contradiction),
    },
    Exception {
        clients: EVERY,
        has: "an invalid value",
        example: "postgres://h/d?ssl=perhaps",
        alone: "ignores the parameter, which may be one of TLS, or fails when it connects",
        here: "an error that names the valid values",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::InvalidValue),
    },
    Exception {
        clients: ALL_SQLX,
        has: "required channel binding, but not required TLS",
        example: "postgres://h/d?channel_binding=require",
        alone: "ignores it, and accepts an attacker in the network",
        here: "an error; together with required TLS, `verify-full`",
        reason: Reason::Security,
        applies: |_, found| found.what.is_refusal() && found.detail.ends_with("does not support `channel_binding`"),
    },
    Exception {
        clients: ALL_SQLX,
        has: "a client certificate in PKCS#12",
        example: "postgres://h/d?sslidentity=/a.p12",
        alone: "ignores it, and connects without the certificate",
        here: "an error that names `sslcert` and `sslkey`",
        reason: Reason::Security,
        applies: |text, found| found.is_refused(ProblemKind::Unsupported) && text.contains("sslidentity="),
    },
    Exception {
        clients: ALL_SQLX,
        has: "`verify-ca`",
        example: "postgres://h/d?sslmode=verify-ca&sslrootcert=/ca.pem",
        alone: "accepts the certificate of any public CA for any host name",
        here: "an error that names `verify-full`",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::Unsupported) && found.detail.contains("`verify-ca`"),
    },
    Exception {
        clients: EVERY,
        has: "a parameter without `=`",
        example: "postgres://h/d?params",
        alone: "ignores it, although it may be a TLS parameter without its value",
        here: "an error",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::ParameterWithoutValue),
    },
    Exception {
        clients: &[
            "tokio-postgres",
            "postgres",
            "deadpool-postgres",
            "diesel-async",
            "refinery",
            "Diesel",
            "sqlx",
            "SeaORM",
        ],
        has: "a host, port, socket or database as a query parameter",
        example: "postgres://localhost/d?host=/run/postgresql",
        alone: "sends the password to the host in the authority, too or only there",
        here: "the server and database of the parameters, as libpq",
        reason: Reason::Security,
        applies: |text, found| {
            matches!(found.what, What::Server | What::Database)
                && has_parameter(text, &["host=", "hostaddr=", "port=", "socket=", "dbname="])
        },
    },
    Exception {
        clients: &["sqlx", "SeaORM", "mysql_async", "mysql", "diesel-async", "refinery", "Diesel"],
        has: "no user, MySQL",
        example: "mysql://h/d",
        alone: "connects as `root`, or as the anonymous user",
        here: "the user of the operating system, as MySQL's own clients",
        reason: Reason::Security,
        applies: |_, found| found.what == What::User,
    },
    Exception {
        clients: REDIS,
        has: "a user name without a password, Redis",
        example: "redis://hunter2@h",
        alone: "does not log in; `redis-cli` reads the name as the password",
        here: "an error that writes the URL with a password",
        reason: Reason::Security,
        applies: |_, found| found.is_refused(ProblemKind::MissingPassword),
    },
    Exception {
        clients: REDIS,
        has: "the user, the password or the database of Redis as a query parameter",
        example: "redis://h?db=3",
        alone: "ignores it, so it does not log in, or reads and writes database 0",
        here: "the login and the database of the parameters, as redis-py and go-redis",
        reason: Reason::Data,
        applies: |text, found| {
            matches!(found.what, What::User | What::Database)
                && has_parameter(
                    text,
                    &["db=", "database=", "user=", "username=", "pass=", "password=", "virtual_host="],
                )
        },
    },
    Exception {
        clients: EVERY,
        has: "no file",
        example: "sqlite://",
        alone: "opens a temporary file, whose data is lost",
        here: "an error",
        reason: Reason::Data,
        applies: |_, found| found.is_refused(ProblemKind::SqlitePath),
    },
    Exception {
        clients: &["refinery"],
        has: "a database in memory",
        example: "sqlite::memory:",
        alone: "migrates a database that is lost when refinery disconnects",
        here: "an error",
        reason: Reason::Data,
        applies: |_, found| found.what.is_refusal() && found.detail.contains("does not support an in-memory database"),
    },
    Exception {
        clients: &["refinery"],
        has: "parameters, escapes or four slashes in a SQLite URL",
        example: "sqlite://app.db?mode=ro",
        alone: "makes them a part of the name, or the path relative",
        here: "the file that every other client opens; an error for `mode=ro` and `cache`",
        reason: Reason::Data,
        applies: |text, found| {
            let is_it = found.what == What::File || found.detail.starts_with("refinery does not support");
            is_it && ["?", "%", ":////"].iter().any(|part| text.contains(part))
        },
    },
    Exception {
        clients: EVERY,
        has: "`sqlite:` or `sqlite3:` without slashes",
        example: "sqlite:app.db",
        alone: "Diesel, rusqlite, and for `sqlite3:` sqlx open a file with this whole name",
        here: "the file, or the database in memory, that every other client opens",
        reason: Reason::Data,
        applies: |text, found| found.what == What::File && text.starts_with("sqlite") && !text.contains("://"),
    },
    Exception {
        clients: EVERY,
        has: "the host `localhost`, or `:memory:` in an absolute path",
        example: "sqlite://localhost/data/app.db",
        alone: "opens a file in a directory `localhost`, or with the name `:memory:`",
        here: "the file of `new URL(u).pathname`, or a database in memory",
        reason: Reason::Data,
        applies: |text, found| {
            found.what == What::File && (text.contains("//localhost/") || text.contains("/:memory:"))
        },
    },
    Exception {
        clients: EVERY,
        has: "a parameter of another client that decides which server is reached or how securely",
        example: "postgres://h/d?require_auth=scram-sha-256",
        alone: "ignores it",
        here: "an error that names the parameter and the client",
        reason: Reason::Security,
        applies: |text, found| found.is_refused(ProblemKind::Unsupported) && text.contains('?'),
    },
];

/// Returns the row for a difference.
pub(super) fn of(client: &str, text: &str, found: &Difference) -> Option<&'static Exception> {
    EXCEPTIONS.iter().find(|exception| {
        exception.clients.iter().any(|name| client.starts_with(name)) && (exception.applies)(text, found)
    })
}

impl What {
    fn is_refusal(self) -> bool {
        matches!(self, What::Refused(_))
    }
}

impl Difference {
    fn is_refused(&self, kind: ProblemKind) -> bool {
        self.what == What::Refused(kind)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what {
            What::Refused(_) => write!(f, "rejected: {}", self.detail),
            what => write!(f, "{what:?}: {}", self.detail),
        }
    }
}

/// Returns whether the query of a URL has one of these parameters.
fn has_parameter(text: &str, parameters: &[&str]) -> bool {
    text.split_once('?').is_some_and(|(_, query)| parameters.iter().any(|parameter| query.contains(parameter)))
}
