//! The answer of a database to Diesel.

use std::error;
use std::time::Instant;

use ::diesel::QueryResult;
use ::diesel::connection::LoadConnection;
use ::diesel::r2d2::ConnectionManager;
use ::diesel::result::{DatabaseErrorKind, Error};

use super::DieselBackend;
use crate::connect::managed::BlockingManager;
use crate::connect::pong::Pong;
use crate::connect::statements::Statements;
use db_config_syntax::Backend;

/// Implements [`DieselBackend::text`], whose types depend on the backend.
macro_rules! text {
    () => {
        fn text<C: LoadConnection<Backend = Self>>(
            connection: &mut C,
            statement: &'static str,
            column: usize,
        ) -> QueryResult<Option<String>> {
            use ::diesel::dsl::sql;
            use ::diesel::prelude::*;
            use ::diesel::sql_types::Text;
            match column {
                0 => sql::<Text>(statement).get_result(connection).optional(),
                _ => {
                    let row = sql::<(Text, Text)>(statement).get_result::<(String, String)>(connection).optional()?;
                    Ok(row.map(|(_, text)| text))
                }
            }
        }
    };
}
pub(super) use text;

/// Diesel reports the cause as a text: see [`is_final`](BlockingManager::is_final).
impl<C> BlockingManager<C> for ConnectionManager<C>
where
    C: LoadConnection<Backend: DieselBackend>,
{
    fn ping(connection: &mut C) -> Result<Pong, Box<dyn error::Error + Send + Sync>> {
        Ok(ask(connection)?)
    }
}

fn ask<C: LoadConnection<Backend: DieselBackend>>(connection: &mut C) -> QueryResult<Pong> {
    let statements = Statements::of(C::Backend::BACKEND);
    let start = Instant::now();
    let version = match C::Backend::text(connection, statements.version, 0) {
        // The server answers, but does not know the function.
        Err(Error::DatabaseError(DatabaseErrorKind::Unknown, _)) if C::Backend::BACKEND == Backend::Postgres => None,
        version => version?,
    };
    let round_trip = start.elapsed();
    let tls = statements.tls.and_then(|(statement, column)| C::Backend::text(connection, statement, column).ok()?);
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}
