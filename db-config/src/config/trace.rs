//! One event for each database that was read (feature `tracing`).

#[cfg(feature = "tracing")]
use super::ReportEntry;

#[cfg(feature = "tracing")]
pub(super) fn is_enabled() -> bool {
    tracing::enabled!(target: "db_config", tracing::Level::INFO)
}

#[cfg(feature = "tracing")]
pub(super) fn databases<'a>(entries: impl Iterator<Item = &'a ReportEntry>) {
    for database in entries.filter_map(ReportEntry::database) {
        let (backend, host) = (database.backend().name(), database.hosts());
        let (tls, reason) = (database.tls().mode().as_str(), database.tls().reason());
        tracing::info!(target: "db_config", backend, host, tls, %reason, "database");
    }
}

#[cfg(not(feature = "tracing"))]
pub(super) fn is_enabled() -> bool {
    false
}
