//! How the expansion names the type of each field once: types that stand for the whole configuration, with one
//! implementation for each field.

use crate::ast::{Config, Field, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Generics, Type};

impl Config<'_> {
    /// One type for the fields whose types mention no parameter, which constants outside of the impl can name, and one with
    /// the parameters for the others.
    pub fn field_types(&self) -> TokenStream {
        let ident = self.ident;
        let generics = self.bounded_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let fields = self.fields.iter().filter_map(Field::named_type);
        let variants = self.choice.iter().flat_map(|choice| &choice.variants).map(|variant| {
            let number = variant.number;
            (variant.is_generic, quote!(__db_config::VariantAt<#number>), variant.ty)
        });
        let types = fields.chain(variants).map(|(is_generic, bound, ty)| match is_generic {
            false => quote! {
                impl #bound for __Types {
                    type Type = #ty;
                }
            },
            true => quote! {
                impl #impl_generics #bound for __GenericTypes #ty_generics #where_clause {
                    type Type = #ty;
                }
            },
        });
        let generic = (!self.generics.params.is_empty()).then(|| {
            quote! {
                struct __GenericTypes #impl_generics (::core::marker::PhantomData<#ident #ty_generics>) #where_clause;
            }
        });
        quote! {
            struct __Types;
            #generic
            #(#types)*
        }
    }
}

impl Field<'_> {
    /// Whether the type is generic, the trait that names it, and the type.
    fn named_type(&self) -> Option<(bool, TokenStream, &Type)> {
        let (number, name) = (self.number, self.kind.type_trait()?);
        Some((self.is_generic, quote!(__db_config::#name<#number>), &self.ty))
    }
}

impl Kind {
    fn type_trait(self) -> Option<Ident> {
        match self {
            Kind::Url => Some(format_ident!("UrlFieldAt")),
            Kind::Plain => Some(format_ident!("PlainFieldAt")),
            Kind::Flatten => Some(format_ident!("FlattenedAt")),
            Kind::Skip => None,
        }
    }
}

/// The type that has the types of the fields.
pub fn types(is_generic: bool, generics: &Generics) -> TokenStream {
    let (_, ty_generics, _) = generics.split_for_impl();
    if is_generic { quote!(__GenericTypes #ty_generics) } else { quote!(__Types) }
}

/// What stands for the type of a field: a path to what its trait provides, such as `Type`.
pub fn target(kind: Kind, number: usize, types: &TokenStream) -> TokenStream {
    let name = kind.type_trait();
    quote!(<#types as __db_config::#name<#number>>)
}

/// What stands for the type of a variant: a path to what its trait provides.
pub fn variant(number: usize, types: &TokenStream) -> TokenStream {
    quote!(<#types as __db_config::VariantAt<#number>>)
}
