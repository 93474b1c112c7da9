//! The logins on real Redis servers that the tests of redis and fred share.

use db_config::DatabaseUrl;
use tests::servers::{self, PASSWORD, certificates};
use tests::{escaped, url};

/// The user, the database and the protocol of a connection.
pub type Login = Result<String, Box<dyn std::error::Error + Send + Sync>>;

/// Returns the login from the answers to `ACL WHOAMI` and `CLIENT INFO`.
pub fn login(user: &str, info: &str) -> String {
    let field = |name: &str| info.trim_end().split(' ').find_map(|field| field.strip_prefix(name).map(str::to_owned));
    format!("{user} db{} resp{}", field("db=").unwrap_or_default(), field("resp=").unwrap_or_default())
}

/// Returns the URL over TLS.
pub fn tls_url(user: &str, host: &str, query: &str) -> String {
    let server = servers::redis();
    let url = server.url_as(user, host, query).replace("redis://", "rediss://");
    url.replace(&format!(":{}/", server.port), &format!(":{}/", server.tls_port))
}

/// Checks the logins with these URLs, and with `own` ones of the client. `None` expects an error.
pub async fn logs_in(connect: impl AsyncFn(&DatabaseUrl) -> Login, own: Vec<(String, Option<&str>)>) {
    let server = servers::redis();
    let (ca, other) = (certificates().ca.display(), certificates().other_ca.display());
    let (password, socket) = (escaped(PASSWORD), server.socket.display());
    let with_ca = format!("tls_ca={ca}");
    let mut cases = vec![
        (server.url(), Some("app db3 resp2")),
        (server.url_as("", server.host, ""), Some("default db3 resp2")),
        (server.url().replace("/3", ""), Some("app db0 resp2")),
        (format!("redis+unix://{socket}?db=2&user=app&password={password}"), Some("app db2 resp2")),
        (tls_url("app", "localhost", &with_ca), Some("app db3 resp2")),
        (format!("{}#insecure", tls_url("app", server.host, "")), Some("app db3 resp2")),
        (tls_url("app", server.host, &with_ca), None),
        (tls_url("app", "localhost", &format!("tls_ca={other}")), None),
        (tls_url("app", "localhost", ""), None),
        (server.url().replace(&password, "wrong"), None),
        (server.url().replace("/3", "/99"), None),
        (format!("redis://{}:{}", server.host, server.port), None),
    ];
    cases.extend(own);
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let result = connect(&url(&text)).await;
        if result.as_deref().ok() != expected {
            wrong.push(format!("{}: {result:?}", url(&text)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Checks that the client presents its certificate to a server that asks for one.
pub async fn presents_the_certificate(connect: impl AsyncFn(&DatabaseUrl) -> Login) {
    let server = servers::redis_with_client_certificates();
    let (ca, cert, key) = (&certificates().ca, &certificates().client_cert, &certificates().client_key);
    let with_ca = format!("tls_ca={}", ca.display());
    let with_both = format!("{with_ca}&tls_cert={}&tls_key={}", cert.display(), key.display());
    let text = |query: &str| server.url_as("app", "localhost", query).replace("redis://", "rediss://");
    assert_eq!(connect(&url(&text(&with_both))).await.unwrap(), "app db3 resp2");
    assert!(connect(&url(&text(&with_ca))).await.is_err());
}
