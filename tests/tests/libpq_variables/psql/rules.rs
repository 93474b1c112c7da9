//! The rules by which db-config differs from libpq on purpose.

/// The result of a client that differs from psql.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ours {
    Connects,
    Refuses,
}

/// The reason for which a client differs.
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
            Rule::AddressOnlyWithoutHost => {
                "PGHOSTADDR applies only without a host name, because it would redirect a URL"
            }
            Rule::PortOnlyForSingleHost => "PGPORT applies only to a single host, or to the hosts of PGHOST",
            Rule::NoService => {
                "db-config ignores PGSERVICE, or rejects it if Diesel's libpq would read it from the process"
            }
            Rule::RootCertificateVerifies => {
                "a CA certificate without a mode means `verify-full`, and `require` verifies the certificate even if \
                 the file is missing; a client without `verify-ca` also verifies the name"
            }
            Rule::NoOtherAuthorities => "sqlx also trusts public CAs, so db-config rejects `verify-ca` with a file",
            Rule::FloorsAddUp => {
                "`ssl=true` requires TLS and `disable` contradicts it; for libpq it is the mode `require`"
            }
            Rule::OneHost => "sqlx and SeaORM connect to one host",
            Rule::SessionAttributes => {
                "a client that cannot choose the server by `target_session_attrs` rejects the variable"
            }
            Rule::ChannelBinding => "a client without channel binding rejects the variable",
        }
    }
}
