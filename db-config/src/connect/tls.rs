//! [`Tls`]: the TLS library of a pool whose type does not name one.

use std::sync::OnceLock;

use super::{Connect, Connectable};
use crate::error::UrlError;
#[cfg(feature = "tokio-postgres-rustls")]
use crate::tls::connectors::Roots;
use crate::tls::{TlsMode, TlsPlan};

/// The TLS library for a pool whose type does not name one: see [`Connect::tls`].
#[derive(Debug, Clone)]
pub struct Tls(pub(crate) Library);

#[derive(Debug, Clone)]
pub(crate) enum Library {
    #[cfg(feature = "tokio-postgres-rustls")]
    Rustls(Roots),
    #[cfg(feature = "postgres-native-tls")]
    Native,
}

impl Tls {
    /// Selects rustls, with the trusted CAs if the URL does not name a CA certificate (feature `tokio-postgres-rustls`).
    ///
    /// `Roots::System` needs the feature `rustls-native-certs`, and `Roots::WebPki` the feature `webpki-roots`. Install a
    /// `CryptoProvider` at the start of `main`: see `TlsPlan::rustls`.
    #[cfg(feature = "tokio-postgres-rustls")]
    pub fn rustls(roots: Roots) -> Self {
        Self(Library::Rustls(roots))
    }

    /// Selects the operating system's TLS library and CAs (feature `postgres-native-tls`).
    #[cfg(feature = "postgres-native-tls")]
    pub fn native() -> Self {
        Self(Library::Native)
    }

    /// Selects this library for every pool of the process for which [`Connect::tls`] does not name one. Call it at the start
    /// of `main`.
    ///
    /// [`check_main_connect`](crate::check_main_connect) opens no pool of yours, so it needs this call.
    ///
    /// # Errors
    ///
    /// Returns this library if another one is installed.
    pub fn install_default(self) -> Result<(), Self> {
        DEFAULT.set(self)
    }
}

/// The library that the application installed for the process.
static DEFAULT: OnceLock<Tls> = OnceLock::new();

/// A pool whose type does not name a TLS library, so that [`Connect::tls`] does: the pool of deadpool-postgres. The trait is
/// sealed.
#[diagnostic::on_unimplemented(
    message = "`Connect<{Self}>` has no `tls`, because the type or the features of the client name its TLS library",
    label = "remove `.tls(..)`"
)]
pub trait NeedsTls: Connectable {}

impl<P: Connectable> Connect<P> {
    /// Names the TLS library of the connections.
    ///
    /// A URL whose TLS mode is `off` does not need it. Without it, a `prefer` that neither the URL nor the `tls` attribute
    /// sets connects without TLS. Every other mode, and `channel_binding=require`, is an error of [`connect`](Self::connect).
    ///
    /// ```no_run
    /// # #[cfg(all(feature = "deadpool-postgres-0_14", feature = "tokio-postgres-rustls", feature = "rustls-native-certs"))]
    /// # mod example {
    /// use db_config::{Connect, DatabaseConfig, Roots, Tls};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     orders: Connect<deadpool_postgres::Pool>,
    /// }
    ///
    /// async fn open() -> Result<deadpool_postgres::Pool, Box<dyn std::error::Error>> {
    ///     let config = Config::from_env()?;
    ///     Ok(config.orders.tls(Tls::rustls(Roots::System)).connect().await?)
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self
    where
        P: NeedsTls,
    {
        self.library = Some(tls);
        self
    }
}

impl<P: NeedsTls> Connect<P> {
    /// Returns the TLS library for a plan, or `None` to connect without TLS.
    ///
    /// # Errors
    ///
    /// Returns an error if the plan or `channel_binding=require` needs a library, and the application has not named it.
    pub(crate) fn library(&self, plan: &TlsPlan, binds_channel: bool) -> Result<Option<&Library>, UrlError> {
        match self.named_library() {
            _ if plan.mode() == TlsMode::Off => Ok(None),
            Some(Tls(library)) => Ok(Some(library)),
            None if plan.is_implied_prefer() && !binds_channel => Ok(None),
            None if plan.is_implied_prefer() => Err(missing_library("`channel_binding=require`")),
            None => Err(missing_library(&plan.mode_with_reason())),
        }
    }

    /// Returns the plan that the pool enforces.
    pub(crate) fn plan_with_library(&self, plan: &TlsPlan) -> TlsPlan {
        match self.named_library() {
            Some(_) => plan.clone(),
            None => plan.without_library("TLS library"),
        }
    }

    fn named_library(&self) -> Option<&Tls> {
        self.library.as_ref().or(DEFAULT.get())
    }
}

fn missing_library(needed_for: &str) -> UrlError {
    UrlError::new(format!("missing TLS library for {needed_for}")).with_help(
        "name it with `.tls(Tls::rustls(Roots::System)).connect()` (db-config's features `tokio-postgres-rustls` and \
         `rustls-native-certs`) or `.tls(Tls::native()).connect()` (the feature `postgres-native-tls`), or for the process \
         with `install_default()`",
    )
}
