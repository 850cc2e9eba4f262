//! Base64 as Kubernetes reads it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// The bytes behind standard base64 with padding; `None` where it is none. Line breaks do not count, as in Go's decoder. What may be
/// a secret is overwritten when it goes.
///
/// ```
/// assert_eq!(model::decode_base64("aHVudGVy\nMg==").unwrap()[..], *b"hunter2");
/// assert!(model::decode_base64("aHVudGVyMg").is_none());
/// ```
#[must_use]
pub fn decode_base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = Zeroizing::new(text.bytes().filter(|it| !matches!(it, b'\r' | b'\n')).collect::<Vec<u8>>());
    STANDARD.decode(&*text).ok().map(Zeroizing::new)
}
