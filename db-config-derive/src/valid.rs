use crate::ast::{Config, Field, FieldKind};
use crate::errors::Errors;
use crate::params::{Item, Params, Variables};
use crate::pool::duration_message;
use crate::scheme::Scheme;
use crate::types::{BOOLEAN, DURATION, named};
use db_config_syntax::tls::TlsMode;
use db_config_syntax::{Backends, Checked, Fault, check, similar, values};
use syn::LitStr;

impl Config<'_> {
    pub fn validate(&self, errors: &mut Errors) {
        let mut checked = Vec::new();
        for variant in self.choice.iter().flat_map(|choice| &choice.variants) {
            if let (Some(params), Some(field)) = (&variant.params, self.fields.first()) {
                self.check_params(field, params, errors);
            }
        }
        for field in self.read() {
            field.validate(errors);
            if let Some(params) = &field.attrs.params {
                self.check_params(field, params, errors);
            }
            // Several fields may inherit the same default value.
            if let Some(default) = field.attrs.default.as_ref().filter(|default| !checked.contains(&default.value())) {
                field.check_default(default, errors);
                checked.push(default.value());
            }
        }
        let flattened = self.fields.iter().filter_map(|field| field.attrs.flatten.as_ref());
        for (key, option) in flattened.zip(self.inherited_options.first().into_iter().cycle()) {
            errors.at(
                key,
                format!(
                    "`{option}` on a struct does not apply to flattened fields; set it on the flattened type and on the \
                     other fields instead",
                ),
            );
        }
        for (first, second) in self.pairs() {
            check_shared_parts(&self.prefix, first, second, errors);
        }
        for (first, second, variable) in self.sharing() {
            check_shared(first, second, variable, errors);
        }
    }

    /// Rejects query parameters that are wrong for every database that the field can accept.
    fn check_params(&self, field: &Field, params: &LitStr, errors: &mut Errors) {
        let checked = self.checked_params(field, params);
        if params.value().split('&').all(str::is_empty) {
            errors.at(params, "expected query parameters, as in `application_name=shop`");
        }
        let mut messages = Vec::new();
        for message in checked.items.iter().filter_map(Item::error).filter(|message| !message.is_empty()) {
            if !messages.contains(&message) {
                errors.at(params, message);
                messages.push(message);
            }
        }
    }

    /// Returns the checked query parameters of a field, an enum or one of its variants.
    pub fn checked_params(&self, field: &Field, params: &LitStr) -> Params {
        let accepted =
            field.attrs.schemes.as_ref().map(|schemes| schemes.iter().map(|scheme| scheme.backend).collect());
        let url = field.variables.first().map_or("DATABASE_URL", String::as_str);
        let variables = Variables { url, parts: field.attrs.parts.as_ref(), prefix: &self.prefix };
        Params::new(&params.value(), accepted.unwrap_or(Backends::ALL), &variables)
    }

    /// Returns each pair of valid fields, the earlier one first.
    pub fn pairs(&self) -> impl Iterator<Item = (&Field<'_>, &Field<'_>)> {
        let valid = || self.read().filter(|field| field.is_valid);
        let later = valid().enumerate();
        later.flat_map(move |(i, second)| valid().take(i).map(move |first| (first, second)))
    }

    /// Returns each pair of fields that read the same variable, the earlier one first, with that variable.
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
        if let (Some(parts), Some(_)) = (attrs.parts.as_ref().filter(|parts| parts.is_libpq()), &attrs.libpq_env) {
            errors.at(&parts.key, "`libpq_env` reads the variables of `parts = \"PG\"`; remove `parts`");
        }
    }

    /// Checks a default URL like the loader. An empty default value is valid for a list, and a type check rejects it for
    /// other types.
    fn read_default(&self, default: &LitStr) -> Option<Result<Checked, Fault>> {
        if self.kind != FieldKind::Url || default.value().is_empty() {
            return None;
        }
        let accepted = self.attrs.schemes.as_ref().map(|schemes| schemes.iter().map(|scheme| scheme.backend).collect());
        Some(check(&default.value(), accepted.unwrap_or(Backends::ALL)))
    }

    /// Returns the default value, if it is a valid URL.
    pub fn default_url(&self) -> Option<Checked> {
        self.read_default(self.attrs.default.as_ref()?)?.ok()
    }

    fn check_default(&self, default: &LitStr, errors: &mut Errors) {
        let text = default.value();
        let is_type = |paths| self.kind == FieldKind::Plain && named(&self.ty, paths);
        if is_type(BOOLEAN) && values::boolean(&text).is_none() {
            errors.at(default, "invalid default value; use `true` or `false`");
        }
        if is_type(DURATION) && values::duration(&text, None).is_none() {
            errors.at(default, format!("invalid default value: {}", duration_message(&text)));
        }
        match self.read_default(default) {
            None => {}
            Some(Ok(checked)) => self.check_default_url(default, checked, errors),
            Some(Err(Fault { message, help, .. })) => {
                errors.at(default, format!("invalid default value: {message}; {help}"));
            }
        }
    }

    fn check_default_url(&self, default: &LitStr, checked: Checked, errors: &mut Errors) {
        let is_accepted = |schemes: &[Scheme]| schemes.iter().any(|scheme| scheme.backend == checked.backend);
        if let Some(schemes) = self.attrs.schemes.as_ref().filter(|schemes| !is_accepted(schemes)) {
            let names: Vec<String> = schemes.iter().map(|scheme| scheme.literal.value()).collect();
            errors.at(
                default,
                format!(
                    "the default value is a {} URL, but `schemes(...)` accepts only {}",
                    checked.backend,
                    similar::list(names.iter().map(String::as_str)),
                ),
            );
        }
        let minimum = self.attrs.tls.as_ref().map(|attr| attr.value);
        if let (Some(minimum), Some(mode @ (TlsMode::Off | TlsMode::Prefer))) = (minimum, checked.tls_mode) {
            if mode < minimum {
                let message = format!(
                    "the TLS mode of the default value is weaker than the minimum `tls = \"{minimum}\"`; use at least \
                     `{minimum}`, or remove the mode from the URL"
                );
                errors.at(default, message);
            }
        }
    }
}

fn check_shared(first: &Field, second: &Field, variable: &str, errors: &mut Errors) {
    let fields = format!("`{}` and `{}` both read {variable}", first.name(), second.name());
    if first.is_url() != second.is_url() {
        errors.at(
            &second.variables_site,
            format!("{fields}, but one as a database URL and the other as a plain value; use `env` to give one of them another variable"),
        );
        return;
    }
    let are_disjoint = |a: &[Scheme], b: &[Scheme]| !a.iter().any(|a| b.iter().any(|b| a.backend == b.backend));
    if matches!((&first.attrs.schemes, &second.attrs.schemes), (Some(a), Some(b)) if are_disjoint(a, b)) {
        errors.at(
            &second.variables_site,
            format!("{fields}, but accept no scheme in common; use `env` to give one of them another variable"),
        );
    }
    match (&first.attrs.default, &second.attrs.default) {
        (Some(a), Some(b)) if a.value() != b.value() => errors.at(
            b,
            format!("{fields}, but their default values differ; use the same default value, or use `env` to give one of them another variable"),
        ),
        _ => {}
    }
}

/// Rejects another field that reads a variable of this field's parts.
fn check_shared_parts(prefix: &str, first: &Field, second: &Field, errors: &mut Errors) {
    let parts = |field: &Field| -> Vec<String> {
        let attribute = field.attrs.parts.as_ref();
        let of_url = |url: &String| attribute.map(|parts| parts.variables(prefix, url)).unwrap_or_default();
        field.variables.iter().flat_map(of_url).collect()
    };
    let (first_parts, second_parts) = (parts(first), parts(second));
    // Two fields of the same URL may share its parts.
    let share_url = first.variables.iter().any(|name| second.variables.contains(name));
    let shared = first_parts.iter().find(|name| second.variables.contains(name));
    let shared = shared.or_else(|| second_parts.iter().find(|name| first.variables.contains(name)));
    let shared = shared.or_else(|| first_parts.iter().find(|name| !share_url && second_parts.contains(name)));
    if let Some(name) = shared {
        errors.at(
            &second.variables_site,
            format!(
                "`{}` and `{}` both read {name}, as a part of a database URL; use another prefix in `parts`, or `env` to give \
                 one of them another variable",
                first.name(),
                second.name()
            ),
        );
    }
}
