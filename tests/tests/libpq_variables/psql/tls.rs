//! Cases of URLs and environment variables for TLS.

use super::cases::{Case, Places};
use super::clients::Family::Sqlx;
use super::rules::Ours::Refuses;
use super::rules::Rule;

const MODES: [&str; 7] = ["", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/// A server with a certificate for its name, the same server with a name not in its certificate, and one without TLS.
const SERVERS: [&str; 3] = ["localhost:{tls}", "127.0.0.1:{tls}", "localhost:{plain}"];

const CERTIFICATES: [&str; 4] = ["", "{ca}", "{other_ca}", "{missing}"];

pub fn cases(places: &Places) -> Vec<Case> {
    let mut all = Vec::new();
    for mode in MODES {
        for server in SERVERS {
            for certificate in CERTIFICATES {
                all.push(each(places, mode, server, certificate));
            }
        }
    }
    let case = places.case("postgres://app:{%pw}@localhost:{tls}/app?ssl=true", &[("PGSSLMODE", "disable")]);
    all.push(case.all(Rule::FloorsAddUp, Refuses));
    all.extend(OTHERS.iter().map(|(url, variables)| places.case(url, variables)));
    all
}

fn each(places: &Places, mode: &str, server: &str, certificate: &str) -> Case {
    let variables: Vec<(&'static str, &str)> = [("PGSSLMODE", mode), ("PGSSLROOTCERT", certificate)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let case = places.case(&format!("postgres://app:{{%pw}}@{server}/app"), &variables);
    let verified = (certificate, server) == ("{ca}", "localhost:{tls}");
    match (mode, certificate) {
        // libpq continues without TLS if it cannot verify the certificate. It does not verify the host name.
        ("", "{ca}" | "{other_ca}" | "{missing}") if !verified => case.all(Rule::RootCertificateVerifies, Refuses),
        // libpq ignores a missing file.
        ("require", "{missing}") if server.ends_with("{tls}") => case.all(Rule::RootCertificateVerifies, Refuses),
        ("require", "{ca}") if server == "127.0.0.1:{tls}" => case.but(&[Sqlx], Rule::RootCertificateVerifies, Refuses),
        ("verify-ca", "{ca}") if server.ends_with("{tls}") => case.but(&[Sqlx], Rule::NoOtherAuthorities, Refuses),
        _ => case,
    }
}

type Cases<'a> = &'a [(&'a str, &'a [(&'static str, &'a str)])];

const OTHERS: Cases<'_> = &[
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGSSLMODE", "bogus")]),
    ("postgres://tls_only:{%pw}@localhost:{tls}/app", &[("PGSSLMODE", "require")]),
    ("postgres://tls_only:{%pw}@localhost:{tls}/app", &[("PGSSLMODE", "disable")]),
    ("postgres://localhost:{tls}/app", &[("PGSSLMODE", "require"), ("PGUSER", "tls_only"), ("PGPASSWORD", "{pw}")]),
    // The URL overrides the variables.
    ("postgres://app:{%pw}@localhost:{tls}/app?sslmode=disable", &[("PGSSLMODE", "require")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?sslmode=disable", &[("PGSSLMODE", "require")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?sslmode=prefer", &[("PGSSLMODE", "verify-full")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?sslmode=require", &[("PGSSLMODE", "disable")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?sslmode=require", &[("PGSSLMODE", "verify-full")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?sslmode=verify-full", &[("PGSSLMODE", "prefer")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?ssl=true", &[("PGSSLMODE", "disable")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?ssl=true", &[("PGSSLMODE", "prefer")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?ssl=true", &[("PGSSLMODE", "prefer")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?sslmode=verify-full", &[("PGSSLROOTCERT", "{ca}")]),
    ("postgres://app:{%pw}@127.0.0.1:{tls}/app?sslmode=verify-full", &[("PGSSLROOTCERT", "{ca}")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?sslmode=verify-full", &[("PGSSLROOTCERT", "{other_ca}")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?sslrootcert={ca}", &[("PGSSLMODE", "verify-full")]),
    ("postgres://app:{%pw}@127.0.0.1:{tls}/app?sslrootcert={ca}", &[("PGSSLMODE", "verify-full")]),
    (
        "postgres://app:{%pw}@localhost:{tls}/app?sslrootcert={ca}",
        &[("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "{other_ca}")],
    ),
    (
        "postgres://app:{%pw}@localhost:{tls}/app?sslrootcert={other_ca}",
        &[("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "{ca}")],
    ),
    // libpq uses `PGREQUIRESSL` if nothing sets a mode.
    ("postgres://app:{%pw}@localhost:{plain}/app", &[("PGREQUIRESSL", "1")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGREQUIRESSL", "1")]),
    ("postgres://app:{%pw}@localhost:{plain}/app", &[("PGREQUIRESSL", "0")]),
    ("postgres://app:{%pw}@localhost:{plain}/app", &[("PGREQUIRESSL", "1"), ("PGSSLMODE", "disable")]),
    ("postgres://app:{%pw}@localhost:{plain}/app", &[("PGREQUIRESSL", "1"), ("PGSSLMODE", "prefer")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?sslmode=disable", &[("PGREQUIRESSL", "1")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?sslmode=prefer", &[("PGREQUIRESSL", "1")]),
    // A connection over a socket never uses TLS.
    ("postgres://app:{%pw}@{%socket}:{tls}/app", &[("PGSSLMODE", "require")]),
    ("postgres://app:{%pw}@{%socket}:{tls}/app", &[("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "{ca}")]),
    ("postgres://app:{%pw}@{%socket}:{tls}/app", &[("PGSSLROOTCERT", "{ca}")]),
    ("postgres://app:{%pw}@{%socket}:{tls}/app", &[("PGREQUIRESSL", "1")]),
    ("postgres://app:{%pw}@/app?port={tls}", &[("PGHOST", "{socket}"), ("PGSSLMODE", "verify-full")]),
];
