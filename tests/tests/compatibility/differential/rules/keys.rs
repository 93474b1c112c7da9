//! Query parameters.

use db_config::ProblemKind::{
    Contradiction, InvalidValue, ParameterWithoutValue, SecondQuestionMark, Semicolon, UnknownParameter,
    UnknownTlsParameter, Unsupported,
};

use super::*;
use crate::differential::difference::Disagreement;
use crate::differential::postgres::without_zeros;

/// Parameters that sqlx does not know for PostgreSQL.
pub const IGNORED: &[&str] = &[
    "connect_timeout",
    "target_session_attrs",
    "schema",
    "connection_limit",
    "ssl_mode",
    "require_ssl",
    "pool_max",
    "channel_binding",
    "pgbouncer",
    "sslidentity",
    "sslpassword",
    "database",
];

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[
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
        text: "a `+` in a value",
        examples: &["://h/d?application_name=a+b", "://h/d?socket=/a+b"],
        theirs: "a space",
        ours: "a `+`",
        why: "as libpq, tokio-postgres, mongodb and RFC 3986; a `+` for a space comes from HTML forms",
        is_it: |d| match &d.found {
            Finding::Fact { theirs: Some(theirs), ours: Some(ours), .. } => {
                // sqlx 0.9 escapes the space for the server.
                let plain = |text: &str| text.replace("\\ ", " ").replace('+', " ");
                plain(theirs) == plain(ours) && d.query().contains('+')
            }
            _ => false,
        },
    },
    Difference {
        parsers: &[TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MongoDb, Redis, Fred, Url],
        text: "`;` between two parameters",
        examples: &[
            "://h/d?application_name=a;sslmode=require",
            "://h/d?charset=utf8mb4;ssl-mode=required",
            "://h/d?appName=a;tls=true",
            "redis://h?db=1;tls=true",
        ],
        theirs: "a part of the first value",
        ours: "an error; write `%3B` in a value",
        why: "the second parameter, which may be `sslmode`, would be silently ignored",
        is_it: |d| d.rejects(Semicolon) && decoded(d.query()).contains(';'),
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, Redis, Fred, Url],
        text: "an unknown parameter",
        examples: &["://h/d?bogus=1"],
        theirs: "ignored; for PostgreSQL, sqlx logs its value",
        ours: "an error with the parameter that was probably meant",
        why: "a typo in `sslmode` would turn off TLS",
        is_it: |d| {
            let key = d.rejected_key(UnknownParameter).or(d.rejected_key(UnknownTlsParameter)).map(decoded);
            key.is_some_and(|key| !is_own(d, &key))
        },
    },
    Difference {
        parsers: &[MySqlAsync, Url],
        text: "an option of mysql_async alone: `tcp_keepalive`, `wait_timeout`, `conn_ttl`, `compression` and so on",
        examples: &["://h/d?tcp_keepalive=1000"],
        theirs: "accepted",
        ours: "ignored, with a warning; `abs_conn_ttl=0` is no limit; `client_found_rows` and `built_in_roots=false` are an error",
        why: "no other client has it, and it does not depend on the deployment: set it in code with `OptsBuilder`",
        is_it: |d| {
            let own = [
                "ttl_check_interval",
                "conn_ttl",
                "abs_conn_ttl",
                "abs_conn_ttl_jitter",
                "tcp_keepalive",
                "max_allowed_packet",
                "wait_timeout",
                "enable_cleartext_plugin",
                "reset_connection",
                "tcp_nodelay",
                "secure_auth",
                "client_found_rows",
                "compression",
                "built_in_roots",
                "prefer_socket",
            ];
            let is_ignored = d.parts(&["flags", "limits", "compression", "abs_conn_ttl"]).is_some();
            d.has_key(&own) && (is_ignored || d.rejects(InvalidValue))
        },
    },
    Difference {
        parsers: &[MySql],
        text: "an option of mysql alone: `tcp_keepalive_time_ms`, `compress`, `check_health` and so on",
        examples: &["://h/d?tcp_keepalive_time_ms=1000"],
        theirs: "accepted",
        ours: "ignored, with a warning",
        why: "no other client has it, and it does not depend on the deployment: set it in code with `OptsBuilder`",
        is_it: |d| {
            let own = [
                "tcp_keepalive_time_ms",
                "tcp_user_timeout_ms",
                "max_allowed_packet",
                "enable_cleartext_plugin",
                "reset_connection",
                "check_health",
                "secure_auth",
                "compress",
                "server_key_path",
            ];
            d.has_key(&own) && d.parts(&["flags", "limits", "compression"]).is_some()
        },
    },
    Difference {
        parsers: &[MySql],
        text: "`danger_skip_domain_validation=true`",
        examples: &["://h/d?danger_skip_domain_validation=true"],
        theirs: "any public CA, and any host name",
        ours: "an error",
        why: "anybody can get such a certificate",
        is_it: |d| {
            let is_on = |value: &str| value == "true";
            d.rejects_with(Unsupported, "it also trusts the public CAs")
                && d.key(&["danger_skip_domain_validation"], is_on)
        },
    },
    Difference {
        parsers: &[MySql],
        text: "a time of zero to connect",
        examples: &["://h/d?tcp_connect_timeout_ms=0"],
        theirs: "no time",
        ours: "no limit",
        why: "as libpq and the other clients",
        is_it: |d| d.part("connect_timeout", |theirs, ours| (theirs, ours) == ("0ns", "")),
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, Redis, Fred],
        text: "a parameter of another client, or in other letters",
        examples: &["://h/d?STATEMENT-CACHE-CAPACITY=5", "redis://h?db=1"],
        theirs: "ignored; for PostgreSQL, sqlx logs its value",
        ours: "its meaning in the other client",
        why: "one URL works for every client",
        is_it: |d| {
            let is_ignored = |key: &str| !is_own(d, key) || IGNORED.contains(&key);
            // Without the parameter, the TLS mode may be the same.
            let is_decided_alike = || d.parts(&["tls"]).is_some() && d.is_as_in(&d.without_keys(is_ignored));
            d.is_read_from(is_ignored) || is_decided_alike()
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MongoDb],
        text: "an empty path of a file",
        examples: &["://h/d?ssl-ca=", "://h/d?tlsCAFile="],
        theirs: "a file without a name",
        ours: "no file",
        why: "as libpq",
        is_it: |d| {
            let parts =
                ["ssl_root_cert", "ssl_client_cert", "ssl_client_key", "ssl_ca", "tlsCAFile", "tlsCertificateKeyFile"];
            d.parts(&parts).is_some_and(|(theirs, ours)| ["", "File(\"\")"].contains(&theirs) && ours.is_empty())
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres],
        text: "the host of a pooler",
        examples: &["://ep-x-pooler.example.com/d"],
        theirs: "the startup parameter `extra_float_digits`, which PgBouncer may reject, and cached statements",
        ours: "no such parameter, and cached statements only if the pooler keeps them",
        why: "it would not connect, or the second query would fail",
        is_it: |d| {
            let is_pooler = d.authority().contains("-pooler")
                || d.authority().ends_with(":6543") && d.authority().contains(".supabase.");
            let is_it = d.part("extra_float_digits", |theirs, ours| (theirs, ours) == ("2", ""))
                || d.part("statement_cache_capacity", |theirs, ours| (theirs, ours) == ("100", "0"));
            is_it && is_pooler
        },
    },
    Difference {
        parsers: &[SqlxPostgres, Sqlx08Postgres],
        text: "`sslrootcert=system`",
        examples: &["://localhost/d?sslrootcert=system"],
        theirs: "a file of that name",
        ours: "the CAs of the operating system",
        why: "as libpq",
        is_it: |d| d.part("ssl_root_cert", |theirs, ours| (theirs, ours) == ("File(\"system\")", "")),
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql],
        text: "the path of a file, and the same parameter without a value",
        examples: &["://h/d?sslrootcert=/ca.pem&sslrootcert=", "://h/d?sslca=/ca.pem&sslca="],
        theirs: "the last one: no file",
        ours: "the path",
        why: "the empty parameter has no meaning, and a CA certificate is there to verify the server",
        is_it: |d| {
            let keys = ["sslrootcert", "ssl-root-cert", "ssl-ca", "sslca"];
            let is_given = |ours: &str| d.key(&keys, |path| [path, &format!("File({path:?})")].contains(&ours));
            d.parts(&["sslrootcert", "ssl_root_cert", "ssl_ca"])
                .is_some_and(|(theirs, ours)| ["", "File(\"\")"].contains(&theirs) && is_given(ours))
                && d.key(&keys, str::is_empty)
        },
    },
    Difference {
        parsers: &[Sqlx08Postgres],
        text: "a space or a backslash in the value of `options[name]`",
        examples: &["://h/d?options[search_path]=a%20b"],
        theirs: "the end of the value, for the server",
        ours: "escaped for the server",
        why: "the value is taken literally",
        is_it: |d| {
            let plain = |options: &str| options.replace('\\', "").replace('+', " ");
            d.part("options", |theirs, ours| plain(theirs) == plain(ours)) && d.query().contains('[')
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres],
        text: "`options` twice",
        examples: &["://h/d?options=-ca%3D1&options=-cb%3D2"],
        theirs: "the last one",
        ours: "both",
        why: "as sqlx; each sets another option",
        is_it: |d| {
            let values: Vec<_> =
                d.pairs().filter(|(key, _)| key == "options").map(|(_, value)| decoded(value)).collect();
            d.part("options", |theirs, ours| ours.ends_with(theirs) && ours == values.join(" ")) && values.len() > 1
        },
    },
    Difference {
        parsers: &[Libpq],
        text: "`fallback_application_name`",
        examples: &["://h/d?fallback_application_name=app"],
        theirs: "a parameter of its own",
        ours: "the application name, if there is no other",
        why: "libpq uses it in the same way, after `PGAPPNAME`, which is not a part of the URL",
        is_it: |d| {
            let key = ["fallback_application_name"];
            let is_name = |ours: &str| d.key(&key, |value| without_zeros(value) == ours);
            d.part("application_name", |_, ours| is_name(ours))
                || d.part(key[0], |_, ours| ours.is_empty()) && d.has_key(&key)
        },
    },
    Difference {
        parsers: &[Libpq],
        text: "`client_encoding=utf8`",
        examples: &["://h/d?client_encoding=UTF8"],
        theirs: "a parameter of its own",
        ours: "no effect: every client uses UTF-8",
        why: "Diesel sets it by itself",
        is_it: |d| {
            d.part("client_encoding", |theirs, ours| ours.is_empty() && theirs.to_lowercase().starts_with("utf"))
        },
    },
    Difference {
        parsers: &[Libpq],
        text: "a boolean such as `true`",
        examples: &["://h/d?sslcompression=true"],
        theirs: "everything but `1` is off, or rejected when it connects",
        ours: "`1` or `0`",
        why: "the meaning is clear",
        is_it: |d| {
            let is_it = |theirs: &str, ours: &str| match ours {
                "1" => ["true", "on", "yes"].contains(&&*theirs.to_lowercase()),
                "0" => ["false", "off", "no"].contains(&&*theirs.to_lowercase()),
                _ => false,
            };
            let requires =
                d.part("sslmode", |theirs, ours| (theirs, ours) == ("prefer", "require")) && d.has_key(&["requiressl"]);
            requires
                || d.parts(&["keepalives", "sslcompression", "sslsni", "gssdelegation"])
                    .is_some_and(|(theirs, ours)| is_it(theirs, ours))
        },
    },
    Difference {
        parsers: &[Libpq],
        text: "a negative number for a TCP option or a timeout",
        examples: &["://h/d?keepalives_idle=-1"],
        theirs: "a negative number",
        ours: "0, or left out",
        why: "libpq also reads a negative number as the default of the system, or as no limit",
        is_it: |d| {
            let keys =
                ["keepalives_idle", "keepalives_interval", "keepalives_count", "connect_timeout", "tcp_user_timeout"];
            d.parts(&keys).is_some_and(|(theirs, ours)| theirs.starts_with('-') && ["", "0"].contains(&ours))
        },
    },
    Difference {
        parsers: &[TokioPostgres],
        text: "`tcp_user_timeout`",
        examples: &["://h/d?tcp_user_timeout=5000"],
        theirs: "seconds",
        ours: "milliseconds",
        why: "as libpq, which defines the parameter",
        is_it: |d| {
            d.part("tcp_user_timeout", |theirs, ours| {
                theirs.strip_suffix('s') == ours.strip_suffix("ms")
                    || theirs == format!("{}000s", ours.trim_end_matches('s'))
            })
        },
    },
    Difference {
        parsers: &[TokioPostgres],
        text: "the number zero",
        examples: &["://h/d?keepalives_retries=0"],
        theirs: "zero, which the operating system rejects",
        ours: "the default of the operating system",
        why: "as libpq",
        is_it: |d| {
            let keys =
                ["keepalives_idle", "keepalives_interval", "keepalives_retries", "connect_timeout", "tcp_user_timeout"];
            // The default of tokio-postgres for `keepalives_idle` is two hours.
            d.parts(&keys).is_some_and(|(theirs, ours)| ["0", "0ns"].contains(&theirs) && ["", "7200s"].contains(&ours))
        },
    },
    Difference {
        parsers: &[MySqlAsync],
        text: "an idle time of zero",
        examples: &["://h/d?inactive_connection_ttl=0"],
        theirs: "a connection is closed as soon as it is idle",
        ours: "no limit",
        why: "as in the pools of the other clients; without the parameter, mysql_async keeps its own default",
        is_it: |d| d.part("inactive_connection_ttl", |theirs, _| theirs == "0ns"),
    },
    Difference {
        parsers: &[MySqlAsync, MySql],
        text: "a host, and no `prefer_socket`",
        examples: &["://localhost/d"],
        theirs: "on a loopback address it switches to the socket that the server names",
        ours: "the host, over TCP",
        why: "in a container the socket of the server is not there",
        is_it: |d| d.part("prefer_socket", |theirs, ours| (theirs, ours) == ("true", "false")),
    },
    Difference {
        parsers: &[
            SqlxPostgres,
            Sqlx08Postgres,
            SqlxMySql,
            Sqlx08MySql,
            MySqlAsync,
            MySql,
            Redis,
            Fred,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "a parameter without `=`",
        examples: &["://h/d?s", "://h/d?socket", "sqlite:app.db?vfs"],
        theirs: "an empty value",
        ours: "an error",
        why: "as libpq, tokio-postgres and mongodb; it may be the end of a password",
        is_it: |d| d.rejects(ParameterWithoutValue) && d.query().split('&').any(|pair| !pair.contains('=')),
    },
    Difference {
        parsers: EVERY,
        text: "a second `?`",
        examples: &["://h/d?a?=b", "://h/d?stmt_cache_size=1&socket=/a?b"],
        theirs: "a part of a name or a value",
        ours: "an error",
        why: "a second query was added to the URL",
        is_it: |d| d.rejects(SecondQuestionMark) && d.query().contains('?'),
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
            Fred,
            SqlxSqlite,
            Sqlx08Sqlite,
            Url,
        ],
        text: "a parameter twice, with different values",
        examples: &["://h/d?sslmode=require&sslmode=disable", "redis://h?protocol=2&protocol=3"],
        theirs: "the last value",
        ours: "an error",
        why: "one of them is a mistake",
        is_it: |d| d.rejects_with(Contradiction, "set twice"),
    },
    Difference {
        parsers: SERVERS_WITHOUT_MONGODB,
        text: "two parameters that contradict each other",
        examples: &[
            "://h/d?sslmode=disable&ssl-mode=require",
            "://localhost/d?sslmode=prefer&sslnegotiation=direct",
            "redis://h?connectTimeout=10&connect_timeout=1",
        ],
        theirs: "the last value, or the one that the client reads first",
        ours: "an error",
        why: "one of them is a mistake",
        is_it: |d| d.rejects_with(Contradiction, "contradicts") && d.pairs().count() > 1,
    },
    Difference {
        parsers: &[MongoDb],
        text: "a socket with a port",
        examples: &["://x.sock:5432/d"],
        theirs: "a name, which no resolver finds",
        ours: "the socket",
        why: "a socket has no port",
        is_it: |d| d.part("host", |theirs, ours| ours.contains(".sock") && decoded(theirs).contains(".sock:")),
    },
];

/// Returns whether the parser itself knows the parameter, in this spelling, in a URL of this scheme.
pub fn is_own(d: &Disagreement<'_>, key: &str) -> bool {
    match d.parser {
        Redis => return key == "protocol",
        Fred => return false,
        _ => {}
    }
    let mut dialects =
        d.parser.dialects().into_iter().filter(|dialect| dialect.schemes.contains(&&*d.scheme().to_lowercase()));
    dialects.any(|dialect| dialect.keys.iter().any(|(own, _)| own == key))
}
