//! One event for each database that was read (feature `tracing`).

use super::ReportEntry;

pub(super) fn databases(entries: &[ReportEntry]) {
    for database in entries.iter().filter_map(ReportEntry::database) {
        let (backend, host) = (database.backend().name(), database.hosts());
        let (tls, reason) = (database.tls().mode().as_str(), database.tls().reason());
        tracing::info!(target: "db_config", backend, host, tls, %reason, "database");
    }
}
