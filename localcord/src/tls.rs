//! A certificate authority of one's own, made at the start, and a certificate for `discord.com` signed by it.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio_rustls::TlsAcceptor;

use crate::StartError;

/// What a server needs, and what its clients must trust.
pub(crate) struct Identity {
    pub(crate) acceptor: TlsAcceptor,
    /// The authority's certificate in PEM.
    pub(crate) ca_pem: String,
}

/// Makes a fresh authority and certificate.
pub(crate) fn identity() -> Result<Identity, StartError> {
    let key = KeyPair::generate().map_err(StartError::Certificate)?;
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, "localcord");
    let authority = CertifiedIssuer::self_signed(params, key).map_err(StartError::Certificate)?;

    let key = KeyPair::generate().map_err(StartError::Certificate)?;
    let names = ["discord.com", "localhost", "127.0.0.1"].map(str::to_owned);
    let params = CertificateParams::new(names).map_err(StartError::Certificate)?;
    let certificate = params.signed_by(&key, &authority).map_err(StartError::Certificate)?;

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], secret))
        .map_err(StartError::Tls)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Identity { acceptor: TlsAcceptor::from(Arc::new(config)), ca_pem: authority.pem() })
}
