use crate::ast::{Config, Field, Kind};
use crate::errors::Errors;
use crate::fallback;
use crate::pool;
use crate::type_checks::{TypeChecks, bound, described};
use crate::types::ends;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Generics, WherePredicate, parse_quote};

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
    let TypeChecks { said: _, items, own, generic, choice } = TypeChecks::new(config);
    let target = config.choice.as_ref().map(|variants| config.impl_target(variants, &choice));
    let debug = config.debug.then(|| config.impl_debug());
    let generics = config.bounded_generics();
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();

    let loader = local("__loader");
    let fields = config.fields();
    // The compiler evaluates a constant that nobody uses, unless it is a trait's.
    let (constant, fields) = match config.generics.params.is_empty() {
        true => (Some(quote!(const __FIELDS: __db_config::Fields = #fields;)), quote!(__FIELDS)),
        false => (None, fields),
    };
    let read = config.read_fields(&loader);
    let generic = (!generic.is_empty()).then(|| quote!(const { #(#generic;)* }));

    quote! {
        #[allow(deprecated, unreachable_code, unused_labels, unused_qualifications)]
        const _: () = {
            use #krate::__private as __db_config;

            #constant
            #(const _: () = #items;)*
            #(const _: () = #own;)*

            #target

            #debug

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                const FIELDS: __db_config::Fields = #fields;

                #[inline(never)]
                fn read_fields(
                    #loader: &mut __db_config::Loader<'_>,
                ) -> __db_config::Result<Self, __db_config::ConfigError> {
                    #generic
                    #read
                }
            }
        };
    }
}

impl Config<'_> {
    pub fn bounded_generics(&self) -> Generics {
        let mut generics = self.generics.clone();
        let predicates = &mut generics.make_where_clause().predicates;
        for field in self.fields.iter().filter(|field| field.needs_bound) {
            let target = &field.target;
            match field.kind {
                Kind::Url | Kind::Urls => predicates.push(parse_quote!(#target: __db_config::FromDatabaseUrl)),
                Kind::Flatten => predicates.push(parse_quote!(#target: __db_config::DatabaseConfig)),
                Kind::Plain => predicates.extend(field.plain().parsed().map(|parsed| -> WherePredicate {
                    parse_quote!(#parsed: ::core::str::FromStr<Err: ::core::fmt::Display>)
                })),
                Kind::Skip => {}
            }
        }
        let variants = self.choice.iter().flat_map(|choice| &choice.variants);
        for variant in variants.filter(|variant| variant.needs_bound) {
            let target = variant.target;
            predicates.push(parse_quote!(#target: __db_config::FromDatabaseUrl));
        }
        generics
    }

    fn fields(&self) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let settings = self.read().map(|field| field.setting(self));
        let flattened = self.flattened().map(|(after, field)| {
            let (name, prefix, fields) = (field.name(), self.prefix.clone() + &field.prefix(), field.flattened());
            quote! {
                __db_config::Flattened { after: #after, field: #name, prefix: #prefix, fields: &#fields }
            }
        });
        quote! {
            __db_config::Fields {
                config: #name,
                settings: &[#(#settings),*],
                flattened: &[#(#flattened),*],
            }
        }
    }

    /// Stops at the first problem: the loader finds the others.
    fn read_fields(&self, loader: &Ident) -> TokenStream {
        let values: Vec<_> = (0..self.fields.len()).map(|i| local(&format!("__value{i}"))).collect();
        let read = || self.fields.iter().zip(&values).filter(|(field, _)| field.kind != Kind::Skip);
        let loads = read().map(|(field, value)| {
            let bound = field.is_url().then(|| bound(&field.target));
            let read = field.read(loader);
            match field.kind {
                // It has gathered all problems, those of the fields that follow included.
                Kind::Flatten => quote! {
                    let #value = match #read {
                        __db_config::Ok(#value) => #value,
                        __db_config::Err(#value) => return __db_config::Err(#value),
                    };
                },
                _ => quote! {
                    #bound
                    let __db_config::Some(#value) = #read else { break 'problem };
                },
            }
        });
        let read_values = read().map(|(_, value)| value);
        let whole = match self.choice {
            Some(_) => quote!(#(#read_values)*),
            None => {
                let fields = read().map(|(field, _)| field.ident);
                let skipped = self.fields.iter().filter(|field| field.kind == Kind::Skip).map(Field::skipped);
                quote! {
                    Self {
                        #(#fields: #read_values,)*
                        #(#skipped,)*
                    }
                }
            }
        };

        quote! {
            'problem: {
                #(#loads)*
                return __db_config::Ok(#whole)
            }
            __db_config::Err(__db_config::Loader::error(#loader))
        }
    }
}

impl Field<'_> {
    /// Reads its settings, with spans that make rustc underline the target in its errors.
    fn read(&self, loader: &Ident) -> TokenStream {
        let target = &self.target;
        let (start, end) = ends(target);
        let required = if self.is_optional { "optional" } else { "required" };
        let kind = match self.kind {
            Kind::Url => "url",
            Kind::Urls => "urls",
            Kind::Plain | Kind::Skip => {
                let method = format_ident!("{required}_plain");
                let function = self.plain().reader(quote!(__db_config::Loader::#method), target);
                let (_, end) = self.plain().ends();
                let arguments = quote_spanned!(end=> (#loader));
                return quote!(#function #arguments);
            }
            Kind::Flatten => {
                let path = quote_spanned!(start=> <#target);
                let function = quote_spanned!(end=> as __db_config::DatabaseConfig>::read_fields);
                return quote!(#path #function(#loader));
            }
        };
        let method = format_ident!("{required}_{kind}");
        let path = quote_spanned!(start=> __db_config::Loader::#method);
        let arguments = quote_spanned!(end=> >(#loader));
        quote!(#path::<#target #arguments)
    }

    /// What the type of a field with `flatten` has, with spans that make rustc underline the type in its errors.
    pub fn flattened(&self) -> TokenStream {
        let target = &self.target;
        let (start, end) = ends(target);
        let open = quote_spanned!(start=> <);
        let close = quote_spanned!(end=> as __db_config::DatabaseConfig>::FIELDS);
        quote!(#open #target #close)
    }

    /// The value of a field that is not read, with spans that make rustc underline a type without `Default`.
    fn skipped(&self) -> TokenStream {
        let (ident, ty) = (self.ident, &self.ty);
        let (start, end) = ends(ty);
        let open = quote_spanned!(start=> <);
        let close = quote_spanned!(end=> as ::core::default::Default>::default());
        quote!(#ident: #open #ty #close)
    }

    /// Whether the value of a plain variable is shown: by its type, which the compiler knows, unless an option decides it.
    fn is_shown(&self) -> TokenStream {
        let ty = &self.ty;
        match (self.attrs.secret, self.attrs.show) {
            (true, _) => quote!(false),
            (_, true) => quote!(true),
            _ => quote!({
                #[allow(unused_imports)]
                use __db_config::Hidden as _;
                __db_config::PlainType::<#ty>::IS_SHOWN
            }),
        }
    }

    fn setting(&self, config: &Config) -> TokenStream {
        let (name, variables, attrs) = (self.name(), &self.variables, &self.attrs);
        let new = match self.kind {
            Kind::Url | Kind::Urls => {
                let function = format_ident!("{}", if self.kind == Kind::Urls { "urls" } else { "url" });
                let target = described(&self.target, self.is_checked_apart(config));
                let narrowed = self.narrowed().map(|backends| quote!(.narrowed(#backends)));
                quote!(__db_config::Setting::#function(#name, &[#(#variables),*], #target) #narrowed)
            }
            Kind::Plain | Kind::Flatten | Kind::Skip => {
                let function = self.plain().reader(quote!(__db_config::Setting::plain), &self.target);
                quote!(#function(#name, &[#(#variables),*]))
            }
        };
        let default = attrs.default.as_ref().map(|text| quote!(.with_default(#text)));
        let doc = self.doc.as_ref().map(|doc| quote!(.with_doc(#doc)));
        let tls = attrs.tls.as_ref().map(|attr| attr.value).map(|mode| quote!(.with_tls(#mode)));
        let default_tls =
            attrs.default_tls.as_ref().map(|attr| attr.value).map(|mode| quote!(.with_default_tls(#mode)));
        // An enum's are those of its type, and may be a variant's instead.
        let pool = (config.choice.is_none() && !attrs.pool.is_empty()).then(|| {
            let options = pool::list(&attrs.pool);
            quote!(.with_pool(#options))
        });
        let separator = attrs.separator.as_ref().map(|(_, separator)| quote!(.with_separator(#separator)));
        let shown = (self.kind == Kind::Plain).then(|| {
            let is_shown = self.is_shown();
            quote!(.with_shown(#is_shown))
        });
        let flags = [
            ("with_libpq_env", attrs.libpq_env.is_some()),
            ("with_pathname", attrs.pathname.is_some()),
            ("optional", self.is_optional),
            ("empty_as_none", attrs.empty_as_none.is_some()),
            ("secret", attrs.secret),
            ("path", self.kind == Kind::Plain && self.plain().is_path()),
        ];
        let flags = flags.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| {
            let method = format_ident!("{name}");
            quote!(.#method())
        });
        quote!(#new #default #doc #tls #default_tls #pool #separator #shown #(#flags)*)
    }
}

// Hygiene keeps a variable apart from the user's variables, the underscores from the user's constants.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
