//! The pools of r2d2 and bb8, whose manager opens the connections.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;

use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::sealed::Sealed;
use crate::target::connect::Connectable;
#[cfg(feature = "bb8-0_9")]
use crate::target::connect::Connecting;
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::target::pool_settings::PoolSettings;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

/// The options of a pool of r2d2 or bb8 with the manager `M`, for [`Connect`](crate::Connect).
///
/// `Debug` prints the redacted URL.
pub struct ManagerOptions<M> {
    url: DatabaseUrl,
    pool: PoolSettings,
    manager: PhantomData<fn() -> M>,
}

impl<M: FromDatabaseUrl> ManagerOptions<M> {
    /// Builds the manager.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`FromDatabaseUrl::from_database_url`], for example that a certificate can no longer be read.
    pub fn manager(&self) -> Result<M, UrlError> {
        M::from_database_url(&self.url)
    }

    /// Returns the pool options.
    pub fn pool(&self) -> &PoolSettings {
        &self.pool
    }
}

impl<M> Clone for ManagerOptions<M> {
    fn clone(&self) -> Self {
        let Self { url, pool, manager: PhantomData } = self;
        Self { url: url.clone(), pool: pool.clone(), manager: PhantomData }
    }
}

impl<M> fmt::Debug for ManagerOptions<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, pool, manager: PhantomData } = self;
        f.debug_struct("ManagerOptions").field("url", url).field("pool", pool).finish()
    }
}

/// The type that checks the URL.
type Both<M> = (M, PoolSettings);

impl<M: FromDatabaseUrl> FromDatabaseUrl for ManagerOptions<M> {
    const BACKENDS: Backends = M::BACKENDS;
    const CAPABILITIES: Capabilities = Both::<M>::CAPABILITIES;
    const TLS_MODES: TlsModes = M::TLS_MODES;
    const POOL_DEFAULTS: PoolDefaults = M::POOL_DEFAULTS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (_, pool) = Both::<M>::from_database_url(url)?;
        Ok(Self { url: url.clone(), pool, manager: PhantomData })
    }

    fn from_database_url_with(url: &DatabaseUrl, companions: Companions) -> Result<Self, UrlError> {
        let (_, pool) = Both::<M>::from_database_url_with(url, companions)?;
        Ok(Self { url: url.clone(), pool, manager: PhantomData })
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        M::tls(url)
    }

    fn tls_with(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        M::tls_with(url, companions)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.url.redacted())?;
        self.pool.fmt_redacted(f)
    }

    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        Both::<M>::capabilities(url)
    }
}

/// The error of a pool of r2d2 or bb8 that cannot be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConnectError<E> {
    /// The manager cannot be built, for example because a certificate can no longer be read.
    Options(UrlError),
    /// The error of the pool.
    Pool(E),
}

impl<E: fmt::Display> fmt::Display for ConnectError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConnectError::Options(error) => fmt::Display::fmt(error, f),
            ConnectError::Pool(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl<E: Error> Error for ConnectError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            ConnectError::Options(error) => error.source(),
            ConnectError::Pool(error) => error.source(),
        }
    }
}

#[cfg(feature = "r2d2-0_8")]
impl<M: r2d2::ManageConnection> Sealed for r2d2::Pool<M> {}

#[cfg(feature = "r2d2-0_8")]
impl<M: r2d2::ManageConnection + FromDatabaseUrl> Connectable for r2d2::Pool<M> {
    type Settings = ManagerOptions<M>;
    type Error = ConnectError<r2d2::Error>;
    type Connecting<'a> = Result<Self, Self::Error>;

    fn connect(settings: &Self::Settings) -> Self::Connecting<'_> {
        let manager = settings.manager().map_err(ConnectError::Options)?;
        settings.pool.r2d2().build(manager).map_err(ConnectError::Pool)
    }
}

#[cfg(feature = "bb8-0_9")]
impl<M: bb8::ManageConnection> Sealed for bb8::Pool<M> {}

#[cfg(feature = "bb8-0_9")]
impl<M> Connectable for bb8::Pool<M>
where
    M: bb8::ManageConnection<Error: Error + Send + Sync> + FromDatabaseUrl,
{
    type Settings = ManagerOptions<M>;
    type Error = ConnectError<M::Error>;
    type Connecting<'a> = Connecting<'a, Self>;

    fn connect(settings: &Self::Settings) -> Connecting<'_, Self> {
        Box::pin(async {
            let manager = settings.manager().map_err(ConnectError::Options)?;
            settings.pool.bb8().build(manager).await.map_err(ConnectError::Pool)
        })
    }
}
