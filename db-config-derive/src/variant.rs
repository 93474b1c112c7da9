use crate::attr::Attrs;
use crate::errors::Errors;
use crate::generics::Params;
use crate::option::Place;
use crate::pool::PoolAttribute;
use crate::tokens;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, DataEnum, DeriveInput, Fields, Generics, Ident, LitStr, Type};

/// The trait that provides the type of a variant in the generated code.
pub const VARIANT_TRAIT: &str = "VariantAt";

/// The variants of an enum. The scheme of a URL selects one of them.
pub struct Choice<'a> {
    pub variants: Vec<Variant<'a>>,
    /// Whether `variants` contains every variant of the enum, so that all of them are valid.
    pub is_complete: bool,
}

pub struct Variant<'a> {
    pub ident: &'a Ident,
    /// The type in the source.
    pub ty: &'a Type,
    /// The path to the type in the generated code.
    pub target: TokenStream,
    /// The number of the variant in the generated type that maps numbers to types.
    pub number: usize,
    /// Whether the type mentions a generic parameter of the enum.
    pub is_generic: bool,
    /// Whether the type mentions a type parameter, so that it needs a bound.
    pub needs_bound: bool,
    /// The pool options of the variant, which override those of the enum.
    pub pool: Vec<PoolAttribute>,
    /// The `params` of the variant, which override those of the enum.
    pub params: Option<LitStr>,
}

impl<'a> Choice<'a> {
    pub fn from_syn(node: &'a DeriveInput, data: &'a DataEnum, params: &Params, errors: &mut Errors) -> Self {
        if data.variants.is_empty() {
            errors.at(&node.ident, "expected at least one variant; add a variant for each client");
        }
        let variants = data.variants.iter().enumerate();
        let variants: Vec<_> = variants
            .filter_map(|(number, variant)| Variant::from_syn(variant, number, &node.generics, params, errors))
            .collect();
        let is_complete = !variants.is_empty() && variants.len() == data.variants.len();
        Choice { variants, is_complete }
    }

    /// Returns each pair of variants, the earlier one first.
    pub fn pairs(&self) -> impl Iterator<Item = (&Variant<'a>, &Variant<'a>)> {
        let indexed = self.variants.iter().enumerate();
        indexed.flat_map(|(i, second)| self.variants[..i].iter().map(move |first| (first, second)))
    }
}

impl<'a> Variant<'a> {
    fn from_syn(
        node: &'a syn::Variant,
        number: usize,
        generics: &Generics,
        params: &Params,
        errors: &mut Errors,
    ) -> Option<Self> {
        let attrs = Attrs::new(&node.attrs, Place::Variant, errors);
        let name = &node.ident;
        for field in &node.fields {
            reject_options(&field.attrs, name, errors);
        }
        let rule = "each variant needs exactly one field";
        match &node.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                let ty = &fields.unnamed[0].ty;
                let is_generic = params.any_in(ty);
                let types = tokens::types(is_generic, generics);
                return Some(Variant {
                    ident: name,
                    ty,
                    target: tokens::target(&types, VARIANT_TRAIT, number),
                    number,
                    is_generic,
                    needs_bound: params.type_in(ty),
                    pool: attrs.pool,
                    params: attrs.params,
                });
            }
            Fields::Unnamed(fields) if !fields.unnamed.is_empty() => {
                errors.at(
                    fields,
                    format!("{rule}; to build several values from one URL use a tuple, as in `{name}((A, B))`"),
                );
            }
            Fields::Unit => errors.at(name, format!("{rule}, the client options; use `{name}(...)`")),
            fields => errors.at(fields, format!("{rule}, the client options; use `{name}(...)`")),
        }
        None
    }

    /// Returns the pool options of the variant. Missing ones come from the enum, and then from the variant's type.
    pub fn pool_defaults(&self, enum_pool: &[PoolAttribute]) -> TokenStream {
        let type_defaults = tokens::constant(&self.target, "POOL_DEFAULTS");
        let stated = [&self.pool, enum_pool]
            .into_iter()
            .filter(|options| !options.is_empty())
            .map(|options| quote!(.or(__db_config::PoolDefaults::new(&[#(#options),*]))));
        quote!(__db_config::PoolDefaults::NONE #(#stated)* .or(#type_defaults))
    }
}

fn reject_options(attributes: &[Attribute], variant: &Ident, errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("database")) {
        errors.at(
            &attribute.meta,
            format!("attributes of a variant go before its name; use `#[database(...)] {variant}(...)`"),
        );
    }
}
