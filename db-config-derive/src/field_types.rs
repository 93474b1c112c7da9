//! Generates the types that map field numbers to field types, with one implementation per field.
//!
//! The generated code names each field type only here, so that rustc reports a missing implementation once.

use crate::ast::{Config, Field, FieldKind};
use crate::tokens;
use crate::types::{at, ends, innermost};
use crate::variant::VARIANT_TRAIT;
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Generics, Type, parse_quote};

impl Config<'_> {
    /// Generates one type for the fields without generic parameters and another, generic, one for the others.
    ///
    /// Constants outside of the impl can name the first one.
    pub fn field_types(&self) -> TokenStream {
        let ident = self.ident;
        let generics = self.bounded_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let fields = self.fields.iter().map(|field| {
            let reader = (field.kind == FieldKind::Plain).then(|| field.reader());
            // In a generic type, the bound on the field type is the check.
            let check = (field.kind == FieldKind::Url && !field.needs_bound).then_some("UrlFieldType");
            (field.is_generic, field.kind.type_trait(), field.number, &field.ty, check, reader)
        });
        let variants = self.choice.iter().flat_map(|choice| &choice.variants);
        let variants = variants.map(|variant| {
            let check = (!variant.needs_bound).then_some("VariantType");
            (variant.is_generic, VARIANT_TRAIT, variant.number, variant.ty, check, None)
        });
        let types = fields.chain(variants).map(|(is_generic, type_trait, number, ty, check, reader)| {
            let (types, type_trait) = (tokens::types(is_generic, self.generics), format_ident!("{type_trait}"));
            let without_self = without_self(ty.to_token_stream(), &quote!(#ident #ty_generics));
            let item = match check {
                Some(check) => checked_type(ty, &without_self, check),
                None => quote!(type Type = #without_self;),
            };
            let (impl_generics, where_clause) =
                (is_generic.then_some(&impl_generics), where_clause.filter(|_| is_generic));
            quote! {
                impl #impl_generics __db_config::#type_trait<#number> for #types #where_clause {
                    #item
                    #reader
                }
            }
        });
        quote! {
            struct __Types;
            struct __GenericTypes #impl_generics (::core::marker::PhantomData<#ident #ty_generics>) #where_clause;
            #(#types)*
        }
    }

    /// Returns the generics, with a bound for each type of a field or a variant that mentions a type parameter.
    pub fn bounded_generics(&self) -> Generics {
        let mut generics = self.generics.clone();
        let predicates = &mut generics.make_where_clause().predicates;
        for field in self.fields.iter().filter(|field| field.needs_bound) {
            let ty = &field.ty;
            predicates.push(match field.kind {
                FieldKind::Url => parse_quote!(#ty: __db_config::UrlField),
                FieldKind::Flatten => parse_quote!(#ty: __db_config::DatabaseConfig),
                // The compiler infers how to read a plain variable, but it infers nothing in a bound.
                FieldKind::Plain => {
                    let parsed = innermost(ty);
                    parse_quote!(#parsed: ::core::str::FromStr<Err: ::core::fmt::Display> + 'static)
                }
            });
        }
        let variants = self.choice.iter().flat_map(|choice| &choice.variants);
        for variant in variants.filter(|variant| variant.needs_bound) {
            let ty = variant.ty;
            predicates.push(parse_quote!(#ty: __db_config::FromDatabaseUrl));
        }
        generics
    }
}

/// Generates the associated type through a trait that reports an unsupported type in one short error.
///
/// All tokens have the spans of the type, so that rustc merges the errors of several tokens.
fn checked_type(site: &Type, ty: &TokenStream, check: &str) -> TokenStream {
    let (start, end) = ends(site);
    let (head, check) = (at(site, quote!(type Type)), Ident::new(check, end));
    let (open, close) = (quote_spanned!(start=> = <), quote_spanned!(end=> as __db_config::#check>::Itself;));
    quote!(#head #open #ty #close)
}

/// Replaces `Self` in a type by the type of the configuration.
fn without_self(ty: TokenStream, config: &TokenStream) -> TokenStream {
    let tokens = ty.into_iter().flat_map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => config.clone(),
        TokenTree::Group(group) => {
            let mut inside = Group::new(group.delimiter(), without_self(group.stream(), config));
            inside.set_span(group.span());
            TokenTree::Group(inside).into()
        }
        token => token.into(),
    });
    tokens.collect()
}

impl Field<'_> {
    /// Generates the function that infers how to read a plain variable. Its spans make rustc underline the type in errors.
    fn reader(&self) -> TokenStream {
        let (start, end) = ends(&self.ty);
        let reader = quote_spanned!(start=> impl __db_config::PlainReader);
        let arguments = quote_spanned!(end=> <Self::Type>);
        let (function, call) = (quote_spanned!(start=> __db_config::plain), quote_spanned!(end=> ()));
        quote!(fn reader() -> #reader #arguments { #function #call })
    }
}
