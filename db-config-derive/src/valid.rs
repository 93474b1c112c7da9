use crate::ast::{Config, Field};
use crate::errors::Errors;
use crate::scheme::{self, Backend, Scheme};
use crate::similar;

impl Config<'_> {
    pub fn validate(&self, errors: &mut Errors) {
        for field in self.read() {
            field.validate(errors);
        }
        let flattened = self.fields.iter().filter_map(|field| field.attrs.flatten.as_ref());
        for (key, option) in flattened.zip(self.manners.first().into_iter().cycle()) {
            errors.at(
                key,
                format!(
                    "the struct's `{option}` does not reach into a type that is flattened; write it on that type, or here on \
                     each other field",
                ),
            );
        }
        for (first, second, variable) in self.sharing() {
            check_shared(first, second, variable, errors);
        }
    }

    /// Each pair of fields without mistakes, the earlier one first.
    pub fn pairs(&self) -> impl Iterator<Item = (&Field<'_>, &Field<'_>)> {
        let sound = || self.read().filter(|field| field.is_sound);
        let later = sound().enumerate();
        later.flat_map(move |(i, second)| sound().take(i).map(move |first| (first, second)))
    }

    /// Each pair of fields that read the same variable, the earlier one first.
    pub fn sharing(&self) -> Vec<(&Field<'_>, &Field<'_>, &str)> {
        let mut sharing = Vec::new();
        for (first, second) in self.pairs() {
            let shared = first.variables.iter().find(|name| second.variables.contains(name));
            sharing.extend(shared.map(|variable| (first, second, variable.as_str())));
        }
        sharing
    }
}

impl Field<'_> {
    fn validate(&self, errors: &mut Errors) {
        let attrs = &self.attrs;
        if attrs.inherits_tls() {
            attrs.check_default_tls(errors);
        }
        let Some(default) = &attrs.default else {
            return;
        };
        let (Some(schemes), Some(scheme)) = (&attrs.schemes, scheme::of_url(&default.value())) else {
            return;
        };
        if !schemes.iter().any(|narrowed| Backend::of_scheme(&scheme) == Ok(narrowed.backend)) {
            let words: Vec<String> = schemes.iter().map(|scheme| scheme.word.value()).collect();
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
            format!("{fields}, one of them as a URL and the other as a plain variable; give one of them a variable of its own with `env`"),
        );
        return;
    }
    let are_disjoint = |a: &[Scheme], b: &[Scheme]| !a.iter().any(|a| b.iter().any(|b| a.backend == b.backend));
    if matches!((&first.attrs.schemes, &second.attrs.schemes), (Some(a), Some(b)) if are_disjoint(a, b)) {
        errors.at(
            &second.variables_site,
            format!("{fields}, but no scheme suits both; give one of them a variable of its own with `env`"),
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
