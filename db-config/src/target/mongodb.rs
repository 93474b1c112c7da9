use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use mongodb::options::{ClientOptions, ConnectionString};

use super::text::{self, UrlText};
use crate::error::UrlError;
use crate::keys::Key;
use crate::problem::ProblemKind;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, TlsMode};

const CLIENT: &str = "mongodb";

/// Parsed by the client from a canonical text: its own options as the URL has them, TLS as it was
/// decided here. `mongodb+srv` needs the feature `mongodb-srv`.
impl FromDatabaseUrl for ConnectionString {
    const SCHEMES: &'static [&'static str] = Backend::MongoDb.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        ConnectionString::parse(text(url)?).map_err(|error| url.refused(CLIENT, &error.kind))
    }
}

/// Made by the client from its `ConnectionString`, which also checks that the options fit together.
///
/// A `mongodb+srv` URL is an error here, because looking its servers up is asynchronous:
/// [`mongodb_client_options`] does it.
impl FromDatabaseUrl for ClientOptions {
    const SCHEMES: &'static [&'static str] = Backend::MongoDb.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        if url.scheme() == "mongodb+srv" {
            return Err(UrlError::of(ProblemKind::NotCarried)
                .with_message("`mongodb+srv` is looked up in DNS, which `ClientOptions` cannot wait for here")
                .with_remedy(
                    "give the field the type `DatabaseUrl`, and await `db_config::mongodb_client_options(&url)`; or \
                     the type `ConnectionString`, and await `ClientOptions::parse` of it",
                ));
        }
        let options = pin!(mongodb_client_options(url));
        match options.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(options) => options,
            Poll::Pending => Err(url.refused(CLIENT, "its options are not ready at once")),
        }
    }
}

/// The options of MongoDB's client, where the URL may be `mongodb+srv`: that scheme's servers and
/// some of its options are looked up in DNS. It then has to run in Tokio.
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
/// Those of [`FromDatabaseUrl`], and what the client has to say about the names in DNS.
pub async fn mongodb_client_options(url: &DatabaseUrl) -> Result<ClientOptions, UrlError> {
    let options = ClientOptions::parse(ConnectionString::from_database_url(url)?);
    options.into_future().await.map_err(|error| url.refused(CLIENT, &error.kind))
}

fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    url.carries(CLIENT, &[Key::MongoDb, Key::ClientKeyPassword])?;
    if url.hosts().iter().any(|host| host.is_socket() && !host.name().ends_with(".sock")) {
        let what = "a socket whose name does not end in `.sock`";
        return Err(url.not_carried(CLIENT, what, url.parts().hosts));
    }
    // Of a socket with a port it would make a name to look up.
    let port = |host: &crate::Host| host.port().filter(|_| !host.is_socket());
    let hosts = text::hosts(url.hosts().iter().map(|host| (host.name().to_owned(), port(host))));
    let text = UrlText::new(url.scheme(), url.username(), url.password(), &hosts, url.database());
    let text = tls(url, text)?
        .number_if("maxPoolSize", url.number(Key::MaxConnections))
        .number_if("minPoolSize", url.number(Key::MinConnections));
    Ok(url.keys(|key| key == Key::MongoDb).fold(text, |text, (name, value)| text.key(name, value)).finish())
}

fn tls(url: &DatabaseUrl, text: UrlText) -> Result<UrlText, UrlError> {
    let tls = url.tls();
    let text = match tls.mode() {
        TlsMode::Off => return Ok(text.key("tls", "false")),
        TlsMode::Prefer => return Err(url.no_such_tls(CLIENT, "write `tls=true` or `tls=false`")),
        TlsMode::Require => text.key("tls", "true").key("tlsInsecure", "true"),
        TlsMode::VerifyCa => {
            return Err(url.no_such_tls(CLIENT, "leave `tlsAllowInvalidHostnames` out, or write `tlsInsecure=true`"));
        }
        TlsMode::VerifyFull => text.key("tls", "true"),
    };
    Ok(text
        .path_if("tlsCAFile", tls.root_file())
        .path_if("tlsCertificateKeyFile", tls.client_certificate())
        .key_if("tlsCertificateKeyFilePassword", url.value(Key::ClientKeyPassword)))
}
