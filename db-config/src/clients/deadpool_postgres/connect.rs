//! Opens a pool of deadpool-postgres.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Config, ConfigConnectImpl, Manager, Object, Pool, PoolConfig, PoolError, Runtime, SslMode};
use tokio::task::JoinHandle;
use tokio_postgres::config::ChannelBinding;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{Client, Error, NoTls, Socket};

use crate::clients::tokio_postgres::connect::{ask, failed};
use crate::clients::tokio_postgres::rotate::{self, target};
use crate::connect::error::ConnectError;
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::rotate::{Passwords, Rotates, Target};
use crate::connect::runtime::{missing_runtime, tokio_of_deadpool};
use crate::connect::tls::{Library, NeedsTls};
use crate::connect::unanswered::Unanswered;
use crate::connect::{Call, Connect, ConnectLazy, Connectable};
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
        Box::pin(async { Self::open_lazy(connect) })
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        let (config, plan) = connect.settings();
        Box::pin(async move {
            let config = Config { pool: Some(PoolConfig::new(1)), ..config.clone() };
            let pool = pool(connect, &config, plan)?;
            Connectable::ping(&pool, limit, &Progress::default()).await
        })
    }

    fn enforced_tls(connect: &Connect<Self>) -> TlsPlan {
        connect.plan_with_library(connect.tls_plan())
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async {
            let client = self.get().await.map_err(|error| match error {
                PoolError::Backend(error) => failed(error),
                error => ConnectError::client(error, false),
            })?;
            progress.acquired();
            let client = Unanswered::new(client, |it| drop(Object::take(it)));
            let answer = ask(&client).await;
            client.answered();
            answer.map_err(failed)
        })
    }
}

impl ConnectLazy for Pool {
    fn open_lazy(connect: &Connect<Self>) -> Result<Self, ConnectError> {
        let (config, plan) = connect.settings();
        pool(connect, config, plan)
    }
}

fn pool(connect: &Connect<Pool>, config: &Config, plan: &TlsPlan) -> Result<Pool, ConnectError> {
    let options = config.get_pg_config().map_err(|error| ConnectError::client(error, true))?;
    match connect.library(plan, options.get_channel_binding() == ChannelBinding::Require)? {
        None => with_connector(connect, config, NoTls),
        #[cfg(feature = "tokio-postgres-rustls")]
        Some(Library::Rustls(roots)) => with_connector(connect, config, plan.postgres_rustls(roots.clone())?),
        #[cfg(feature = "postgres-native-tls")]
        Some(Library::Native) => with_connector(connect, config, plan.postgres_native_tls()?),
        #[cfg(not(any(feature = "tokio-postgres-rustls", feature = "postgres-native-tls")))]
        Some(library) => match *library {},
    }
}

fn with_connector<T>(connect: &Connect<Pool>, config: &Config, tls: T) -> Result<Pool, ConnectError>
where
    T: MakeTlsConnect<Socket, Stream: Send + Sync, TlsConnect: Send + Sync> + Clone + Send + Sync + 'static,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let invalid = |error| ConnectError::client(error, true);
    let mut builder = match connect.passwords() {
        None => config.builder(tls).map_err(invalid)?,
        Some(passwords) => {
            let options = config.get_pg_config().map_err(invalid)?;
            let with_passwords = WithPasswords { inner: ConfigConnectImpl { tls }, passwords: Arc::clone(passwords) };
            let manager = Manager::from_connect(options, with_passwords, config.get_manager_config());
            Pool::builder(manager).config(config.get_pool_config())
        }
    };
    match tokio_of_deadpool!(Runtime) {
        Some(runtime) => builder = builder.runtime(runtime),
        None if config.get_pool_config().timeouts.wait.is_some() => return Err(missing_runtime("deadpool-postgres")),
        None => {}
    }
    builder.build().map_err(|error| ConnectError::client(error, true))
}

impl Rotates for Pool {
    type Opened = Self;

    fn target(connect: &Connect<Self>) -> Result<Target, ConnectError> {
        let (config, _) = connect.settings();
        let options = config.get_pg_config().map_err(|error| ConnectError::client(error, true))?;
        Ok(target(&options))
    }

    fn rotate(connect: &mut Connect<Self>, _: &Arc<Passwords>, tls: bool) {
        let raised = connect.tls_plan().clone();
        let (config, plan) = connect.settings_mut();
        if tls {
            config.ssl_mode = Some(SslMode::Require);
            *plan = raised;
        }
    }

    fn opened(pool: Self, _: Arc<Passwords>) -> Result<Self, ConnectError> {
        Ok(pool)
    }
}

/// Connects with the password of the provider.
struct WithPasswords<C> {
    inner: C,
    passwords: Arc<Passwords>,
}

impl<C: deadpool_postgres::Connect> deadpool_postgres::Connect for WithPasswords<C> {
    fn connect(
        &self,
        options: &tokio_postgres::Config,
    ) -> Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + '_>> {
        let options = options.clone();
        Box::pin(async move {
            let connect = |options: tokio_postgres::Config| async move { self.inner.connect(&options).await };
            match rotate::connect(&self.passwords, &options, connect).await {
                Ok(connected) => Ok(connected),
                Err(error) => Err(error.into_client_error().await),
            }
        })
    }
}
