use crate::ast::{Config, FieldKind, SkippedField};
use crate::errors::Errors;
use crate::fallback;
use crate::tokens::local;
use crate::type_checks::TypeChecks;
use crate::types::{at, ends};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::DeriveInput;

pub fn derive(node: &DeriveInput) -> TokenStream {
    let mut errors = Errors::new();
    let config = Config::from_syn(node, &mut errors);
    config.validate(&mut errors);
    match errors.check() {
        Ok(()) => impl_config(&config),
        Err(errors) => fallback::expand(&config, errors),
    }
}

fn impl_config(config: &Config) -> TokenStream {
    let Config { ident, krate, .. } = config;
    let mut checks = TypeChecks::new(config);
    checks.add_flattened(config);
    checks.add_own_variables(config);
    checks.add_units(config);
    let TypeChecks { items, generic, choice } = checks;
    let field_types = config.field_types();
    let target = config.choice.as_ref().map(|variants| config.impl_target(variants, &choice));
    let debug = config.debug.then(|| config.impl_debug());
    let generics = config.bounded_generics();
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();

    let loader = local("__loader");
    let fields = config.fields();
    let all_fields = config.all_fields();
    let read = config.read_fields(&loader);
    let generic = (!generic.is_empty()).then(|| quote!(const { #(#generic;)* }));

    quote! {
        #[allow(dead_code, deprecated, long_running_const_eval, unused_qualifications)]
        const _: () = {
            use #krate::__private as __db_config;

            #field_types

            #(const _: () = #items;)*

            #target

            #debug

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                const FIELDS: __db_config::Fields = #fields;

                fn fields() -> &'static [__db_config::Field] {
                    #all_fields
                }

                fn read_fields(#loader: &mut __db_config::Loader<'_>) -> __db_config::Option<Self> {
                    #generic
                    #read
                }
            }
        };
    }
}

impl Config<'_> {
    /// Generates the list of all fields.
    ///
    /// A `static` caches it. A generic type leaks it instead, because all its instances would share one `static`.
    fn all_fields(&self) -> TokenStream {
        let fields = quote!(__db_config::Fields::all(const { &<Self as __db_config::DatabaseConfig>::FIELDS }));
        match self.generics.params.is_empty() {
            true => quote! {
                static FIELDS: __db_config::OnceLock<__db_config::Vec<__db_config::Field>> =
                    __db_config::OnceLock::new();
                FIELDS.get_or_init(|| #fields)
            },
            false => quote!(__db_config::Vec::leak(#fields)),
        }
    }

    /// Generates the code that reads every field, so that one run reports all problems.
    fn read_fields(&self, loader: &Ident) -> TokenStream {
        let values: Vec<_> = self.fields.iter().map(|field| local(&format!("__value{}", field.number))).collect();
        let mut flattened = 0..;
        let reads = self.fields.iter().zip(&values).map(|(field, value)| {
            let (types, number) = (&field.types, field.number);
            let read = match field.kind {
                FieldKind::Url => {
                    let spec = self.spec(field);
                    at(&field.ty, quote!(__db_config::Loader::url::<#types, #number>(#loader, #spec)))
                }
                FieldKind::Plain => {
                    let spec = self.spec(field);
                    quote!(__db_config::Loader::plain::<#types, #number>(#loader, #spec))
                }
                FieldKind::Flatten => {
                    let position: usize = flattened.next().unwrap_or_default();
                    let inner = quote!(&<Self as __db_config::DatabaseConfig>::FIELDS.flattened[#position]);
                    quote!(__db_config::Loader::flattened::<#types, #number>(#loader, #inner))
                }
            };
            quote!(let #value = #read;)
        });
        let config = match self.choice {
            Some(_) => quote!(#(#values?)*),
            None => {
                let fields = self.fields.iter().map(|field| field.ident);
                let skipped = self.skipped.iter().map(SkippedField::default_value);
                quote! {
                    Self {
                        #(#fields: #values?,)*
                        #(#skipped,)*
                    }
                }
            }
        };
        quote! {
            #(#reads)*
            __db_config::Some(#config)
        }
    }
}

impl SkippedField<'_> {
    /// Generates the field with its default value. The spans make rustc underline a type without `Default`.
    fn default_value(&self) -> TokenStream {
        let SkippedField { ident, ty } = self;
        let (start, end) = ends(ty);
        let open = quote_spanned!(start=> <);
        let close = quote_spanned!(end=> as ::core::default::Default>::default());
        quote!(#ident: #open #ty #close)
    }
}
