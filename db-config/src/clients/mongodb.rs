mod connect;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use mongodb::error::ErrorKind;
use mongodb::options::{ClientOptions, ConnectionString, Tls};

use super::canonical::{self, CanonicalUrl};
use super::common::{require_own_ca, unsupported_tls_mode};
use super::redacted::{self, Redacted};
use crate::capabilities::Capabilities;
use crate::error::{ProblemKind, UrlError};
use crate::resolved::{MongoDb, Param, Pool, Secret, Timeouts};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{RootCertificate, TlsMode, TlsModes, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backends;
use db_config_syntax::values::number;

const CLIENT: &str = "mongodb";

const POOL: Capabilities = Capabilities::MAX_CONNECTIONS
    .union(Capabilities::MIN_CONNECTIONS)
    .union(Capabilities::CONNECT_TIMEOUT)
    .union(Capabilities::IDLE_TIMEOUT);

/// Supports mongodb 3 (feature `mongodb`), including `mongodb+srv` URLs (feature `mongodb-srv`).
///
/// It has the URL's options and the TLS mode that db-config chose.
impl FromDatabaseUrl for ConnectionString {
    const BACKENDS: Backends = Backends::MONGODB;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer, TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = POOL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let string = string(url)?;
        // `ConnectionString` does not check the options itself. `mongodb+srv` would need DNS.
        if url.scheme() != "mongodb+srv" {
            client_options(url, string.clone())?;
        }
        Ok(string)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redacted::text(&self.to_string(), f)
    }
}

/// Supports mongodb 3 (feature `mongodb`), except `mongodb+srv` URLs.
///
/// A `mongodb+srv` URL is an error, because the DNS lookup of its servers is asynchronous. Use
/// [`mongodb_client_options`], or the type `ConnectionString`.
impl FromDatabaseUrl for ClientOptions {
    const BACKENDS: Backends = Backends::MONGODB;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer, TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = POOL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        if url.scheme() == "mongodb+srv" {
            return Err(url
                .unsupported("`ClientOptions`", "`mongodb+srv`, which needs an async DNS lookup", UrlPart::Scheme)
                .with_help(
                    "use the field type `DatabaseUrl` and await `db_config::mongodb_client_options(&url)`, or use \
                     `ConnectionString` and await `ClientOptions::parse`",
                ));
        }
        client_options(url, string(url)?)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<String> = self.hosts.iter().map(ToString::to_string).collect();
        let credential = self.credential.as_ref();
        let redacted = Redacted {
            scheme: "mongodb",
            user: credential.and_then(|credential| credential.username.as_deref()),
            hosts: hosts.join(","),
            database: self.default_database.as_deref(),
            tls: match &self.tls {
                Some(Tls::Enabled(options)) if options.allow_invalid_certificates == Some(true) => "require",
                Some(Tls::Enabled(_)) => "verify-full",
                _ => "off",
            },
        };
        write!(f, "{redacted}")
    }
}

/// Returns the `ClientOptions` for any MongoDB URL, including `mongodb+srv` (feature `mongodb`).
///
/// `mongodb+srv` needs the feature `mongodb-srv` and Tokio, because the servers and some options are looked up in DNS.
///
/// ```no_run
/// # async fn connect(url: db_config::DatabaseUrl) -> Result<(), Box<dyn std::error::Error>> {
/// let options = db_config::mongodb_client_options(&url).await?;
/// let client = mongodb::Client::with_options(options)?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// - The client does not support a part of the URL, or rejects the options.
/// - The DNS lookup failed.
pub async fn mongodb_client_options(url: &DatabaseUrl) -> Result<ClientOptions, UrlError> {
    ClientOptions::parse(string(url)?).into_future().await.map_err(|error| rejected(url, &error))
}

fn string(url: &DatabaseUrl) -> Result<ConnectionString, UrlError> {
    ConnectionString::parse(&*text(url)?).map_err(|error| rejected(url, &error))
}

/// Returns the options without a DNS lookup.
///
/// The client's `ClientOptions::parse` is asynchronous only for `mongodb+srv`. For other schemes the future is ready at the
/// first poll. `run()` instead of `await` would need the client's feature `sync`
/// (<https://github.com/mongodb/mongo-rust-driver/pull/1061>), which the application chooses.
fn client_options(url: &DatabaseUrl, string: ConnectionString) -> Result<ClientOptions, UrlError> {
    let options = pin!(ClientOptions::parse(string).into_future());
    match options.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(options) => options.map_err(|error| rejected(url, &error)),
        Poll::Pending => Err(url.rejected_by(CLIENT, "the options need an asynchronous lookup")),
    }
}

/// Returns the client's own error. The help names a missing feature of the client.
fn rejected(url: &DatabaseUrl, error: &mongodb::error::Error) -> UrlError {
    let rejected = url.rejected_by(CLIENT, &error.kind);
    let is_set = |wanted: &str| url.query_pairs().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
    match FEATURES.iter().find(|(key, _)| is_set(key) && names(error, key)) {
        Some((key, feature)) => rejected.with_help(format!("enable mongodb's feature {feature}, or remove `{key}`")),
        None if url.scheme() == "mongodb+srv" && !cfg!(feature = "mongodb-3-srv") => {
            rejected.with_help("enable db-config's feature `mongodb-srv` for the DNS lookup")
        }
        // The help says that the lookup failed, because the message is redacted if the URL has a password.
        None if matches!(*error.kind, ErrorKind::DnsResolve { .. }) => {
            rejected.with_help("check the name of the cluster, because the DNS lookup of its SRV or TXT records failed")
        }
        None => rejected,
    }
}

/// Query parameters that need a feature of the client.
const FEATURES: &[(&str, &str)] = &[
    ("compressors", "`zlib-compression`, `zstd-compression` or `snappy-compression`"),
    ("zlibCompressionLevel", "`zlib-compression`"),
    ("tlsCertificateKeyFilePassword", "`cert-key-password`"),
    ("proxyHost", "`socks5-proxy`"),
    ("proxyPort", "`socks5-proxy`"),
    ("proxyUsername", "`socks5-proxy`"),
    ("proxyPassword", "`socks5-proxy`"),
];

fn names(error: &mongodb::error::Error, key: &str) -> bool {
    error.kind.to_string().to_ascii_lowercase().contains(&key.to_ascii_lowercase())
}

fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    let MongoDb { srv, mut servers, user, password, database, tls, options, pool, timeouts } = MongoDb::resolve(url)?;
    if servers.iter().any(|server| server.is_socket && !server.host.ends_with(".sock")) {
        return Err(url.unsupported(CLIENT, "a socket whose name does not end in `.sock`", UrlPart::Hosts));
    }
    if tls.mode() != TlsMode::Off && servers.iter().any(|server| server.is_socket) {
        let help = "set `tls=false`, or use only TCP hosts, because mongodb does not support TLS over a Unix socket";
        return Err(unsupported_tls_mode(url, tls, CLIENT, help));
    }
    if let Some((key, _)) = options.iter().find(|(name, tags)| has_second_colon(name, tags.expose_secret())) {
        let error = url.unsupported(CLIENT, "a second `:` in a tag", UrlPart::Parameter(key));
        return Err(error.with_help("use `name:value` for each tag, separated by commas"));
    }
    for socket in servers.iter_mut().filter(|server| server.is_socket) {
        // The client would look up a socket with a port as a name.
        socket.port = None;
    }
    let Pool {
        max_connections,
        min_connections,
        idle_timeout,
        // not supported by mongodb
        acquire_timeout: _,
        max_lifetime: _,
    } = pool;
    let Timeouts { connect, busy: _ } = timeouts;
    let milliseconds = |time: Duration| time.as_millis() as u64;
    let pool = [
        ("maxPoolSize", max_connections.map(|param| param.map(u64::from))),
        ("minPoolSize", min_connections.map(|param| param.map(u64::from))),
        ("connectTimeoutMS", connect.map(|param| param.map(milliseconds))),
        ("maxIdleTimeMS", idle_timeout.map(|param| param.map(milliseconds))),
    ];
    let scheme = if srv { "mongodb+srv" } else { "mongodb" };
    let text =
        CanonicalUrl::new(scheme, user, password.map(Secret::expose_secret), &canonical::hosts(&servers), database);
    let mut text = with_tls(url, text, tls)?;
    for (own, param) in pool {
        text = text.number_if(own, reject_duplicate(url, own, param, &options)?);
    }
    // The client opens its minimum even if that is greater than its maximum.
    let max_connections = own_size("maxPoolSize", &options).or(max_connections);
    let min_connections = own_size("minPoolSize", &options).or(min_connections);
    Pool { max_connections, min_connections, ..Pool::default() }.sizes(url)?;
    Ok(options.into_iter().fold(text, |text, (name, value)| text.key(name, value.expose_secret())).finish())
}

/// Returns whether a tag has a second colon: the client would ignore the rest.
fn has_second_colon(name: &str, tags: &str) -> bool {
    name.eq_ignore_ascii_case("readPreferenceTags") && tags.split(',').any(|tag| tag.matches(':').nth(1).is_some())
}

/// Returns a pool option, which the URL must not also set with MongoDB's own parameter. MongoDB's parameter overrides a
/// variable or an attribute when the URL is parsed.
fn reject_duplicate(
    url: &DatabaseUrl,
    own: &'static str,
    param: Option<Param<'_, u64>>,
    options: &[(&str, Secret<'_>)],
) -> Result<Option<u64>, UrlError> {
    match param {
        Some(param) if options.iter().any(|(name, _)| name.eq_ignore_ascii_case(own)) => {
            let error = url.error(ProblemKind::Contradiction, UrlPart::Parameter(param.name));
            Err(error.with_message(format!("`{}` contradicts `{own}`", param.name)).with_help("keep one of them"))
        }
        param => Ok(param.map(|param| param.value)),
    }
}

fn own_size<'a>(own: &str, options: &[(&'a str, Secret<'a>)]) -> Option<Param<'a, u32>> {
    let (name, value) = options.iter().find(|(name, _)| name.eq_ignore_ascii_case(own))?;
    number(value.expose_secret()).map(|value| Param { value, name })
}

fn with_tls(url: &DatabaseUrl, text: CanonicalUrl, tls: &TlsPlan) -> Result<CanonicalUrl, UrlError> {
    let TlsPlan {
        mode,
        reason: _,
        root_certificate,
        client_certificate,
        client_key: _, // in the file of the certificate
        accepts_any_certificate: _,
    } = tls;
    let text = match mode {
        TlsMode::Off => return Ok(text.key("tls", "false")),
        TlsMode::Prefer => return Err(unsupported_tls_mode(url, tls, CLIENT, "set `tls=true` or `tls=false`")),
        TlsMode::Require => text.key("tls", "true").key("tlsInsecure", "true"),
        TlsMode::VerifyCa => {
            require_own_ca(url, tls)?;
            let help = "remove `tlsAllowInvalidHostnames`, or set `tlsInsecure=true`";
            return Err(unsupported_tls_mode(url, tls, CLIENT, help));
        }
        TlsMode::VerifyFull => text.key("tls", "true"),
    };
    let root = root_certificate.as_ref().and_then(RootCertificate::file);
    Ok(text.path_if("tlsCAFile", root).path_if("tlsCertificateKeyFile", client_certificate.as_deref()))
}
