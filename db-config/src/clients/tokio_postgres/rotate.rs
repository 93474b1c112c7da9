//! Connections of tokio-postgres with the password of a provider.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use ::tokio_postgres::config::Host;
use ::tokio_postgres::{Config, Error, NoTls};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::connect::rotate::{ANSWER, AsSource, Password, PasswordError, Passwords, Target};
use crate::libpq;

/// Returns the server and the user of the options.
pub(crate) fn target(options: &Config) -> Target {
    let host = match options.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        _ => options.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
    };
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    Target {
        host,
        port: options.get_ports().first().copied().unwrap_or(libpq::PORT),
        user: text(options.get_user()),
        database: text(options.get_dbname()),
    }
}

/// Connects with a password of the provider. If the server refuses a cached one, it asks for a new one.
pub(crate) async fn connect<T, F: Future<Output = Result<T, Error>>>(
    passwords: &Passwords,
    options: &Config,
    connect: impl Fn(Config) -> F,
) -> Result<T, Failed> {
    loop {
        let Password { text, is_cached } = passwords.get(ANSWER).await.map_err(Failed::Provider)?;
        let mut options = options.clone();
        match connect(options.password(&text).clone()).await {
            Err(error) if is_cached && is_refused(&error) => passwords.forget(&text),
            result => return result.map_err(Failed::Client),
        }
    }
}

/// Returns whether the server refuses the login: a password, or a token that it checks through PAM. PgBouncer has one code
/// for everything.
fn is_refused(error: &Error) -> bool {
    error.code().is_some_and(|code| code.code().starts_with("28") || code.code() == "08P01")
}

/// The error of the provider or of the client.
pub(crate) enum Failed {
    Provider(PasswordError),
    Client(Error),
}

impl Failed {
    /// Returns the client's error. Its source is the provider's error if that failed.
    pub async fn into_client_error(self) -> Error {
        match self {
            Self::Client(error) => error,
            Self::Provider(error) => {
                // No constructor of the client's error is public.
                let stream = Failing(Some(io::Error::other(AsSource(error))));
                let connected = Config::new().user("provider").connect_raw(stream, NoTls).await;
                connected.map(drop).expect_err("the stream fails")
            }
        }
    }
}

/// A stream that fails with an error.
struct Failing(Option<io::Error>);

impl Failing {
    fn fail<T>(&mut self) -> Poll<io::Result<T>> {
        Poll::Ready(Err(self.0.take().unwrap_or_else(|| io::ErrorKind::BrokenPipe.into())))
    }
}

impl AsyncRead for Failing {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.fail()
    }
}

impl AsyncWrite for Failing {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        self.fail()
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.fail()
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.fail()
    }
}
