//! What a rule is.

use std::ops::Deref;

use findings::About;

use crate::facts::Facts;
use crate::finding::Findings;

/// A rule: data and a pure function. Written with [`crate::rule!`], whose doc comment is the manual.
pub struct Rule {
    /// What it says of itself; a rule can be asked for it directly.
    pub about: About,
    /// Judges.
    pub check: fn(&Facts<'_>, &mut Findings<'_>),
}

impl Deref for Rule {
    type Target = About;

    fn deref(&self) -> &About {
        &self.about
    }
}

/// Writes a rule whose doc comment is its manual: title, `## What it finds`, `## Why it matters`, `## Fix`, a line `---`, and the
/// same in Japanese (`## 見つけるもの`, `## なぜ問題か`, `## 直し方`). `fix: Safe` or `fix: Review` says that the crate `fix` mends it,
/// and the lowest class with which it can.
#[macro_export]
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        $name:ident = $id:literal, $severity:ident, $confidence:ident, $audience:ident,
        controls: [$($control:ident),* $(,)?],
        topics: [$($topic:ident),* $(,)?],
        $(fix: $fix:ident,)?
        check: $check:path $(,)?
    ) => {
        $(#[doc = $doc])*
        pub(crate) static $name: $crate::Rule = $crate::Rule {
            about: $crate::About {
                id: $id,
                severity: $crate::Severity::$severity,
                confidence: $crate::Confidence::$confidence,
                audience: $crate::Audience::$audience,
                controls: &[$($crate::Control::$control),*],
                topics: &[$(&$crate::topic::$topic),*],
                fix: $crate::rule!(@fix $($fix)?),
                manual: $crate::Manual::new(concat!($($doc, "\n"),*)),
            },
            check: $check,
        };
    };
    (@fix $fix:ident) => { Some($crate::FixClass::$fix) };
    (@fix) => { None };
}
