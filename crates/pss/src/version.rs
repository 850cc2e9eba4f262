//! Versions of the policy, which are those of Kubernetes.

use std::fmt;

use lang::Text;

/// The version of the standards that a pod is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// The newest one.
    Latest,
    /// Kubernetes 1.x.
    Minor(u32),
}

impl Version {
    /// The newest minor version that changed the standards as known here. Anything newer is judged by it.
    pub const NEWEST_MINOR: u32 = 37;

    /// Reads `latest` or `v1.30`, exactly as the labels of a namespace take it (`ParseVersion` in the reference's
    /// `api/helpers.go`): no patch version, no leading zero, no missing `v`.
    ///
    /// # Errors
    /// The sentence to show where the text is anything else.
    ///
    /// ```
    /// use pss::Version;
    /// assert_eq!(Version::parse("v1.30"), Ok(Version::Minor(30)));
    /// assert!(Version::parse("1.30").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Version, Text> {
        if text == "latest" {
            return Ok(Version::Latest);
        }
        Version::minor_of(text).map(Version::Minor).ok_or_else(|| {
            lang::text!(
                "{text:?} is not a version of the Pod Security Standards: it must be `latest` or `v1.x`, as in `v1.30`",
                "{text:?} は Pod Security Standards のバージョンではありません。`latest` または `v1.30` のような `v1.x` を指定してください",
            )
        })
    }

    fn minor_of(text: &str) -> Option<u32> {
        let digits = text.strip_prefix("v1.")?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || (digits.len() > 1 && digits.starts_with('0')) {
            return None;
        }
        // The reference reads 64 bits. Which of two absurdly new versions is meant changes nothing.
        let minor: i64 = digits.parse().ok()?;
        Some(u32::try_from(minor).unwrap_or(u32::MAX))
    }

    /// The minor version that decides: that of the newest known one for `latest` and for anything newer.
    #[must_use]
    pub const fn effective_minor(self) -> u32 {
        match self {
            Version::Minor(minor) if minor < Version::NEWEST_MINOR => minor,
            _ => Version::NEWEST_MINOR,
        }
    }

    /// Whether the version is newer than anything known here, so that it is judged by [`Version::NEWEST_MINOR`]. Whoever
    /// shows a verdict of such a version says so.
    #[must_use]
    pub const fn is_beyond_known(self) -> bool {
        matches!(self, Version::Minor(minor) if minor > Version::NEWEST_MINOR)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Version::Latest => f.write_str("latest"),
            Version::Minor(minor) => write!(f, "v1.{minor}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_forms_of_the_labels_are_read() {
        for (text, minor) in [("v1.0", 0), ("v1.9", 9), ("v1.37", 37), ("v1.4294967296", u32::MAX)] {
            assert_eq!(Version::parse(text), Ok(Version::Minor(minor)), "{text}");
        }
        assert_eq!(Version::parse("latest"), Ok(Version::Latest));
        for text in [
            "",
            "v1",
            "v1.",
            "1.30",
            "v2.0",
            "v1.01",
            "v1.00",
            "v1.+1",
            "v1.-1",
            "v1.30.1",
            " v1.30",
            "v1.30\n",
            "Latest",
            "v1.３",
            "v1.9223372036854775808",
        ] {
            assert!(Version::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_is_newer_than_known_is_judged_as_the_newest() {
        assert_eq!(Version::Latest.effective_minor(), 37);
        assert_eq!(Version::Minor(36).effective_minor(), 36);
        assert_eq!(Version::Minor(38).effective_minor(), 37);
        assert!(Version::Minor(38).is_beyond_known());
        assert!(!Version::Minor(37).is_beyond_known());
        assert!(!Version::Latest.is_beyond_known());
    }
}
