use crate::ast::Config;
use crate::expand::local;
use crate::type_checks::{bound, checked};
use crate::variant::{Choice, Variant};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt as _;

impl Config<'_> {
    /// What makes an enum the type of a field; `checks` are what its backends depend on.
    pub fn impl_target(&self, choice: &Choice, checks: &[TokenStream]) -> TokenStream {
        let ident = self.ident;
        let generics = self.bounded_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let url = local("__url");
        let name = ident.unraw().to_string();
        let check_tls = self.tls.map(|mode| quote!(__db_config::check_enum_tls(#url, #mode, #name)?;));
        let (backends, chosen, carried) = match choice.is_whole {
            true => (backends(choice), chosen(choice, &url), Some(carried(choice, &url))),
            // Every backend, so that nothing else is reported for want of one.
            false => (quote!(__db_config::Backends::ALL), quote!(::core::unimplemented!()), None),
        };

        quote! {
            #[automatically_derived]
            impl #impl_generics __db_config::FromDatabaseUrl for #ident #ty_generics #where_clause {
                const BACKENDS: __db_config::Backends = {
                    #(#checks;)*
                    #backends
                };

                fn from_database_url(
                    #url: &__db_config::DatabaseUrl,
                ) -> ::core::result::Result<Self, __db_config::UrlError> {
                    #check_tls
                    #chosen
                }

                #carried
            }
        }
    }
}

fn backends(choice: &Choice) -> TokenStream {
    let backends = choice.variants.iter().map(|variant| checked(variant.target, "BACKENDS"));
    quote!(__db_config::Backends::NONE #(.or(#backends))*)
}

fn chosen(choice: &Choice, url: &Ident) -> TokenStream {
    let returns = returns(choice, url, |Variant { ident, target, .. }| {
        let function = quote!(<#target as __db_config::FromDatabaseUrl>::from_database_url);
        quote!(#function(#url).map(Self::#ident))
    });
    quote! {
        #returns
        ::core::result::Result::Err(__db_config::no_variant(
            #url,
            // A variant can have the same name as the constant.
            <Self as __db_config::FromDatabaseUrl>::BACKENDS,
        ))
    }
}

fn carried(choice: &Choice, url: &Ident) -> TokenStream {
    let carries = choice.variants.iter().map(|variant| checked(variant.target, "CARRIES"));
    let of_variant = |function: &str| {
        let function = format_ident!("{function}");
        returns(
            choice,
            url,
            |Variant { target, .. }| quote!(<#target as __db_config::FromDatabaseUrl>::#function(#url)),
        )
    };
    let (returns, tls) = (of_variant("carried"), of_variant("tls"));
    let shown = choice.variants.iter().map(|Variant { ident, target, .. }| {
        let (value, bound) = (local("__value"), bound(target));
        quote!(Self::#ident(#value) => {
            #bound
            <#target as __db_config::FromDatabaseUrl>::fmt_redacted(#value, #url)
        })
    });
    quote! {
        const CARRIES: __db_config::Carries = __db_config::Carries::NOTHING #(.or(#carries))*;

        fn carried(#url: &__db_config::DatabaseUrl) -> __db_config::Carries {
            #returns
            __db_config::Carries::NOTHING
        }

        fn tls(#url: &__db_config::DatabaseUrl) -> __db_config::TlsPlan {
            #tls
            #url.tls()
        }

        fn fmt_redacted(&self, #url: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            match self {
                #(#shown,)*
            }
        }
    }
}

/// Returns the value of the variant that takes the URL.
fn returns(choice: &Choice, url: &Ident, value: impl Fn(&Variant) -> TokenStream) -> TokenStream {
    choice
        .variants
        .iter()
        .map(|variant| {
            let target = variant.target;
            let (bound, value) = (bound(target), value(variant));
            quote! {
                #bound
                if __db_config::takes::<#target>(#url) {
                    return #value;
                }
            }
        })
        .collect()
}
