//! The passwords of a provider, as the credentials of a client.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fred::error::{Error, ErrorKind};
use fred::types::RespVersion;
use fred::types::config::{Config, CredentialProvider, Server};

use super::is_split_with_resp3;
use crate::connect::error::with_causes;
use crate::connect::rotate::{ANSWER, Passwords, SHORTEST};

type Login = (Option<String>, Option<String>);

/// The user of a configuration, with the passwords of a provider.
pub(super) struct Credentials {
    passwords: Arc<Passwords>,
    user: Option<String>,
    is_resp3: bool,
    /// Whether the client logs in again on an open connection. Its task for that can outlive a client that is dropped.
    refreshes: bool,
}

impl Credentials {
    pub(super) fn new(passwords: Arc<Passwords>, config: &Config, refreshes: bool) -> Self {
        Self { passwords, user: config.username.clone(), is_resp3: config.version == RespVersion::RESP3, refreshes }
    }

    /// Returns the login of a new connection, or of an open one.
    async fn login(&self, is_new: bool) -> Result<Login, Error> {
        let password = match is_new {
            true => self.passwords.get_for_connection().await,
            false => self.passwords.get(ANSWER).await,
        };
        // After an error of this kind, the client tries again. It cannot contain another error.
        let failed = |cause: String| Error::new(ErrorKind::Unknown, cause);
        let password = password.map_err(|error| failed(with_causes(&error)))?.text;
        if self.is_resp3 && is_split_with_resp3(&password) {
            let cause = "fred does not support whitespace or quotation marks in the password with `protocol=3`";
            return Err(failed(cause.to_owned()));
        }
        Ok((self.user.clone(), Some(password)))
    }
}

/// The signature is that of the macro `async_trait`.
impl CredentialProvider for Credentials {
    fn fetch<'a, 'b, 'c>(
        &'a self,
        server: Option<&'b Server>,
    ) -> Pin<Box<dyn Future<Output = Result<Login, Error>> + Send + 'c>>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(self.login(server.is_some()))
    }

    /// Returns the time after which the client logs in again on an open connection.
    fn refresh_interval(&self) -> Option<Duration> {
        let cache = self.passwords.cache();
        (self.refreshes && !cache.is_zero() && cache < Duration::MAX).then(|| cache.max(SHORTEST))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
