//! The user name and the password from variables next to the URL's own, such as `DATABASE_USER` and `DATABASE_PASSWORD`.
//!
//! They fill in what the URL leaves out, and override those of a default URL. They are a pair: the password is not used
//! for another user.

use db_config_syntax::query::Component;
use db_config_syntax::{Backend, is_secret_reference};

use super::UrlReader;
use super::variables::check_variable;
use crate::error::{ProblemKind, UrlError};
use crate::url::errors::missing_user;
use crate::url::json::{self, JsonLogin};
use crate::url::{Pair, UnusedLogin};

/// The name and the value of a variable.
pub(crate) type Variable = (String, String);

/// The user name and the password to use instead of the URL's own.
#[derive(Default)]
pub(super) struct Login {
    user: Option<Variable>,
    password: Option<Variable>,
    /// The password of the default URL is that of another user.
    pub(super) drops_password: bool,
    pub(super) unused: Option<UnusedLogin>,
}

impl Login {
    /// Returns the variable of the user name or password, with its value.
    pub(super) fn get(&self, part: Component) -> Option<&Variable> {
        match part {
            Component::User => self.user.as_ref(),
            Component::Password => self.password.as_ref(),
            _ => None,
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let user = self.user.as_ref().map(|(name, _)| name);
        // One variable can hold both.
        let password = self.password.as_ref().map(|(name, _)| name).filter(|name| Some(*name) != user);
        user.into_iter().chain(password).cloned()
    }
}

impl UrlReader<'_> {
    /// Looks up the variables of the user name and the password.
    pub(super) fn login(&self) -> Result<Login, UrlError> {
        if !has_login(self.parts.backend, &self.pairs) {
            return Ok(Login::default());
        }
        let own = |part, span| Ok::<_, UrlError>(self.own_part(part, span)?.filter(|own| !own.is_empty()));
        let own_user = own(Component::User, self.parts.username)?;
        let own_password = own(Component::Password, self.parts.password)?;
        let is_complete = !self.context.is_default && own_user.is_some() && own_password.is_some();
        let secrets = self.secrets(is_complete)?;
        let user = self.login_variable(Component::User, &self.context.user_variables, &secrets)?;
        let password = self.login_variable(Component::Password, &self.context.password_variables, &secrets)?;
        if self.context.is_default {
            let is_other = user.as_ref().is_some_and(|(_, user)| own_user.as_ref() != Some(user));
            return Ok(Login { drops_password: is_other && password.is_none(), user, password, unused: None });
        }
        if let (None, None, Some((name, _)), Backend::MongoDb) = (&own_user, &user, &password, self.parts.backend) {
            let help = "add the user name to the URL, or set it in a variable next to this one";
            return Err(missing_user(help).in_variable(name.clone()));
        }
        match (own_user, user) {
            (Some(own), Some((name, value))) if own != value => {
                Ok(Login { unused: Some(UnusedLogin::User(name)), ..Login::default() })
            }
            (own_user, user) => {
                let user = user.filter(|_| own_user.is_none());
                Ok(match (own_password, password) {
                    (Some(own), Some((name, value))) => {
                        let unused = (own != value).then_some(UnusedLogin::Password(name));
                        Login { user, unused, ..Login::default() }
                    }
                    (Some(_), None) => Login { user, ..Login::default() },
                    (None, password) => Login { user, password, ..Login::default() },
                })
            }
        }
    }

    /// Returns the variables that hold the user name and the password in a JSON object, with the two values. If the URL has
    /// both, a variable of this name with another text is ignored.
    fn secrets(&self, is_complete: bool) -> Result<Vec<(String, JsonLogin)>, UrlError> {
        let mut secrets = Vec::new();
        for name in self.context.secret_variables.iter().filter(|_| cfg!(feature = "json")) {
            if let Some(text) = self.context.variables.get(name)?.filter(|text| !is_complete || json::is_object(text)) {
                secrets.push((name.clone(), json::login(&text).map_err(|error| error.in_variable(name.clone()))?));
            }
        }
        Ok(secrets)
    }

    /// Returns the variable that is set, with its value. If several are set, they have to agree.
    fn login_variable(
        &self,
        part: Component,
        names: &[String],
        secrets: &[(String, JsonLogin)],
    ) -> Result<Option<Variable>, UrlError> {
        let is_password = part == Component::Password;
        let set = names.iter().filter_map(|name| {
            let value = self.context.variables.get(name).transpose()?;
            Some(value.map(|value| (name.clone(), value)))
        });
        let of_secrets = secrets.iter().filter_map(|(name, login)| {
            let value = if is_password { &login.password } else { &login.user };
            Some(Ok((name.clone(), value.clone()?)))
        });
        agreed(set.chain(of_secrets), str::eq, |value| check_login(value, is_password, &self.context.secret_variables))
    }
}

/// Returns whether the database has a user name and a password. Some mechanisms of MongoDB have none.
pub(crate) fn has_login(backend: Backend, pairs: &[Pair]) -> bool {
    let mechanism = || pairs.iter().find(|pair| pair.name.eq_ignore_ascii_case("authMechanism"));
    let has_password = |mechanism: &str| {
        let mechanism = mechanism.to_ascii_uppercase();
        !["MONGODB-X509", "MONGODB-OIDC", "GSSAPI"].contains(&&*mechanism)
    };
    match backend {
        Backend::Sqlite => false,
        Backend::MongoDb => mechanism().is_none_or(|pair| has_password(&pair.value)),
        _ => true,
    }
}

/// Returns the first of the variables that set one part. It is checked, and the others have to agree with it.
pub(crate) fn agreed(
    set: impl Iterator<Item = Result<Variable, UrlError>>,
    are_same: impl Fn(&str, &str) -> bool,
    check: impl Fn(&str) -> Result<(), UrlError>,
) -> Result<Option<Variable>, UrlError> {
    let mut found: Option<Variable> = None;
    for variable in set {
        let (name, value) = variable?;
        match &found {
            Some((first, first_value)) if !are_same(first_value, &value) => return Err(different(first, &name)),
            Some(_) => {}
            None => {
                check(&value).map_err(|error| error.in_variable(name.clone()))?;
                found = Some((name, value));
            }
        }
    }
    Ok(found)
}

/// Returns the error of two variables of one part that are different.
pub(super) fn different(name: &str, other: &str) -> UrlError {
    UrlError::from_kind(ProblemKind::Contradiction)
        .with_message(format!("`{name}` and `{other}` are different"))
        .with_help("unset one of them")
        .in_variable(name.to_owned())
}

/// Returns the error of a reference that the secret manager did not replace.
pub(crate) fn unresolved_reference() -> UrlError {
    UrlError::from_kind(ProblemKind::SecretReference)
        .with_message("expected the value itself, found a reference to a secret manager")
        .with_help("let the secret manager set the value")
}

fn check_login(value: &str, is_password: bool, secret_variables: &[String]) -> Result<(), UrlError> {
    match () {
        () if is_secret_reference(value) => Err(unresolved_reference()),
        () if !is_password && value.contains("://") => Err(UrlError::from_kind(ProblemKind::InvalidValue)
            .with_message("expected a name, found a URL")
            .with_help("use only the name")),
        () if is_password && json::is_object(value) && value.contains("\"password\"") => {
            let help = match secret_variables {
                [name, ..] => format!("set it in {name} (feature `json` of db-config), or set only the password"),
                [] => "set only the password".to_owned(),
            };
            Err(UrlError::from_kind(ProblemKind::InvalidValue)
                .with_message("expected a password, found a JSON object")
                .with_help(help))
        }
        () => check_variable(value, is_password),
    }
}
