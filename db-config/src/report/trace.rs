//! The `tracing` events: one for each database and one for each warning. Requires the feature `tracing`.

use db_config_syntax::printable::printable;

use super::{ReportEntry, Warning};

pub(crate) fn databases(entries: &[ReportEntry]) {
    for database in entries.iter().filter_map(ReportEntry::database) {
        let (backend, host) = (database.backend().name(), database.hosts());
        let (tls, reason) = (database.tls().mode().as_str(), database.tls().reason());
        tracing::info!(target: "db_config", backend, host, tls, %reason, "database");
    }
}

pub(crate) fn warnings(warnings: &[Warning]) {
    for warning in warnings {
        let (variable, field) = (printable(warning.variable()), warning.field());
        tracing::warn!(target: "db_config", %variable, field, "{}", warning.kind());
    }
}
