use crate::ast::{Config, Field};
use crate::scheme;
use crate::variant::Choice;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;

/// What depends on the fields' types, and so is left to the compiler to evaluate.
pub struct Checks {
    /// Expressions that stand on their own.
    pub items: Vec<TokenStream>,
    /// Expressions that name the generic parameters of the struct.
    pub generic: Vec<TokenStream>,
    /// Those of them that the schemes of an enum depend on.
    pub choice: Vec<TokenStream>,
}

impl Checks {
    pub fn new(config: &Config) -> Self {
        let mut checks = Checks { items: Vec::new(), generic: Vec::new(), choice: Vec::new() };
        if let Some(choice) = &config.choice {
            checks.add_choice(choice);
        }
        for field in config.read() {
            checks.list_for(&[field]).extend(field.checks());
        }
        for (first, second, variable) in config.sharing() {
            let is_settled = first.attrs.schemes.is_some() && second.attrs.schemes.is_some();
            if !is_settled && first.is_url() && second.is_url() {
                let lists = [first.schemes(), second.schemes()];
                let arguments = quote!(#variable, #(#lists),*);
                let check = call_at(&second.variables_site, "check_shared", arguments);
                checks.list_for(&[first, second]).push(check);
            }
        }
        checks
    }

    fn add_choice(&mut self, choice: &Choice) {
        for variant in &choice.variants {
            let accepted = accepted(variant.target);
            if variant.is_generic { &mut self.choice } else { &mut self.items }.push(quote!({ let _ = #accepted; }));
        }
        for (first, second) in choice.pairs() {
            let lists = [first, second].map(|variant| accepted(variant.target));
            let names = [first, second].map(|variant| type_name(variant.target));
            let check = call_at(second.target, "check_disjoint", quote!(#(#lists),*, #(#names),*));
            let is_generic = first.is_generic || second.is_generic;
            if is_generic { &mut self.choice } else { &mut self.items }.push(check);
        }
    }

    fn list_for(&mut self, fields: &[&Field]) -> &mut Vec<TokenStream> {
        if fields.iter().any(|field| field.is_generic) { &mut self.generic } else { &mut self.items }
    }
}

impl Field<'_> {
    fn checks(&self) -> Vec<TokenStream> {
        if !self.is_url() {
            let reader = self.reader(quote!(__db_config::Env));
            return vec![quote!({ let _ = #reader; })];
        }
        let name = type_name(&self.target);
        let (accepted, schemes) = (self.accepted(), self.schemes());
        let mut checks = vec![quote!({ let _ = #accepted; })];
        for word in self.attrs.schemes.iter().flatten() {
            let arguments = quote!(&[#word], #accepted, #name);
            checks.push(call_at(word, "check_schemes", arguments));
        }
        if let Some(default) = &self.attrs.default {
            let arguments = quote!(#default, #accepted, #name);
            checks.push(call_at(default, "check_default", arguments));
        }
        for (option, function) in [("tls", "check_tls"), ("libpq_env", "check_libpq_env")] {
            let key = self.attrs.keys.iter().find(|key| *key == option);
            checks.extend(key.map(|key| call_at(key, function, quote!(#schemes, #name))));
        }
        checks
    }

    /// The spellings that this field takes, for the checks.
    fn schemes(&self) -> TokenStream {
        self.narrowed().unwrap_or_else(|| self.accepted())
    }

    /// The spellings that `schemes(...)` leaves of those that the target takes.
    pub fn narrowed(&self) -> Option<TokenStream> {
        let spellings = scheme::spellings(self.attrs.schemes.as_deref()?);
        Some(quote!(&[#(#spellings),*]))
    }

    fn accepted(&self) -> TokenStream {
        accepted(&self.target)
    }
}

/// The spellings that a target takes, of which there have to be some.
fn accepted(target: &Type) -> TokenStream {
    let function = schemes_of_target(target);
    let (_, end) = ends(target);
    let arguments = quote_spanned!(end=> ());
    quote!(#function #arguments)
}

/// The same for what the checks have looked at, so that rustc says once that there are none.
pub fn checked(target: &Type) -> TokenStream {
    let bound = bound(target);
    quote!({
        #bound
        <#target as __db_config::FromDatabaseUrl>::SCHEMES
    })
}

/// With the words of the check first, rustc says once that a type is no target.
pub fn bound(target: &Type) -> TokenStream {
    let function = schemes_of_target(target);
    quote!(let _ = #function;)
}

/// The function, such that rustc underlines the target for whatever it has against it.
fn schemes_of_target(target: &Type) -> TokenStream {
    let (start, end) = ends(target);
    let path = quote_spanned!(start=> __db_config::__private::schemes_of_target);
    let close = quote_spanned!(end=> >);
    quote!(#path::<#target #close)
}

/// A call that rustc underlines `site` for, from end to end, when it panics.
fn call_at(site: &impl ToTokens, function: &str, arguments: TokenStream) -> TokenStream {
    let (start, end) = ends(site);
    let function = format_ident!("{function}", span = start);
    let arguments = quote_spanned!(end=> (#arguments));
    quote_spanned!(start=> __db_config::__private::#function #arguments)
}

/// The spans of the first token and of the last.
pub fn ends(site: &impl ToTokens) -> (Span, Span) {
    let mut spans = site.to_token_stream().into_iter().map(|token| token.span());
    let start = spans.next().unwrap();
    (start, spans.last().unwrap_or(start))
}

fn type_name(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    [" :: ", " <", " >", "< ", ":: ", " ,"].iter().fold(text, |text, blanks| text.replace(blanks, blanks.trim()))
}
