//! The answer of a database to diesel-async.

use std::error::Error;
use std::future::Future;
use std::time::Instant;

use ::diesel::QueryResult;
use ::diesel::connection::TransactionManagerStatus;
use ::diesel_async::pooled_connection::AsyncDieselConnectionManager;
use ::diesel_async::{AsyncConnection, TransactionManager};

use crate::clients::diesel::DieselBackend;
use crate::connect::finality::is_final_text;
use crate::connect::managed::AsyncManager;
use crate::connect::pong::Pong;
use crate::connect::statements::Statements;
#[cfg(feature = "diesel-async-rustls")]
use crate::tls::TlsPlan;
use db_config_syntax::Backend;

/// A backend of diesel-async: `Pg`, `Mysql` or `Sqlite`.
pub trait AsyncDieselBackend: DieselBackend {
    /// Returns the texts of a column in the first row of a statement's answer.
    #[doc(hidden)]
    fn text<C: AsyncConnection<Backend = Self>>(
        connection: &mut C,
        statement: &'static str,
        column: usize,
    ) -> impl Future<Output = QueryResult<Option<String>>> + Send;
}

macro_rules! backend {
    ($backend:ty) => {
        impl AsyncDieselBackend for $backend {
            async fn text<C: AsyncConnection<Backend = Self>>(
                connection: &mut C,
                statement: &'static str,
                column: usize,
            ) -> QueryResult<Option<String>> {
                use ::diesel::OptionalExtension as _;
                use ::diesel::dsl::sql;
                use ::diesel::sql_types::Text;
                use ::diesel_async::RunQueryDsl as _;
                match column {
                    0 => sql::<Text>(statement).get_result(connection).await.optional(),
                    _ => {
                        let row = sql::<(Text, Text)>(statement).get_result::<(String, String)>(connection).await;
                        Ok(row.optional()?.map(|(_, text)| text))
                    }
                }
            }
        }
    };
}

#[cfg(feature = "diesel-2-postgres")]
backend!(::diesel::pg::Pg);
#[cfg(feature = "diesel-2-mysql")]
backend!(::diesel::mysql::Mysql);
#[cfg(feature = "diesel-2-sqlite")]
backend!(::diesel::sqlite::Sqlite);

impl<C> AsyncManager<C> for AsyncDieselConnectionManager<C>
where
    C: AsyncConnection<Backend: AsyncDieselBackend> + 'static,
{
    async fn ping(connection: &mut C) -> Result<Pong, Box<dyn Error + Send + Sync>> {
        // If the caller drops this future, the answer is still to come, and the next query would read it. A pool drops a
        // connection with this status.
        status(connection).set_in_error();
        let pong = ask(connection).await?;
        *status(connection) = TransactionManagerStatus::default();
        Ok(pong)
    }

    #[cfg(feature = "diesel-async-rustls")]
    fn enforced_tls(plan: &TlsPlan) -> TlsPlan {
        super::rustls::enforced_tls::<C>(plan)
    }

    fn is_final(error: &(dyn Error + 'static)) -> bool {
        #[cfg(feature = "diesel-async-rustls")]
        if let Some(is_final) = super::rustls::is_final(error) {
            return is_final;
        }
        is_final_text(&error.to_string())
    }
}

fn status<C: AsyncConnection>(connection: &mut C) -> &mut TransactionManagerStatus {
    <C::TransactionManager as TransactionManager<C>>::transaction_manager_status_mut(connection)
}

async fn text<C: AsyncConnection<Backend: AsyncDieselBackend>>(
    connection: &mut C,
    statement: &'static str,
    column: usize,
) -> QueryResult<Option<String>> {
    <C::Backend as AsyncDieselBackend>::text(connection, statement, column).await
}

async fn ask<C: AsyncConnection<Backend: AsyncDieselBackend>>(connection: &mut C) -> QueryResult<Pong> {
    let statements = Statements::of(C::Backend::BACKEND);
    let start = Instant::now();
    let (round_trip, version) = match C::Backend::BACKEND {
        // The other statements are prepared with a name, which fails behind some transaction-mode poolers.
        Backend::Postgres => {
            connection.batch_execute("select 1").await?;
            let round_trip = start.elapsed();
            (round_trip, text(connection, statements.version, 0).await.unwrap_or_default())
        }
        _ => {
            let version = text(connection, statements.version, 0).await?;
            (start.elapsed(), version)
        }
    };
    let mut tls = None;
    if let Some((statement, column)) = statements.tls {
        tls = text(connection, statement, column).await.unwrap_or_default();
    }
    Ok(statements.pong(round_trip, version.as_deref(), tls.as_deref()))
}
