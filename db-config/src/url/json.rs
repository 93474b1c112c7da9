//! A JSON object in the place of a URL, or of the user name and the password, as AWS Secrets Manager has it. Feature `json`.

#[cfg(feature = "json")]
pub(super) use self::enabled::{login, url};
#[cfg(not(feature = "json"))]
pub(super) use self::without_feature::{login, url};

/// The user name and the password of a JSON object.
#[derive(Default)]
pub(super) struct JsonLogin {
    pub user: Option<String>,
    pub password: Option<String>,
}

/// Returns whether the text is a JSON object instead of a URL. A template such as `{{ url }}` is not.
pub(crate) fn is_object(text: &str) -> bool {
    let rest = text.trim_start().strip_prefix('{').map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(['"', '}']))
}

#[cfg(not(feature = "json"))]
mod without_feature {
    use super::JsonLogin;
    use crate::error::{ProblemKind, UrlError};
    use crate::url::ReadContext;
    use db_config_syntax::Backends;

    pub(crate) fn url(_: &str, _: Backends, _: &ReadContext<'_>) -> Result<(String, bool), UrlError> {
        let help = "enable the feature `json` of db-config, or use a URL that contains its values";
        Err(UrlError::from_kind(ProblemKind::Json).with_help(help))
    }

    pub(crate) fn login(_: &str) -> Result<JsonLogin, UrlError> {
        Ok(JsonLogin::default())
    }
}

#[cfg(feature = "json")]
mod enabled {
    use std::collections::HashSet;
    use std::fmt;

    use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
    use serde_json::Value;

    use super::{JsonLogin, is_object};
    use crate::error::{ProblemKind, UrlError};
    use crate::url::{
        Completed, DatabaseUrl, NamedPart, NamedParts, ReadContext, agreed, check_part, has_login, unresolved_reference,
    };
    use db_config_syntax::query::{self, Key};
    use db_config_syntax::{Backend, Backends, Part, is_secret_file, is_secret_reference};

    /// The keys of a whole URL.
    const URL_KEYS: [&str; 2] = ["url", "uri"];

    /// Returns the URL of an object with the parts of a database, and whether the object does not name its scheme.
    ///
    /// # Errors
    ///
    /// - The text is not a JSON object, or one of its keys is there twice.
    /// - A part is not a text. A port can be a number.
    /// - A key sets a TLS mode, which would be lost.
    /// - There is neither a URL nor a host, or the parts contradict the URL.
    pub(crate) fn url(text: &str, accepted: Backends, context: &ReadContext<'_>) -> Result<(String, bool), UrlError> {
        let object = Object::parse(text)?;
        if let Some((key, _)) = object.0.iter().find(|(key, _)| is_tls(key)) {
            let variable = variable(&context.tls_variables, "DATABASE_TLS");
            return Err(UrlError::from_kind(ProblemKind::Json)
                .with_message(format!("the TLS mode in {} is not read", shown(key)))
                .with_help(format!("remove it, and set the TLS mode in {variable}")));
        }
        url_of_parts(&object, accepted, context).map_err(in_object)
    }

    /// Returns the first of these variables. Without a loader, none is known.
    fn variable(variables: &[String], example: &str) -> String {
        variables.first().cloned().unwrap_or_else(|| format!("a variable such as {example}"))
    }

    fn url_of_parts(
        object: &Object,
        accepted: Backends,
        context: &ReadContext<'_>,
    ) -> Result<(String, bool), UrlError> {
        let mut set = Vec::new();
        for part in Part::ALL.into_iter().filter(|part| *part != Part::Tls) {
            let are_same = |value: &str, other: &str| NamedPart::are_same(part, value, other);
            let check = |value: &str| check_part(part, &NamedPart::literal(part, value.to_owned()));
            let found = object.get(part.endings(), part == Part::Port, are_same, check)?;
            set.extend(found.map(|(name, value)| NamedPart { part, name, value: NamedPart::literal(part, value) }));
        }
        let usual_name = |part: Part| if part == Part::Scheme { "engine".to_owned() } else { part.name().to_owned() };
        let (usual_name, implied_scheme) = (Box::new(usual_name), context.implied_scheme);
        let parts = NamedParts { set, accepted, usual_name, url_name: "`url`", implied_scheme };
        let url = object.get(&URL_KEYS, false, str::eq, |_| Ok(()))?;
        let secret = variable(&context.secret_variables, "DATABASE_SECRET");
        let no_host = format!("add the keys `host` or `url`, or set the object in {secret} next to a URL");
        let context = ReadContext { accepted: Some(accepted), is_partial: true, ..ReadContext::default() };
        let completed = match &url {
            Some((key, text)) if is_object(text) => {
                return Err(UrlError::from_kind(ProblemKind::Json).in_variable(key.clone()));
            }
            Some((key, text)) => {
                let of_url = |error: UrlError| error.without_excerpt().in_variable(key.clone());
                DatabaseUrl::read(text.clone(), &context).map_err(of_url)?;
                parts.complete(text.clone(), false)?
            }
            None => parts.to_url()?.ok_or_else(|| {
                let without_host =
                    || UrlError::from_kind(ProblemKind::Json).with_message("the JSON object has no `host`");
                parts.without_host().unwrap_or_else(without_host).with_help(no_host)
            })?,
        };
        let Completed { text, has_implied_scheme, .. } = completed;
        let read = DatabaseUrl::read(text.clone(), &context).map_err(UrlError::without_excerpt)?;
        Ok((with_login(read, &parts)?.map_or(text, |url| url.expose_secret().to_owned()), has_implied_scheme))
    }

    /// Returns the URL with the user name and the password of the object, if it leaves one of them out.
    fn with_login(url: DatabaseUrl, parts: &NamedParts<'_>) -> Result<Option<DatabaseUrl>, UrlError> {
        let (user, password) = (parts.get(Part::User), parts.get(Part::Password));
        let own_password = url.password().filter(|password| !password.is_empty());
        for (own, part) in [(url.username(), user), (own_password, password)] {
            if let (Some(own), Some(part)) = (own, part) {
                if own != part.value {
                    return Err(parts.contradiction(part, false));
                }
            }
        }
        let adds_user = url.username().is_none() && user.is_some();
        let adds_password = own_password.is_none() && password.is_some();
        if !has_login(url.backend(), &url.pairs) || !(adds_user || adds_password) {
            return Ok(None);
        }
        let text = |part: Option<&NamedPart>| part.map(|part| part.value.clone());
        let password = own_password.map(str::to_owned).or(text(password)).unwrap_or_default();
        let username = url.username().map(str::to_owned).or(text(user));
        DatabaseUrl { username, ..url }.with_password(&password).map(Some)
    }

    /// Returns the user name and the password of an object. Its other keys are ignored.
    ///
    /// # Errors
    ///
    /// - The text is not a JSON object, or one of its keys is there twice.
    /// - The user name or the password is not a text, or both are missing.
    pub(crate) fn login(text: &str) -> Result<JsonLogin, UrlError> {
        let object = Object::parse(text)?;
        let value = |part: Part| object.get(part.endings(), false, str::eq, |value| check_part(part, value));
        let [user, password] = [value(Part::User).map_err(in_object)?, value(Part::Password).map_err(in_object)?];
        if user.is_none() && password.is_none() {
            return Err(UrlError::from_kind(ProblemKind::Json)
                .with_message("the JSON object has no user name and no password")
                .with_help("set them in the keys `username` and `password`"));
        }
        Ok(JsonLogin { user: user.map(|(_, user)| user), password: password.map(|(_, password)| password) })
    }

    /// The keys and values of a JSON object, in their order.
    struct Object(Vec<(String, Value)>);

    impl Object {
        fn parse(text: &str) -> Result<Self, UrlError> {
            if is_secret_reference(text) {
                return Err(unresolved_reference());
            }
            if is_secret_file(text) {
                return Err(UrlError::from_kind(ProblemKind::SecretFile)
                    .with_message("expected a JSON object, found the path of a file"));
            }
            if !is_object(text) {
                return Err(UrlError::from_kind(ProblemKind::Json)
                    .with_message("expected a JSON object")
                    .with_help("use a JSON object, such as that of AWS Secrets Manager"));
            }
            // The message of serde_json can quote the text.
            let object: Self = serde_json::from_str(text).map_err(|error| {
                UrlError::from_kind(ProblemKind::Json)
                    .with_message(format!("invalid JSON (line {}, column {})", error.line(), error.column()))
                    .with_help("use a valid JSON object")
            })?;
            let mut known = HashSet::new();
            match object.0.iter().find(|(key, _)| !known.insert(key)) {
                Some((key, _)) => Err(UrlError::from_kind(ProblemKind::Json)
                    .with_message(format!("{} is in the JSON object twice", shown(key)))
                    .with_help("remove one of them")),
                None => Ok(object),
            }
        }

        /// Returns the first of these keys that has a value. The others have to agree with it.
        fn get(
            &self,
            names: &[&str],
            is_number: bool,
            are_same: impl Fn(&str, &str) -> bool,
            check: impl Fn(&str) -> Result<(), UrlError>,
        ) -> Result<Option<(String, String)>, UrlError> {
            let named = names.iter().flat_map(|name| self.0.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)));
            let texts = named.filter_map(|(key, value)| match value {
                Value::String(text) => (!text.is_empty()).then(|| Ok((key.clone(), text.clone()))),
                Value::Number(number) if is_number => Some(Ok((key.clone(), number.to_string()))),
                _ => Some(Err(UrlError::from_kind(ProblemKind::InvalidValue)
                    .with_message("expected a text")
                    .with_help(if is_number { "use a text or a number" } else { "write it in quotes" })
                    .in_variable(key.clone()))),
            });
            agreed(texts, are_same, check)
        }
    }

    impl<'de> Deserialize<'de> for Object {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Keys;

            impl<'de> Visitor<'de> for Keys {
                type Value = Object;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                    let mut object = Object(Vec::new());
                    while let Some(entry) = map.next_entry()? {
                        object.0.push(entry);
                    }
                    Ok(object)
                }
            }

            deserializer.deserialize_map(Keys)
        }
    }

    /// Returns whether the key is a TLS parameter of a URL, or has a word such as `sslMode` or `use_tls`.
    fn is_tls(key: &str) -> bool {
        let is_parameter = |backend| query::find(key, backend).is_some_and(|row| matches!(row.key, Key::Tls(_)));
        let is_tls_word = |word: &str| {
            let (lower, is_camel_case) = (word.to_ascii_lowercase(), word.contains(|c: char| c.is_ascii_lowercase()));
            ["ssl", "tls"].iter().any(|tls| lower.starts_with(tls) || lower.ends_with(tls))
                || is_camel_case && ["Ssl", "SSL", "Tls", "TLS"].iter().any(|tls| word.contains(tls))
        };
        key.split(['_', '-', '.', ' ']).any(is_tls_word) || Backend::ALL.into_iter().any(is_parameter)
    }

    /// Returns the key for a message. One that is not a plain name may be a part of a secret.
    fn shown(key: &str) -> String {
        let is_plain =
            key.len() <= 40 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        if is_plain { format!("`{key}`") } else { "a key".to_owned() }
    }

    /// Moves the key of an error into its message, because the variable of the error is the one with the object.
    fn in_object(error: UrlError) -> UrlError {
        let message = match error.variable() {
            Some(key) => format!("`{key}` in the JSON object: {}", error.message()),
            None => error.message().to_owned(),
        };
        UrlError::from_kind(error.kind()).with_message(message).with_help(error.help().to_owned())
    }
}

#[cfg(all(test, not(feature = "json")))]
mod tests {
    use crate::error::ProblemKind;
    use crate::url::DatabaseUrl;

    #[test]
    fn without_the_feature_an_object_names_it() {
        let error = r#"{"host":"hunter2"}"#.parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Json);
        assert!(error.help().contains("feature `json`") && !error.to_string().contains("hunter2"), "{error}");
    }
}
