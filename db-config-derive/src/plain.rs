use crate::types::{arguments_of, ends, named};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;

/// How the text of a plain variable is read: by the type as it is written, because not all of them have a `FromStr` that
/// takes what people write.
pub enum Plain<'a> {
    Boolean(&'a Type),
    Duration(&'a Type),
    List(Box<Plain<'a>>),
    FromStr(&'a Type),
}

impl<'a> Plain<'a> {
    pub fn of(ty: &'a Type) -> Self {
        if let Some(item) = arguments_of(ty, &["Vec", "std::vec::Vec", "alloc::vec::Vec"]) {
            return Plain::List(Box::new(Plain::of(item)));
        }
        match () {
            () if named(ty, &["bool", "std::primitive::bool", "core::primitive::bool"]) => Plain::Boolean(ty),
            () if named(ty, &["Duration", "std::time::Duration", "core::time::Duration"]) => Plain::Duration(ty),
            () => Plain::FromStr(ty),
        }
    }

    /// The type that has to have a `FromStr`.
    pub fn parsed(&self) -> Option<&'a Type> {
        match self {
            Plain::FromStr(ty) => Some(ty),
            Plain::List(item) => item.parsed(),
            Plain::Boolean(_) | Plain::Duration(_) => None,
        }
    }

    /// What reads it, with spans that make rustc underline the type in its errors.
    pub fn reader(&self) -> TokenStream {
        let (reader, inside, ty) = match self {
            Plain::Boolean(ty) => ("Boolean", ty.to_token_stream(), *ty),
            Plain::Duration(ty) => ("Time", ty.to_token_stream(), *ty),
            Plain::FromStr(ty) => ("Parsed", ty.to_token_stream(), *ty),
            Plain::List(item) => {
                let reader = item.reader();
                return quote!(__db_config::List<#reader>);
            }
        };
        let (start, end) = ends(ty);
        let reader = Ident::new(reader, end);
        let path = quote_spanned!(start=> __db_config::#reader);
        let close = quote_spanned!(end=> >);
        quote!(#path<#inside #close)
    }
}
