use crate::types::{arguments_of, ends, named};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{LitStr, Type};

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

    /// The function that reads it, with spans that make rustc underline the type in its errors.
    pub fn reader(&self, separator: Option<&LitStr>) -> TokenStream {
        match self {
            Plain::Boolean(ty) => at(ty, "boolean"),
            Plain::Duration(ty) => at(ty, "duration"),
            Plain::List(item) => {
                let separator = separator.map_or(quote!(","), |separator| separator.to_token_stream());
                let reader = item.reader(None);
                let Some(parsed) = item.parsed() else {
                    return quote!(__db_config::__private::list(#separator, #reader));
                };
                let (start, end) = ends(parsed);
                // From the first token to the last, as in `at`: rustc reports only once what the item's type lacks.
                let function = format_ident!("list", span = end);
                let path = quote_spanned!(start=> __db_config::__private::#function);
                let arguments = quote_spanned!(end=> (#separator, #reader));
                quote!(#path #arguments)
            }
            Plain::FromStr(ty) => at(ty, "from_str"),
        }
    }
}

fn at(ty: &Type, function: &str) -> TokenStream {
    let (start, end) = ends(ty);
    let function = format_ident!("{function}", span = end);
    let path = quote_spanned!(start=> __db_config::__private::#function);
    let close = quote_spanned!(end=> >);
    quote!(#path::<#ty #close)
}
