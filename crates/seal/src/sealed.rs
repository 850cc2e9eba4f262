//! A Secret, sealed.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rsa::OAEP_SHA256_MGF1SHA256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use credentials::Randomness;
use credentials::notation::yaml;
use provision::Secret;
use zeroize::Zeroizing;

use crate::certificate::Certificate;

/// Where a sealed value may be opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Under its own namespace and name.
    #[default]
    Strict,
    /// Under any name of its namespace.
    NamespaceWide,
    /// Anywhere in the cluster.
    ClusterWide,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = [Scope::Strict, Scope::NamespaceWide, Scope::ClusterWide];

    /// kubeseal's word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Scope::Strict => "strict",
            Scope::NamespaceWide => "namespace-wide",
            Scope::ClusterWide => "cluster-wide",
        }
    }

    /// The scope with this [`id`](Scope::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|it| it.id() == id)
    }

    /// OAEP's label (pkg/apis/sealedsecrets/v1alpha1, `EncryptionLabel`).
    fn label(self, secret: &Secret) -> String {
        match self {
            Scope::Strict => format!("{}/{}", secret.namespace, secret.name),
            Scope::NamespaceWide => secret.namespace.clone(),
            Scope::ClusterWide => String::new(),
        }
    }
}

/// Why nothing was sealed: the machine's fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the values could not be encrypted")]
pub struct SealError;

/// The SealedSecrets as one stream of manifests. A value that is sealed again has other bytes: the session key is new.
///
/// # Errors
/// [`SealError`] when there is no randomness or the key refuses; nothing is handed out then.
pub fn sealed(
    secrets: &[Secret],
    certificate: &Certificate,
    scope: Scope,
    randomness: &mut dyn Randomness,
) -> Result<String, SealError> {
    let mut out = String::new();
    for secret in secrets {
        out.push_str(&one(secret, certificate, scope, randomness)?);
    }
    Ok(out)
}

fn one(
    secret: &Secret,
    certificate: &Certificate,
    scope: Scope,
    randomness: &mut dyn Randomness,
) -> Result<String, SealError> {
    let mut out = format!(
        "---\napiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n{}spec:\n  encryptedData:\n",
        metadata(secret, scope, "  ")
    );
    let label = scope.label(secret);
    for key in secret.keys() {
        let value = match (secret.entries.get(key), secret.raw.get(key)) {
            (Some(text), _) => Zeroizing::new(text.expose().as_bytes().to_vec()),
            (None, Some(raw)) => model::decode_base64(raw.expose()).ok_or(SealError)?,
            (None, None) => continue,
        };
        let bytes = hybrid(certificate, &value, label.as_bytes(), randomness)?;
        out.push_str(&format!("    {}: {}\n", *yaml(key), STANDARD.encode(bytes)));
    }
    let kind = secret.kind.as_deref().unwrap_or("Opaque");
    out.push_str(&format!(
        "  template:\n    type: {}\n    metadata:\n{}",
        *yaml(kind),
        metadata(secret, scope, "      ")
    ));
    Ok(out)
}

/// The metadata of a Secret with the mark of its scope, which the controller opens it by.
fn metadata(secret: &Secret, scope: Scope, indent: &str) -> String {
    let mut out = provision::metadata(secret, &secret.name, indent);
    if scope != Scope::Strict {
        let head = format!("{indent}annotations:\n");
        if !out.contains(&head) {
            out.push_str(&head);
        }
        out.push_str(&format!("{indent}  sealedsecrets.bitnami.com/{}: \"true\"\n", scope.id()));
    }
    out
}

/// `HybridEncrypt`: the length of the encrypted session key (two bytes, big-endian), that key, the value under it. The nonce
/// is zero, since a session key encrypts one value.
fn hybrid(
    certificate: &Certificate,
    value: &[u8],
    label: &[u8],
    randomness: &mut dyn Randomness,
) -> Result<Vec<u8>, SealError> {
    let mut session = Zeroizing::new([0_u8; 32]);
    randomness.fill(&mut session[..]).map_err(|_| SealError)?;
    let mut wrapped = vec![0; certificate.key.ciphertext_size()];
    let key = &certificate.key;
    let wrapped =
        key.encrypt(&OAEP_SHA256_MGF1SHA256, &session[..], &mut wrapped, Some(label)).map_err(|_| SealError)?;
    let aead = UnboundKey::new(&AES_256_GCM, &session[..]).map(LessSafeKey::new).map_err(|_| SealError)?;
    // Enough room from the start: a buffer that grows leaves its old self behind.
    let mut body = Zeroizing::new(Vec::with_capacity(value.len() + AES_256_GCM.tag_len()));
    body.extend_from_slice(value);
    let nonce = Nonce::assume_unique_for_key([0; 12]);
    aead.seal_in_place_append_tag(nonce, Aad::empty(), &mut *body).map_err(|_| SealError)?;
    let length = u16::try_from(wrapped.len()).map_err(|_| SealError)?;
    Ok([&length.to_be_bytes()[..], wrapped, &body[..]].concat())
}
