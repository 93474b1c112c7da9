use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::ext::IdentExt as _;
use syn::{GenericParam, Generics, Type};

pub struct Params {
    all: BTreeSet<String>,
    types: BTreeSet<String>,
}

impl Params {
    pub fn new(generics: &Generics) -> Self {
        let types = generics.type_params().map(|param| &param.ident);
        let others = generics.params.iter().filter_map(|param| match param {
            GenericParam::Type(_) => None,
            GenericParam::Lifetime(param) => Some(&param.lifetime.ident),
            GenericParam::Const(param) => Some(&param.ident),
        });
        let name = |ident: &syn::Ident| ident.unraw().to_string();
        let types: BTreeSet<String> = types.map(name).collect();
        let mut all = types.clone();
        all.extend(others.map(name));
        // Items outside the impl cannot name `Self`.
        all.insert("Self".to_owned());
        Params { all, types }
    }

    pub fn any_in(&self, ty: &Type) -> bool {
        mentions(ty.to_token_stream(), &self.all)
    }

    pub fn type_in(&self, ty: &Type) -> bool {
        mentions(ty.to_token_stream(), &self.types)
    }
}

fn mentions(tokens: TokenStream, names: &BTreeSet<String>) -> bool {
    let mut colons = 0;
    tokens.into_iter().any(|token| {
        let is_param = match &token {
            TokenTree::Ident(ident) => colons < 2 && names.contains(&ident.unraw().to_string()),
            TokenTree::Group(group) => mentions(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        is_param
    })
}
