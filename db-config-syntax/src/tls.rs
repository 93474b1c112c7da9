//! The TLS modes, and the query parameters and environment variables that set them.

mod mode;
mod statements;

pub use self::mode::{TlsMode, TlsModes, UnknownTlsMode};
pub use self::statements::{
    Contradiction, Floor, Place, Request, RootCertificate, Statement, Statements, TlsKey, contradiction,
    scheme_that_implies_tls, scheme_without_tls,
};
