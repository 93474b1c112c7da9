//! Recognizes transaction-mode poolers of PostgreSQL.

use db_config_syntax::Backend;
use db_config_syntax::query::{Key, SessionKey};
use db_config_syntax::values::boolean;

use super::{DatabaseUrl, Host};

/// The domains and ports of hosting platforms whose pooler is always in transaction mode:
///
/// - [Supabase](https://supabase.com/docs/guides/database/connecting-to-postgres). On its other ports, a pooler is in session
///   mode. Its Supavisor [keeps no named statements](https://github.com/supabase/supavisor/blob/main/docs/faq.md).
/// - [PlanetScale](https://planetscale.com/docs/postgres/connecting/pgbouncer)
const PLATFORMS: [(&str, u16); 3] = [(".supabase.com", 6543), (".supabase.co", 6543), (".psdb.cloud", 6432)];

/// The names of poolers, as a word in a label of a host.
const NAMES: [&str; 6] = ["pgbouncer", "pgcat", "pgdog", "odyssey", "supavisor", "pooler"];
/// The default port of PgBouncer and others, which Azure uses too, and that of DigitalOcean's pools. Their mode can be
/// changed.
const PORTS: [u16; 2] = [6432, 25061];

/// A pooler of PostgreSQL connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pooler {
    /// It is in transaction mode.
    Transaction {
        /// Why db-config takes the server for one.
        reason: String,
        /// Whether it keeps the named statements of the protocol.
        keeps_statements: bool,
    },
    /// It may be in transaction mode: its host and port.
    Possible(String),
}

impl DatabaseUrl {
    /// Returns the pooler that the URL names: `pgbouncer=true`, or a host like those of hosting platforms.
    pub(crate) fn pooler(&self) -> Option<Pooler> {
        if self.backend() != Backend::Postgres {
            return None;
        }
        let poolers = || self.hosts().iter().map(pooler);
        let pgbouncer = self.pairs().iter().find(|pair| pair.row.key == Key::Session(SessionKey::PgBouncer));
        if let Some(pair) = pgbouncer {
            let keeps = |pooler| matches!(pooler, Some(Pooler::Transaction { keeps_statements: true, .. }));
            let (reason, keeps_statements) = (format!("`{}` is set", pair.name), poolers().all(keeps));
            return (boolean(&pair.value) == Some(true)).then_some(Pooler::Transaction { reason, keeps_statements });
        }
        // Of several hosts, the one that supports least.
        poolers().flatten().min_by_key(|pooler| match pooler {
            Pooler::Transaction { keeps_statements, .. } => u8::from(*keeps_statements),
            Pooler::Possible(_) => 2,
        })
    }
}

fn pooler(host: &Host) -> Option<Pooler> {
    let name = host.name().trim_end_matches('.').to_ascii_lowercase();
    let transaction = |keeps_statements| {
        Some(Pooler::Transaction { reason: format!("the host `{host}` looks like one"), keeps_statements })
    };
    let is_named = |label: &str| label.split(['-', '_']).any(|word| NAMES.contains(&word));
    if host.is_socket() {
        None
    } else if let Some((_, port)) = PLATFORMS.iter().find(|(domain, _)| name.ends_with(domain)) {
        if host.port() == Some(*port) { transaction(false) } else { None }
    } else if is_neons(&name) {
        transaction(true)
    } else if host.port().is_some_and(|port| PORTS.contains(&port)) || name.split('.').any(is_named) {
        Some(Pooler::Possible(host.to_string()))
    } else {
        None
    }
}

/// Returns whether this is [Neon's pooler](https://neon.com/docs/connect/connection-pooling): PgBouncer in transaction mode
/// with `max_prepared_statements=1000`.
fn is_neons(name: &str) -> bool {
    let label = name.split('.').next().unwrap_or_default();
    label.ends_with("-pooler") && (label.starts_with("ep-") || name.ends_with(".neon.tech"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pooler_is_recognized_by_its_parameter_host_or_port() {
        let of = |text: &str| format!("postgres://{text}").parse::<DatabaseUrl>().unwrap().pooler();
        for (text, expected) in [
            ("h/d?pgbouncer=true", false),
            ("aws-0-us-east-1.pooler.supabase.com:6543/d", false),
            ("DB.ref.supabase.co:6543/d", false),
            ("x-useast1-1.horizon.psdb.cloud:6432/d", false),
            ("h,ep-x-pooler.eu.neon.tech/d", true),
            ("ep-x-pooler.eu.neon.tech,db.ref.supabase.co:6543/d", false),
            ("ep-x-pooler.eu.neon.tech/d", true),
            ("ep-x-pooler.eu.neon.tech/d?pgbouncer=true", true),
            ("ep-x-pooler.us-east-1.postgres.vercel-storage.com:5432/d", true),
        ] {
            let Some(Pooler::Transaction { keeps_statements, .. }) = of(text) else { panic!("{text}: {:?}", of(text)) };
            assert_eq!(keeps_statements, expected, "{text}");
        }
        for text in [
            "pgbouncer/d",
            "acid-minimal-cluster-pooler/d",
            "myserver.postgres.database.azure.com:6432/d",
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
            "x-useast1-1.horizon.psdb.cloud:5432/d",
            "proxy.proxy-abc.us-east-1.rds.amazonaws.com/d",
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
