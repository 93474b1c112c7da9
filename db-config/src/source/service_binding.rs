//! A Service Binding of Kubernetes.

use std::path::PathBuf;

use super::{Origin, SecretDirectory, Source, SourceError, directory};
use db_config_syntax::{Part, engine};

/// The variable with the directory of all bindings.
const ROOT: &str = "SERVICE_BINDING_ROOT";

/// A [Service Binding](https://servicebinding.io) of Kubernetes: the directory `$SERVICE_BINDING_ROOT/<name>`, whose files
/// describe one database.
///
/// `DATABASE_URL` is the content of the file `uri` or `url`. Without such a file, give the field the attribute `parts`, which
/// builds the URL from the other files:
///
/// | variable | file |
/// |---|---|
/// | `DATABASE_URL` | `uri`, otherwise `url` |
/// | `DATABASE_USER`, `DATABASE_USERNAME` | `user`, `username` |
/// | `DATABASE_PASSWORD` | `password` |
/// | `DATABASE_SSLMODE` and the other names of the TLS mode | `sslmode`, ... |
/// | `DATABASE_ENGINE` | `type`, if it names a supported database |
/// | `DATABASE_HOST`, `DATABASE_PORT`, `DATABASE_DATABASE` and the other names of the attribute `parts` | `host`, `port`, `database`, ... |
///
/// If the binding has a URL, the host, the port and the database are those of the URL. A user and a password in it are used
/// only for that URL. Those of a binding without them also complete a URL from the environment or a default.
///
/// Other files, such as `provider` and `certificates`, are not read. For several databases, combine bindings with
/// [`or`](Source::or), and set the [`variable`](Self::variable) of each.
///
/// A file may be a symbolic link, and has at most 1 MiB. db-config drops one newline at its end. A variable without a file is
/// unset, also if the directory or `SERVICE_BINDING_ROOT` does not exist. The error of a missing field names the cause.
///
/// ```no_run
/// use db_config::{DatabaseConfig, DatabaseUrl, Env, ServiceBinding, Source};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(parts, schemes("postgres"), default = "postgres://localhost/orders")]
///     database: DatabaseUrl,
/// }
///
/// // A variable that is set in the environment takes precedence over the binding.
/// let config = Config::from_source(&Env.or(ServiceBinding::new("orders-db")))?;
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceBinding {
    /// `None` without `SERVICE_BINDING_ROOT`.
    directory: Option<SecretDirectory>,
    variable: String,
}

impl ServiceBinding {
    /// Creates a source for the binding with this name, in the directory `$SERVICE_BINDING_ROOT`. Without this variable, the
    /// source is empty.
    pub fn new(name: impl AsRef<str>) -> Self {
        let root = std::env::var_os(ROOT).filter(|root| !root.is_empty());
        Self::from_directory(root.map(|root| PathBuf::from(root).join(name.as_ref())))
    }

    /// Creates a source for the binding with this name, in another directory.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl, ServiceBinding, Source};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     #[database(env = "ORDERS_URL")]
    ///     orders: Option<DatabaseUrl>,
    ///     #[database(env = "EVENTS_URL")]
    ///     events: Option<DatabaseUrl>,
    /// }
    ///
    /// let binding = |name, variable| ServiceBinding::from_root("/bindings", name).variable(variable);
    /// let source = binding("orders-db", "ORDERS_URL").or(binding("events-db", "EVENTS_URL"));
    /// let config = Config::from_source(&source)?;
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    pub fn from_root(root: impl Into<PathBuf>, name: impl AsRef<str>) -> Self {
        Self::from_directory(Some(root.into().join(name.as_ref())))
    }

    fn from_directory(path: Option<PathBuf>) -> Self {
        Self { directory: path.map(SecretDirectory::new), variable: "DATABASE_URL".to_owned() }
    }

    /// Sets the variable of the URL. The names of the other variables begin like it. The default is `DATABASE_URL`.
    #[must_use]
    pub fn variable(self, name: impl Into<String>) -> Self {
        Self { variable: name.into(), ..self }
    }

    /// Returns the part that a variable sets, with the ending of its name.
    fn part(&self, name: &str) -> Option<(Part, &'static str)> {
        Part::ALL.into_iter().find_map(|part| {
            let names = part.variables(None, None, &self.variable);
            let at = names.iter().position(|own| own == name)?;
            Some((part, part.endings()[at]))
        })
    }
}

/// The origin of all variables is [`Origin::File`].
impl Source for ServiceBinding {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        let Some(directory) = &self.directory else { return Ok(None) };
        let url = || match set(directory, "uri")? {
            None => set(directory, "url"),
            uri => Ok(uri),
        };
        if name == self.variable {
            return url();
        }
        match self.part(name) {
            None => Ok(None),
            // A provider can write the host of the URL in another spelling.
            Some((Part::Host | Part::Port | Part::Name, _)) if url()?.is_some() => Ok(None),
            // The user and the password of the URL are for its server only.
            Some((part @ (Part::User | Part::Password), _)) if url()?.is_some_and(|url| has(&url, part)) => Ok(None),
            // Without the attribute `parts`, this is the only variable of the TLS mode.
            Some((Part::Tls, "TLS")) => {
                let modes = Part::Tls.endings().iter().filter(|ending| **ending != Part::REQUIRE_SSL);
                modes.map(|ending| set(directory, &ending.to_ascii_lowercase())).find_map(Result::transpose).transpose()
            }
            // The specification lists no types. They name a database system, not the scheme of a URL.
            Some((Part::Scheme, "ENGINE")) => Ok(directory.get("type")?.filter(|name| engine(name).is_some())),
            Some((Part::Scheme, _)) => Ok(None),
            Some((_, ending)) => directory.get(&ending.to_ascii_lowercase()),
        }
    }

    fn origin(&self, _: &str) -> Origin {
        Origin::File
    }

    fn hint(&self, name: &str) -> Option<String> {
        match &self.directory {
            _ if name != self.variable => None,
            None => Some(directory::unset(ROOT)),
            Some(directory) => directory.hint("uri"),
        }
    }
}

/// Returns whether a URL has a user name or a password.
fn has(url: &str, part: Part) -> bool {
    let login = url.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
    login.is_some_and(|(login, _)| part == Part::User || login.contains(':'))
}

/// Returns the content of a file that is not empty.
fn set(directory: &SecretDirectory, name: &str) -> Result<Option<String>, SourceError> {
    Ok(directory.get(name)?.filter(|text| !text.is_empty()))
}
