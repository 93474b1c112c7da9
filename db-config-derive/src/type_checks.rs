mod pool;

use crate::ast::{Config, Field};
use crate::attr::Attr;
use crate::scheme::Scheme;
use crate::tokens::{self, constant};
use crate::types::{ends, type_name};
use crate::variant::Choice;
use db_config_syntax::tls::TlsMode;
use db_config_syntax::{Backend, Checked};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;

/// Checks that depend on the types of the fields, for the compiler to evaluate.
pub struct TypeChecks {
    /// Expressions that stand on their own.
    pub items: Vec<TokenStream>,
    /// Expressions that name the generic parameters of the struct.
    pub generic: Vec<TokenStream>,
    /// Those about the variants of an enum. They are part of its constant `BACKENDS`, which `cargo check` evaluates where
    /// a field has the enum's type: it evaluates no `const { .. }` of a generic function.
    pub choice: Vec<TokenStream>,
}

impl TypeChecks {
    pub fn new(config: &Config) -> Self {
        let mut checks = TypeChecks { items: Vec::new(), generic: Vec::new(), choice: Vec::new() };
        if let Some(choice) = &config.choice {
            checks.add_choice(choice);
            checks.add_enum_pool(config, choice);
            for variant in &choice.variants {
                checks.add_variant_pool(variant, config.pool());
            }
        }
        for field in config.read() {
            checks.list_for(&[field]).extend(field.type_checks());
            if config.choice.is_none() && field.is_url() {
                checks.list_for(&[field]).extend(field.pool_checks());
            }
        }
        for (first, second, variable) in config.sharing() {
            let is_settled = first.attrs.schemes.is_some() && second.attrs.schemes.is_some();
            if !is_settled && first.is_url() && second.is_url() {
                let (a, b) = (first.backends(), second.backends());
                let message = format!(
                    "two fields read {variable}, and no URL suits both: give one of them another variable with `env`"
                );
                let check = require_at(&second.variables_site, quote!(!#a.intersection(#b).is_empty()), message);
                let guesses = [first, second].into_iter().filter_map(Field::reads_as_guessed);
                let check = guesses.fold(check, |check, guess| quote!(if #guess { #check }));
                checks.list_for(&[first, second]).push(check);
            }
        }
        for (first, second) in config.pairs() {
            checks.add_shared_pools(first, second);
        }
        checks
    }

    /// Adds the checks that need the constant `FIELDS` of the type, which one with mistakes does not have.
    pub fn add_flattened(&mut self, config: &Config) {
        for (number, (_, field)) in config.flattened().enumerate() {
            self.add_flattened_field(config, number, field);
        }
    }

    /// That no variable of a flattened type is also read by another field: the outer type's own, or one of a type that is
    /// flattened before it.
    fn add_flattened_field(&mut self, config: &Config, number: usize, field: &Field) {
        let Some(key) = &field.attrs.flatten else { return };
        let ident = config.ident;
        let is_generic = !config.generics.params.is_empty();
        let ty = if is_generic { quote!(Self) } else { ident.to_token_stream() };
        let fields = quote!(&<#ty as __db_config::DatabaseConfig>::FIELDS);
        let check = |collides: TokenStream, other: String| {
            let message = format!(
                "{other} and the flattened `{}` read one variable, and no value suits both: write `flatten, prefix = \
                 \"...\"`, or give one of them another variable with `env`",
                field.name()
            );
            require_at(key, quote!(!#collides), message)
        };
        let own = config.read().enumerate().map(|(i, own)| {
            let other = format!("`{}` ({})", own.name(), own.variables.join(", "));
            check(quote!(__db_config::own_collides(#fields, #i, #number)), other)
        });
        let before = config.flattened().take(number).enumerate().map(|(i, (_, before))| {
            let other = format!("the flattened `{}`", before.name());
            check(quote!(__db_config::flattened_collide(#fields, #i, #number)), other)
        });
        if is_generic { &mut self.generic } else { &mut self.items }.extend(own.chain(before));
    }

    fn add_choice(&mut self, choice: &Choice) {
        for variant in &choice.variants {
            let check = some_backend(variant.ty, &accepted(&variant.target));
            if variant.is_generic { &mut self.choice } else { &mut self.items }.push(check);
        }
        for (first, second) in choice.pairs() {
            let backends = [first, second].map(|variant| accepted(&variant.target));
            let check = disjoint(second.ty, &backends, [first, second].map(|variant| type_name(variant.ty)));
            let is_generic = first.is_generic || second.is_generic;
            if is_generic { &mut self.choice } else { &mut self.items }.push(check);
        }
    }

    fn list_for(&mut self, fields: &[&Field]) -> &mut Vec<TokenStream> {
        if fields.iter().any(|field| field.is_generic) { &mut self.generic } else { &mut self.items }
    }
}

impl Field<'_> {
    /// That a plain variable is not of a type that is made from database URLs.
    fn check_plain(&self) -> Option<TokenStream> {
        let (key, ty) = (self.attrs.plain.as_ref()?, &self.named);
        let (option, name) = (key.to_string(), type_name(ty));
        let is_target = quote!({
            #[allow(unused_imports)]
            use __db_config::NotUrlType as _;
            __db_config::MaybeUrlType::<#ty>::IS_URL_TYPE
        });
        let message = format!(
            "with `{option}` the field of type `{name}` would read its text by itself, without what is checked and decided \
             here, TLS included; remove it: a database URL is always redacted"
        );
        Some(require_at(key, quote!(!#is_target), message))
    }

    /// Whether the type is the list, or the one URL, that the variable was guessed for, if it was.
    fn reads_as_guessed(&self) -> Option<TokenStream> {
        let [_, list] = self.default_variables.as_ref()?;
        let (is_list, guess) = (constant(&self.target, "IS_LIST"), self.variables.contains(list));
        Some(quote!(#is_list == #guess))
    }

    /// That options for an `Option` or a list are on one.
    fn shape_checks(&self) -> Vec<TokenStream> {
        let (attrs, target) = (&self.attrs, &self.target);
        let (is_optional, is_list) = (constant(target, "IS_OPTIONAL"), constant(target, "IS_LIST"));
        let name = self.name();
        let empty_as_none = attrs.empty_as_none.as_ref().map(|key| {
            let message = "`empty_as_none` has no effect on a field that is not an `Option`; remove it";
            require_at(key, is_optional.clone(), message.to_owned())
        });
        let separator = attrs.separator.as_ref().map(|(key, _)| {
            let message = "`separator` has no effect on a field that is not a list, `Vec<...>`; remove it";
            require_at(key, is_list, message.to_owned())
        });
        let default = attrs.default.as_ref().map(|text| {
            let message = format!(
                "the optional field `{name}` would never be `None` with a default; remove the default or the `Option`"
            );
            require_at(text, quote!(!#is_optional), message)
        });
        [empty_as_none, separator, default].into_iter().flatten().collect()
    }

    /// That the type supports the options of the field.
    fn type_checks(&self) -> Vec<TokenStream> {
        let attrs = &self.attrs;
        let mut checks = self.shape_checks();
        if !self.is_url() {
            checks.extend(self.check_plain());
            return checks;
        }
        let name = type_name(&self.named);
        let (accepted, backends) = (accepted(&self.target), self.backends());
        checks.push(some_backend(&self.named, &accepted));
        for Scheme { literal, backend } in attrs.schemes.iter().flatten() {
            let message = format!(
                "`{name}` does not accept {backend} URLs; remove `{}`, or give the field a type that accepts them",
                literal.value()
            );
            let backend = tokens::backend(*backend);
            checks.push(require_at(literal, quote!(#accepted.contains(#backend)), message));
        }
        if let Some((default, Checked { backend, .. })) = attrs.default.as_ref().zip(self.default_url()) {
            let message = format!(
                "the default is a {backend} URL, which `{name}` does not accept; write a URL of a database that it accepts, \
                 or give the field another type"
            );
            let backend = tokens::backend(backend);
            checks.push(require_at(default, quote!(#accepted.contains(#backend)), message));
        }
        if let Some(default) = attrs.default.as_ref().filter(|default| default.value().is_empty()) {
            // An empty list has no URL.
            let message = "malformed default: empty; write a URL, or leave it unset";
            checks.push(require_at(default, constant(&self.target, "IS_LIST"), message.to_owned()));
        }
        let mut check_use = |option: &str, attr: &Option<Attr<()>>, backend: Backend| {
            if let Some(key) = attr.as_ref().and_then(|attr| attr.key.as_ref()) {
                let message = format!(
                    "`{option}` has no effect on this field of type `{name}`: it takes no {backend} URL; remove it"
                );
                let backend = tokens::backend(backend);
                checks.push(require_at(key, quote!(#backends.contains(#backend)), message));
            }
        };
        check_use("libpq_env", &attrs.libpq_env, Backend::Postgres);
        check_use("pathname", &attrs.pathname, Backend::Sqlite);
        for (option, attr) in [("tls", &attrs.tls), ("default_tls", &attrs.default_tls)] {
            if let Some((key, mode)) = attr.as_ref().and_then(|attr| Some((attr.key.as_ref()?, attr.value))) {
                checks.push(self.tls_check(option, key, mode, &name));
            }
        }
        checks
    }

    /// That the type supports a TLS mode.
    fn tls_check(&self, option: &str, key: &Ident, mode: TlsMode, name: &str) -> TokenStream {
        let (modes, backends) = (constant(&self.target, "TLS_MODES"), self.backends());
        let has = |mode| {
            let mode = tokens::tls_mode(mode);
            quote!(__modes.contains(#mode))
        };
        let (supported, full, required) = (has(mode), has(TlsMode::VerifyFull), has(TlsMode::Require));
        let unsupported = format!("`{name}` does not support TLS mode `{mode}`");
        let network = format!(
            "`{option}` has no effect on this field of type `{name}`: it takes SQLite only, which has no network; remove it"
        );
        let mut checks = vec![require_at(key, quote!(#backends.has_network()), network)];
        let mut help = |has_other: &TokenStream, help: &str| {
            checks.push(require_at(key, quote!(#supported || !#has_other), format!("{unsupported}; {help}")));
        };
        if mode == TlsMode::VerifyCa {
            help(&full, "use `verify-full`");
        }
        match mode {
            TlsMode::VerifyCa | TlsMode::VerifyFull => {
                help(&required, "give the field the type `(.., TlsPlan)`, whose plan makes the connector");
            }
            TlsMode::Prefer => help(&required, "use `require`, or `off` as `default_tls`"),
            TlsMode::Off | TlsMode::Require => {}
        }
        let feature = format!("{unsupported}; turn on the TLS feature of db-config for this client");
        checks.push(require_at(key, supported, feature));
        quote!({
            let __modes: __db_config::TlsModes = #modes;
            #(#checks;)*
        })
    }

    /// The backends that this field takes, for the checks.
    fn backends(&self) -> TokenStream {
        self.narrowed().unwrap_or_else(|| accepted(&self.target))
    }
}

/// The backends that a target takes.
fn accepted(target: &TokenStream) -> TokenStream {
    constant(target, "BACKENDS")
}

/// The pool options that a field type supports for the URLs that it accepts.
fn capabilities(target: &TokenStream) -> TokenStream {
    constant(target, "CAPABILITIES")
}

/// That two variants accept no scheme in common.
fn disjoint(site: &Type, [a, b]: &[TokenStream; 2], [first, second]: [String; 2]) -> TokenStream {
    let checks = Backend::ALL.map(|backend| {
        let scheme = backend.schemes()[0];
        let message = format!("`{second}` and `{first}` both take `{scheme}`, so a scheme cannot choose between them");
        let backend = tokens::backend(backend);
        require_at(site, quote!(!(#a.contains(#backend) && #b.contains(#backend))), message)
    });
    quote!({ #(#checks;)* })
}

/// That a type accepts some URL.
fn some_backend(site: &Type, accepted: &TokenStream) -> TokenStream {
    let message = "no URL fits this type: both types of the tuple have to accept it";
    require_at(site, quote!(!#accepted.is_empty()), message.to_owned())
}

/// A check for which rustc underlines all of `site` when it fails.
fn require_at(site: &impl ToTokens, condition: TokenStream, message: String) -> TokenStream {
    let (start, end) = ends(site);
    let function = format_ident!("require", span = start);
    let arguments = quote_spanned!(end=> (#condition, #message));
    quote_spanned!(start=> __db_config::#function #arguments)
}
