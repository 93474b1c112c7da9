use std::fmt;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The process environment.
    Environment,
    /// The file that `NAME_FILE` names.
    File,
    /// A `.env` file.
    DotEnv,
    /// libpq's variables alone, under `libpq_env`.
    Libpq,
    /// The field's `default`.
    Default,
    /// Another [`Source`](crate::Source): a map, a function, another configuration crate.
    Source,
}

impl Origin {
    /// The word that reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Origin::Environment => "environment",
            Origin::File => "file",
            Origin::DotEnv => ".env",
            Origin::Libpq => "libpq's variables",
            Origin::Default => "default",
            Origin::Source => "source",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
