//! The answer of a PostgreSQL server to tokio-postgres, and the meaning of its errors.

use std::error::Error;
use std::io;
use std::time::Instant;

use ::tokio_postgres::{Client, SimpleQueryMessage};

use crate::connect::error::ConnectError;
use crate::connect::finality::{is_final_io, is_final_state};
use crate::connect::pong::Pong;
use crate::connect::rotate::PasswordError;
use crate::connect::statements::Statements;
use db_config_syntax::Backend;

/// Asks the server for an answer.
pub(crate) async fn ask(client: &Client) -> Result<Pong, ::tokio_postgres::Error> {
    let statements = Statements::of(Backend::Postgres);
    let start = Instant::now();
    let version = match text(client, statements.version, 0).await {
        // The server answers, but does not know the function.
        Err(error) if error.as_db_error().is_some() => None,
        version => version?,
    };
    let round_trip = start.elapsed();
    let mut tls = None;
    if let Some((statement, column)) = statements.tls {
        tls = text(client, statement, column).await.unwrap_or_default();
    }
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}

/// Returns the text of a column in the first row of the answer. The statement is not prepared: a transaction-mode pooler may not support
/// it.
async fn text(client: &Client, statement: &str, column: usize) -> Result<Option<String>, ::tokio_postgres::Error> {
    Ok(column_of_first(&client.simple_query(statement).await?, column))
}

/// Returns the text of a column in the first row of an answer.
pub(crate) fn column_of_first(messages: &[SimpleQueryMessage], column: usize) -> Option<String> {
    let row = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    })?;
    row.try_get(column).ok().flatten().map(str::to_owned)
}

pub(crate) fn failed(error: ::tokio_postgres::Error) -> ConnectError {
    let is_final = is_final(&error);
    ConnectError::client(error, is_final)
}

/// Returns whether another attempt cannot succeed after this error. The kind of the client's error is private, but its text
/// is in English.
pub(crate) fn is_final(error: &(dyn Error + 'static)) -> bool {
    tokio_postgres_error(error).is_some_and(is_final_error)
}

/// Returns the client's error, which is the error itself or a source.
pub(crate) fn tokio_postgres_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a ::tokio_postgres::Error> {
    std::iter::successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
}

/// Like [`is_final`], for the client's error.
pub(crate) fn is_final_error(error: &::tokio_postgres::Error) -> bool {
    let causes = || std::iter::successors(Some(error as &(dyn Error + 'static)), |&error| error.source());
    if let Some(answer) = error.as_db_error() {
        return is_final_state(answer.code().code(), answer.message());
    }
    let text = error.to_string();
    let is_io = || causes().any(|error| error.is::<io::Error>());
    match () {
        // A provider may have a password later.
        () if causes().any(|error| error.is::<PasswordError>()) => false,
        // Without a password, the server's request for one is an error of the configuration.
        () if ["invalid configuration", "authentication error"].iter().any(|kind| text.starts_with(kind)) => true,
        // OpenSSL reports a server that ends the connection without an I/O error.
        () if causes().any(|error| error.to_string().to_ascii_lowercase().contains("unexpected eof")) => false,
        () if text.starts_with("error performing TLS handshake") => is_final_io(error) || !is_io(),
        // `target_session_attrs`: a standby may become the primary.
        () if causes().any(|error| error.to_string().starts_with("database ")) => false,
        () => is_final_io(error),
    }
}
