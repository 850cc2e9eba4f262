//! Leaks that a person decided to live with: one small file each, named by the fingerprint.
//!
//! The file says who may stay: the place (its name) *and* the value, by a tag. Without the tag, another value that later stands in the
//! same place would be hidden. The tag is an HMAC under a key that never enters the repository, since a hash that anybody can
//! compute is the password where the password is short, however slow the hash. The price: whoever scans without the key (a new
//! colleague, CI) sees the leak again, and is told so ([`Standing::NoKey`]); the key file is handed over like any other
//! credential. Rejected: argon2 with a salt in the file (a weak password still falls in hours, and every scan pays for it), a
//! truncated hash (hides one in 2^n later values, and still confirms a guess).

use hmac::{Hmac, KeyInit as _, Mac as _};
use lang::Text;
use model::Opaque;
use sha2::Sha256;

use crate::Leak;
use crate::fingerprint::hex;

/// The folder of the ignores, below the top of the repository.
pub const FOLDER: &str = ".sekisho/ignore";

/// The operator's key.
pub struct Key(Opaque);

impl Key {
    /// Reads the content of a key file: 64 hexadecimal digits. `None` for anything else.
    #[must_use]
    pub fn parse(content: &str) -> Option<Key> {
        let content = content.trim();
        (content.len() == 64 && content.bytes().all(|it| it.is_ascii_hexdigit())).then(|| Key(Opaque::new(content)))
    }

    /// The tag of a leak's value at its place.
    #[must_use]
    pub fn tag(&self, leak: &Leak) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose().as_bytes()) else {
            // HMAC takes keys of every length.
            return String::new();
        };
        mac.update(leak.fingerprint.as_bytes());
        mac.update(b"\0");
        mac.update(leak.value.expose().as_bytes());
        hex(&mac.finalize().into_bytes()[..16])
    }
}

/// Whether a leak is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody ignored it.
    Reported,
    /// This value at this place is ignored.
    Ignored,
    /// This place is, but with another value, or under another key.
    OtherValue,
    /// This place is, but the key is not here to compare the value.
    NoKey,
    /// One is there in the form in which the file took no part: it would cover every other value of the kind.
    Outdated,
}

/// Judges a leak by the content of its ignore file.
#[must_use]
pub fn standing(leak: &Leak, file: Option<&str>, key: Option<&Key>) -> Standing {
    let Some(file) = file else { return Standing::Reported };
    let Some(key) = key else { return Standing::NoKey };
    let tag = key.tag(leak);
    let mut tags = file.lines().filter_map(|line| line.strip_prefix("tag: "));
    if tags.any(|it| it.trim() == tag) { Standing::Ignored } else { Standing::OtherValue }
}

/// The content of the ignore file that also lets `leak` be; `before` is what the file holds already.
#[must_use]
pub fn written(leak: &Leak, reason: &str, before: Option<&str>, key: &Key) -> String {
    let reason: String = reason.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let entry = format!("reason: {reason}\ntag: {}\n", key.tag(leak));
    match before {
        Some(before) => format!("{}\n{entry}", before.trim_end()),
        None => format!(
            "# A leak that was looked at and may stay: `sekisho secrets ignore`.\nrule: {}\n{entry}",
            leak.rule.id
        ),
    }
}

/// What to say of an ignore that does not hold.
#[must_use]
pub fn remark(standing: Standing) -> Option<Text> {
    match standing {
        Standing::Reported | Standing::Ignored => None,
        Standing::Outdated => Some(Text::new(
            "an ignore exists under the fingerprint that this kind of finding had before, without its file: ignore it anew by the one shown here, and delete the old",
            "ファイルを区別しない以前のフィンガープリントで除外されています。ここに示すフィンガープリントであらためて除外し、古い設定は削除してください",
        )),
        Standing::OtherValue => Some(Text::new(
            "an ignore exists for this place, but for another value (or it was made with another key)",
            "この位置の除外設定はありますが、値が異なります(または別の鍵で作られています)",
        )),
        Standing::NoKey => Some(Text::new(
            "an ignore exists for this place, but its key is not here: ask a colleague for it",
            "この位置の除外設定はありますが、照合に使う鍵がありません。チームから鍵を受け取ってください",
        )),
    }
}
