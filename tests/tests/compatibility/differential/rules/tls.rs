//! The TLS mode.

use std::net::IpAddr;

use db_config::{DatabaseUrl, Host};

use super::*;
use crate::differential::difference::Disagreement;

/// The parsers' names of the mode.
const TLS: &[&str] = &["tls", "sslmode", "tls_roots"];
const ROOTS: &[&str] = &["sslrootcert", "ssl-root-cert", "ssl-ca", "ssl_ca", "sslca"];

pub const RULES: &[Difference] = &[
    Difference {
        parsers: &[Libpq],
        text: "`requiressl` or `ssl` together with `sslmode`",
        examples: &["://h/d?sslmode=verify-full&requiressl=1", "://h/d?sslmode=verify-full&ssl=true"],
        theirs: "the last one",
        ours: "the stricter one",
        why: "the order of parameters has no meaning, and TLS is never weaker than requested",
        is_it: |d| {
            // `requiressl=0` has no meaning.
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
        text: "another client's name for the mode",
        examples: &["://h/d?sslmode=no-verify"],
        theirs: "accepted, and rejected when libpq connects",
        ours: "libpq's name for it",
        why: "one URL works for every client",
        is_it: |d| d.part("sslmode", |theirs, ours| word_of_libpq(theirs) == ours),
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres],
        text: "`sslmode=allow`",
        examples: &["://h/d?sslmode=allow"],
        theirs: "libpq: first without TLS; sqlx: `disable`",
        ours: "`prefer`",
        why: "no other client supports it, and it gives no security",
        is_it: |d| {
            d.part("sslmode", |theirs, ours| (theirs, ours) == ("allow", "prefer"))
                || d.part("tls", |theirs, ours| (theirs, ours) == ("Allow", "Prefer"))
        },
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql],
        text: "a CA certificate without a mode that verifies with it",
        examples: &["://db.example.com/d?sslrootcert=/ca.pem"],
        theirs: "libpq: `prefer`, or `verify-ca` together with `require`; sqlx does not verify",
        ours: "`verify-full`; for libpq `verify-ca` together with `require`",
        why: "a CA certificate is there to verify the server",
        is_it: |d| d.parts(TLS).is_some_and(|(_, ours)| ours.to_lowercase().starts_with("verify")) && d.has_key(ROOTS),
    },
    Difference {
        parsers: &[Libpq, SqlxPostgres, Sqlx08Postgres, SqlxMySql, Sqlx08MySql],
        text: "a client certificate and no mode",
        examples: &["://localhost/d?sslcert=/a.pem&sslkey=/k.pem"],
        theirs: "`prefer`, as without it",
        ours: "`require`",
        why: "a client certificate has no effect without TLS",
        is_it: |d| {
            let keys = ["sslcert", "ssl-cert", "ssl_cert"];
            d.parts(TLS).is_some_and(|(_, ours)| ["require", "required"].contains(&&*ours.to_lowercase()))
                && d.has_key(&keys)
        },
    },
    Difference {
        parsers: &[Libpq, TokioPostgres],
        text: "`sslnegotiation=direct` and no mode",
        examples: &["://localhost/d?sslnegotiation=direct"],
        theirs: "`prefer`, with which both refuse to connect",
        ours: "`require`",
        why: "the parameter has no effect without TLS",
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
        why: "verification needs TLS",
        is_it: |d| {
            let keys = ["verify_ca", "verify_identity"];
            let is_verified = |ours| d.key(&keys, |value| value == "true") == (strength(ours) == Some(3));
            d.parts(TLS).is_some_and(|(theirs, ours)| theirs.is_empty() && (ours == "false" || is_verified(ours)))
                && d.has_key(&keys)
                && !d.has_key(&["require_ssl"])
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
        ],
        text: "no TLS parameter",
        examples: &["://db.example.com/d"],
        theirs: "libpq, tokio-postgres and sqlx: `prefer`, which an attacker in the network can turn off; \
            mysql_async, mysql and mongodb: no TLS",
        ours: "the mode of the host table: `prefer` on this machine and in private networks, otherwise `require`, \
            verified for MongoDB",
        why: "a password does not cross the Internet unencrypted because of a missing parameter",
        is_it: |d| d.parts(TLS).is_some_and(|(_, ours)| is_decided(d, ours)) && !d.says_tls(),
    },
];

/// Returns whether the host table may choose this mode: outside of private networks, at least `require`.
fn is_decided(d: &Disagreement<'_>, ours: &str) -> bool {
    let least = match d.parser {
        _ if is_near(d) => 0,
        MongoDb => 3,
        _ => 2,
    };
    // The public CAs stay trusted.
    strength(ours).is_some_and(|strength| strength >= least) || d.part("tls_roots", |_, ours| ours == "false")
}

/// Returns libpq's name for another client's mode.
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

/// Returns the strength of a mode, in the spelling of any client.
fn strength(mode: &str) -> Option<u8> {
    Some(match &*mode.to_lowercase() {
        "" | "disable" | "disabled" => 0,
        "allow" | "prefer" | "preferred" => 1,
        "require" | "required" => 2,
        "verifyca" | "verify-ca" | "verifyfull" | "verify-full" | "verifyidentity" => 3,
        _ => return None,
    })
}

/// Returns whether all hosts are on this machine or in a private network, for the hosts in the generated URLs.
fn is_near(d: &Disagreement<'_>) -> bool {
    const PRIVATE: &[&str] = &[".localhost", ".flycast", ".railway.internal", ".svc.cluster.local", ".local"];
    let is_near = |host: &Host| {
        // The client connects to the address.
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
