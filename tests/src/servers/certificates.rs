use super::{CERT_USER, Directory};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Certificates made for this test process, as PEM files.
///
/// The servers' certificate is signed by `ca` and valid for `localhost` and `db.test`, not for `127.0.0.1`.
#[derive(Debug)]
pub struct Certificates {
    /// The CA that signed the servers' and the client's certificates.
    pub ca: PathBuf,
    /// A CA that signed neither.
    pub other_ca: PathBuf,
    /// A client certificate for the user [`CERT_USER`].
    pub client_cert: PathBuf,
    /// Its key.
    pub client_key: PathBuf,
    /// The client certificate and its key in one file, for MongoDB's clients.
    pub client_combined_pem: PathBuf,
    directory: Directory,
}

impl Certificates {
    /// Returns the directory of all files.
    ///
    /// The servers use `server.pem` and `server.key`, or both in `server-combined.pem`. The certificate in
    /// `expired.pem`, with the key in `expired.key`, has expired.
    pub(super) fn directory(&self) -> &Path {
        &self.directory.path
    }
}

/// Returns the certificates that the servers of this test process use.
pub fn certificates() -> &'static Certificates {
    static CERTIFICATES: OnceLock<Certificates> = OnceLock::new();
    CERTIFICATES.get_or_init(make)
}

fn make() -> Certificates {
    let directory = Directory::new("", &[]);
    let write = |name: &str, text: String| {
        let file = directory.path.join(name);
        fs::write(&file, text).expect("the directory is writable");
        // libpq and PostgreSQL reject a key that other users can read.
        fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("cannot set the permissions");
        file
    };

    let ca = authority("db-config test authority");
    let other_ca = authority("db-config other authority");
    let (server, server_key) = leaf(&ca, "localhost", &["localhost", "db.test"], ExtendedKeyUsagePurpose::ServerAuth);
    let (expired, expired_key) = expired_leaf(&ca);
    let (client, client_key) = leaf(&ca, CERT_USER, &[], ExtendedKeyUsagePurpose::ClientAuth);

    write("server-combined.pem", format!("{server}{server_key}"));
    write("server.pem", server);
    write("server.key", server_key);
    write("expired.pem", expired);
    write("expired.key", expired_key);
    Certificates {
        ca: write("ca.pem", ca.pem()),
        other_ca: write("other-ca.pem", other_ca.pem()),
        client_combined_pem: write("client-combined.pem", format!("{client}{client_key}")),
        client_cert: write("client.pem", client),
        client_key: write("client.key", client_key),
        directory,
    }
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, new_key()).expect("the parameters are fixed")
}

/// Returns a new certificate and its key, as PEM.
fn leaf(ca: &Authority, name: &str, hosts: &[&str], usage: ExtendedKeyUsagePurpose) -> (String, String) {
    signed(ca, params(name, hosts, usage))
}

/// Returns an expired certificate for the servers, and its key.
fn expired_leaf(ca: &Authority) -> (String, String) {
    let mut params = params("localhost", &["localhost"], ExtendedKeyUsagePurpose::ServerAuth);
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    signed(ca, params)
}

fn params(name: &str, hosts: &[&str], usage: ExtendedKeyUsagePurpose) -> CertificateParams {
    let hosts: Vec<_> = hosts.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(hosts).expect("the names are fixed");
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![usage];
    params.use_authority_key_identifier_extension = true;
    params
}

fn signed(ca: &Authority, params: CertificateParams) -> (String, String) {
    let key = new_key();
    let certificate = params.signed_by(&key, ca).expect("the parameters are fixed");
    (certificate.pem(), key.serialize_pem())
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("the algorithm is supported")
}
