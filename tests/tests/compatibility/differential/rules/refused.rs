//! What is refused at startup, and by the client later or never.

use db_config::ProblemKind::{
    Contradiction, InvalidValue, MissingPassword, NoHost, RejectedByClient, SrvHost, Unsupported,
};

use super::keys::{IGNORED, is_own};
use super::*;

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[MongoDb],
        text: "`maxPoolSize` that is 0, or less than `minPoolSize`",
        examples: &["://h/d?maxPoolSize=0", "://h/d?minPoolSize=2&maxPoolSize=1"],
        theirs: "accepted, and rejected when the client is built",
        ours: "an error",
        why: "finds it at startup",
        is_it: |d| {
            let is_refused =
                ["must be at least 1", "is greater than"].iter().any(|words| d.rejects_with(InvalidValue, words));
            is_refused && d.has_key(&["maxpoolsize"])
        },
    },
    Difference {
        parsers: &[SqlxMySql, Sqlx08MySql],
        text: "a character set or collation with characters other than letters, digits and `_`, or a time zone \
            that MySQL does not know",
        examples: &["://h/d?charset=utf8mb4,sql_mode=0", "://h/d?timezone=a'b"],
        theirs: "copied into the statement `SET time_zone='...',NAMES ...`",
        ours: "an error",
        why: "it would be SQL",
        is_it: |d| {
            let is_odd =
                |name: &str| name.is_empty() || name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            d.rejected_key(InvalidValue).is_some_and(|key| match &*key.to_lowercase() {
                key @ ("charset" | "collation") => d.key(&[key], is_odd),
                key @ ("timezone" | "time-zone") => d.key(&[key], |zone| !is_zone(zone)),
                _ => false,
            })
        },
    },
    Difference {
        parsers: &[SqlxMySql, Sqlx08MySql],
        text: "a character set in capitals, `UTF-8`, a list, or a collation in its place",
        examples: &["://h/d?charset=UTF-8", "://h/d?charset=utf8mb4,utf8", "://h/d?charset=utf8mb4_bin"],
        theirs: "copied into the statement `SET NAMES`, which the server rejects",
        ours: "MySQL's name, the first one, or the collation and its character set",
        why: "as Connector/J, Go's driver and MySQL itself",
        is_it: |d| {
            let first =
                |list: &str| list.split(',').next().unwrap_or_default().to_lowercase().replace("utf-8", "utf8mb4");
            let charset = |name: &str| first(name).split('_').next().unwrap_or_default().to_owned();
            d.part("charset", |_, ours| d.key(&["charset", "collation"], |name| charset(name) == ours))
                || d.part("collation", |_, ours| d.key(&["charset", "collation"], |name| first(name) == ours))
        },
    },
    Difference {
        parsers: &[SqlxMySql, Sqlx08MySql, MySqlAsync, MySql, Url],
        text: "a relative path of a socket",
        examples: &["://h/d?socket=x.sock"],
        theirs: "accepted",
        ours: "an error",
        why: "it depends on the directory in which the application starts",
        is_it: |d| {
            d.rejects_with(InvalidValue, "expected an absolute path")
                && d.key(&["socket"], |path| !path.starts_with('/'))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres],
        text: "a disallowed name in `options[name]`",
        examples: &["://h/d?options[a%20b]=c"],
        theirs: "a part of the command line",
        ours: "an error",
        why: "it could add another option",
        is_it: |d| d.rejects_with(InvalidValue, "invalid name of a server parameter"),
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, Url],
        text: "a client certificate without its key, or a key without its certificate",
        examples: &["://h/d?sslcert=/a.pem"],
        theirs: "accepted, and rejected or ignored when it connects",
        ours: "an error",
        why: "finds it at startup",
        is_it: |d| d.rejects_with(InvalidValue, "` needs `"),
    },
    Difference {
        parsers: SERVERS_WITHOUT_MONGODB,
        text: "an invalid value: not a number, not one of the values in the manual, not an address",
        examples: &["://h/d?sslmode=bogus", "://h/d?stmt_cache_size=%2B5", "://h/d?keepalives=2", "redis://h?tls=abc"],
        theirs: "accepted, and rejected when it connects, or read as something else",
        ours: "an error",
        why: "finds it at startup",
        is_it: |d| {
            let is_odd = |key: &str| {
                d.key(&[&key.to_lowercase()], |value| !is_valid_value(d.scheme(), &key.to_lowercase(), value))
            };
            d.rejected_key(InvalidValue).is_some_and(is_odd)
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, Url],
        text: "more or fewer ports or addresses than hosts",
        examples: &["://h1,h2/d?hostaddr=127.0.0.1"],
        theirs: "accepted, and rejected when it connects",
        ours: "an error",
        why: "finds it at startup",
        is_it: |d| [" has 1 value for ", " values for "].iter().any(|part| d.rejects_with(InvalidValue, part)),
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, MySql, Redis, Fred],
        text: "several hosts, for a client that supports one",
        examples: &["://h1,h2/d"],
        theirs: "one host with the name `h1,h2`",
        ours: "an error",
        why: "nothing is silently ignored",
        is_it: |d| {
            d.rejects_with(Unsupported, "several hosts")
                && (d.authority().contains(',') || d.key(&["host", "hostaddr"], |hosts| hosts.contains(',')))
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, MySqlAsync, MySql, MongoDb, Redis, Fred],
        text: "a parameter or another host that requires TLS, and a Unix socket",
        examples: &[
            "://%2Ftmp%2Fx.sock/d?sslmode=require",
            "://h/d?socket=/tmp/x.sock&verify_identity=true",
            "://x.sock/?tls=true",
            "redis://%2Ftmp%2Fx.sock?tls=true",
        ],
        theirs: "accepted; the socket has no TLS",
        ours: "an error",
        why: "the required mode is impossible",
        is_it: |d| {
            let is_refused =
                ["is impossible over a Unix socket", "may mean a Unix socket", "does not support TLS mode"];
            is_refused.iter().any(|words| d.rejects_with(Unsupported, words)) && !d.rejects_with(Unsupported, "public")
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync],
        text: "`verify-ca`",
        examples: &["://h/d?sslmode=verify-ca"],
        theirs: "any public CA, and any host name",
        ours: "an error; for mysql_async only without a CA certificate",
        why: "anybody can get such a certificate",
        is_it: |d| d.rejects_with(Unsupported, "the public CAs"),
    },
    Difference {
        parsers: &[Libpq],
        text: "`verify-ca` without a CA certificate",
        examples: &["://h/d?sslmode=verify-ca"],
        theirs: "rejected when it connects, unless `~/.postgresql/root.crt` exists",
        ours: "an error, unless that file exists",
        why: "finds it at startup",
        is_it: |d| d.rejects_with(Unsupported, "the public CAs"),
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres],
        text: "a parameter that sqlx has no option for",
        examples: &["://h/d?target_session_attrs=read-write"],
        theirs: "ignored, and logged",
        ours: "an error",
        why: "nothing is silently ignored",
        is_it: |d| {
            d.rejects_with(Unsupported, "sqlx does not support `")
                && d.rejected_key(Unsupported).is_some_and(|key| !is_own(d, key) || IGNORED.contains(&key))
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, Url],
        text: "a parameter of another tool that no Rust client could use",
        examples: &["://h/d?sslidentity=/a.p12"],
        theirs: "ignored",
        ours: "an error that names the replacement",
        why: "nothing is silently ignored",
        is_it: |d| {
            let keys = ["sslidentity", "sslpassword"];
            let reasons = ["PKCS#12 identity", "encrypted client keys"];
            reasons.iter().any(|reason| d.rejects_with(Unsupported, reason)) && d.has_key(&keys)
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, Redis, Fred, Url],
        text: "a part of the URL, and a query parameter of another client with another value",
        examples: &["://h/d?database=e", "redis://h/1?db=2"],
        theirs: "the parameter is ignored",
        ours: "an error",
        why: "other clients connect to another server or database",
        is_it: |d| {
            let keys = ["user", "username", "password", "database", "dbname", "db", "host", "port"];
            d.rejects_with(Contradiction, "contradicts the ") && d.has_key(&keys)
        },
    },
    Difference {
        parsers: &[MySql],
        text: "a part of the URL, and its query parameter with another value",
        examples: &["://h/d?host=e"],
        theirs: "the parameter",
        ours: "an error",
        why: "other clients connect to another server or database",
        is_it: |d| {
            d.rejects_with(Contradiction, "contradicts the ") && d.has_key(&["user", "password", "host", "port"])
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres],
        text: "a setting of the session, and a pooler",
        examples: &["://ep-x-pooler.example.com/d?options=-c%20geqo%3Doff"],
        theirs: "sent to the pooler, which rejects or forgets it",
        ours: "an error",
        why: "a transaction-mode pooler does not keep the session",
        is_it: |d| d.rejects_with(Unsupported, "behind a transaction-mode pooler"),
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres],
        text: "a name to verify, and an address",
        examples: &["://h/d?hostaddr=127.0.0.1&sslmode=verify-full"],
        theirs: "only the address, for which the server has no certificate",
        ours: "an error",
        why: "nothing is silently ignored",
        is_it: |d| d.rejects_with(Unsupported, "together with a host name to verify") && d.has_key(&["hostaddr"]),
    },
    Difference {
        parsers: &[Libpq],
        text: "`service`",
        examples: &["://h/d?service=x"],
        theirs: "a section of a file on this machine",
        ours: "an error",
        why: "the file would override the server and the TLS mode of db-config",
        is_it: |d| d.rejects_with(Unsupported, "a service file") && d.has_key(&["service"]),
    },
    Difference {
        parsers: &[MongoDb],
        text: "a socket whose name does not end in `.sock`",
        examples: &["://%2Ftmp/d"],
        theirs: "a name, which no resolver finds",
        ours: "an error",
        why: "the path is meant",
        is_it: |d| {
            d.rejects_with(Unsupported, "a socket whose name does not end in")
                && d.hosts().any(|(host, _)| decoded(host).starts_with('/'))
        },
    },
    Difference {
        parsers: &[MongoDb],
        text: "a value that the client itself rejects later",
        examples: &["://h/d?maxConnecting=0"],
        theirs: "accepted by the parser, and rejected when the client is built",
        ours: "an error",
        why: "finds it at startup",
        is_it: |d| d.rejects(RejectedByClient),
    },
    Difference {
        parsers: &[MongoDb],
        text: "`socketTimeoutMS` and `waitQueueTimeoutMS`",
        examples: &["://h/d?waitQueueTimeoutMS=5"],
        theirs: "set; the client rejects the first one later, and does not use the second one",
        ours: "left out, with a warning",
        why: "drivers in other languages use them",
        is_it: |d| {
            let keys = ["sockettimeoutms", "waitqueuetimeoutms"];
            d.has_key(&keys) && d.parts(&["socket_timeout", "wait_queue_timeout"]).is_some()
        },
    },
    Difference {
        parsers: &[Redis, Fred],
        text: "a user name other than `default`, and no password",
        examples: &["://app@h"],
        theirs: "accepted, and the user name is not sent",
        ours: "an error, unless a variable has the password",
        why: "`redis-cli` reads the name as a password; the server would refuse every command",
        is_it: |d| d.rejects(MissingPassword),
    },
    Difference {
        parsers: &[Redis, Fred, Url],
        text: "a path or `db` that is not the number of a database",
        examples: &["redis://h/.", "redis://h?db=abc", "redis://h/app"],
        theirs: "a `.` and a `..` are left out, and `db` is ignored; `url` knows no databases",
        ours: "an error",
        why: "it is the name of a database, or the path of a socket",
        is_it: |d| d.rejects_with(InvalidValue, "the number of a Redis database"),
    },
    Difference {
        parsers: &[Redis, Fred],
        text: "the scheme `rediss`, and `tls=false`",
        examples: &["rediss://h?tls=false"],
        theirs: "TLS",
        ours: "an error",
        why: "one of them is a mistake",
        is_it: |d| ["rediss", "valkeys"].iter().any(|scheme| d.rejects_with(Contradiction, scheme)),
    },
    Difference {
        parsers: &[Fred],
        text: "`db` above 255",
        examples: &["://h?db=256"],
        theirs: "ignored",
        ours: "an error",
        why: "fred supports no such number, also not in the path",
        is_it: |d| d.rejects_with(Unsupported, "fred does not support database"),
    },
    Difference {
        parsers: &[Fred],
        text: "`protocol=3`, and whitespace or a quotation mark in the user name or the password",
        examples: &["://:a%20b@h?protocol=3"],
        theirs: "`protocol` is ignored",
        ours: "an error",
        why: "fred would send the login as a line of text, which the server reads as more values",
        is_it: |d| d.rejects_with(Unsupported, "whitespace or quotation marks"),
    },
    Difference {
        parsers: &[MongoDb, Url],
        text: "MongoDB without a host, or `mongodb+srv` with several hosts, a port or an address",
        examples: &["mongodb+srv://[::1]/d"],
        theirs: "accepted as it is",
        ours: "an error",
        why: "MongoDB's specification",
        is_it: |d| d.rejects(NoHost) || d.rejects(SrvHost),
    },
];

/// `Area/City`, or an offset.
fn is_zone(zone: &str) -> bool {
    let is_segment = |segment: &str| {
        segment.starts_with(|c: char| c.is_ascii_alphabetic())
            && segment.chars().all(|c| c.is_ascii_alphanumeric() || "_-+".contains(c))
    };
    let is_offset = || {
        let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
        Some(hours.parse::<u8>().ok()? < 15 && minutes.parse::<u8>().ok()? < 60)
    };
    zone.eq_ignore_ascii_case("system")
        || zone.contains('/') && zone.split('/').all(is_segment)
        || is_offset() == Some(true)
}

/// Whether the manuals allow this value of a key.
fn is_valid_value(scheme: &str, key: &str, value: &str) -> bool {
    const BOOLEANS: &[&str] = &["0", "1", "true", "false", "on", "off", "yes", "no"];
    let is_one_of = |words: &[&str]| words.contains(&&*value.to_lowercase());
    match key {
        "connect_timeout"
        | "keepalives_idle"
        | "keepalives_interval"
        | "keepalives_count"
        | "keepalives_retries"
        | "tcp_user_timeout"
        | "statement-cache-capacity"
        | "connection_limit"
        | "pool_min"
        | "pool_max"
        | "stmt_cache_size"
        | "pool"
        | "max"
        | "min"
        | "pool_size"
        | "max_connections"
        | "min_connections"
        | "pool_timeout"
        | "idle_timeout"
        | "max_lifetime" => value.bytes().all(|b| b.is_ascii_digit()) && value.parse::<u32>().is_ok(),
        "keepalives"
        | "sslcompression"
        | "sslsni"
        | "gssdelegation"
        | "immutable"
        | "pgbouncer"
        | "requiressl"
        | "require_ssl"
        | "verify_ca"
        | "verify_identity"
        | "tls"
        | "tlsinsecure"
        | "tlsallowinvalidcertificates" => is_one_of(BOOLEANS),
        "protocol" => is_one_of(&["2", "3", "resp2", "resp3"]),
        "ssl" if scheme.to_lowercase().starts_with("mongodb") => is_one_of(BOOLEANS),
        "sslmode" | "ssl-mode" | "ssl_mode" | "ssl" => is_one_of(&[
            "disable",
            "allow",
            "prefer",
            "require",
            "verify-ca",
            "verify-full",
            "no-verify",
            "disabled",
            "preferred",
            "required",
            "verify_ca",
            "verify_identity",
            "true",
            "false",
            "1",
            "0",
        ]),
        "target_session_attrs" => {
            is_one_of(&["any", "read-write", "read-only", "primary", "standby", "prefer-standby"])
        }
        "channel_binding" => is_one_of(&["disable", "prefer", "require"]),
        "load_balance_hosts" => is_one_of(&["disable", "random"]),
        "sslnegotiation" => is_one_of(&["postgres", "direct"]),
        "gssencmode" => is_one_of(&["disable", "prefer", "require"]),
        "socket" if scheme.to_lowercase().starts_with("postgres") => value.starts_with('/'),
        "gsslib" => is_one_of(&["gssapi", "sspi"]),
        "sslcertmode" => is_one_of(&["disable", "allow", "require"]),
        "replication" => is_one_of(BOOLEANS) || is_one_of(&["database"]),
        "min_protocol_version" | "max_protocol_version" => is_one_of(&["3.0", "3.2", "latest"]),
        "ssl_min_protocol_version" | "ssl_max_protocol_version" => {
            is_one_of(&["tlsv1", "tlsv1.1", "tlsv1.2", "tlsv1.3"])
        }
        "require_auth" => {
            const METHODS: &[&str] = &["password", "md5", "gss", "sspi", "scram-sha-256", "oauth", "none"];
            value.split(',').all(|method| METHODS.contains(&method))
        }
        "client_encoding" => is_one_of(&["utf8", "utf-8"]),
        "hostaddr" => value.split(',').all(|address| address.is_empty() || address.parse::<std::net::IpAddr>().is_ok()),
        "mode" => is_one_of(&["ro", "rw", "rwc", "memory"]),
        "cache" => is_one_of(&["shared", "private"]),
        _ => true,
    }
}
