//! Where `wait` comes from, and its events.

use std::time::Duration;

use db_config::{Connect, DatabaseConfig};
use sqlx::PgPool;
use tests::three_ways;

#[test]
fn the_attribute_the_variable_and_the_parameter_set_it() {
    let url = || "postgres://app@127.0.0.1:1/app".to_owned();
    for connect in three_ways!(Connect<PgPool>, url(), wait = "30s") {
        assert_eq!(connect.wait(), Some(Duration::from_secs(30)));
    }
    for connect in three_ways!(Connect<PgPool>, url(), wait = "0s") {
        assert_eq!(connect.wait(), None);
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(wait = "30s")]
    orders: Connect<PgPool>,
}

fn wait(settings: &[(&str, &str)]) -> Option<Duration> {
    let source: Vec<(&str, &str)> =
        [("DATABASE_URL", "postgres://app@127.0.0.1:1/app")].iter().chain(settings).copied().collect();
    Config::from_source(&source).unwrap().orders.wait()
}

#[test]
fn a_deployment_can_change_it_or_turn_it_off() {
    assert_eq!(wait(&[]), Some(Duration::from_secs(30)));
    assert_eq!(wait(&[("DATABASE_WAIT", "2m")]), Some(Duration::from_secs(120)));
    assert_eq!(wait(&[("DATABASE_WAIT", "0s")]), None);
}

#[test]
fn without_it_nothing_waits() {
    #[derive(DatabaseConfig)]
    struct Config {
        orders: Connect<PgPool>,
    }
    let orders = Config::from_source(&[("DATABASE_URL", "postgres://app@127.0.0.1:1/app")]).unwrap().orders;
    assert_eq!(orders.wait(), None);
}

#[test]
fn an_invalid_time_is_an_error() {
    let source = [("DATABASE_URL", "postgres://app@127.0.0.1:1/app"), ("DATABASE_WAIT", "30")];
    let error = Config::from_source(&source).err().unwrap().to_string();
    assert!(error.contains("DATABASE_WAIT") && error.contains("missing time unit"), "{error}");
}

/// It has no server to wait for, and the field may still get a server's URL elsewhere.
#[test]
fn a_sqlite_url_ignores_it() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(wait = "30s")]
        orders: Connect<sqlx::AnyPool>,
    }
    let orders = Config::from_source(&[("DATABASE_URL", "sqlite:app.db")]).unwrap().orders;
    assert_eq!(orders.wait(), None);
}

#[test]
fn a_type_without_a_connection_warns() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[allow(dead_code, reason = "only its warnings count")]
        orders: sqlx::postgres::PgConnectOptions,
    }
    let source = [("DATABASE_URL", "postgres://app@127.0.0.1:1/app"), ("DATABASE_WAIT", "30s")];
    let warnings = Config::warnings(&source).unwrap();
    assert!(format!("{warnings:?}").contains("DATABASE_WAIT"), "{warnings:?}");
}

pub mod events {
    use std::fmt::Debug;
    use std::sync::{Arc, Mutex};

    use tests::servers::PASSWORD;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;

    /// Collects the events of db-config.
    #[derive(Clone, Default)]
    pub struct Collector(Arc<Mutex<Vec<String>>>);

    impl Collector {
        /// Returns the events, one on each line.
        pub fn lines(&self) -> Vec<String> {
            self.0.lock().unwrap().clone()
        }
    }

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            let space = if self.0.is_empty() { "" } else { " " };
            match field.name() {
                "message" => self.0 += &format!(" {value:?}"),
                name => self.0 += &format!("{space}{name}={value:?}"),
            }
        }
    }

    impl Subscriber for Collector {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target() == "db_config"
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            let mut line = Line(event.metadata().level().to_string());
            event.record(&mut line);
            self.0.lock().unwrap().push(line.0);
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[tokio::test]
    async fn each_attempt_is_an_event_without_the_password() {
        let events = Collector::default();
        let _guard = tracing::subscriber::set_default(events.clone());
        let url = format!("postgres://app:{}@127.0.0.1:1/app", tests::escaped(PASSWORD));
        let source = [("DATABASE_URL", &*url), ("DATABASE_WAIT", "1s")];
        let error = Config::from_source(&source).unwrap().orders.connect().await.unwrap_err();
        let events = events.lines();
        let attempts: Vec<_> = events.iter().filter(|event| event.contains("attempt=")).collect();
        assert_eq!(attempts.len(), error.attempts() as usize, "{events:?}");
        for (i, event) in attempts.iter().enumerate() {
            assert!(event.starts_with("WARN ") && event.contains(&format!("attempt={}", i + 1)), "{event}");
            assert!(event.contains("variable=\"DATABASE_URL\"") && event.contains("refused"), "{event}");
            assert!(!event.contains(PASSWORD) && !event.contains(&tests::escaped(PASSWORD)), "{event}");
        }
        assert!(error.to_string().starts_with("cannot connect (DATABASE_URL, "), "{error}");
    }
}
