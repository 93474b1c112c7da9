//! Whether and how to encrypt.

use super::*;

/// What each parser's facts call it.
const TLS: &[&str] = &["tls", "sslmode", "tls_roots"];
const ROOTS: &[&str] = &["sslrootcert", "ssl-root-cert", "ssl-ca", "ssl_ca", "sslca"];

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[Libpq],
        text: "`requiressl` beside `sslmode`",
        examples: &["://h/d?sslmode=verify-ca&requiressl=1"],
        theirs: "the last of them",
        ours: "the stricter",
        why: "the order of keys means nothing, and TLS is never weaker than asked",
        is_it: |d| {
            d.part("sslmode", |theirs, ours| ["prefer", "require"].contains(&theirs) && theirs != ours)
                && d.has_key(&["requiressl"])
                && d.has_key(&["sslmode"])
        },
    },
    Difference {
        parsers: &[Libpq],
        text: "another client's word for the mode",
        examples: &["://h/d?sslmode=no-verify"],
        theirs: "taken, and refused when it connects",
        ours: "libpq's word for it",
        why: "one URL serves every client",
        is_it: |d| {
            let own = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
            d.part("sslmode", |theirs, ours| !own.contains(&theirs) && own.contains(&ours))
        },
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres],
        text: "`sslmode=allow`",
        examples: &["://h/d?sslmode=allow"],
        theirs: "libpq: plain text first; sqlx: `disable`",
        ours: "`prefer`",
        why: "no other client has it, and it promises nothing",
        is_it: |d| {
            d.part("sslmode", |theirs, ours| (theirs, ours) == ("allow", "prefer"))
                || d.part("tls", |theirs, ours| (theirs, ours) == ("Allow", "Prefer"))
        },
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql],
        text: "a root certificate, without a mode that verifies with it",
        examples: &["://db.example.com/d?sslrootcert=/ca.pem"],
        theirs: "libpq: `prefer`, or `verify-ca` where `require` is said; sqlx does not verify",
        ours: "`verify-full`, or `verify-ca` where `require` is said",
        why: "it is given to be used",
        is_it: |d| d.parts(TLS).is_some_and(|(_, ours)| ours.to_lowercase().starts_with("verify")) && d.has_key(ROOTS),
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql],
        text: "a certificate of the client, and no mode",
        examples: &["://localhost/d?sslcert=/a.pem&sslkey=/k.pem"],
        theirs: "`prefer`, as without it",
        ours: "`require`",
        why: "it is of no use without TLS",
        is_it: |d| {
            let keys = ["sslcert", "ssl-cert", "ssl_cert"];
            d.parts(TLS).is_some_and(|(_, ours)| ["require", "required"].contains(&&*ours.to_lowercase()))
                && d.has_key(&keys)
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres],
        text: "`sslnegotiation=direct`, and no mode",
        examples: &["://localhost/d?sslnegotiation=direct"],
        theirs: "`prefer`, with which both refuse to connect",
        ours: "`require`",
        why: "it is about nothing but TLS",
        is_it: |d| {
            d.part("sslmode", |theirs, ours| (theirs, ours) == ("prefer", "require")) && d.has_key(&["sslnegotiation"])
        },
    },
    Difference {
        parsers: &[MySqlAsync],
        text: "`verify_ca` or `verify_identity`, and no `require_ssl`",
        examples: &["://localhost/d?verify_identity=true"],
        theirs: "no TLS",
        ours: "the mode that they name",
        why: "who asks for a verified certificate asks for TLS",
        is_it: |d| {
            let keys = ["verify_ca", "verify_identity"];
            d.parts(TLS).is_some_and(|(theirs, ours)| theirs.is_empty() && !ours.is_empty())
                && d.has_key(&keys)
                && !d.has_key(&["require_ssl"])
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql, MySqlAsync, MongoDb],
        text: "nothing about TLS",
        examples: &["://db.example.com/d"],
        theirs: "libpq, tokio-postgres and sqlx: `prefer`, which a man in the middle turns off; mysql_async and \
            mongodb: no TLS",
        ours: "the host decides: off on this machine, `require` outside of private networks, verified for MongoDB",
        why: "a password does not cross the internet in plain text because of a missing word",
        is_it: |d| d.parts(TLS).is_some() && !d.says_tls(),
    },
];
