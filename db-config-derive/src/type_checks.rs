mod params;
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

/// Checks that depend on the field types, as constant expressions for the compiler.
pub struct TypeChecks {
    /// The expressions that mention no generic parameter.
    pub items: Vec<TokenStream>,
    /// The expressions that mention generic parameters of the struct.
    pub generic: Vec<TokenStream>,
    /// The generic expressions about the variants of an enum.
    ///
    /// They are part of its constant `BACKENDS`. `cargo check` evaluates that constant where a field has the enum's type,
    /// but it does not evaluate a `const { .. }` in a generic function.
    pub choice: Vec<TokenStream>,
}

impl TypeChecks {
    pub fn new(config: &Config) -> Self {
        let mut checks = TypeChecks { items: Vec::new(), generic: Vec::new(), choice: Vec::new() };
        if let Some(choice) = &config.choice {
            checks.add_choice(choice);
            checks.add_enum_pool(config, choice);
            checks.add_enum_params(config, choice);
            for variant in &choice.variants {
                checks.add_variant_pool(variant, config.pool());
            }
        }
        for field in config.read() {
            checks.list_for(&[field]).extend(field.type_checks());
            if config.choice.is_none() && field.is_url() {
                checks.list_for(&[field]).extend(field.pool_checks());
                checks.list_for(&[field]).extend(field.params_checks(config));
            }
        }
        for (first, second, variable) in config.sharing() {
            let is_settled = first.attrs.schemes.is_some() && second.attrs.schemes.is_some();
            if !is_settled && first.is_url() && second.is_url() {
                let (a, b) = (first.backends(), second.backends());
                let message = format!(
                    "`{}` and `{}` both read {variable}, but accept no scheme in common; use `env` to give one of them \
                     another variable",
                    first.name(),
                    second.name()
                );
                let check = require_at(&second.variables_site, quote!(!#a.intersection(#b).is_empty()), message);
                let guesses = [first, second].into_iter().filter_map(Field::reads_as_guessed);
                let check = guesses.fold(check, |check, guess| quote!(if #guess { #check }));
                checks.list_for(&[first, second]).push(check);
            }
        }
        for (first, second) in config.pairs() {
            checks.add_shared_pools(&config.prefix, first, second);
        }
        checks
    }

    /// Adds the checks that need the constant `FIELDS`, which a type with mistakes does not have.
    pub fn add_flattened(&mut self, config: &Config) {
        for (number, (_, field)) in config.flattened().enumerate() {
            self.add_flattened_field(config, number, field);
        }
    }

    /// Adds the checks that no other field needs a different value of a variable that a flattened type reads.
    ///
    /// Other fields are those of the outer type, and those of the types that are flattened before this one.
    fn add_flattened_field(&mut self, config: &Config, number: usize, field: &Field) {
        let Some(key) = &field.attrs.flatten else { return };
        let is_generic = !config.generics.params.is_empty();
        let fields = config.fields_constant();
        let check = |collides: TokenStream, other: String| {
            let message = format!(
                "{other} and `{}` (flattened) read the same variable but need different values; use `flatten, prefix = \
                 \"...\"`, or use `env` to give one of them another variable",
                field.name()
            );
            require_at(key, quote!(!#collides), message)
        };
        let own = config.read().enumerate().map(|(i, own)| {
            let other = format!("`{}` ({})", own.name(), own.variables.join(", "));
            check(quote!(__db_config::own_collides(#fields, #i, #number)), other)
        });
        let before = config.flattened().take(number).enumerate().map(|(i, (_, before))| {
            let other = format!("`{}` (flattened)", before.name());
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
    /// Checks that a field with `parts` is not a list.
    fn check_parts(&self) -> Option<TokenStream> {
        let parts = self.attrs.parts.as_ref()?;
        let is_list = constant(&self.target, "IS_LIST");
        let message = "`parts` is not supported on a list, because it makes one URL; remove it".to_owned();
        Some(require_at(&parts.key, quote!(!#is_list), message))
    }

    /// Checks that the type of a plain variable is not built from database URLs.
    fn check_plain(&self) -> Option<TokenStream> {
        let (key, ty) = (self.attrs.plain.as_ref()?, &self.named);
        let (option, name) = (key.to_string(), type_name(ty));
        let is_target = quote!({
            #[allow(unused_imports)]
            use __db_config::NotUrlType as _;
            __db_config::MaybeUrlType::<#ty>::IS_URL_TYPE
        });
        let message = format!(
            "`{option}` is not supported on a `{name}` field, because it would skip URL validation and TLS; remove it \
             (database URLs are always redacted)"
        );
        Some(require_at(key, quote!(!#is_target), message))
    }

    /// Returns the check that the variables were guessed correctly: for a list or a single URL, of Redis or not.
    fn reads_as_guessed(&self) -> Option<TokenStream> {
        let guess = self.default_variables.as_ref()?;
        let (is_list, guessed_list) = (constant(&self.target, "IS_LIST"), guess.is_list);
        let (is_redis, guessed_redis) = (self.is_redis(), guess.is_redis);
        Some(quote!(#is_list == #guessed_list && #is_redis == #guessed_redis))
    }

    /// Returns whether the field accepts only Redis URLs, as an expression.
    pub fn is_redis(&self) -> TokenStream {
        let backends = self.backends();
        quote!(#backends.difference(__db_config::Backends::REDIS).is_empty())
    }

    /// Checks that attributes for an `Option` or a list are on one.
    fn shape_checks(&self) -> Vec<TokenStream> {
        let (attrs, target) = (&self.attrs, &self.target);
        let (is_optional, is_list) = (constant(target, "IS_OPTIONAL"), constant(target, "IS_LIST"));
        let name = self.name();
        let empty_as_none = attrs.empty_as_none.as_ref().map(|key| {
            let message = "`empty_as_none` has no effect on a field that is not an `Option`; remove it";
            require_at(key, is_optional.clone(), message.to_owned())
        });
        let separator = attrs.separator.as_ref().map(|(key, _)| {
            let message = "`separator` has no effect on a field that is not a `Vec`; remove it";
            require_at(key, is_list, message.to_owned())
        });
        let default = attrs.default.as_ref().map(|text| {
            let message = format!(
                "the field `{name}` is never `None`, because it has a default value; remove `default` or the `Option`"
            );
            require_at(text, quote!(!#is_optional), message)
        });
        let default_with = attrs.default_with.as_ref().map(|path| {
            let message = format!(
                "the field `{name}` is never `None`, because it has a default value; remove `default_with` or the `Option`"
            );
            require_at(path, quote!(!#is_optional), message)
        });
        [empty_as_none, separator, default, default_with].into_iter().flatten().collect()
    }

    /// Checks that the type supports the attributes of the field.
    fn type_checks(&self) -> Vec<TokenStream> {
        let attrs = &self.attrs;
        let mut checks = self.shape_checks();
        if !self.is_url() {
            checks.extend(self.check_plain());
            return checks;
        }
        checks.extend(self.check_parts());
        let name = type_name(&self.named);
        let (accepted, backends) = (accepted(&self.target), self.backends());
        checks.push(some_backend(&self.named, &accepted));
        for Scheme { literal, backend } in attrs.schemes.iter().flatten() {
            let message = format!(
                "`{name}` does not accept {backend} URLs; remove `{}`, or use a field type that accepts them",
                literal.value()
            );
            let backend = tokens::backend(*backend);
            checks.push(require_at(literal, quote!(#accepted.contains(#backend)), message));
        }
        if let Some((default, Checked { backend, .. })) = attrs.default.as_ref().zip(self.default_url()) {
            let message = format!(
                "the default value is a {backend} URL, which `{name}` does not accept; use another default value, or \
                 another field type"
            );
            let backend = tokens::backend(backend);
            checks.push(require_at(default, quote!(#accepted.contains(#backend)), message));
        }
        if let Some(default) = attrs.default.as_ref().filter(|default| default.value().is_empty()) {
            // An empty default value is an empty list.
            let message = "the default value is empty; use a URL, or remove `default`";
            checks.push(require_at(default, constant(&self.target, "IS_LIST"), message.to_owned()));
        }
        let mut check_use = |option: &str, attr: &Option<Attr<()>>, backend: Backend| {
            if let Some(key) = attr.as_ref().and_then(|attr| attr.key.as_ref()) {
                let message = format!(
                    "`{option}` has no effect, because this `{name}` field does not accept {backend} URLs; remove it"
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

    /// Checks that the type supports a TLS mode.
    fn tls_check(&self, option: &str, key: &Ident, mode: TlsMode, name: &str) -> TokenStream {
        let (modes, backends) = (constant(&self.target, "TLS_MODES"), self.backends());
        let has = |mode| {
            let mode = tokens::tls_mode(mode);
            quote!(__modes.contains(#mode))
        };
        let (supported, full, required) = (has(mode), has(TlsMode::VerifyFull), has(TlsMode::Require));
        let unsupported = format!("`{name}` does not support TLS mode `{mode}`");
        let network =
            format!("`{option}` has no effect, because this `{name}` field only accepts SQLite URLs; remove it");
        let mut checks = vec![require_at(key, quote!(#backends.has_network()), network)];
        let mut help = |has_other: &TokenStream, help: &str| {
            checks.push(require_at(key, quote!(#supported || !#has_other), format!("{unsupported}; {help}")));
        };
        if mode == TlsMode::VerifyCa {
            help(&full, "use `verify-full`");
        }
        match mode {
            TlsMode::VerifyCa | TlsMode::VerifyFull => {
                help(
                    &required,
                    "add a `TlsPlan` to the field type, as in `(.., TlsPlan)`, and build a connector from it",
                );
            }
            TlsMode::Prefer => help(&required, "use `require`, or `default_tls = \"off\"`"),
            TlsMode::Off | TlsMode::Require => {}
        }
        let feature =
            format!("{unsupported}; enable db-config's TLS feature for this client, such as `diesel-async-rustls`");
        checks.push(require_at(key, supported, feature));
        quote!({
            let __modes: __db_config::TlsModes = #modes;
            #(#checks;)*
        })
    }

    /// Returns the databases that the field accepts.
    fn backends(&self) -> TokenStream {
        self.narrowed().unwrap_or_else(|| accepted(&self.target))
    }
}

/// Returns the databases that a field type accepts.
fn accepted(target: &TokenStream) -> TokenStream {
    constant(target, "BACKENDS")
}

/// Returns the pool options that a field type supports for the URLs that it accepts.
fn capabilities(target: &TokenStream) -> TokenStream {
    constant(target, "CAPABILITIES")
}

/// Checks that two variants accept no scheme in common.
fn disjoint(site: &Type, [a, b]: &[TokenStream; 2], [first, second]: [String; 2]) -> TokenStream {
    let checks = Backend::ALL.map(|backend| {
        let scheme = backend.schemes()[0];
        let message = format!("`{second}` and `{first}` both accept `{scheme}` URLs, so the scheme selects no variant");
        let backend = tokens::backend(backend);
        require_at(site, quote!(!(#a.contains(#backend) && #b.contains(#backend))), message)
    });
    quote!({ #(#checks;)* })
}

/// Checks that a type accepts any URL at all.
fn some_backend(site: &Type, accepted: &TokenStream) -> TokenStream {
    let message = "this type accepts no URL; in a tuple, use types that accept the same database";
    require_at(site, quote!(!#accepted.is_empty()), message.to_owned())
}

/// Creates a check. If it fails, rustc underlines all of `site`.
fn require_at(site: &impl ToTokens, condition: TokenStream, message: String) -> TokenStream {
    let (start, end) = ends(site);
    let function = format_ident!("require", span = start);
    let arguments = quote_spanned!(end=> (#condition, #message));
    quote_spanned!(start=> __db_config::#function #arguments)
}
