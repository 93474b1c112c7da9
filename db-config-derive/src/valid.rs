use crate::ast::{Config, Field};
use crate::errors::Errors;
use crate::scheme::{self, Backend};
use crate::similar;
use syn::LitStr;

impl Config<'_> {
    pub fn validate(&self, errors: &mut Errors) {
        for field in &self.fields {
            field.validate(errors);
        }
        for (first, second, variable) in self.sharing() {
            check_shared(first, second, variable, errors);
        }
    }

    /// Each two fields that read the same variable, the earlier one first.
    pub fn sharing(&self) -> Vec<(&Field<'_>, &Field<'_>, &str)> {
        let mut sharing = Vec::new();
        for (i, second) in self.read().enumerate() {
            for first in self.read().take(i) {
                let mut variables = first.variables.iter();
                let shared = variables.find(|name| second.variables.contains(name));
                if first.is_sound && second.is_sound {
                    sharing.extend(shared.map(|variable| (first, second, variable.as_str())));
                }
            }
        }
        sharing
    }
}

impl Field<'_> {
    fn validate(&self, errors: &mut Errors) {
        let attrs = &self.attrs;
        if let Some(skip) = &attrs.skip {
            for key in attrs.keys.iter().filter(|key| *key != skip) {
                errors.at(key, format!("`{key}` has no effect on a field with `skip`; remove one of them"));
            }
            return;
        }
        if let Some(from_str) = &attrs.from_str {
            for key in attrs.keys.iter().filter(|key| ["schemes", "tls", "libpq_env"].iter().any(|name| key == name)) {
                errors.at(key, format!("`{key}` has no effect on a field with `from_str`; remove one of them"));
            }
            if !attrs.keys.iter().any(|key| key == "env") {
                errors.at(from_str, "`from_str` needs the variable's name: add `env = \"...\"`");
            }
        }
        let Some(default) = &attrs.default else {
            return;
        };
        if self.is_optional {
            errors.at(
                default,
                format!(
                    "the optional field `{}` would never be `None` with a default; remove the default or the `Option`",
                    self.name(),
                ),
            );
        }
        let (Some(schemes), Some(scheme)) = (&attrs.schemes, scheme::of_url(&default.value())) else {
            return;
        };
        if !scheme::backends(schemes).any(|backend| Backend::of(&scheme) == Some(backend)) {
            let words: Vec<String> = schemes.iter().map(LitStr::value).collect();
            errors.at(
                default,
                format!(
                    "the scheme of this default is `{scheme}`, but `schemes(...)` takes only {}",
                    similar::list(words.iter().map(String::as_str)),
                ),
            );
        }
    }
}

fn check_shared(first: &Field, second: &Field, variable: &str, errors: &mut Errors) {
    let fields = format!("`{}` and `{}` both read `{variable}`", first.name(), second.name());
    if first.is_url() != second.is_url() {
        errors.at(
            &second.variables_site,
            format!("{fields}, one of them as a URL and the other with `from_str`; give one of them a variable of its own with `env`"),
        );
        return;
    }
    let disjoint = |a, b| !scheme::backends(a).any(|backend| scheme::backends(b).any(|other| other == backend));
    if matches!((&first.attrs.schemes, &second.attrs.schemes), (Some(a), Some(b)) if disjoint(a, b)) {
        errors.at(
            &second.variables_site,
            format!("{fields}, but no scheme is right for both; give one of them a variable of its own with `env`"),
        );
    }
    match (&first.attrs.default, &second.attrs.default) {
        (Some(a), Some(b)) if a.value() != b.value() => errors.at(
            b,
            format!("{fields}, but their defaults differ; write the same default for both, or give one of them a variable of its own with `env`"),
        ),
        _ => {}
    }
}
