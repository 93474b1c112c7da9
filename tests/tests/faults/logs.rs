//! The clients' logs, at every level.

use std::fmt::{Debug, Write};
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static LOG: Mutex<String> = Mutex::new(String::new());

/// Records everything that is logged from now on.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Listener).expect("nobody else listens");
        log::set_max_level(log::LevelFilter::Trace);
        tracing::subscriber::set_global_default(Listener).expect("nobody else listens");
    });
}

/// Returns all that clients logged so far, in all tests of this process, without the lines that [`is_known`] knows.
pub fn logged() -> String {
    let logged = LOG.lock().expect("no listener panicked").clone();
    logged.lines().filter(|line| !is_known(line)).map(|line| format!("{line}\n")).collect()
}

/// Returns whether the line is SeaORM's span with its options, which contain the password. Its level is TRACE.
pub fn is_known(line: &str) -> bool {
    line.starts_with("TRACE sea_orm::driver::sqlx_") && line.contains("options=ConnectOptions")
}

/// Returns whether SeaORM still logs that span, as `docs/clients/sea-orm.md` states.
pub fn sea_orm_tells() -> bool {
    LOG.lock().expect("no listener panicked").lines().any(is_known)
}

struct Listener;

fn hear(text: &dyn Debug) {
    let line = format!("{text:?}").replace('\n', " ");
    writeln!(LOG.lock().expect("no listener panicked"), "{line}").expect("a String takes all");
}

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata) -> bool {
        true
    }

    fn log(&self, record: &log::Record) {
        hear(&format_args!("{} {}: {}", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

/// Where the fields of a span or an event come from.
struct Fields(Option<&'static Metadata<'static>>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let (level, target) = self.0.map_or(("?", "?"), |from| (from.level().as_str(), from.target()));
        hear(&format_args!("{level} {target}: {}={value:?}", field.name()));
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Fields(Some(attributes.metadata())));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(None));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Fields(Some(event.metadata())));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
