//! How the expansion names the type of each field once: types that stand for the whole configuration, with one
//! implementation for each field.

use crate::ast::{Config, Field, Kind};
use crate::types::ends;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Generics;

impl Config<'_> {
    /// One type for the fields whose types mention no parameter, which constants outside of the impl can name, and one with
    /// the parameters for the others.
    pub fn field_types(&self) -> TokenStream {
        let ident = self.ident;
        let generics = self.bounded_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let fields = self.fields.iter().filter_map(|field| {
            let (number, name) = (field.number, field.kind.type_trait()?);
            let reader = (field.kind == Kind::Plain).then(|| field.reader());
            Some((field.is_generic, quote!(__db_config::#name<#number>), &field.ty, reader))
        });
        let variants = self.choice.iter().flat_map(|choice| &choice.variants).map(|variant| {
            let number = variant.number;
            (variant.is_generic, quote!(__db_config::VariantAt<#number>), variant.ty, None)
        });
        let types = fields.chain(variants).map(|(is_generic, name, ty, reader)| {
            let of = if is_generic { quote!(__GenericTypes #ty_generics) } else { quote!(__Types) };
            let (impl_generics, where_clause) =
                (is_generic.then_some(&impl_generics), where_clause.filter(|_| is_generic));
            quote! {
                impl #impl_generics #name for #of #where_clause {
                    type Type = #ty;
                    #reader
                }
            }
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
    /// Infers how a plain variable is read, with spans that make rustc underline its type in its errors.
    fn reader(&self) -> TokenStream {
        let (start, end) = ends(&self.ty);
        let reader = quote_spanned!(start=> impl __db_config::PlainReader);
        let arguments = quote_spanned!(end=> <Self::Type>);
        quote! {
            fn reader() -> #reader #arguments {
                __db_config::read_plain()
            }
        }
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
