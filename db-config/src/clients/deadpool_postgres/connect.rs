//! Opens a pool of deadpool-postgres.

use std::time::Duration;

use deadpool_postgres::{Config, Pool, PoolConfig, PoolError, Runtime};
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{NoTls, Socket};

use crate::clients::tokio_postgres::connect::{ask, failed};
use crate::connect::error::ConnectError;
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::runtime::{missing_runtime, tokio_of_deadpool};
use crate::connect::tls::{Library, NeedsTls};
use crate::connect::{Call, Connect, Connectable};
use crate::sealed::Sealed;
use crate::tls::TlsPlan;

impl Sealed for Pool {}

impl NeedsTls for Pool {}

/// Opens a pool of deadpool-postgres 0.14 (feature `deadpool-postgres`). An `acquire_timeout` needs the default feature
/// `rt_tokio_1` of deadpool-postgres.
#[diagnostic::do_not_recommend]
impl Connectable for Pool {
    type Settings = (Config, TlsPlan);
    type Mode = Async;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        let (config, plan) = connect.settings();
        Box::pin(async { pool(connect, config, plan) })
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        let (config, plan) = connect.settings();
        Box::pin(async move {
            let config = Config { pool: Some(PoolConfig::new(1)), ..config.clone() };
            let pool = pool(connect, &config, plan)?;
            Connectable::ping(&pool, limit, &Progress::default()).await
        })
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let client = self.get().await.map_err(|error| match error {
                PoolError::Backend(error) => failed(error),
                error => ConnectError::client(error, false),
            })?;
            progress.acquired();
            ask(&client).await.map_err(failed)
        })
    }
}

fn pool(connect: &Connect<Pool>, config: &Config, plan: &TlsPlan) -> Result<Pool, ConnectError> {
    match connect.library(plan)? {
        None => with_connector(config, NoTls),
        #[cfg(feature = "tokio-postgres-rustls")]
        Some(Library::Rustls(roots)) => with_connector(config, plan.postgres_rustls(roots.clone())?),
        #[cfg(feature = "postgres-native-tls")]
        Some(Library::Native) => with_connector(config, plan.postgres_native_tls()?),
        #[allow(unreachable_patterns, reason = "without a TLS feature")]
        Some(_) => with_connector(config, NoTls),
    }
}

fn with_connector<T>(config: &Config, tls: T) -> Result<Pool, ConnectError>
where
    T: MakeTlsConnect<Socket, Stream: Send + Sync, TlsConnect: Send + Sync> + Clone + Send + Sync + 'static,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let mut builder = config.builder(tls).map_err(|error| ConnectError::client(error, true))?;
    match tokio_of_deadpool!(Runtime) {
        Some(runtime) => builder = builder.runtime(runtime),
        None if config.get_pool_config().timeouts.wait.is_some() => return Err(missing_runtime("deadpool-postgres")),
        None => {}
    }
    builder.build().map_err(|error| ConnectError::client(error, true))
}
