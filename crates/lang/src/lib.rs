//! Every sentence that a person reads exists in English and in Japanese.
//!
//! A [`Text`] cannot be made from one language alone: both are arguments of the one constructor and of
//! the [`text!`] macro, so a missing translation does not compile. There is no catalogue of keys and no
//! fallback, which is why nothing can go missing at run time either.
//!
//! Beside that it says what of a foreign text may reach a reader ([`is_unshowable`]) or be copied into a shell ([`shell_word`]). It formats no tables and
//! reads no environment.

mod nearest;
mod shell;
mod shown;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use nearest::nearest;
pub use shell::shell_word;
pub use shown::{begins_command, is_unshowable};

/// A language that Sekisho speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese (日本語).
    Ja,
}

impl Lang {
    /// All languages, in the order in which documentation is written.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Ja];

    /// The language tag, as `--lang` takes it and as HTML's `lang` attribute wants it.
    ///
    /// ```
    /// assert_eq!(lang::Lang::Ja.tag(), "ja");
    /// ```
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ja => "ja",
        }
    }

    /// Chooses by a POSIX locale such as `ja_JP.UTF-8` (the value of `LC_ALL`, `LC_MESSAGES` or `LANG`).
    ///
    /// ```
    /// use lang::Lang;
    /// assert_eq!(Lang::from_locale("ja_JP.UTF-8"), Lang::Ja);
    /// assert_eq!(Lang::from_locale("C.UTF-8"), Lang::En);
    /// ```
    #[must_use]
    pub fn from_locale(locale: &str) -> Lang {
        if locale.split(['_', '.', '@', '-']).next() == Some("ja") { Lang::Ja } else { Lang::En }
    }
}

/// One sentence in every language. Stored as `{"en": .., "ja": ..}`: who reads it chooses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    en: Cow<'static, str>,
    ja: Cow<'static, str>,
}

impl Text {
    /// A fixed sentence.
    #[must_use]
    pub const fn new(en: &'static str, ja: &'static str) -> Text {
        Text { en: Cow::Borrowed(en), ja: Cow::Borrowed(ja) }
    }

    /// A sentence with values in it; written by [`text!`].
    #[must_use]
    pub fn owned(en: String, ja: String) -> Text {
        Text { en: Cow::Owned(en), ja: Cow::Owned(ja) }
    }

    /// A name, number or path that reads the same in every language.
    #[must_use]
    pub fn same(name: impl Into<String>) -> Text {
        let name: String = name.into();
        Text { en: Cow::Owned(name.clone()), ja: Cow::Owned(name) }
    }

    /// The sentence in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ja => &self.ja,
        }
    }

    /// English and Japanese, to be put into another sentence by [`text!`].
    #[must_use]
    pub fn both(&self) -> (&str, &str) {
        (&self.en, &self.ja)
    }
}

/// Formats one sentence in both languages. Values in scope are captured by name, as in `format!`.
///
/// ```
/// use lang::{text, Lang};
/// let name = "SECRET_KEY";
/// let sentence = text!("`{name}` is empty", "`{name}` が空です");
/// assert_eq!(sentence.get(Lang::En), "`SECRET_KEY` is empty");
/// assert_eq!(sentence.get(Lang::Ja), "`SECRET_KEY` が空です");
/// ```
#[macro_export]
macro_rules! text {
    ($en:literal, $ja:literal $(,)?) => {
        $crate::Text::owned(::std::format!($en), ::std::format!($ja))
    };
}

/// A sequence of names as a person would write it: `a, b, c` in English, `a、b、c` in Japanese.
///
/// ```
/// use lang::{list, Lang};
/// assert_eq!(list(["api", "worker"]).get(Lang::Ja), "api、worker");
/// ```
#[must_use]
pub fn list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Text {
    let names: Vec<S> = names.into_iter().collect();
    let join = |separator: &str| {
        let mut out = String::new();
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                out.push_str(separator);
            }
            out.push_str(name.as_ref());
        }
        out
    };
    Text::owned(join(", "), join("、"))
}

/// The ending of an English noun behind a number.
///
/// ```
/// assert_eq!(format!("1 file{}, 2 file{}", lang::plural(1), lang::plural(2)), "1 file, 2 files");
/// ```
#[must_use]
pub const fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}
