use super::{TypeChecks, accepted, require_at};
use crate::ast::{Config, Field};
use crate::params::{Item, Verdict};
use crate::tokens;
use crate::types::type_name;
use crate::variant::Choice;
use proc_macro2::TokenStream;
use quote::quote;
use std::iter;
use syn::LitStr;

impl TypeChecks {
    /// Adds the checks that the databases of an enum and of its variants have the parameters of their `params`.
    pub fn add_enum_params(&mut self, config: &Config, choice: &Choice) {
        let Some(field) = config.fields.first() else { return };
        let each = choice.variants.iter().map(|variant| accepted(&variant.target));
        let of_enum = field.narrowed().unwrap_or_else(|| quote!(__db_config::Backends::EMPTY #(.union(#each))*));
        for variant in &choice.variants {
            let checks =
                checks(config, field, variant.params.as_ref(), &accepted(&variant.target), &type_name(variant.ty));
            if variant.is_generic { &mut self.choice } else { &mut self.items }.extend(checks);
        }
        let is_generic = choice.variants.iter().any(|variant| variant.is_generic);
        let checks = checks(config, field, config.params(), &of_enum, &field.name());
        if is_generic { &mut self.choice } else { &mut self.items }.extend(checks);
    }
}

impl Field<'_> {
    /// Checks that the databases of the field have the parameters of its `params`.
    pub fn params_checks(&self, config: &Config) -> Vec<TokenStream> {
        checks(config, self, self.attrs.params.as_ref(), &self.backends(), &type_name(&self.named))
    }
}

fn checks(
    config: &Config,
    field: &Field,
    params: Option<&LitStr>,
    accepted: &TokenStream,
    ty: &str,
) -> Vec<TokenStream> {
    let Some(literal) = params else { return Vec::new() };
    let params = config.checked_params(field, literal);
    let open = params.items.iter().filter(|item| item.error().is_none());
    open.map(|item| item_check(literal, item, accepted, ty)).collect()
}

/// Checks one query parameter. Every accepted database that has it has to support its value, and at least one has to have it.
fn item_check(literal: &LitStr, item: &Item, accepted: &TokenStream, ty: &str) -> TokenStream {
    let of_database = item.verdicts.iter().filter_map(|(backend, verdict)| {
        let (only, one) = (tokens::backends(iter::once(*backend)), tokens::backend(*backend));
        let is_not_accepted = quote!(!#accepted.contains(#one));
        Some(match verdict {
            Verdict::Valid => return None,
            Verdict::Unknown(message) => {
                let has_other = quote!(!#accepted.difference(#only).is_empty());
                require_at(literal, quote!(#is_not_accepted || #has_other), message.clone())
            }
            Verdict::Invalid(message) => {
                require_at(literal, is_not_accepted, format!("in a {} URL, {message}", backend.name()))
            }
        })
    });
    let checks: Vec<_> = of_database.collect();
    let valid = tokens::backends(item.valid().iter());
    let has_one = quote!(#accepted.is_empty() || !#accepted.intersection(#valid).is_empty());
    let message = format!("no database that `{ty}` accepts has the query parameter `{}`; remove it", item.name());
    let has_one = (!checks.is_empty()).then(|| require_at(literal, has_one, message));
    quote!({ #(#checks;)* #has_one })
}
