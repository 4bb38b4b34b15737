//! TLS settings of the client: rustls with ring, TLS 1.2 and 1.3.

use std::{io, sync::Arc};

pub use rustls::RootCertStore;
use rustls::{ClientConfig, crypto::ring};

/// The certificate authorities that this machine trusts: those of the system, or of `SSL_CERT_FILE` and `SSL_CERT_DIR`.
///
/// # Errors
/// There are none.
pub fn system_roots() -> io::Result<RootCertStore> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (valid, invalid) = roots.add_parsable_certificates(found.certs);
    if valid == 0 {
        let errors: Vec<_> = found.errors.iter().map(ToString::to_string).collect();
        let what = format!("no valid root certificates, {invalid} invalid ones: {}", errors.join("; "));
        return Err(io::Error::new(io::ErrorKind::NotFound, what));
    }
    Ok(roots)
}

pub(crate) fn client_config(roots: RootCertStore) -> io::Result<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
