//! SealedSecrets: Secrets that only the controller of one cluster can read, and that may therefore stand in git.
//!
//! Responsible for: the format of bitnami-labs/sealed-secrets (`pkg/crypto/crypto.go`, `HybridEncrypt`): a session key under
//! RSA-OAEP-SHA256, whose label binds it to a namespace and a name, and the value under AES-256-GCM. Sealing needs the
//! controller's certificate alone and no cluster.
//!
//! Left to others: what is sealed (`provision`), files and the clock (`cli`). The session key is drawn from the source that is
//! handed in; OAEP's own seed is drawn by aws-lc from the operating system, which is also the source outside of tests.

mod certificate;
mod sealed;

pub use certificate::{Certificate, CertificateError};
pub use sealed::{Scope, SealError, sealed};
