use crate::ast::Config;
use crate::tokens::{self, constant, local};
use crate::types::at;
use crate::variant::{Choice, Variant};
use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;
use syn::ext::IdentExt as _;

impl Config<'_> {
    /// Generates `FromDatabaseUrl` for an enum. The constant `BACKENDS` evaluates `checks` first.
    pub fn impl_target(&self, choice: &Choice, checks: &[TokenStream]) -> TokenStream {
        let ident = self.ident;
        let generics = self.bounded_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let (url, companions) = (local("__url"), companions());
        let name = ident.unraw().to_string();
        let check_tls =
            self.tls.map(tokens::tls_mode).map(|mode| quote!(__db_config::check_enum_tls(#url, #mode, #name)?;));
        let has_pool = choice.variants.iter().any(|variant| !variant.pool.is_empty()) || !self.pool().is_empty();
        let has_params = choice.variants.iter().any(|variant| variant.params.is_some()) || self.params().is_some();
        let with_params = has_params.then(|| with_params(&url));
        let (backends, chosen, capabilities) = match choice.is_complete {
            true => (backends(choice), chosen(choice, &url, has_pool), Some(self.capabilities(choice, &url, has_pool))),
            // Accepting every database avoids follow-up errors.
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
                    <Self as __db_config::FromDatabaseUrl>::from_database_url_with(
                        #url,
                        ::core::default::Default::default(),
                    )
                }

                fn from_database_url_with(
                    #url: &__db_config::DatabaseUrl,
                    #companions: __db_config::Companions,
                ) -> ::core::result::Result<Self, __db_config::UrlError> {
                    #check_tls
                    #with_params
                    #chosen
                }

                #capabilities
            }
        }
    }
}

fn companions() -> Ident {
    local("__companions")
}

/// Generates code that adds default pool options to the URL.
fn with_pool(url: &Ident) -> TokenStream {
    let pooled = local("__pooled");
    quote! {
        let #pooled = __db_config::with_pool_defaults(
            #url,
            const { &<Self as __db_config::FromDatabaseUrl>::POOL_DEFAULTS },
        );
        let #url: &__db_config::DatabaseUrl = &#pooled;
    }
}

/// Generates code that adds the query parameters of `params` to the URL.
fn with_params(url: &Ident) -> TokenStream {
    let filled = local("__filled");
    quote! {
        let #filled = __db_config::with_params(
            #url,
            &<Self as __db_config::FromDatabaseUrl>::params(#url.backend()),
        )?;
        let #url: &__db_config::DatabaseUrl = &#filled;
    }
}

fn backends(choice: &Choice) -> TokenStream {
    let backends = choice.variants.iter().map(|variant| constant(&variant.target, "BACKENDS"));
    quote!(__db_config::Backends::EMPTY #(.union(#backends))*)
}

fn chosen(choice: &Choice, url: &Ident, has_pool: bool) -> TokenStream {
    let (with_pool, companions) = (has_pool.then(|| with_pool(url)), companions());
    let returns = returns(choice, url, |Variant { ident, ty, target, .. }| {
        let call = at(ty, quote!(#target::from_database_url(#url, #companions)));
        quote!(#call.map(Self::#ident))
    });
    quote! {
        #with_pool
        #returns
        ::core::result::Result::Err(__db_config::no_variant(
            #url,
            // A variant may have the same name as the constant.
            <Self as __db_config::FromDatabaseUrl>::BACKENDS,
        ))
    }
}

impl Config<'_> {
    fn capabilities(&self, choice: &Choice, url: &Ident, has_pool: bool) -> TokenStream {
        let with_pool = has_pool.then(|| with_pool(url));
        let capabilities = choice.variants.iter().map(|variant| {
            let capabilities = constant(&variant.target, "CAPABILITIES");
            quote!(.union(#capabilities))
        });
        let modes = choice.variants.iter().map(|variant| {
            let modes = constant(&variant.target, "TLS_MODES");
            quote!(.union(#modes))
        });
        let defaults = choice.variants.iter().map(|variant| {
            let (defaults, backends) = (variant.pool_defaults(self.pool()), constant(&variant.target, "BACKENDS"));
            quote!(.or(#defaults.only(#backends)))
        });
        let backend = local("__backend");
        let params = choice.variants.iter().map(|Variant { target, params, .. }| {
            let own = params.iter().chain(self.params());
            quote! {
                if #target::BACKENDS.contains(#backend) {
                    return __db_config::variant_params(&[#(#own),*], #target::params(#backend));
                }
            }
        });
        let companions = companions();
        let returns_of = |call: TokenStream| returns(choice, url, move |Variant { target, .. }| quote!(#target::#call));
        let (returns, tls) = (returns_of(quote!(capabilities(#url))), returns_of(quote!(tls(#url, #companions))));
        let formatter = local("__f");
        let redacted = choice.variants.iter().map(|Variant { ident, ty, target, .. }| {
            let value = local("__value");
            let call = at(ty, quote!(#target::fmt_redacted(#value, #formatter)));
            quote!(Self::#ident(#value) => #call)
        });
        let limit = local("__limit");
        let probes = choice.variants.iter().map(|Variant { ident, ty, target, .. }| {
            let value = local("__value");
            let call = at(ty, quote!(#target::probes(#value, #limit)));
            quote!(Self::#ident(#value) => #call)
        });
        quote! {
            const CAPABILITIES: __db_config::Capabilities = __db_config::Capabilities::EMPTY #(#capabilities)*;
            const POOL_DEFAULTS: __db_config::PoolDefaults = __db_config::PoolDefaults::NONE #(#defaults)*;
            const TLS_MODES: __db_config::TlsModes = __db_config::TlsModes::EMPTY #(#modes)*;

            fn capabilities(#url: &__db_config::DatabaseUrl) -> __db_config::Capabilities {
                #with_pool
                #returns
                __db_config::Capabilities::EMPTY
            }

            fn params(#backend: __db_config::Backend) -> __db_config::Params {
                #(#params)*
                __db_config::Params::new()
            }

            fn tls(#url: &__db_config::DatabaseUrl) -> __db_config::TlsPlan {
                <Self as __db_config::FromDatabaseUrl>::tls_with(#url, ::core::default::Default::default())
            }

            fn tls_with(
                #url: &__db_config::DatabaseUrl,
                #companions: __db_config::Companions,
            ) -> __db_config::TlsPlan {
                #tls
                ::core::clone::Clone::clone(#url.tls())
            }

            fn fmt_redacted(&self, #formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    #(#redacted,)*
                }
            }

            fn probes(&self, #limit: __db_config::Duration) -> __db_config::Vec<__db_config::Probe> {
                match self {
                    #(#probes,)*
                }
            }
        }
    }
}

/// Generates code that returns the value of the variant that accepts the URL.
fn returns(choice: &Choice, url: &Ident, value: impl Fn(&Variant) -> TokenStream) -> TokenStream {
    choice
        .variants
        .iter()
        .map(|variant| {
            let (target, value) = (&variant.target, value(variant));
            quote! {
                if #target::BACKENDS.contains(#url.backend()) {
                    return #value;
                }
            }
        })
        .collect()
}
