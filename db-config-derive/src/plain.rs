use crate::types::{arguments_of, ends, named};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;

/// How the text of a plain variable is read: by the type as it is written, because not all of them have a `FromStr` that
/// takes what people write.
pub enum Plain<'a> {
    Boolean(&'a Type),
    Duration(&'a Type),
    List(Box<Plain<'a>>),
    Boxed(Box<Plain<'a>>),
    FromStr(&'a Type),
}

impl<'a> Plain<'a> {
    pub fn of(ty: &'a Type) -> Self {
        if let Some(item) = arguments_of(ty, &["Vec", "std::vec::Vec", "alloc::vec::Vec"]) {
            return Plain::List(Box::new(Plain::of(item)));
        }
        if let Some(item) = arguments_of(ty, &["Box", "std::boxed::Box", "alloc::boxed::Box"]) {
            return Plain::Boxed(Box::new(Plain::of(item)));
        }
        match () {
            () if named(ty, &["bool", "std::primitive::bool", "core::primitive::bool"]) => Plain::Boolean(ty),
            () if named(ty, &["Duration", "std::time::Duration", "core::time::Duration"]) => Plain::Duration(ty),
            () => Plain::FromStr(ty),
        }
    }

    /// Whether it has several items.
    pub fn is_list(&self) -> bool {
        match self {
            Plain::List(_) => true,
            Plain::Boxed(item) => item.is_list(),
            Plain::Boolean(_) | Plain::Duration(_) | Plain::FromStr(_) => false,
        }
    }

    /// The type that has to have a `FromStr`.
    pub fn parsed(&self) -> Option<&'a Type> {
        match self {
            Plain::FromStr(ty) => Some(ty),
            Plain::List(item) | Plain::Boxed(item) => item.parsed(),
            Plain::Boolean(_) | Plain::Duration(_) => None,
        }
    }

    /// Whether the value is a path, or a list of paths.
    pub fn is_path(&self) -> bool {
        self.parsed().is_some_and(|ty| named(ty, &["PathBuf", "std::path::PathBuf"]))
    }

    /// A function of what reads it, with spans that make rustc underline the type in its errors, and report only once what
    /// the type lacks.
    pub fn reader(&self, function: TokenStream, target: &Type) -> TokenStream {
        let (start, end) = self.ends();
        let function: TokenStream = function.into_iter().map(|token| located(token, start)).collect();
        let reader = self.marker();
        let close = quote_spanned!(end=> >);
        quote!(#function::<#target, #reader #close)
    }

    /// The type that stands for the way of reading.
    fn marker(&self) -> TokenStream {
        let (start, end) = self.ends();
        let (name, inside) = match self {
            Plain::Boolean(ty) => ("Boolean", ty.to_token_stream()),
            Plain::Duration(ty) => ("Time", ty.to_token_stream()),
            Plain::FromStr(ty) => ("Parsed", ty.to_token_stream()),
            Plain::List(item) => ("List", item.marker()),
            Plain::Boxed(item) => ("Boxed", item.marker()),
        };
        let name = Ident::new(name, start);
        let open = quote_spanned!(start=> __db_config::#name<);
        let close = quote_spanned!(end=> >);
        quote!(#open #inside #close)
    }

    /// The spans of the first token and of the last of the type that is read.
    pub fn ends(&self) -> (Span, Span) {
        match self {
            Plain::Boolean(ty) | Plain::Duration(ty) | Plain::FromStr(ty) => ends(ty),
            Plain::List(item) | Plain::Boxed(item) => item.ends(),
        }
    }
}

fn located(mut token: TokenTree, span: Span) -> TokenTree {
    token.set_span(span);
    token
}
