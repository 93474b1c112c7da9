//! From a source to settings: finding a text, reading it, and gathering every problem.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::slice;

use super::env_example::PLACEHOLDER;
use super::find::{Found, find};
use super::plain::Reader;
use super::pool::Beside;
use super::source::{Watched, get};
use super::variable::looked_up;
use super::{Fields, Loaded, Notice, Report, ReportDatabase, ReportEntry, Setting, Source, flat, trace, urls};
use crate::error::{ConfigError, NOT_TAKEN, Problem, ProblemKind, UrlError};
use crate::pool_variable::pool_variable;
use crate::query::POOL;
use crate::url::redact::escaped;
use crate::url::{Surroundings, Variables};
use crate::{Backend, Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, Host, NoticeKind, UrlPart};

/// Reads the settings of one configuration in their order, and collects every problem for the report.
pub struct Loader<'a> {
    /// The configuration's name.
    config: &'static str,
    source: &'a dyn Source,
    all: &'static [Setting],
    /// Those that are still to be read.
    settings: slice::Iter<'static, Setting>,
    problems: Vec<Problem>,
    /// What is worth knowing, if somebody wants to know: the file system is asked for it.
    notices: Option<Vec<Notice>>,
    /// The in-memory databases by variable: all fields that read the same variable share one.
    memories: HashMap<Cow<'static, str>, u64>,
    /// What was read, if somebody wants to see it.
    entries: Option<Vec<ReportEntry>>,
}

/// How the text of one setting becomes a value.
type Read<'a, T> = fn(&mut Loader<'a>, &'static Setting, &mut Found) -> Result<T, UrlError>;

// What is generic here and in the derive's output is compiled for each type anew: it is therefore as little as can be, and
// nothing of it is inlined into the rest, as most of the compile time is LLVM's.

/// Reads a whole configuration.
#[inline(never)]
pub(crate) fn read<C: DatabaseConfig>(source: &dyn Source) -> Result<C, ConfigError> {
    let mut loader = Loader::new(source, const { &C::FIELDS });
    let config = C::read_fields(&mut loader);
    #[cfg(feature = "tracing")]
    loader.trace(config.is_ok());
    config
}

/// Reads a whole configuration, with its notices.
#[inline(never)]
pub(crate) fn load<C: DatabaseConfig>(source: &dyn Source) -> Result<Loaded<C>, ConfigError> {
    let source = Watched::new(source);
    let mut loader = Loader::new(&source, const { &C::FIELDS });
    loader.notices = Some(Vec::new());
    let config = C::read_fields(&mut loader)?;
    #[cfg(feature = "tracing")]
    loader.trace(true);
    Ok(Loaded { config, notices: loader.into_notices(&source) })
}

/// Reads a whole configuration for its notices.
#[inline(never)]
pub(crate) fn notices<C: DatabaseConfig>(source: &dyn Source) -> Result<Vec<Notice>, ConfigError> {
    let source = Watched::new(source);
    let mut loader = Loader::new(&source, const { &C::FIELDS });
    loader.notices = Some(Vec::new());
    C::read_fields(&mut loader)?;
    Ok(loader.into_notices(&source))
}

/// Reads a whole configuration for its report.
#[inline(never)]
pub(crate) fn report<C: DatabaseConfig>(source: &dyn Source) -> Result<Report, ConfigError> {
    let source = Watched::new(source);
    let mut loader = Loader::new(&source, const { &C::FIELDS });
    loader.notices = Some(Vec::new());
    loader.entries = Some(Vec::new());
    C::read_fields(&mut loader)?;
    Ok(loader.into_report(&source))
}

impl<'a> Loader<'a> {
    fn new(source: &'a dyn Source, fields: &'static Fields) -> Self {
        let all = flat(fields);
        Self {
            config: fields.config,
            source,
            all,
            settings: all.iter(),
            problems: Vec::new(),
            notices: None,
            memories: HashMap::new(),
            entries: trace::is_enabled().then(Vec::new),
        }
    }

    /// A URL; `None` once its problem is recorded.
    #[inline(never)]
    pub fn required_url<T: FromDatabaseUrl>(&mut self) -> Option<T> {
        self.required(Self::url)
    }

    /// The same, if there is one.
    #[inline(never)]
    pub fn optional_url<T: FromDatabaseUrl>(&mut self) -> Option<Option<T>> {
        self.optional(Self::url)
    }

    /// A list of URLs; `None` once its problem is recorded.
    #[inline(never)]
    pub fn required_urls<T: FromDatabaseUrl>(&mut self) -> Option<Vec<T>> {
        self.required(Self::urls)
    }

    /// The same, if there is one.
    #[inline(never)]
    pub fn optional_urls<T: FromDatabaseUrl>(&mut self) -> Option<Option<Vec<T>>> {
        self.optional(Self::urls)
    }

    /// A plain variable; `None` once its problem is recorded.
    #[inline(never)]
    pub fn required_plain<T, R: Reader<T>>(&mut self) -> Option<T> {
        self.required(Self::plain::<T, R>)
    }

    /// The same, if it is set.
    #[inline(never)]
    pub fn optional_plain<T, R: Reader<T>>(&mut self) -> Option<Option<T>> {
        self.optional(Self::plain::<T, R>)
    }

    fn required<T>(&mut self, read: Read<'a, T>) -> Option<T> {
        let setting = self.settings.next()?;
        let value = self.load(setting, read)?;
        if value.is_none() {
            self.note_unset(setting);
        }
        value
    }

    fn optional<T>(&mut self, read: Read<'a, T>) -> Option<Option<T>> {
        let setting = self.settings.next()?;
        self.load(setting, read)
    }

    pub(crate) fn check_url<T: FromDatabaseUrl>(&mut self, setting: &'static Setting) {
        self.check(setting, Self::url::<T>);
    }

    pub(crate) fn check_urls<T: FromDatabaseUrl>(&mut self, setting: &'static Setting) {
        self.check(setting, Self::urls::<T>);
    }

    pub(super) fn check_plain<T, R: Reader<T>>(&mut self, setting: &'static Setting) {
        self.check(setting, Self::plain::<T, R>);
    }

    fn check<T>(&mut self, setting: &'static Setting, read: Read<'a, T>) {
        if matches!(self.load(setting, read), Some(None)) && !setting.optional {
            self.note_unset(setting);
        }
    }

    #[cfg(feature = "tracing")]
    fn trace(&self, is_ok: bool) {
        if is_ok {
            trace::databases(self.entries.iter().flatten());
        }
    }

    /// Every problem: the derive's output stops at the first, because without a value there is no configuration.
    #[cold]
    pub fn error(&mut self) -> ConfigError {
        while let Some(setting) = self.settings.next() {
            (setting.check)(self, setting);
        }
        ConfigError::new(self.config, std::mem::take(&mut self.problems))
    }

    /// Each once: several URLs of one list can say the same.
    fn into_notices(self, source: &Watched<'_>) -> Vec<Notice> {
        let mut notices = self.notices.unwrap_or_default();
        notices.extend(source.unread());
        let mut known = HashSet::new();
        notices.retain(|notice| known.insert(notice.clone()));
        notices
    }

    fn into_report(mut self, source: &Watched<'_>) -> Report {
        let entries = self.entries.take().unwrap_or_default();
        Report { config: self.config, entries, notices: self.into_notices(source) }
    }

    fn load<T>(&mut self, setting: &'static Setting, read: Read<'a, T>) -> Option<Option<T>> {
        let error = match find(self.source, setting) {
            Ok(None) => {
                self.record(|| ReportEntry::unset(setting));
                return Some(None);
            }
            Ok(Some(mut found)) => match read(self, setting, &mut found) {
                // What is wrong with the pool's variables is recorded beside a value.
                Ok(value) => return self.problems.is_empty().then_some(Some(value)),
                Err(error) if found.is_default() && error.variable().is_none() => {
                    let message =
                        format!("not set, and the default{} is invalid: {}", found.overrides(), error.message());
                    error.with_message(message).in_variable(found.variable)
                }
                Err(error) => error.in_variable(found.variable),
            },
            Err(error) => error,
        };
        self.note(setting, error);
        None
    }

    fn plain<T, R: Reader<T>>(&mut self, setting: &'static Setting, found: &mut Found) -> Result<T, UrlError> {
        if found.text.as_str() == PLACEHOLDER {
            return Err(UrlError::of(ProblemKind::Placeholder).with_remedy("put the real value there"));
        }
        let is_shown = setting.shows(found.origin);
        let value = R::read(&found.text, setting.separator, is_shown).map_err(|error| match setting.secret {
            // The type's own message may show a part of it.
            true => {
                let error = UrlError::of(error.kind()).with_remedy(error.remedy().to_owned());
                error.with_message(NOT_TAKEN)
            }
            false => error,
        })?;
        self.record(|| ReportEntry::set(setting, &found.variable, found.origin, &found.text));
        Ok(value)
    }

    fn url<T: FromDatabaseUrl>(&mut self, setting: &'static Setting, found: &mut Found) -> Result<T, UrlError> {
        let beside = self.beside(setting, found.setting_variable);
        let text = std::mem::take(&mut found.text);
        let (settings, backend) = self.settings_of(setting, found, &beside, text)?;
        self.note_lost(setting, found, beside, backend);
        Ok(settings)
    }

    fn urls<T: FromDatabaseUrl>(&mut self, setting: &'static Setting, found: &mut Found) -> Result<Vec<T>, UrlError> {
        let beside = self.beside(setting, found.setting_variable);
        let texts = urls::split(&found.text)?;
        let is_list = found.text.contains(',');
        let mut all = Vec::new();
        let (mut last, mut wrong) = (None, Vec::new());
        for (i, text) in texts.into_iter().enumerate() {
            let read = match text {
                "" => Err(urls::empty()),
                text => self.settings_of(setting, found, &beside, text.to_owned()),
            };
            match read {
                Ok((settings, backend)) => {
                    all.push(settings);
                    last = Some(backend);
                }
                // What another variable says, it says for each of them.
                Err(error) if error.variable().is_some() => {
                    wrong.push(if is_list { error.without_excerpt() } else { error });
                    break;
                }
                Err(error) => {
                    let error = if is_list { urls::without_text(error) } else { error };
                    let message = format!("URL {} of the list: {}", i + 1, error.message());
                    wrong.push(error.with_message(message));
                    if wrong.len() == urls::MOST_WRONG {
                        break;
                    }
                }
            }
        }
        if let Some(last) = wrong.pop() {
            for error in wrong {
                self.note(setting, error.in_variable(found.variable.clone()));
            }
            return Err(last);
        }
        match last {
            Some(backend) => self.note_lost(setting, found, beside, backend),
            None => self.record(|| ReportEntry::set(setting, &found.variable, found.origin, "")),
        }
        Ok(all)
    }

    /// What is said about the pool beside the variable; what is wrong with it is recorded.
    fn beside(&mut self, setting: &'static Setting, variable: &str) -> Beside {
        let mut beside = Beside::read(self.source, setting, variable);
        for problem in beside.problems.drain(..) {
            self.note(setting, problem);
        }
        beside
    }

    /// The settings of one URL.
    fn settings_of<T: FromDatabaseUrl>(
        &mut self,
        setting: &'static Setting,
        found: &Found,
        beside: &Beside,
        text: String,
    ) -> Result<(T, Backend), UrlError> {
        let url = self.database_url(setting, T::BACKENDS, found, beside, text)?;
        let whole = |error: UrlError| error.or_at(|| url.excerpt(UrlPart::Query).unmarked());
        let settings = T::from_database_url(&url).map_err(whole)?;
        self.record(|| {
            let database = ReportDatabase {
                backend: url.backend(),
                hosts: escaped(url.hosts().iter().map(Host::name).collect::<Vec<_>>().join(",").into()).into_owned(),
                tls: T::tls(&url),
                pool: url.pool(T::carried(&url)),
                variables: url.variables().to_vec(),
            };
            ReportEntry::set(setting, &found.variable, found.origin, &url.redacted()).with_database(database)
        });
        if let Some(notices) = &mut self.notices {
            let is_read = |kind: &NoticeKind| matches!(kind, NoticeKind::NotCarried { key } if is_read_by_another(self.all, setting, key));
            let kinds = url.notices(T::carried(&url)).into_iter().filter(|kind| !is_read(kind));
            let held = T::tls(&url);
            let kinds = kinds.chain(url.unheld_certificates(&held));
            notices.extend(kinds.map(|kind| Notice::new(setting, &found.variable, kind)));
        }
        Ok((settings, url.backend()))
    }

    /// The URL in its surroundings, if the field accepts its backend.
    fn database_url(
        &mut self,
        setting: &Setting,
        of_type: Backends,
        found: &Found,
        beside: &Beside,
        text: String,
    ) -> Result<DatabaseUrl, UrlError> {
        let is_set = |name| Ok(get(self.source, name)?.filter(|value| !value.is_empty()));
        let lookup = |name: &str| looked_up(self.source, name);
        let is_default = found.is_default();
        let surroundings = Surroundings {
            tls: setting.tls,
            default_tls: setting.default_tls,
            tls_variable: Some(pool_variable(found.setting_variable, "tls")),
            pathname: setting.pathname,
            on_fly: is_set("FLY_APP_NAME")?.is_some(),
            in_release_command: is_set("RELEASE_COMMAND")?.is_some_and(|value| value.as_str() != "0"),
            variables: Variables::new(&lookup),
            pool: &beside.statements,
            pool_defaults: Some(setting.pool_defaults),
            is_default,
            libpq_first: is_default && setting.libpq_env,
            accepted: Some(setting.backends),
        };
        let mut url = DatabaseUrl::read(text, &surroundings)?;
        if url.is_in_memory() {
            url.memory = *self.memories.entry(found.variable.clone()).or_insert(url.memory);
        }
        match setting.backends.contains(url.backend()) {
            true => Ok(url),
            false => Err(url.unexpected_scheme(setting.backends, of_type)),
        }
    }

    fn record(&mut self, entry: impl FnOnce() -> ReportEntry) {
        if let Some(entries) = &mut self.entries {
            entries.push(entry());
        }
    }

    fn note_lost(&mut self, setting: &Setting, found: &Found, beside: Beside, backend: Backend) {
        let notice = |key| Notice::new(setting, &found.variable, NoticeKind::NotCarried { key });
        if let Some(notices) = &mut self.notices {
            let lost = beside.lost(backend).filter(|name| !is_read_by_another(self.all, setting, name));
            notices.extend(lost.map(notice));
        }
    }

    fn note_unset(&mut self, setting: &'static Setting) {
        self.note(setting, not_set(setting));
        if setting.is_url() {
            self.beside(setting, setting.variables[0]);
        }
    }

    fn note(&mut self, setting: &Setting, error: UrlError) {
        self.problems.push(Problem::new(setting.field, error.in_variable(setting.variables[0])));
    }
}

/// Whether a variable that has no effect on one setting has one on another: as its own, or as that of its pool.
fn is_read_by_another(all: &[Setting], setting: &Setting, variable: &str) -> bool {
    let of_pool = |other: &Setting, name: &str| {
        POOL.iter().any(|option| other.carries.has(option.carries) && pool_variable(name, option.name) == variable)
    };
    let others = all.iter().filter(|other| !std::ptr::eq(*other, setting));
    let mut names = others.flat_map(|other| other.variables.iter().map(move |name| (other, *name)));
    names.any(|(other, name)| name == variable || of_pool(other, name))
}

fn not_set(setting: &Setting) -> UrlError {
    let first = setting.variables[0];
    let or_file = if setting.is_path { String::new() } else { format!(", in {first}_FILE") };
    let others: String = setting.variables[1..].iter().map(|variable| format!(", nor is {variable}")).collect();
    UrlError::of(ProblemKind::NotSet)
        .with_message(format!("not set{others}"))
        .with_remedy(format!("set it in the environment{or_file}, or with `fly secrets set {first}=...`"))
}
