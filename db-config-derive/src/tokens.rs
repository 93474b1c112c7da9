//! The names in the generated code: local variables, field types, and values of `db-config-syntax`.

use db_config_syntax::Backend;
use db_config_syntax::query::PoolOption;
use db_config_syntax::tls::TlsMode;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Generics;

/// Returns a local variable of the generated code.
///
/// Hygiene separates it from the user's variables. The underscores in `name` separate it from the user's constants.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// Returns the generated type that maps field numbers to field types.
pub fn types(is_generic: bool, generics: &Generics) -> TokenStream {
    let (_, ty_generics, _) = generics.split_for_impl();
    if is_generic { quote!(__GenericTypes #ty_generics) } else { quote!(__Types) }
}

/// Returns the path to the type of a field or a variant. Append an item of its trait, such as `::Type`.
pub fn target(types: &TokenStream, type_trait: &str, number: usize) -> TokenStream {
    let type_trait = format_ident!("{type_trait}");
    quote!(<#types as __db_config::#type_trait<#number>>)
}

/// Returns the path to a constant of a field type.
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

/// Returns the set of these databases.
pub fn backends(list: impl Iterator<Item = Backend>) -> TokenStream {
    let list = list.map(backend);
    quote!(__db_config::Backends::from_slice(&[#(#list),*]))
}
