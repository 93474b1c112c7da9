use crate::ast::{Config, Field, FieldKind};
use crate::tokens::{self, local};
use crate::types::{at, ends};
use crate::variant::{Choice, Variant};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Generics, parse_quote};

impl Config<'_> {
    /// Generates a redacted `Debug`.
    pub fn impl_debug(&self) -> TokenStream {
        let ident = self.ident;
        let generics = self.debug_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let formatter = local("__f");
        let body = match &self.choice {
            Some(choice) => self.debug_enum(choice, &formatter),
            None => self.debug_struct(&formatter),
        };
        let prefix = local("__prefix");
        quote! {
            #[automatically_derived]
            impl #impl_generics __db_config::RedactedDebug for #ident #ty_generics #where_clause {
                fn fmt_redacted_fields(&self, #prefix: &str, #formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #body
                }
            }

            #[automatically_derived]
            impl #impl_generics ::core::fmt::Debug for #ident #ty_generics #where_clause {
                fn fmt(&self, #formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __db_config::RedactedDebug::fmt_redacted_fields(self, "", #formatter)
                }
            }
        }
    }

    fn debug_generics(&self) -> Generics {
        let mut generics = self.bounded_generics();
        let predicates = &mut generics.make_where_clause().predicates;
        for field in self.fields.iter().filter(|field| field.needs_bound) {
            let ty = &field.ty;
            match field.kind {
                FieldKind::Plain if field.attrs.show => predicates.push(parse_quote!(#ty: ::core::fmt::Debug)),
                FieldKind::Flatten => predicates.push(parse_quote!(#ty: __db_config::RedactedDebug)),
                _ => {}
            }
        }
        generics
    }

    fn debug_struct(&self, formatter: &Ident) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let fields = self.fields.iter().map(|field| {
            let (name, value) = (field.name(), field.redacted(self));
            quote!(.field(#name, #value))
        });
        let finish = if self.skipped.is_empty() { quote!(finish) } else { quote!(finish_non_exhaustive) };
        quote! {
            #[allow(unused_imports)]
            use __db_config::Hidden as _;
            #formatter.debug_struct(#name) #(#fields)* .#finish()
        }
    }

    fn debug_enum(&self, choice: &Choice, formatter: &Ident) -> TokenStream {
        let value = local("__value");
        let arms = choice.variants.iter().map(|Variant { ident, ty, number, is_generic, .. }| {
            let (name, types) = (ident.unraw().to_string(), tokens::types(*is_generic, self.generics));
            let redacted = at(ty, quote!(__db_config::redacted_variant::<#types, #number>(#value)));
            quote!(Self::#ident(#value) => #formatter.debug_tuple(#name).field(&#redacted).finish())
        });
        quote! {
            match self {
                #(#arms,)*
            }
        }
    }
}

impl Field<'_> {
    fn redacted(&self, config: &Config) -> TokenStream {
        let (ident, prefix) = (self.ident, local("__prefix"));
        let (start, end) = ends(&self.ty);
        let mut at_type = ident.clone();
        at_type.set_span(ident.span().located_at(end));
        match self.kind {
            _ if self.attrs.secret => quote!(&__db_config::Stars),
            FieldKind::Plain if !self.attrs.show => {
                let target = &self.target;
                quote!(&__db_config::PlainType::<#target::Type>::redacted(&self.#ident))
            }
            FieldKind::Plain => {
                // The spans make rustc underline a type without `Debug`.
                let redacted = quote_spanned!(start=> &__db_config::debug_plain);
                let argument = quote_spanned!(end=> (&self.#at_type));
                quote!(#redacted #argument)
            }
            FieldKind::Flatten => {
                let inner = config.prefix.clone() + &self.prefix();
                let redacted = quote_spanned!(start=> &__db_config::debug_flattened);
                let arguments = quote_spanned!(end=> (&self.#at_type, #prefix, #inner));
                quote!(#redacted #arguments)
            }
            FieldKind::Url => {
                let (spec, types, number) = (config.spec(self), &self.types, self.number);
                let call = quote!(__db_config::debug_url_field_at::<#types, #number>(&self.#ident, #prefix, #spec));
                let call = at(&self.ty, call);
                quote!(&#call)
            }
        }
    }
}
