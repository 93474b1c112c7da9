use std::future::IntoFuture;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::{Document, doc};
use mongodb::error::{Error, ErrorKind};
use mongodb::event::EventHandler;
use mongodb::event::sdam::SdamEvent;
use mongodb::options::{ClientOptions, ConnectionString};

use crate::connect::error::ConnectError;
use crate::connect::finality::is_final_io;
use crate::connect::mode::Async;
use crate::connect::pong::Pong;
use crate::connect::progress::Progress;
use crate::connect::{Call, Connect, Connectable};
use crate::sealed::Sealed;

impl Sealed for Client {}

/// Opens a mongodb 3 client (feature `mongodb`). For `mongodb+srv` it looks up the servers in DNS. The client connects when
/// it is first used.
#[diagnostic::do_not_recommend]
impl Connectable for Client {
    type Settings = ConnectionString;
    type Mode = Async;

    fn open(connect: &Connect<Self>) -> Call<'_, Self, Result<Self, ConnectError>> {
        Box::pin(async {
            let options = ClientOptions::parse(connect.settings().clone()).await.map_err(failed)?;
            Self::with_options(options).map_err(failed)
        })
    }

    fn probe(connect: &Connect<Self>, limit: Duration) -> Call<'_, Self, Result<Pong, ConnectError>> {
        Box::pin(async move {
            let mut options = ClientOptions::parse(connect.settings().clone()).await.map_err(failed)?;
            // The client itself reports only that it found no server.
            let last = Arc::new(Mutex::new(None));
            let of_handler = Arc::clone(&last);
            options.sdam_event_handler = Some(EventHandler::callback(move |event| {
                if let SdamEvent::ServerHeartbeatFailed(event) = event {
                    *of_handler.lock().unwrap_or_else(PoisonError::into_inner) = Some(event.failure);
                }
            }));
            // The client retries until this time is over. Within the limit, it reports the cause.
            options.server_selection_timeout = Some((limit / 2).min(SELECTION));
            options.min_pool_size = Some(0);
            let client = Self::with_options(options).map_err(failed)?;
            let asked = ask(&client, &Progress::default()).await.map_err(|error| {
                let heartbeat = last.lock().unwrap_or_else(PoisonError::into_inner).take();
                match heartbeat {
                    Some(cause) if matches!(*error.kind, ErrorKind::ServerSelection { .. }) => failed(cause),
                    _ => failed(error),
                }
            });
            client.shutdown().immediate(true).await;
            asked
        })
    }

    fn ping<'a>(&'a self, _: Duration, progress: &'a Progress) -> Call<'a, Self, Result<Pong, ConnectError>> {
        Box::pin(async { ask(self, progress).await.map_err(failed) })
    }
}

/// The longest time that one attempt looks for a server.
const SELECTION: Duration = Duration::from_secs(5);

async fn ask(client: &Client, progress: &Progress) -> Result<Pong, Error> {
    progress.acquired();
    let admin = client.database("admin");
    let run = |command: Document| {
        let run = admin.run_command(command);
        // The application may read from secondaries, without a primary.
        match client.selection_criteria() {
            Some(criteria) => run.selection_criteria(criteria.clone()).into_future(),
            None => run.into_future(),
        }
    };
    // The first command may have to look for the server and to connect.
    run(doc! { "ping": 1 }).await?;
    let start = Instant::now();
    run(doc! { "ping": 1 }).await?;
    let round_trip = start.elapsed();
    // Servers with a stable API may refuse it.
    let build = run(doc! { "buildInfo": 1 }).await.ok();
    let version = build.and_then(|build| Some(format!("MongoDB {}", build.get_str("version").ok()?)));
    Ok(Pong::new(round_trip, version, None))
}

/// Returns the client's own error, for a function that returns `mongodb::error::Error`.
impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        error.into_client_error().unwrap_or_else(Self::custom)
    }
}

fn failed(error: Error) -> ConnectError {
    let is_final = match &*error.kind {
        ErrorKind::Authentication { .. } | ErrorKind::InvalidArgument { .. } | ErrorKind::InvalidTlsConfig { .. } => {
            true
        }
        ErrorKind::Io(cause) => is_final_io(&**cause),
        _ => is_final_io(&error),
    };
    // `Display` of the error writes its fields.
    let message = error.kind.to_string();
    ConnectError::client(error, is_final).with_message(message)
}
