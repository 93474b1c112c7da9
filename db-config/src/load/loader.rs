//! Finds and parses each value of a configuration, and collects all problems.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::env_example::PLACEHOLDER;
use super::field_types::{FlattenedAt, PlainFieldAt, UrlFieldAt};
use super::find::{RawValue, backend, find};
use super::plain::PlainReader;
use super::pool::PoolOverrides;
use super::url_field::{UrlField, Urls};
use super::variable::looked_up;
use super::{DatabaseConfig, Field, FieldSpec, Fields, Flattened, missing, urls};
use crate::capabilities::Capabilities;
use crate::error::{ConfigError, INVALID_VALUE, Problem, ProblemKind, UrlError};
use crate::report::{Report, ReportDatabase, ReportEntry, Warning, WarningKind};
use crate::source::{Source, Watched, get};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::probe::Probe;
use crate::url::{DatabaseUrl, Host, ReadContext, UrlPart, Variables, is_object};
use db_config_syntax::printable::escaped;
use db_config_syntax::query::{
    PASSWORD_ENDING, PoolOption, SECRET_ENDING, USER_ENDINGS, derived_variable, without_file,
};
use db_config_syntax::{Backend, Backends, Part, secret_variable};

/// A configuration with its warnings and its report, from [`DatabaseConfig::load`].
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Env};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_DATABASE_URL", default = "sqlite:shop.db")]
///     orders: DatabaseUrl,
/// }
///
/// let loaded = Config::load(&Env)?;
/// for warning in &loaded.warnings {
///     eprintln!("warning: {warning}");
/// }
/// let config = loaded.config;
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Loaded<C> {
    /// The configuration.
    pub config: C,
    /// Problems that do not stop startup.
    pub warnings: Vec<Warning>,
    /// The redacted report: each value, its origin, the chosen TLS mode and the pool options.
    pub report: Report,
}

/// Reads a configuration.
pub(crate) fn load<C: DatabaseConfig>(source: &(impl Source + ?Sized)) -> Result<Loaded<C>, ConfigError> {
    load_with_probes(source, None).map(|(loaded, _)| loaded)
}

/// The probe of a database, with its place in the configuration.
pub(super) struct FieldProbe {
    pub field: String,
    pub variable: String,
    /// The number of the URL in a list.
    pub number: Option<usize>,
    pub probe: Probe,
}

/// Reads a configuration and, with a time limit, the probes of its [`Connect`](crate::Connect) fields.
pub(super) fn load_with_probes<C: DatabaseConfig>(
    source: &(impl Source + ?Sized),
    limit: Option<Duration>,
) -> Result<(Loaded<C>, Vec<FieldProbe>), ConfigError> {
    let source = Watched::new(source);
    let mut loader = Loader::new(&source, const { &C::FIELDS });
    loader.probe_limit = limit;
    let config = C::read_fields(&mut loader);
    let Some(config) = config.filter(|_| loader.problems.is_empty()) else {
        return Err(loader.into_error());
    };
    let probes = std::mem::take(&mut loader.probes);
    let report = loader.into_report(source.unread());
    Ok((Loaded { config, warnings: report.warnings.clone(), report }, probes))
}

/// Reads the fields of one configuration and collects all problems.
pub struct Loader<'a> {
    source: &'a dyn Source,
    /// All fields of the configuration.
    fields: &'static Fields,
    /// The path of the flattened type that is being read, such as `shop.`.
    path: String,
    /// The prefix of the variables of that type.
    prefix: String,
    problems: Vec<Problem>,
    warnings: Vec<Warning>,
    entries: Vec<ReportEntry>,
    /// The identifiers of in-memory databases by variable. All fields that read the same variable share one.
    in_memory_ids: HashMap<String, u64>,
    /// The values of the variables next to a URL, which each URL of a list needs.
    looked_up: RefCell<HashMap<String, Option<String>>>,
    /// The fields that read each variable. Computed when first needed.
    readers: Option<HashMap<String, Readers>>,
    /// The time of each probe. Without it, there are no probes.
    probe_limit: Option<Duration>,
    probes: Vec<FieldProbe>,
}

/// The fields that read one variable.
enum Readers {
    One(String),
    Several,
}

/// The result of reading one field.
enum Read<T> {
    Value(T),
    Unset,
    /// The problem is recorded.
    Failed,
}

impl<'a> Loader<'a> {
    fn new(source: &'a dyn Source, fields: &'static Fields) -> Self {
        Self {
            source,
            fields,
            path: String::new(),
            prefix: String::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            entries: Vec::new(),
            in_memory_ids: HashMap::new(),
            looked_up: RefCell::default(),
            readers: None,
            probe_limit: None,
            probes: Vec::new(),
        }
    }

    fn into_error(self) -> ConfigError {
        ConfigError::new(self.fields.config, self.problems)
    }

    fn into_report(mut self, unread: Vec<Warning>) -> Report {
        self.warnings.extend(unread);
        // Several URLs of one list can have the same warning.
        let mut known = HashSet::new();
        self.warnings.retain(|warning| known.insert(warning.clone()));
        Report { config: self.fields.config, entries: self.entries, warnings: self.warnings }
    }

    /// Reads a field from URLs. Returns `None` once its problem is recorded.
    pub fn url<F: UrlFieldAt<I>, const I: usize>(&mut self, spec: &'static FieldSpec) -> Option<F::Type> {
        self.url_of_type(spec)
    }

    /// Depends only on the field's type, so that the compiler generates the code once for all configurations.
    fn url_of_type<T: UrlField>(&mut self, spec: &'static FieldSpec) -> Option<T> {
        let field = Field::new(spec, &self.path, &self.prefix);
        let read = self.read(&field, false, |loader, found| match T::IS_LIST {
            true => loader.read_urls(&field, found).map(Urls::List),
            false => loader.read_url(&field, found).map(Urls::One),
        });
        let urls = match read {
            Read::Value(urls) => urls,
            Read::Unset => Urls::Unset,
            Read::Failed => return None,
        };
        let value = T::from_urls(urls);
        if value.is_none() {
            let error = self.not_set(&field, false);
            self.note(&field, error);
            self.pool_overrides(&field, field.first_variable(), None);
        }
        value
    }

    /// Reads a plain variable. Returns `None` once its problem is recorded.
    pub fn plain<F: PlainFieldAt<I>, const I: usize>(&mut self, spec: &'static FieldSpec) -> Option<F::Type> {
        self.plain_with(spec, F::reader())
    }

    fn plain_with<T, R: PlainReader<T>>(&mut self, spec: &'static FieldSpec, _: R) -> Option<T> {
        let field = Field::new(spec, &self.path, &self.prefix);
        let is_path = R::is_path();
        let value = match self.read(&field, is_path, |loader, found| loader.read_plain::<T, R>(&field, found)) {
            Read::Value(value) => Some(value),
            Read::Unset => R::unset(),
            Read::Failed => return None,
        };
        if value.is_none() {
            let error = self.not_set(&field, is_path);
            self.note(&field, error);
        }
        value
    }

    /// Reads a field with `flatten`. Returns `None` once its problems are recorded.
    pub fn flattened<F: FlattenedAt<I>, const I: usize>(&mut self, inner: &'static Flattened) -> Option<F::Type> {
        let lengths = (self.path.len(), self.prefix.len());
        self.path.extend([inner.field, "."]);
        self.prefix.push_str(inner.prefix);
        let config = F::Type::read_fields(self);
        self.path.truncate(lengths.0);
        self.prefix.truncate(lengths.1);
        config
    }

    fn read<T>(
        &mut self,
        field: &Field,
        is_path: bool,
        make: impl FnOnce(&mut Self, &mut RawValue<'_>) -> Result<T, UrlError>,
    ) -> Read<T> {
        let error = match find(self.source, field, is_path) {
            Ok(None) => {
                self.entries.push(ReportEntry::unset(&field.name, field.first_variable()));
                return Read::Unset;
            }
            Ok(Some(mut found)) => match make(self, &mut found) {
                Ok(value) => return Read::Value(value),
                Err(error) if found.is_default() && error.variable().is_none() => {
                    let message = found.invalid_default(error.message());
                    error.with_message(message).in_variable(found.variable.into_owned())
                }
                Err(error) => error.in_variable(found.variable.into_owned()),
            },
            Err(error) => error,
        };
        self.note(field, error);
        Read::Failed
    }

    fn read_plain<T, R: PlainReader<T>>(&mut self, field: &Field, found: &RawValue<'_>) -> Result<T, UrlError> {
        if found.text == PLACEHOLDER {
            return Err(UrlError::from_kind(ProblemKind::Placeholder).with_help("replace it with the real value"));
        }
        let is_shown = field.shows(found.origin);
        let value = R::read(&found.text, field.spec.separator, is_shown).map_err(|error| match field.is_secret() {
            // The message of the type's `FromStr` may contain a part of the value.
            true => {
                let error = UrlError::from_kind(error.kind()).with_help(error.help().to_owned());
                error.with_message(INVALID_VALUE)
            }
            false => error,
        })?;
        let shown = is_shown.then_some(found.text.as_str());
        self.entries.push(ReportEntry::set(&field.name, &found.variable, found.origin, shown));
        Ok(value)
    }

    fn read_url<T: FromDatabaseUrl>(&mut self, field: &Field, found: &mut RawValue<'_>) -> Result<T, UrlError> {
        let overrides = self.pool_overrides(field, found.base_variable, backend(&found.text, field));
        let text = std::mem::take(&mut found.text);
        let (settings, backend) = self.build_settings(field, found, &overrides, text)?;
        self.add_probes(field, found, None, &settings);
        let warnings = std::mem::take(&mut found.warnings).into_iter();
        self.warnings.extend(warnings.map(|kind| Warning::new(&field.name, &found.variable, kind)));
        self.warn_ignored(field, found, overrides, backend);
        Ok(settings)
    }

    fn read_urls<T: FromDatabaseUrl>(&mut self, field: &Field, found: &RawValue<'_>) -> Result<Vec<T>, UrlError> {
        let overrides = self.pool_overrides(field, found.base_variable, None);
        let texts = urls::split(&found.text, field.spec.backends)?;
        let is_list = found.text.contains(',') && !is_object(&found.text);
        let mut all = Vec::new();
        let (mut last, mut wrong) = (None, Vec::new());
        for (i, text) in texts.into_iter().enumerate() {
            let read = match text {
                "" => Err(urls::empty()),
                text => self.build_settings(field, found, &overrides, text.to_owned()),
            };
            match read {
                Ok((settings, backend)) => {
                    self.add_probes(field, found, Some(i + 1), &settings);
                    all.push(settings);
                    last = Some(backend);
                }
                // An invalid value of another variable affects every URL. It is reported once.
                Err(error) if error.variable().is_some() => {
                    wrong.push(if is_list { error.without_excerpt() } else { error });
                    break;
                }
                Err(error) => {
                    let error = if is_list { urls::without_text(error) } else { error };
                    let message = format!("URL {} of the list: {}", i + 1, error.message());
                    wrong.push(error.with_message(message));
                    if wrong.len() == urls::MAX_PROBLEMS {
                        break;
                    }
                }
            }
        }
        if let Some(last) = wrong.pop() {
            for error in wrong {
                self.note(field, error.in_variable(found.variable.clone().into_owned()));
            }
            return Err(last);
        }
        match last {
            Some(backend) => self.warn_ignored(field, found, overrides, backend),
            None => self.entries.push(ReportEntry::set(&field.name, &found.variable, found.origin, Some(""))),
        }
        Ok(all)
    }

    fn add_probes(
        &mut self,
        field: &Field,
        found: &RawValue<'_>,
        number: Option<usize>,
        settings: &impl FromDatabaseUrl,
    ) {
        let Some(limit) = self.probe_limit else { return };
        let (field, variable) = (&field.name, &found.variable);
        self.probes.extend(settings.probes(limit).into_iter().map(|probe| FieldProbe {
            field: field.clone(),
            variable: variable.to_string(),
            number,
            probe,
        }));
    }

    /// Returns the pool options that are set outside the URL, and records the invalid ones. Those of another database than the
    /// URL's do not count.
    fn pool_overrides(&mut self, field: &Field, variable: &str, backend: Option<Backend>) -> PoolOverrides {
        let mut overrides = PoolOverrides::read(self.source, field, variable);
        let counts = |backends: Backends| backend.is_none_or(|backend| backends.contains(backend));
        let mut reported: Vec<String> = Vec::new();
        for (_, problem) in overrides.problems.drain(..).filter(|(backends, _)| counts(*backends)) {
            let name = problem.variable().unwrap_or_default().to_owned();
            // The variants of an enum can share a variable.
            if !reported.contains(&name) {
                reported.push(name);
                self.note(field, problem);
            }
        }
        overrides
    }

    /// Builds the client options for one URL.
    fn build_settings<T: FromDatabaseUrl>(
        &mut self,
        field: &Field,
        found: &RawValue<'_>,
        overrides: &PoolOverrides,
        text: String,
    ) -> Result<(T, Backend), UrlError> {
        let url = self.database_url(field, T::BACKENDS, found, overrides, text)?;
        let with_excerpt = |error: UrlError| error.or_at(|| url.excerpt(UrlPart::Query).unmarked());
        let settings = T::from_database_url(&url).map_err(with_excerpt)?;
        let (capabilities, tls) = (T::capabilities(&url), T::tls(&url));
        let mut kinds = url.warnings_of_client(capabilities, &tls);
        kinds.retain(
            |kind| !matches!(kind, WarningKind::Unsupported { parameter } if self.is_read_by_another(field, parameter)),
        );
        kinds.extend(url.unheld_certificates(&tls));
        self.warnings.extend(kinds.into_iter().map(|kind| Warning::new(&field.name, &found.variable, kind)));
        let database = ReportDatabase {
            backend: url.backend(),
            hosts: escaped(url.hosts().iter().map(Host::name).collect::<Vec<_>>().join(",").into()).into_owned(),
            tls,
            pool: url.pool(capabilities),
            variables: url.variables().to_vec(),
            params: url.pairs().iter().filter(|pair| pair.is_param()).map(|pair| pair.name.clone()).collect(),
            file: url.report_file(),
        };
        let entry = ReportEntry::set(&field.name, &found.variable, found.origin, Some(&url.redacted()));
        self.entries.push(entry.with_database(database));
        Ok((settings, url.backend()))
    }

    /// Parses a URL with the field's attributes and variables, and checks its scheme.
    fn database_url(
        &mut self,
        field: &Field,
        of_type: Backends,
        found: &RawValue<'_>,
        overrides: &PoolOverrides,
        text: String,
    ) -> Result<DatabaseUrl, UrlError> {
        let spec = field.spec;
        let is_set = |name| Ok::<_, UrlError>(get(self.source, name)?.filter(|value| !value.is_empty()));
        let lookup = |name: &str| {
            if let Some(value) = self.looked_up.borrow().get(name) {
                return Ok(value.clone());
            }
            let value = looked_up(self.source, name)?;
            self.looked_up.borrow_mut().insert(name.to_owned(), value.clone());
            Ok(value)
        };
        let is_default = found.is_default();
        let context = ReadContext {
            tls: spec.tls,
            default_tls: spec.default_tls,
            user_variables: login_variables(field, found.base_variable, Part::User),
            password_variables: login_variables(field, found.base_variable, Part::Password),
            secret_variables: secret_variables(field, found.base_variable),
            tls_variables: field.tls_variables(found.base_variable),
            part_variables: &found.part_variables,
            has_implied_scheme: found.has_implied_scheme,
            implied_scheme: found.implied_scheme,
            pathname: spec.pathname,
            on_fly: is_set("FLY_APP_NAME")?.is_some(),
            in_release_command: is_set("RELEASE_COMMAND")?.is_some_and(|value| value.as_str() != "0"),
            variables: Variables::new(&lookup),
            pool: &overrides.overrides,
            pool_defaults: Some(spec.pool_defaults),
            params: spec.params,
            type_params: Some(spec.type_params),
            is_default,
            is_partial: false,
            libpq_first: is_default && spec.libpq_env,
            accepted: Some(spec.backends),
        };
        let mut url = DatabaseUrl::read(text, &context)?;
        url.source = Some(found.source(field));
        if url.is_in_memory() {
            url.in_memory_id = *self.in_memory_ids.entry(found.variable.to_string()).or_insert(url.in_memory_id);
        }
        match spec.backends.contains(url.backend()) {
            true => Ok(url),
            false => Err(url.unexpected_scheme(spec.backends, of_type)),
        }
    }

    fn warn_ignored(&mut self, field: &Field, found: &RawValue<'_>, overrides: PoolOverrides, backend: Backend) {
        for key in overrides.ignored(backend) {
            if !self.is_read_by_another(field, &key) {
                self.warnings.push(Warning::new(
                    &field.name,
                    &found.variable,
                    WarningKind::Unsupported { parameter: key },
                ));
            }
        }
    }

    fn note(&mut self, field: &Field, error: UrlError) {
        let error = error.in_variable(field.first_variable().to_owned());
        self.problems.push(Problem::new(field.name.clone(), error));
    }

    fn not_set(&mut self, field: &Field, is_path: bool) -> UrlError {
        let source = self.source;
        missing::not_set(source, field, is_path, |variable| self.is_read_by_another(field, variable))
    }

    /// Returns whether another field reads this variable, as its URL, as a part of it or as one of its pool options.
    fn is_read_by_another(&mut self, field: &Field, variable: &str) -> bool {
        let readers = self.readers.get_or_insert_with(|| readers(self.fields));
        match readers.get(without_file(variable).unwrap_or(variable)) {
            Some(Readers::One(name)) => *name != field.name,
            Some(Readers::Several) => true,
            None => false,
        }
    }
}

/// Returns the variables of the user name or the password. With `parts = "DB_"`, those next to the URL are not read.
fn login_variables(field: &Field, url_variable: &str, part: Part) -> Vec<String> {
    if field.spec.parts.is_some() {
        return field.part_variables(part, url_variable);
    }
    let endings: &[&str] = if part == Part::User { &USER_ENDINGS } else { &[PASSWORD_ENDING] };
    endings.iter().map(|ending| derived_variable(url_variable, ending)).collect()
}

/// Returns the variables of a JSON object with the user name and the password.
fn secret_variables(field: &Field, url_variable: &str) -> Vec<String> {
    let prefix = field.spec.parts.and_then(|parts| parts.prefix);
    let of_parts = prefix.map(|prefix| secret_variable(&[&field.prefix, prefix].concat()));
    of_parts.into_iter().chain([derived_variable(url_variable, SECRET_ENDING)]).collect()
}

/// Returns the fields that read each variable.
fn readers(fields: &'static Fields) -> HashMap<String, Readers> {
    let mut readers = HashMap::new();
    for field in fields.all() {
        let pool_variables = |name: &String| {
            let options = PoolOption::ALL.into_iter();
            let options = options.filter(|option| field.spec.capabilities.contains(Capabilities::from_option(*option)));
            let variables = options.flat_map(|option| field.pool_variables(name, option));
            variables.map(|variable| variable.name).collect::<Vec<_>>()
        };
        let parts = |name: &String| Part::ALL.map(|part| field.part_variables(part, name)).concat();
        let (pool, parts) = (field.variables.iter().flat_map(pool_variables), field.variables.iter().flat_map(parts));
        let names: HashSet<String> = pool.chain(parts).chain(field.variables.iter().cloned()).collect();
        for name in names {
            let readers = readers.entry(name).and_modify(|readers| *readers = Readers::Several);
            readers.or_insert_with(|| Readers::One(field.name.clone()));
        }
    }
    readers
}
