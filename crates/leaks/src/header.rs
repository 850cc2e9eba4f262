//! `Authorization` headers, wherever they stand: the scheme and the credential behind it.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::Opaque;
use regex::Regex;

use crate::automaton::automaton;
use crate::judge::{is_generated, is_reference};
use crate::named::CREDENTIAL_IN_URL;
use crate::url;

static HINTS: LazyLock<AhoCorasick> =
    LazyLock::new(|| automaton(["earer ", "BEARER ", "Basic ", "basic ", "uthorization", "UTHORIZATION"].into_iter()));

static SCHEME: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\A(?i:bearer|earer)[ \t]+(?P<value>[A-Za-z0-9._~+/=\-]{12,})"));
static BASIC: LazyLock<Regex> = LazyLock::new(|| compile(r"\A(?i:basic)[ \t]+(?P<value>[A-Za-z0-9+/]{6,}={0,2})"));
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"\A(?i:uthorization)\\{0,3}["'\]]*[ \t]*[:=,][ \t]*\\{0,3}["'`]?(?:(?i:token|key|apikey|api-key|bot|deepl-auth-key)[ \t]+)?(?P<value>[A-Za-z0-9._~+/=\-]{12,})"#,
    )
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours, and every test runs it")
}

/// No header is longer.
const FORTH: usize = 4096;

/// The credentials of headers, and the value as it is used.
pub(crate) fn headers(text: &str) -> impl Iterator<Item = (Range<usize>, Opaque)> {
    HINTS.find_iter(text).filter_map(|hint| {
        let at = hint.start();
        let rest = &text[at..text.floor_char_boundary((at + FORTH).min(text.len()))];
        let (pattern, is_basic) = match hint.pattern().as_usize() {
            0 | 1 => (&*SCHEME, false),
            2 | 3 => (&*BASIC, true),
            _ => (&*BARE, false),
        };
        let value = pattern.captures(rest)?.name("value")?;
        let word = value.as_str();
        let range = at + value.start()..at + value.end();
        if is_basic {
            return basic(word).map(|it| (range, it));
        }
        let sample = word.contains("xxxx") || word.contains("XXXX") || word.contains("EXAMPLE");
        (is_generated(word) && !is_reference(word) && !sample).then(|| (range, Opaque::new(word)))
    })
}

/// The password of `user:password` in base64.
pub(crate) fn basic(word: &str) -> Option<Opaque> {
    let text = String::from_utf8(STANDARD.decode(word).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    let plain = !user.is_empty() && !text.contains(char::is_control);
    (plain && url::judge(password, true).is_some_and(|it| it == &CREDENTIAL_IN_URL || !password.is_empty()))
        .then(|| Opaque::new(password))
}
