//! The TLS mode of one URL, in the query parameters of every dialect.

use db_config::DatabaseUrl;
use db_config::TlsMode::{self, *};
use tests::url;

/// Returns the TLS mode of the URL, or `None` if db-config rejects it.
fn mode(query: &str) -> Option<TlsMode> {
    let url: Result<DatabaseUrl, _> = format!("mysql://h.example.com/d?{query}").parse();
    url.ok().map(|url| url.tls().mode())
}

#[test]
fn every_dialect_is_understood() {
    for (query, expected) in [
        ("", Require),
        ("sslmode=disable", Off),
        ("ssl-mode=DISABLED", Off),
        ("ssl=false", Off),
        ("useSSL=false", Off),
        ("sslmode=allow", Prefer),
        ("ssl_mode=PREFERRED", Prefer),
        ("ssl-mode=REQUIRED", Require),
        ("ssl=true", Require),
        ("ssl=1", Require),
        ("sslmode=no-verify", Require),
        ("ssl=true&ssl=no-verify", Require),
        ("ssl=true&sslmode=verify-full", VerifyFull),
        ("sslmode=verify-ca&ssl=true", VerifyCa),
        ("requireSSL=true", Require),
        ("useSSL=true&requireSSL=false", Require),
        ("requireSSL=false", Require),
        ("useSSL=true&verifyServerCertificate=false", Require),
        ("useSSL=true&verifyServerCertificate=true", VerifyFull),
        ("sslaccept=strict", VerifyFull),
        ("sslmode=require&sslaccept=strict", VerifyFull),
        ("sslmode=prefer&sslaccept=accept_invalid_certs", Prefer),
        ("sslaccept=accept_invalid_certs", Require),
        ("ssl={\"rejectUnauthorized\":true}", VerifyFull),
        ("ssl=%7B%22rejectUnauthorized%22:%20false%7D", Require),
        ("ssl={\"minVersion\":\"TLSv1.2\",\"rejectUnauthorized\":true}", VerifyFull),
        ("require_ssl=true", VerifyFull),
        ("require_ssl=true&verify_identity=false", VerifyCa),
        ("require_ssl=true&verify_ca=false&verify_identity=false", Require),
        ("require_ssl=true&verify_identity=false&verify_ca=false", Require),
        ("danger_accept_invalid_certs=true", Require),
        ("danger_accept_invalid_certs=false", VerifyFull),
        ("danger_skip_domain_validation=true", VerifyCa),
        ("danger_skip_domain_validation=false", VerifyFull),
        ("danger_accept_invalid_certs=true&danger_skip_domain_validation=true", Require),
        ("danger_accept_invalid_certs=false&danger_skip_domain_validation=true", VerifyCa),
        ("ssl-mode=VERIFY_CA", VerifyCa),
        ("sslmode=verify_identity&sslca=/ca.pem", VerifyFull),
        ("sslmode=require&ssl-ca=/ca.pem", VerifyCa),
        ("ssl-ca=/ca.pem", VerifyFull),
    ] {
        assert_eq!(mode(query), Some(expected), "{query}");
    }
}

#[test]
fn rejects_unknown_values_and_contradictions() {
    for query in [
        "sslmode=yes-please",
        "ssl={\"ca\":\"x\"}",
        "ssl={\"rejectUnauthorized\":1}",
        "tlsmode=off",
        "verify=no",
        "sslmode=disable&ssl-mode=REQUIRED",
        "sslmode=prefer&ssl=true",
        "sslmode=require&sslmode=verify-full",
        "requireSSL=maybe",
        "sslmode=verify-full&sslaccept=accept_invalid_certs",
        "sslmode=verify-full&trustServerCertificate=true",
        "ssl=false&sslaccept=strict",
        "ssl-ca=/a.pem&sslrootcert=/b.pem",
        "sslrootcert=system&sslmode=require",
        "danger_accept_invalid_certs=true&danger_skip_domain_validation=false",
    ] {
        assert_eq!(mode(query), None, "{query}");
    }
}

#[test]
fn mongodb_verifies_by_default() {
    let mode = |query: &str| url(&format!("mongodb://localhost/?{query}")).tls().mode();
    assert_eq!(mode(""), Off);
    assert_eq!(mode("tls=true"), VerifyFull);
    assert_eq!(mode("ssl=true"), VerifyFull);
    assert_eq!(mode("tls=false"), Off);
    assert_eq!(mode("tls=true&tlsInsecure=true"), Require);
    assert_eq!(mode("tlsAllowInvalidCertificates=true"), Require);
    assert_eq!(mode("tls=true&tlsAllowInvalidHostnames=true"), VerifyCa);
    assert_eq!(mode("tlsCAFile=/ca.pem"), VerifyFull);
    assert_eq!(url("mongodb+srv://h.example.com/?retryWrites=true").tls().mode(), VerifyFull);
    assert_eq!(url("mongodb+srv://h.example.com/?ssl=false").tls().mode(), Off);
}
