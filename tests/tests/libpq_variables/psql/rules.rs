//! Where this library differs from libpq on purpose.

/// The result of a client where it differs from psql's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ours {
    Connects,
    Refuses,
}

/// Why a client differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    EmptyIsUnset,
    AddressOnlyWithoutHost,
    PortOnlyForSingleHost,
    NoService,
    RootCertificateVerifies,
    NoOtherAuthorities,
    FloorsAddUp,
    OneHost,
    SessionAttributes,
    ChannelBinding,
}

impl Rule {
    pub const ALL: &[Rule] = &[
        Rule::EmptyIsUnset,
        Rule::AddressOnlyWithoutHost,
        Rule::PortOnlyForSingleHost,
        Rule::NoService,
        Rule::RootCertificateVerifies,
        Rule::NoOtherAuthorities,
        Rule::FloorsAddUp,
        Rule::OneHost,
        Rule::SessionAttributes,
        Rule::ChannelBinding,
    ];

    pub const fn text(self) -> &'static str {
        match self {
            Rule::EmptyIsUnset => "an empty variable is unset; libpq rejects an empty mode or number",
            Rule::AddressOnlyWithoutHost => "PGHOSTADDR counts only where no host is named: it would redirect a URL",
            Rule::PortOnlyForSingleHost => "PGPORT counts only for a single host, or for the hosts of PGHOST",
            Rule::NoService => {
                "PGSERVICE is never read (where Diesel's libpq would read it from the process, that is an error)"
            }
            Rule::RootCertificateVerifies => {
                "a root certificate verifies the server and its name where no mode is given, and the server with \
                 `require` even if the file is missing; a client that rejects `verify-ca` verifies the name as well"
            }
            Rule::NoOtherAuthorities => "sqlx trusts public authorities as well, so it rejects `verify-ca` with a file",
            Rule::FloorsAddUp => {
                "`ssl=true` asks for TLS from everywhere, and `disable` contradicts it; for libpq it is a mode"
            }
            Rule::OneHost => "sqlx and SeaORM connect to one host",
            Rule::SessionAttributes => {
                "a client that cannot choose the server by `target_session_attrs` rejects the variable"
            }
            Rule::ChannelBinding => "a client without channel binding rejects the variable",
        }
    }
}
