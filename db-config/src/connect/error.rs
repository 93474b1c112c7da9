//! [`ConnectError`]: a pool that cannot be opened, or a database that does not answer.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::error::UrlError;
use db_config_syntax::printable::printable;

/// The error of a pool that cannot be opened, or of a database that does not answer.
///
/// `Display` contains the variable of the URL, the number of attempts with `wait`, and the cause with its own causes.
///
/// ```no_run
/// # #[cfg(feature = "sqlx-0_9-postgres")]
/// # async fn open(orders: db_config::Connect<sqlx::PgPool>) {
/// if let Err(error) = orders.connect().await {
///     // cannot connect (DATABASE_URL): error returned from database: password authentication failed for user "app"
///     eprintln!("{error}");
///     if let Some(sqlx::Error::Database(error)) = error.client_error().and_then(|error| error.downcast_ref()) {
///         eprintln!("SQLSTATE {:?}", error.code());
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct ConnectError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    cause: Cause,
    is_final: bool,
    /// Whether the client reports only that its time was over.
    hides_cause: bool,
    /// The variable of the URL.
    variable: Option<String>,
    /// The number of attempts and the time since the first one.
    waited: Option<(u32, Duration)>,
    /// The call that failed.
    call: &'static str,
}

#[derive(Debug)]
enum Cause {
    /// The client's options cannot be built, for example because a certificate can no longer be read.
    Options(UrlError),
    /// The client's error, and its message.
    Client(Box<dyn Error + Send + Sync>, String),
    NoAnswer(Duration),
    /// The pool gave no connection in this time.
    NoConnection(Duration),
}

impl ConnectError {
    fn new(cause: Cause, is_final: bool) -> Self {
        Self(Box::new(Inner { cause, is_final, hides_cause: false, variable: None, waited: None, call: "connect" }))
    }

    /// Returns the error of a client. `is_final` tells that another attempt cannot succeed.
    pub(crate) fn client(error: impl Into<Box<dyn Error + Send + Sync>>, is_final: bool) -> Self {
        let error = error.into();
        let message = with_causes(&*error);
        // Its source and its `Debug` contain the arguments too.
        let error = match without_arguments(&message) {
            reply if reply == message => Cause::Client(error, message),
            reply => Cause::Client(reply.into(), reply.to_owned()),
        };
        Self::new(error, is_final)
    }

    /// Replaces the message of the client's error, without the sources.
    pub(crate) fn with_message(mut self, message: impl fmt::Display) -> Self {
        if let Cause::Client(_, own) = &mut self.0.cause {
            *own = printable(&message.to_string()).to_string();
        }
        self
    }

    /// Returns the error of a pool's manager.
    pub(crate) fn manager(
        error: Box<dyn Error + Send + Sync>,
        is_final: impl FnOnce(&(dyn Error + 'static)) -> bool,
    ) -> Self {
        let is_final = is_final(&*error);
        Self::client(error, is_final)
    }

    /// Returns the error that the database did not answer in this time.
    pub(crate) fn no_answer(limit: Duration) -> Self {
        Self::new(Cause::NoAnswer(limit), false)
    }

    /// Returns the error that the pool gave no connection in this time.
    pub(crate) fn no_connection(limit: Duration) -> Self {
        Self::new(Cause::NoConnection(limit), false)
    }

    /// Records that the client reports only that its time was over, if `hides_cause`.
    pub(crate) fn hiding_cause(mut self, hides_cause: bool) -> Self {
        self.0.hides_cause = hides_cause;
        self
    }

    /// Returns whether another attempt can tell the cause.
    pub(super) fn hides_cause(&self) -> bool {
        self.0.hides_cause
    }

    pub(super) fn of_ping(mut self) -> Self {
        self.0.call = "ping";
        self
    }

    pub(super) fn in_variable(mut self, variable: Option<&str>) -> Self {
        self.0.variable = variable.map(str::to_owned);
        self
    }

    pub(super) fn after(mut self, attempts: u32, time: Duration) -> Self {
        self.0.waited = Some((attempts, time));
        self
    }

    pub(super) fn is_no_answer(&self) -> bool {
        matches!(self.0.cause, Cause::NoAnswer(_))
    }

    /// Returns whether the client's options cannot be built.
    pub(crate) fn is_options(&self) -> bool {
        matches!(self.0.cause, Cause::Options(_))
    }

    /// Returns whether another attempt cannot succeed, as far as the client reports the cause: a wrong password, an unknown
    /// database, a TLS mode that the server does not support, or a certificate that cannot be verified.
    pub fn is_final(&self) -> bool {
        self.0.is_final
    }

    /// Returns the number of attempts with `wait`; 1 without it.
    pub fn attempts(&self) -> u32 {
        self.0.waited.map_or(1, |(attempts, _)| attempts)
    }

    /// Returns the client's own error, for example `sqlx::Error`, to downcast it. Returns `None` if the database did not
    /// answer, or if the options could not be built.
    pub fn client_error(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        match &self.0.cause {
            Cause::Client(error, _) => Some(&**error),
            Cause::Options(_) | Cause::NoAnswer(_) | Cause::NoConnection(_) => None,
        }
    }

    /// Returns the client's own error if its type is `E`, for a function that returns it.
    ///
    /// # Errors
    ///
    /// Returns this error unchanged if the client's error has another type.
    pub fn into_client_error<E: Error + 'static>(self) -> Result<E, Self> {
        let Self(inner) = self;
        let Inner { cause, is_final, hides_cause, variable, waited, call } = *inner;
        let cause = match cause {
            Cause::Client(error, message) => match error.downcast::<E>() {
                Ok(error) => return Ok(*error),
                Err(error) => Cause::Client(error, message),
            },
            cause => cause,
        };
        Err(Self(Box::new(Inner { cause, is_final, hides_cause, variable, waited, call })))
    }

    /// Returns the cause without the variable and the attempts.
    pub(crate) fn cause(&self) -> impl fmt::Display + '_ {
        &self.0.cause
    }
}

impl From<UrlError> for ConnectError {
    fn from(error: UrlError) -> Self {
        Self::new(Cause::Options(error), true)
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { cause, is_final: _, hides_cause: _, variable, waited, call } = &*self.0;
        let variable = variable.as_deref().map(|variable| printable(variable).to_string());
        let waited = waited.map(|(attempts, time)| {
            let s = if attempts == 1 { "" } else { "s" };
            format!("{attempts} attempt{s} in {:.1} s", time.as_secs_f64())
        });
        let details: Vec<String> = variable.into_iter().chain(waited).collect();
        match details.is_empty() {
            true => write!(f, "cannot {call}: {cause}"),
            false => write!(f, "cannot {call} ({}): {cause}", details.join(", ")),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Options(error) => fmt::Display::fmt(error, f),
            Cause::Client(_, message) => f.write_str(message),
            Cause::NoAnswer(limit) => write!(f, "the database did not answer within {:.1} s", limit.as_secs_f64()),
            Cause::NoConnection(limit) => write!(
                f,
                "the pool had no connection within {:.1} s: all are in use, or the server does not answer",
                limit.as_secs_f64()
            ),
        }
    }
}

/// `source` returns the client's error, although `Display` contains its message, so that code that searches the sources for
/// the client's type finds it.
impl Error for ConnectError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.cause {
            Cause::Options(error) => error.source(),
            Cause::Client(error, _) => Some(&**error),
            Cause::NoAnswer(_) | Cause::NoConnection(_) => None,
        }
    }
}

/// Returns the error reply of a Redis server without the arguments of an unknown command, which can be a password: `unknown
/// command 'HELLO', with args beginning with: ...`.
pub(crate) fn without_arguments(message: &str) -> &str {
    message.split_once(", with args beginning with").map_or(message, |(reply, _)| reply)
}

/// Returns the message of an error and those of its causes that it does not contain itself, escaped and on one line.
pub(crate) fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    for cause in std::iter::successors(error.source(), |&cause| cause.source()) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    printable(text.trim()).to_string()
}
