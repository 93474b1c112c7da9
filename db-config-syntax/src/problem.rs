//! What can be wrong with a database URL, and what to write instead.

/// The kinds of problem that this crate tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// No variable is set, and there is no default.
    NotSet,
    /// The variable is set to the empty string.
    Empty,
    /// Both `NAME` and `NAME_FILE` are set.
    BothSet,
    /// The variable, or the file that `NAME_FILE` names, cannot be read.
    Unreadable,
    /// The value is wrapped in quotes.
    Quoted,
    /// Blanks, newlines or control characters in or around the value.
    Blank,
    /// A placeholder that was never filled in, or a variable that was never expanded.
    Placeholder,
    /// A shell command (`DATABASE_URL=...`, `psql '...'`) instead of the URL in it.
    ShellLine,
    /// Several URLs in one variable.
    SeveralUrls,
    /// No scheme; it looks like a filesystem path.
    BarePath,
    /// No scheme, and not a path either.
    NoScheme,
    /// The `://` after the scheme is incomplete.
    NoAuthority,
    /// A libpq keyword/value string.
    KeywordValue,
    /// An ADO.NET or ODBC connection string.
    Ado,
    /// A JDBC URL.
    Jdbc,
    /// A data source name of Go's MySQL driver.
    GoDsn,
    /// A scheme that this crate does not know.
    UnknownScheme,
    /// A scheme that the field does not accept.
    UnexpectedScheme,
    /// A raw `@`, `:`, `/`, `?`, `#` or `%` in the user name or password; in a list of URLs, a `,` that may be in one.
    RawCharacter(char),
    /// A raw `@` after the first `/`: part of a password with a raw `/`, or of the database's name.
    AtSignInPath,
    /// A `%` that does not begin an escape, or escapes that are not UTF-8.
    Escape,
    /// An escaped or raw NUL.
    Nul,
    /// A raw `#`: database URLs have no fragment.
    Fragment,
    /// An invalid host.
    Host,
    /// No host, where the database needs one.
    NoHost,
    /// Several hosts, or a port, where DNS supplies them.
    SrvHost,
    /// An IPv6 address without its brackets.
    BareIpv6,
    /// A port that is not a number from 1 to 65535.
    Port,
    /// A part of the query without `=`.
    KeyWithoutValue,
    /// A second `?`.
    SecondQuestionMark,
    /// `&` or `;` where the `?` before the first query parameter belongs.
    FirstSeparator(char),
    /// `;` between two query parameters.
    Semicolon,
    /// A query key that no client knows.
    UnknownKey,
    /// An unknown query key that may be about TLS.
    UnknownTlsKey,
    /// A value that its key does not take.
    Value,
    /// Two statements that contradict each other.
    Conflict,
    /// A SQLite URL that names a host, a user or a port.
    SqliteHost,
    /// A SQLite URL whose path cannot be a file: empty, a directory, or one that the platform cannot represent.
    SqlitePath,
    /// Something that the field's client cannot carry.
    NotCarried,
    /// The client itself refuses the settings.
    Refused,
}

/// The remedy for a raw character in a password: the escape, where it goes, and a command that writes it.
macro_rules! escape {
    ($escape:literal) => {
        escape!($escape, "postgres")
    };
    ($escape:literal, $scheme:literal) => {
        concat!(
            "write it as `",
            $escape,
            "`, as in `",
            $scheme,
            "://user:pass",
            $escape,
            "word@host/database`; `jq -rR @uri` escapes a whole password"
        )
    };
}

impl ProblemKind {
    /// What is wrong, as far as the kind alone can say.
    pub const fn message(self) -> &'static str {
        match self {
            ProblemKind::NotSet => "not set",
            ProblemKind::Empty => "empty",
            ProblemKind::BothSet => "set twice: as a variable and as a file",
            ProblemKind::Unreadable => "cannot be read",
            ProblemKind::Quoted => "the value is wrapped in quotes, which are not part of the URL",
            ProblemKind::Blank => "a blank, a newline or a control character in or around the URL",
            ProblemKind::Placeholder => "a placeholder that was never filled in",
            ProblemKind::ShellLine => "a shell command, not a URL",
            ProblemKind::SeveralUrls => "several URLs in one variable",
            ProblemKind::BarePath => "a path or a host without a scheme",
            ProblemKind::NoScheme => "not a database URL: it has no scheme",
            ProblemKind::NoAuthority => "the `://` after the scheme is incomplete",
            ProblemKind::KeywordValue => "a libpq keyword/value string, not a URL",
            ProblemKind::Ado => "an ADO.NET or ODBC connection string, not a URL",
            ProblemKind::Jdbc => "a JDBC URL",
            ProblemKind::GoDsn => "a data source name of Go's MySQL driver, not a URL",
            ProblemKind::UnknownScheme => "a scheme that no supported database has",
            ProblemKind::UnexpectedScheme => "a scheme that is not accepted here",
            ProblemKind::RawCharacter('@') => "a raw `@` in the user name or password",
            ProblemKind::RawCharacter(':') => "a raw `:` in the password",
            ProblemKind::RawCharacter('/') => "a raw `/` in the user name or password",
            ProblemKind::RawCharacter('?') => "a raw `?` in the user name or password",
            ProblemKind::RawCharacter('#') => "a raw `#` in the user name or password",
            ProblemKind::RawCharacter(',') => "a `,` that may be part of a password",
            ProblemKind::RawCharacter(_) => "a raw `%` in the user name or password",
            ProblemKind::AtSignInPath => "a raw `@` after a `/`: one of the two belongs to another part",
            ProblemKind::Escape => "a `%` that does not begin a valid escape",
            ProblemKind::Nul => "a NUL character",
            ProblemKind::Fragment => "a raw `#`: nothing in a database URL follows one",
            ProblemKind::Host => "an invalid host",
            ProblemKind::NoHost => "no host, which a MongoDB URL needs",
            ProblemKind::SrvHost => "several hosts or a port with `mongodb+srv`, which takes one name",
            ProblemKind::BareIpv6 => "an IPv6 address without brackets",
            ProblemKind::Port => "a port that is not a number from 1 to 65535",
            ProblemKind::KeyWithoutValue => "a query key without `=` and a value",
            ProblemKind::SecondQuestionMark => "a second `?`",
            ProblemKind::FirstSeparator('&') => "expected `?` before the first query parameter, found `&`",
            ProblemKind::FirstSeparator(_) => "expected `?` before the first query parameter, found `;`",
            ProblemKind::Semicolon => "`;` between query parameters",
            ProblemKind::UnknownKey => "an unknown query key",
            ProblemKind::UnknownTlsKey => "an unknown query key that may be about TLS",
            ProblemKind::Value => "a value that its key does not take",
            ProblemKind::Conflict => "two statements that contradict each other",
            ProblemKind::SqliteHost => "a SQLite URL that names a host, a user or a port",
            ProblemKind::SqlitePath => "a SQLite URL without a file",
            ProblemKind::NotCarried => "the client cannot carry a part of this URL",
            ProblemKind::Refused => "the client refuses these settings",
        }
    }

    /// What to do about it, as far as the kind alone can say.
    pub const fn remedy(self) -> &'static str {
        match self {
            ProblemKind::NotSet => "set it in the environment",
            ProblemKind::Empty => "write a URL, or leave it unset",
            ProblemKind::BothSet => "unset one of the two",
            ProblemKind::Unreadable => "make it readable text in UTF-8",
            ProblemKind::Quoted => "remove the quotes: `docker --env-file` and most platforms keep them",
            ProblemKind::Blank => "remove it, or write a blank that belongs to a name as `%20`",
            ProblemKind::Placeholder => {
                "put the real value there; write a real `$` as `%24`, `<` as `%3C`, `[` as `%5B`"
            }
            ProblemKind::ShellLine => "keep only the URL itself",
            ProblemKind::SeveralUrls => "write one URL; several hosts of one database are `host1:5432,host2:5432`",
            ProblemKind::BarePath => {
                "write `sqlite:relative/path.db` or `sqlite:///absolute/path.db`; a server's is `postgres://user:password@host/database`"
            }
            ProblemKind::NoScheme => "begin with `postgres://`, `mysql://`, `sqlite:` or `mongodb://`",
            ProblemKind::NoAuthority => "write `://` after the scheme, as in `postgres://user:password@host/database`",
            ProblemKind::KeywordValue => {
                "write it as a URL: `postgres://user:password@host:5432/dbname?sslmode=require`"
            }
            ProblemKind::Ado => "write it as a URL: `postgres://user:password@host:5432/database`",
            ProblemKind::Jdbc => "remove `jdbc:`, and write the user and password as `user:password@host`",
            ProblemKind::GoDsn => "write it as a URL: `mysql://user:password@host:3306/database`",
            ProblemKind::UnknownScheme => {
                "write `postgres`, `mysql`, `sqlite` or `mongodb`, or one of their other spellings"
            }
            ProblemKind::UnexpectedScheme => "write a scheme that this field accepts",
            ProblemKind::RawCharacter('@') => escape!("%40"),
            ProblemKind::RawCharacter(':') => escape!("%3A", "mongodb"), // the others take one
            ProblemKind::RawCharacter('/') => escape!("%2F"),
            ProblemKind::RawCharacter('?') => escape!("%3F"),
            ProblemKind::RawCharacter('#') => escape!("%23"),
            ProblemKind::RawCharacter(',') => {
                "percent-encode a `,` in a password as `%2C`; write a URL without a user as `postgres://@host/database`"
            }
            ProblemKind::RawCharacter(_) => escape!("%25"),
            ProblemKind::AtSignInPath => {
                "write a `/` of the password as `%2F`, or an `@` of the database's name as `%40`"
            }
            ProblemKind::Escape => "write a `%` itself as `%25`, and other bytes as UTF-8",
            ProblemKind::Nul => "remove it: no database takes one in a name or a password",
            ProblemKind::Fragment => "write it as `%23`",
            ProblemKind::Host => {
                "write a name of letters, digits, `-`, `_` and `.`, an address, or a socket's path with each `/` as `%2F`"
            }
            ProblemKind::NoHost => "write it after the `://`",
            ProblemKind::SrvHost => "remove them, because DNS supplies them, or write `mongodb://`",
            ProblemKind::BareIpv6 => "write it in brackets: `[2001:db8::1]:5432`",
            ProblemKind::Port => "write `host:port` with such a number, or leave the port out",
            ProblemKind::KeyWithoutValue => "write `key=value`, or remove it",
            ProblemKind::SecondQuestionMark => "separate keys with `&`, and write a `?` inside a value as `%3F`",
            ProblemKind::FirstSeparator('&') => {
                "write `?` before the first parameter, or an `&` that belongs to a name as `%26`"
            }
            ProblemKind::FirstSeparator(_) => {
                "write `?` before the first parameter and `&` between the others, or a `;` that belongs to a name as `%3B`"
            }
            ProblemKind::Semicolon => "separate them with `&`, or write a `;` that belongs to a value as `%3B`",
            ProblemKind::UnknownKey => "remove it",
            ProblemKind::UnknownTlsKey => "use `sslmode`, `sslrootcert`, `sslcert` and `sslkey`",
            ProblemKind::Value => "write a value that it takes",
            ProblemKind::Conflict => "keep one of them",
            ProblemKind::SqliteHost => "write `sqlite:///absolute/path.db` or `sqlite:relative/path.db`",
            ProblemKind::SqlitePath => {
                "write `sqlite:///absolute/path.db`, `sqlite:relative/path.db` or `sqlite::memory:`"
            }
            ProblemKind::NotCarried => "remove it, or give the field a client that takes it",
            ProblemKind::Refused => "correct the part that it names",
        }
    }
}
