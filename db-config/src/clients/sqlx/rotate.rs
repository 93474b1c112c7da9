//! Refreshes the password of a pool of sqlx, which cannot ask for one before a connection.

use super::connect::{Driver, Options};
use crate::connect::rotate::Target;

/// A driver of sqlx with passwords: `Postgres` or `MySql`. The trait is sealed.
pub trait PasswordDriver: Driver {
    /// Returns the server and the user of the options.
    #[doc(hidden)]
    fn target(options: &Options<Self>) -> Target;

    /// Returns the options with another password.
    #[doc(hidden)]
    fn with_password(options: Options<Self>, password: &str) -> Options<Self>;

    /// Returns the options with the TLS mode `require`.
    #[doc(hidden)]
    fn with_tls(options: Options<Self>) -> Options<Self>;
}

/// Implements [`PasswordDriver`] for a driver, whose options have the same names.
macro_rules! password_driver {
    ($driver:ident, $require:expr) => {
        impl super::rotate::PasswordDriver for super::sqlx::$driver {
            fn target(options: &super::connect::Options<Self>) -> crate::connect::rotate::Target {
                let socket = options.get_socket().map(|path| path.display().to_string());
                crate::connect::rotate::Target {
                    host: socket.unwrap_or_else(|| options.get_host().to_owned()),
                    port: options.get_port(),
                    user: options.get_username().to_owned(),
                    database: options.get_database().unwrap_or_default().to_owned(),
                }
            }

            fn with_password(options: super::connect::Options<Self>, password: &str) -> super::connect::Options<Self> {
                options.password(password)
            }

            fn with_tls(options: super::connect::Options<Self>) -> super::connect::Options<Self> {
                options.ssl_mode($require)
            }
        }
    };
}
pub(super) use password_driver;

#[cfg(feature = "tokio")]
mod pool {
    use std::sync::Arc;

    use super::super::sqlx::Pool;
    use super::PasswordDriver;
    use crate::connect::Connect;
    use crate::connect::error::ConnectError;
    use crate::connect::refresh::PasswordRefresh;
    use crate::connect::rotate::{Passwords, Rotates, Target};

    impl<DB: PasswordDriver> Rotates for Pool<DB> {
        type Opened = (Self, PasswordRefresh);

        fn target(connect: &Connect<Self>) -> Result<Target, ConnectError> {
            Ok(DB::target(&connect.settings().0))
        }

        fn rotate(connect: &mut Connect<Self>, _: &Arc<Passwords>, tls: bool) {
            let (options, _) = connect.settings_mut();
            if tls {
                *options = DB::with_tls(options.clone());
            }
        }

        fn set_password((options, _): &mut Self::Settings, password: &str) {
            *options = DB::with_password(options.clone(), password);
        }

        fn opened(pool: Self, passwords: Arc<Passwords>) -> Result<(Self, PasswordRefresh), ConnectError> {
            let shared = Arc::new(pool.clone());
            let weak = Arc::downgrade(&shared);
            let set = move |password: &str| {
                let pool = weak.upgrade().filter(|pool| !pool.is_closed());
                let options = |pool: &Self| DB::with_password((*pool.connect_options()).clone(), password);
                pool.map(|pool| pool.set_connect_options(options(&pool))).is_some()
            };
            Ok((pool, PasswordRefresh::start(passwords, shared, set)?))
        }
    }
}
