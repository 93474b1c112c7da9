use crate::ast::{arguments_of, named};
use crate::type_checks::ends;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{LitStr, Type};

/// How the text of a plain variable is read: by the type as it is written, because not all of them have a `FromStr` that
/// takes what people write.
pub enum Plain<'a> {
    Boolean,
    Duration,
    List(Box<Plain<'a>>),
    FromStr(&'a Type),
}

impl<'a> Plain<'a> {
    pub fn of(ty: &'a Type) -> Self {
        if let Some(item) = arguments_of(ty, &["Vec", "std::vec::Vec", "alloc::vec::Vec"]) {
            return Plain::List(Box::new(Plain::of(item)));
        }
        match () {
            () if named(ty, &["bool", "std::primitive::bool", "core::primitive::bool"]) => Plain::Boolean,
            () if named(ty, &["Duration", "std::time::Duration", "core::time::Duration"]) => Plain::Duration,
            () => Plain::FromStr(ty),
        }
    }

    /// The type that has to have a `FromStr`.
    pub fn parsed(&self) -> Option<&'a Type> {
        match self {
            Plain::FromStr(ty) => Some(ty),
            Plain::List(item) => item.parsed(),
            Plain::Boolean | Plain::Duration => None,
        }
    }

    /// The function that reads it, with spans that make rustc underline the type in its errors.
    pub fn reader(&self, separator: Option<&LitStr>) -> TokenStream {
        match self {
            Plain::Boolean => quote!(__db_config::__private::boolean),
            Plain::Duration => quote!(__db_config::__private::duration),
            Plain::List(item) => {
                let separator = separator.map_or(quote!(","), |separator| separator.to_token_stream());
                let item = item.reader(None);
                quote!(__db_config::__private::list(#separator, #item))
            }
            Plain::FromStr(ty) => {
                let (start, end) = ends(ty);
                let path = quote_spanned!(start=> __db_config::__private::from_str);
                let close = quote_spanned!(end=> >);
                quote!(#path::<#ty #close)
            }
        }
    }
}
