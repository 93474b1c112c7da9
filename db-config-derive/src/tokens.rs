//! The names in the derive's output: its own variables, the types of the fields, `db-config-syntax`'s values.

use db_config_syntax::Backend;
use db_config_syntax::query::PoolOption;
use db_config_syntax::tls::TlsMode;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Generics;

/// Returns a variable of the output. Hygiene keeps it apart from the user's variables, the underscores in `name` from the
/// user's constants.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// Returns the type that has the types of the fields.
pub fn types(is_generic: bool, generics: &Generics) -> TokenStream {
    let (_, ty_generics, _) = generics.split_for_impl();
    if is_generic { quote!(__GenericTypes #ty_generics) } else { quote!(__Types) }
}

/// Returns a path that stands for the type of a field or a variant, to what its trait provides, such as `Type`.
pub fn target(types: &TokenStream, type_trait: &str, number: usize) -> TokenStream {
    let type_trait = format_ident!("{type_trait}");
    quote!(<#types as __db_config::#type_trait<#number>>)
}

/// Returns a constant of a target.
pub fn constant(target: &TokenStream, name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(#target::#name)
}

pub fn backend(backend: Backend) -> TokenStream {
    let name = format_ident!("{}", format!("{backend:?}"));
    quote!(__db_config::Backend::#name)
}

pub fn tls_mode(mode: TlsMode) -> TokenStream {
    let name = format_ident!("{}", format!("{mode:?}"));
    quote!(__db_config::TlsMode::#name)
}

pub fn pool_option(option: PoolOption) -> TokenStream {
    let name = format_ident!("{}", format!("{option:?}"));
    quote!(__db_config::PoolOption::#name)
}

/// The set of these databases.
pub fn backends(list: impl Iterator<Item = Backend>) -> TokenStream {
    let list = list.map(backend);
    quote!(__db_config::Backends::from_slice(&[#(#list),*]))
}
