use crate::ast::{Config, Field};
use crate::scheme;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};

/// What depends on the fields' types, and so is left to the compiler to evaluate.
pub struct Checks {
    /// Expressions that stand on their own.
    pub items: Vec<TokenStream>,
    /// Expressions that name the generic parameters of the struct.
    pub generic: Vec<TokenStream>,
}

impl Checks {
    pub fn new(config: &Config) -> Self {
        let mut checks = Checks { items: Vec::new(), generic: Vec::new() };
        for field in config.read() {
            checks.list_for(&[field]).extend(field.checks());
        }
        for (first, second, variable) in config.sharing() {
            if first.attrs.schemes.is_none() || second.attrs.schemes.is_none() {
                let lists = [first.schemes(), second.schemes()];
                let arguments = quote!(#variable, #(#lists),*);
                let check = call_at(&second.variables_site, "check_shared", arguments);
                checks.list_for(&[first, second]).push(check);
            }
        }
        checks
    }

    fn list_for(&mut self, fields: &[&Field]) -> &mut Vec<TokenStream> {
        if fields.iter().any(|field| field.is_generic) { &mut self.generic } else { &mut self.items }
    }
}

impl Field<'_> {
    fn checks(&self) -> Vec<TokenStream> {
        let target = self.target;
        let name = type_name(target);
        let accepted = self.accepted();
        let mut checks = vec![quote!({ #accepted; })];
        for word in self.attrs.schemes.iter().flatten() {
            let arguments = quote!(&[#word], #accepted, #name);
            checks.push(call_at(word, "check_schemes", arguments));
        }
        if let Some(default) = &self.attrs.default {
            let arguments = quote!(#default, #accepted, #name);
            checks.push(call_at(default, "check_default", arguments));
        }
        checks
    }

    /// The spellings that this field takes.
    pub fn schemes(&self) -> TokenStream {
        match &self.attrs.schemes {
            Some(words) => {
                let spellings = scheme::spellings(words);
                quote!(&[#(#spellings),*])
            }
            None => self.accepted(),
        }
    }

    pub fn accepted(&self) -> TokenStream {
        let target = self.target;
        quote!(__db_config::__private::schemes_of_target::<#target>())
    }
}

/// A call that rustc underlines `site` for, from end to end, when it panics.
fn call_at(site: &impl ToTokens, function: &str, arguments: TokenStream) -> TokenStream {
    let mut spans = site.to_token_stream().into_iter().map(|token| token.span());
    let start = spans.next().unwrap();
    let end = spans.last().unwrap_or(start);
    let function = format_ident!("{function}", span = start);
    let arguments = quote_spanned!(end=> (#arguments));
    quote_spanned!(start=> __db_config::__private::#function #arguments)
}

fn type_name(ty: &syn::Type) -> String {
    let text = ty.to_token_stream().to_string();
    [" :: ", " <", " >", "< ", ":: ", " ,"].iter().fold(text, |text, blanks| text.replace(blanks, blanks.trim()))
}
