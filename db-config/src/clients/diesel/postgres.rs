//! libpq's dialect of URLs, with every parameter that libpq would otherwise read from the environment.

use std::path::Path;
use std::time::Duration;

use super::CLIENT;
use crate::clients::canonical::{self, CanonicalUrl};
use crate::clients::common::{environment_conflict, require_own_ca};
use crate::error::UrlError;
use crate::libpq::variables::{Shadow, VARIABLES};
use crate::resolved::{Keepalives, Param, Postgres, PostgresSession, Secret, Timeouts};
use crate::system;
use crate::target::limits::whole_seconds;
use crate::tls::{RootCertificate, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};

pub(super) fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    let Postgres {
        servers,
        user,
        password,
        database,
        tls,
        ssl_negotiation,
        channel_binding,
        target_session_attrs,
        load_balance_hosts,
        keepalives,
        session,
        behind_pooler: _,   // libpq adds no startup parameters
        statement_cache: _, // set on the connection
        pool: _,            // r2d2's
        timeouts,
        libpq,
    } = Postgres::resolve(url)?;
    let Keepalives { enabled, idle, interval, count, user_timeout } = keepalives;
    let Timeouts { connect, busy: _ } = timeouts;
    let options = session.startup_options();
    let PostgresSession { application_name, options: _, search_path: _, statement_timeout: _ } = session;

    let addresses: Vec<String> =
        servers.iter().map(|server| server.address.map_or(String::new(), |address| address.to_string())).collect();
    let path = |path: Option<&Path>| path.map(|path| path.to_string_lossy().into_owned());
    if !has_own_root() {
        require_own_ca(url, tls)?;
    }
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    let root = match root_certificate {
        Some(RootCertificate::System) => Some("system".to_owned()),
        Some(RootCertificate::File(file)) => path(Some(file)),
        None => None,
    };
    let seconds = |param: Option<Param<'_, Duration>>| param.map(|param| param.value.as_secs().to_string());
    let mut keys: Vec<(&str, Option<String>)> = vec![
        ("sslmode", Some(mode.libpq().to_owned())),
        ("sslrootcert", root),
        ("sslcert", path(client_certificate.as_deref())),
        ("sslkey", path(client_key.as_deref())),
        ("sslnegotiation", ssl_negotiation.map(|param| param.value.to_string())),
        ("channel_binding", channel_binding.map(|param| param.value.to_string())),
        ("application_name", application_name.map(|param| param.value.to_owned())),
        ("options", options),
        ("hostaddr", addresses.iter().any(|address| !address.is_empty()).then(|| addresses.join(","))),
        ("connect_timeout", whole_seconds(connect).map(|seconds| seconds.to_string())),
        ("target_session_attrs", target_session_attrs.map(|param| param.value.to_string())),
        ("load_balance_hosts", load_balance_hosts.map(|param| param.value.to_string())),
        ("keepalives", enabled.map(|param| u8::from(param.value).to_string())),
        ("keepalives_idle", seconds(idle)),
        ("keepalives_interval", seconds(interval)),
        ("keepalives_count", count.map(|param| param.value.to_string())),
        ("tcp_user_timeout", user_timeout.map(|param| param.value.as_millis().to_string())),
    ];
    if let Some(service) = libpq.iter().find(|own| own.name.starts_with("service")) {
        let what = "a service file, because db-config sets the server and the TLS mode itself";
        let error = url.unsupported(CLIENT, what, UrlPart::Parameter(service.param.name));
        return Err(error.with_help("put the parameters of the service into the URL"));
    }
    // libpq reads a changed password for the next connection.
    let password_file = url.password_file.as_deref().filter(|path| path.to_str().is_some());
    keys.extend(password_file.map(|file| ("passfile", path(Some(file)))));
    let password = password.filter(|_| password_file.is_none());
    keys.extend(libpq.iter().map(|own| (own.name, Some(own.param.value.expose_secret().to_owned()))));
    // To libpq, an empty password is no password.
    let password = password.map(Secret::expose_secret);
    add_shadows(&mut keys, password.is_some_and(|password| !password.is_empty()))?;
    let hosts = canonical::hosts(&servers);
    let text = CanonicalUrl::new("postgres", Some(&user), password, &hosts, Some(&database));
    Ok(keys.into_iter().fold(text, |text, (name, value)| text.key_if(name, value.as_deref())).finish())
}

/// Returns whether libpq's default CA certificate file exists. libpq never trusts the public CAs instead of it.
fn has_own_root() -> bool {
    let home = std::env::var_os(system::LIBPQ_HOME);
    home.is_some_and(|home| Path::new(&home).join(system::LIBPQ_ROOT_CERTIFICATE).exists())
}

/// Adds the parameters that keep libpq from reading the process's environment variables.
fn add_shadows(keys: &mut Vec<(&'static str, Option<String>)>, has_password: bool) -> Result<(), UrlError> {
    for variable in VARIABLES {
        let is_given = keys.iter().any(|(key, value)| *key == variable.key && value.is_some())
            || variable.key == "password" && has_password;
        if is_given || std::env::var_os(variable.name).is_none() {
            continue;
        }
        match variable.shadow {
            Shadow::Unneeded => {}
            Shadow::Neutral(value) => keys.push((variable.key, Some(value.to_owned()))),
            Shadow::Impossible(_) => {
                let (name, key) = (variable.name, variable.key);
                let help = match key {
                    "service" => format!("unset {name}, and put the parameters of the service into the URL"),
                    key => format!("unset {name}, and set `{key}` in the URL"),
                };
                return Err(environment_conflict(name, "libpq").with_help(help));
            }
        }
    }
    Ok(())
}
