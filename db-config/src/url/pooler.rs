//! Recognizes transaction-mode poolers of PostgreSQL.

use db_config_syntax::Backend;
use db_config_syntax::query::{Key, SessionKey};
use db_config_syntax::values::boolean;

use super::{DatabaseUrl, Host};

/// The domains of Supabase, whose poolers are in transaction mode on this port and in session mode on the others.
const SUPABASE: [&str; 2] = [".supabase.com", ".supabase.co"];
const SUPABASE_PORT: u16 = 6543;

/// The names of poolers, as a word in a label of a host.
const NAMES: [&str; 6] = ["pgbouncer", "pgcat", "pgdog", "odyssey", "supavisor", "pooler"];
/// The default port of PgBouncer and others, and that of DigitalOcean's pools.
const PORTS: [u16; 2] = [6432, 25061];

/// A pooler of PostgreSQL connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pooler {
    /// It is in transaction mode, for this reason.
    Transaction(String),
    /// It may be in transaction mode: its host and port.
    Possible(String),
}

impl DatabaseUrl {
    /// Returns the pooler that the URL names: `pgbouncer=true`, or a host like those of hosting platforms.
    pub(crate) fn pooler(&self) -> Option<Pooler> {
        if self.backend() != Backend::Postgres {
            return None;
        }
        let pgbouncer = self.pairs().iter().find(|pair| pair.row.key == Key::Session(SessionKey::PgBouncer));
        if let Some(pair) = pgbouncer {
            return (boolean(&pair.value) == Some(true))
                .then(|| Pooler::Transaction(format!("`{}` is set", pair.name)));
        }
        let hosts: Vec<(&Host, HostKind)> = self.hosts().iter().map(|host| (host, kind(host))).collect();
        let of_kind = |wanted| hosts.iter().find(|(_, kind)| *kind == wanted).map(|(host, _)| *host);
        match of_kind(HostKind::Transaction) {
            Some(host) => Some(Pooler::Transaction(format!("the host `{host}` looks like one"))),
            None => of_kind(HostKind::Possible).map(|host| Pooler::Possible(host.to_string())),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum HostKind {
    Transaction,
    Possible,
    Other,
}

fn kind(host: &Host) -> HostKind {
    let name = host.name().trim_end_matches('.').to_ascii_lowercase();
    let is_pooler = |label: &str| label.split(['-', '_']).any(|word| NAMES.contains(&word));
    if host.is_socket() {
        HostKind::Other
    } else if SUPABASE.iter().any(|domain| name.ends_with(domain)) {
        if host.port() == Some(SUPABASE_PORT) { HostKind::Transaction } else { HostKind::Other }
    } else if name.split('.').next().is_some_and(|label| label.ends_with("-pooler")) {
        // Neon's names.
        HostKind::Transaction
    } else if host.port().is_some_and(|port| PORTS.contains(&port)) || name.split('.').any(is_pooler) {
        HostKind::Possible
    } else {
        HostKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pooler_is_recognized_by_its_parameter_host_or_port() {
        let of = |text: &str| format!("postgres://{text}").parse::<DatabaseUrl>().unwrap().pooler();
        for text in [
            "h/d?pgbouncer=true",
            "aws-0-us-east-1.pooler.supabase.com:6543/d",
            "DB.ref.supabase.co:6543/d",
            "ep-x-pooler.eu.neon.tech/d",
            "h,ep-x-pooler.eu.neon.tech/d",
        ] {
            assert!(matches!(of(text), Some(Pooler::Transaction(_))), "{text}: {:?}", of(text));
        }
        for text in [
            "pgbouncer/d",
            "pgbouncer.abc.flympg.net/d",
            "my-pgbouncer.svc/d",
            "db.pgbouncer.svc.cluster.local/d",
            "localhost:6432/d",
            "x.db.ondigitalocean.com:25061/d",
        ] {
            assert!(matches!(of(text), Some(Pooler::Possible(_))), "{text}: {:?}", of(text));
        }
        for text in [
            "h/d",
            "ep-x-pooler.eu.neon.tech/d?pgbouncer=false",
            "pgbouncer:6432/d?pgbouncer=0",
            "aws-0-us-east-1.pooler.supabase.com:5432/d",
            "db.ref.supabase.co/d",
            "h:6543/d",
            "%2Ftmp%2Fpgbouncer:6432/d",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!("mysql://pgbouncer:6432/d".parse::<DatabaseUrl>().unwrap().pooler(), None);
    }
}
