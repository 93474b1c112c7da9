//! Whether and how to encrypt.

use std::net::IpAddr;

use db_config::{DatabaseUrl, Host};

use super::*;
use crate::differential::difference::Disagreement;

/// What each parser's facts call it.
const TLS: &[&str] = &["tls", "sslmode", "tls_roots"];
const ROOTS: &[&str] = &["sslrootcert", "ssl-root-cert", "ssl-ca", "ssl_ca", "sslca"];

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[Libpq],
        text: "`requiressl` or `ssl` beside `sslmode`",
        examples: &["://h/d?sslmode=verify-full&requiressl=1", "://h/d?sslmode=verify-full&ssl=true"],
        theirs: "the last of them",
        ours: "the stricter",
        why: "the order of keys means nothing, and TLS is never weaker than asked",
        is_it: |d| {
            // `requiressl=0` says nothing.
            let is_said = |ours: &str| d.key(&["sslmode"], |word| word_of_libpq(word) == ours);
            let is_it = |theirs: &str, ours: &str| match theirs {
                "prefer" if is_said(ours) => true,
                "prefer" | "require" => strength(ours).is_some_and(|it| Some(it) > strength(theirs)),
                _ => false,
            };
            d.part("sslmode", is_it) && d.has_key(&["requiressl", "ssl"]) && d.has_key(&["sslmode"])
        },
    },
    Difference {
        parsers: &[Libpq],
        text: "another client's word for the mode",
        examples: &["://h/d?sslmode=no-verify"],
        theirs: "taken, and refused when it connects",
        ours: "libpq's word for it",
        why: "one URL serves every client",
        is_it: |d| d.part("sslmode", |theirs, ours| word_of_libpq(theirs) == ours),
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres],
        text: "`sslmode=allow`",
        examples: &["://h/d?sslmode=allow"],
        theirs: "libpq: plaintext first; sqlx: `disable`",
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
        ours: "`verify-full`; where `require` is said, for libpq `verify-ca`",
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
            let is_verified = |ours| d.key(&keys, |value| value == "true") == (strength(ours) == Some(3));
            d.parts(TLS).is_some_and(|(theirs, ours)| theirs.is_empty() && (ours == "false" || is_verified(ours)))
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
        ours: "the host decides: `prefer` on this machine and in private networks, else `require`, verified for MongoDB",
        why: "a password does not cross the internet in plain text because of a missing word",
        is_it: |d| d.parts(TLS).is_some_and(|(_, ours)| is_decided(d, ours)) && !d.says_tls(),
    },
];

/// Whether the hosts may decide so: outside of private networks, nothing weaker than `require`.
fn is_decided(d: &Disagreement<'_>, ours: &str) -> bool {
    let least = match d.parser {
        _ if is_near(d) => 0,
        MongoDb => 3,
        _ => 2,
    };
    // The public authorities are not turned off.
    strength(ours).is_some_and(|strength| strength >= least) || d.part("tls_roots", |_, ours| ours == "false")
}

/// libpq's word for another client's.
fn word_of_libpq(word: &str) -> &'static str {
    match &*word.to_lowercase() {
        "disable" | "disabled" | "false" | "off" | "no" | "0" => "disable",
        "prefer" | "preferred" => "prefer",
        "require" | "required" | "no-verify" | "true" | "on" | "yes" | "1" => "require",
        "verify-ca" | "verify_ca" => "verify-ca",
        "verify-full" | "verify_identity" => "verify-full",
        _ => "none of them",
    }
}

/// How much a mode demands, in the words of any client.
fn strength(mode: &str) -> Option<u8> {
    Some(match &*mode.to_lowercase() {
        "" | "disable" | "disabled" => 0,
        "allow" | "prefer" | "preferred" => 1,
        "require" | "required" => 2,
        "verifyca" | "verify-ca" | "verifyfull" | "verify-full" | "verifyidentity" => 3,
        _ => return None,
    })
}

/// Whether all hosts are on this machine or in a private network, as far as the texts have such.
fn is_near(d: &Disagreement<'_>) -> bool {
    const PRIVATE: &[&str] = &[".localhost", ".flycast", ".railway.internal", ".svc.cluster.local", ".local"];
    let is_near = |host: &Host| {
        // The address is what is connected to.
        let name = host.address().map_or(host.name().to_owned(), |address| address.to_string());
        let name = name.trim_end_matches('.').to_lowercase();
        let is_label = !name.contains(['.', ':']) && !name.bytes().all(|b| b.is_ascii_digit());
        let is_private_address =
            |it: IpAddr| it.is_loopback() || matches!(it, IpAddr::V6(it) if it.segments()[0] == 0xfdaa);
        let is_address = name.parse::<IpAddr>().is_ok_and(|address| is_private_address(address.to_canonical()));
        let is_private = PRIVATE.iter().any(|domain| name.ends_with(domain)) || name == "host.docker.internal";
        name.is_empty() || name.starts_with('/') || is_label || is_address || is_private
    };
    let url: Result<DatabaseUrl, _> = d.text.parse();
    url.is_ok_and(|url| url.hosts().iter().all(is_near))
}
