//! What each credential looks like when it is made here, and what an existing one must look like to be kept.
//!
//! The lengths give at least the strength of the recipes that guides name: `openssl rand -base64 42` (336 bits) for `SECRET_KEY`,
//! `openssl rand -hex 32` (256 bits) for keys, 32 letters and digits (190 bits) for passwords. What a reader of a value demands
//! beyond that is dify.md 2.3 and 2.4, and stands beside each shape.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credentials::{Alphabet, Exhausted, Length, Randomness, generate};
use dify::{Form, Purpose};
use lang::{Text, text};
use model::Opaque;
use zeroize::Zeroizing;

/// The form of a credential that is made here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// That many characters, every one uniform.
    Drawn(Alphabet, usize),
    /// The same of letters, digits, `-` and `_`, with at least one capital, one small letter, one digit and one mark.
    Mixed(usize),
    /// The same of letters and digits, beginning with a letter.
    Named(usize),
    /// Unpadded base64url of exactly 32 bytes.
    Bytes32,
}

/// The api takes no longer setup password (D; dify.md 2.3).
const LONGEST_SETUP_PASSWORD: usize = 30;

/// A shape that fewer than half of the drawn values have takes a few draws; a source that never gives one is broken.
const TRIES: usize = 1000;

impl Shape {
    /// The shape of a credential by what it opens.
    #[must_use]
    pub fn of(purpose: Purpose, form: Form) -> Shape {
        match (purpose, form) {
            // As upstream makes it: 48 bytes, url-safe (D:api/configs/secret_key.py).
            (Purpose::AppSecret, _) => Shape::Drawn(Alphabet::UrlSafe, 64),
            (_, Form::Base64Url32) => Shape::Bytes32,
            // A person types it once.
            (Purpose::SetupPassword, _) => Shape::Drawn(Alphabet::Alnum, 24),
            // Their own rules for passwords: every class of characters (general).
            (Purpose::VectorStoreKey("opengauss" | "vastbase" | "opensearch"), _) => Shape::Mixed(32),
            // At most 30 bytes, a letter first (general).
            (Purpose::VectorStoreKey("oracle"), _) => Shape::Named(30),
            // MinIO takes 3 to 20 characters for a user and 8 to 40 for its password (general).
            (Purpose::ObjectStorage, Form::AccessId) => Shape::Drawn(Alphabet::Alnum, 20),
            (_, Form::Password) => Shape::Drawn(Alphabet::Alnum, 32),
            _ => Shape::Drawn(Alphabet::Alnum, 43),
        }
    }

    /// Makes a value.
    ///
    /// # Errors
    /// [`Exhausted`] when there is no randomness, or none that gives the shape.
    pub fn make(self, source: &mut dyn Randomness) -> Result<Opaque, Exhausted> {
        let (alphabet, length) = match self {
            Shape::Bytes32 => {
                let mut bytes = Zeroizing::new([0_u8; 32]);
                source.fill(&mut bytes[..])?;
                return Ok(Opaque::new(URL_SAFE_NO_PAD.encode(&bytes[..])));
            }
            Shape::Drawn(alphabet, length) => (alphabet, length),
            Shape::Mixed(length) => (Alphabet::UrlSafe, length),
            Shape::Named(length) => (Alphabet::Alnum, length),
        };
        let length = Length::new(length).map_err(|_| Exhausted)?;
        for _ in 0..TRIES {
            // Drawing the whole again keeps every value that fits equally likely.
            let value = generate(source, alphabet, length)?;
            if self.misfit(value.expose()).is_none() {
                return Ok(value);
            }
        }
        Err(Exhausted)
    }

    /// Why a value that somebody else made does not have the form that its readers demand.
    #[must_use]
    pub fn misfit(self, value: &str) -> Option<Text> {
        match self {
            Shape::Drawn(..) => None,
            Shape::Bytes32 => {
                let bytes = URL_SAFE_NO_PAD.decode(value).map(Zeroizing::new);
                bytes.map_or(true, |it| it.len() != 32).then(|| {
                    Text::new("not unpadded base64url of 32 bytes", "32 バイトの base64url(パディングなし)ではない")
                })
            }
            Shape::Mixed(_) => {
                let has = |class: fn(&char) -> bool| value.chars().any(|it| class(&it));
                let mark = |it: &char| !it.is_ascii_alphanumeric();
                let whole = has(char::is_ascii_uppercase)
                    && has(char::is_ascii_lowercase)
                    && has(char::is_ascii_digit)
                    && has(mark);
                (!whole).then(|| {
                    Text::new("not of every class of characters", "大文字・小文字・数字・記号のいずれかが欠けている")
                })
            }
            Shape::Named(most) => {
                let fits = value.len() <= most && value.starts_with(|it: char| it.is_ascii_alphabetic());
                (!fits).then(|| {
                    text!("longer than {most} or not begun by a letter", "{most} 文字を超えるか、英字で始まっていない")
                })
            }
        }
    }

    /// The form in words, with its strength.
    #[must_use]
    pub fn describe(self) -> Text {
        match self {
            Shape::Drawn(Alphabet::Alnum, length) => text!("{length} letters and digits", "英数字 {length} 文字"),
            Shape::Drawn(Alphabet::UrlSafe, length) => {
                text!("{length} letters, digits, - and _", "英数字と - _ の {length} 文字")
            }
            Shape::Mixed(length) => {
                text!("{length} letters, digits and marks, each class", "英大小文字・数字・記号を含む {length} 文字")
            }
            Shape::Named(length) => {
                text!("{length} letters and digits, a letter first", "英字で始まる英数字 {length} 文字")
            }
            Shape::Bytes32 => Text::new("32 bytes in base64url, unpadded", "32 バイトの base64url(パディングなし)"),
        }
    }
}

/// What one of the readers of a value cannot take in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The plugin daemon's `key=value` DSN (P; dify.md 2.3).
    Dsn,
    /// A URL that a pod template composes with `$(NAME)`, unescaped (langgenius/dify#23035).
    RawUrl,
    /// The setup page.
    Setup,
}

impl Reader {
    pub(crate) fn misfit(self, value: &str) -> Option<Text> {
        let bad = |it: char| it.is_whitespace() || matches!(it, '\'' | '"' | '\\');
        let unreserved = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '.' | '_' | '~');
        match self {
            Reader::Dsn => value
                .contains(bad)
                .then(|| Text::new("breaks the plugin daemon's DSN", "プラグインデーモンの接続文字列を壊す文字を含む")),
            Reader::RawUrl => value
                .chars()
                .any(|it| !unreserved(it))
                .then(|| Text::new("breaks the URL that it is put into", "埋め込み先の URL を壊す文字を含む")),
            Reader::Setup => (value.chars().count() > LONGEST_SETUP_PASSWORD).then(|| {
                text!("longer than {LONGEST_SETUP_PASSWORD} characters", "{LONGEST_SETUP_PASSWORD} 文字を超えている")
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use credentials::OperatingSystem;

    use super::*;

    /// Always the same byte.
    struct Stuck(u8);

    impl Randomness for Stuck {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn what_is_made_has_its_shape() {
        let all = [
            Shape::of(Purpose::AppSecret, Form::Key),
            Shape::of(Purpose::AgentStubKey, Form::Base64Url32),
            Shape::of(Purpose::VectorStoreKey("opengauss"), Form::Password),
            Shape::of(Purpose::VectorStoreKey("oracle"), Form::Password),
            Shape::of(Purpose::SetupPassword, Form::Password),
        ];
        for shape in all {
            for _ in 0..50 {
                let value = shape.make(&mut OperatingSystem).expect("random bytes");
                assert_eq!(shape.misfit(value.expose()), None);
                assert_eq!(Reader::Dsn.misfit(value.expose()), None);
                assert_eq!(Reader::RawUrl.misfit(value.expose()), None);
                assert!(dify::weakness(None, value.expose()).is_none());
            }
        }
        let setup = Shape::of(Purpose::SetupPassword, Form::Password).make(&mut OperatingSystem).expect("random bytes");
        assert_eq!(Reader::Setup.misfit(setup.expose()), None);
    }

    #[test]
    fn a_broken_source_ends_in_an_error() {
        assert!(Shape::Mixed(32).make(&mut Stuck(0)).is_err());
        assert!(Shape::Named(30).make(&mut Stuck(60)).is_err());
    }

    #[test]
    fn values_of_another_form() {
        assert!(Shape::Bytes32.misfit("replace-with-base64url-32-byte-secret").is_some());
        assert!(Shape::Bytes32.misfit("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=").is_some());
        assert!(Reader::Dsn.misfit("a b").is_some() && Reader::Dsn.misfit("a#b").is_none());
        assert!(Reader::RawUrl.misfit("a#b").is_some());
    }
}
