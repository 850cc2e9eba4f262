//! Versions as image tags tell them.

use std::fmt;

/// A version of Dify, of its plugin daemon or of its sandbox.
///
/// The order is: pre-releases, then the release, then its fixes. What a tag says beyond the version (`-local`, `-serverless`,
/// `-debian-12-r4`) does not take part, so `0.6.3-local` equals `0.6.3`.
///
/// ```
/// use dify::Version;
/// let version = |tag| Version::parse(tag).expect("a version");
/// assert!(version("1.16.0-rc1") < version("1.16.0"));
/// assert!(version("1.10.1") < version("1.10.1-fix.1"));
/// assert!(version("1.10.1-fix.1") < version("1.11.0"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
    stage: Stage,
}

/// How far a version has come. Within a release the number counts its fixes, 0 being the release itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Stage {
    Alpha(u32),
    Beta(u32),
    Candidate(u32),
    Release(u32),
}

impl Version {
    /// A release.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Version {
        Version { major, minor, patch, stage: Stage::Release(0) }
    }

    /// The same version's release candidate.
    #[must_use]
    pub const fn candidate(self, number: u32) -> Version {
        Version { stage: Stage::Candidate(number), ..self }
    }

    /// The same version's fix, as in `1.10.1-fix.1`.
    #[must_use]
    pub const fn fix(self, number: u32) -> Version {
        Version { stage: Stage::Release(number), ..self }
    }

    /// The release that a candidate announces and a correction belongs to.
    #[must_use]
    pub const fn released(self) -> Version {
        Version { stage: Stage::Release(0), ..self }
    }

    /// Reads a tag. `None` where the tag names no version: `latest`, `main-local`, a commit, a lone number such as `15-alpine`.
    ///
    /// ```
    /// use dify::Version;
    /// assert_eq!(Version::parse("0.6.3-local"), Some(Version::new(0, 6, 3)));
    /// assert_eq!(Version::parse("v1.2"), Some(Version::new(1, 2, 0)));
    /// assert_eq!(Version::parse("main-local"), None);
    /// ```
    #[must_use]
    pub fn parse(tag: &str) -> Option<Version> {
        if is_branch(tag) {
            return None;
        }
        let tag = tag.strip_prefix(['v', 'V']).unwrap_or(tag);
        let end = tag.find(['-', '_', '+']).unwrap_or(tag.len());
        let (numbers, rest) = tag.split_at(end);

        let mut numbers = numbers.split('.').map(number);
        let major = numbers.next()??;
        // A tag such as `1.16.0rc1` carries the stage without a hyphen; Dify never did, so it is no version here.
        let minor = numbers.next()??;
        let patch = match numbers.next() {
            Some(patch) => patch?,
            None => 0,
        };
        if numbers.next().is_some() {
            return None;
        }
        Some(Version { major, minor, patch, stage: stage(rest) })
    }
}

impl Version {
    /// Reads the tag of a store, of which the first number may be all that is told: `15-alpine`, `pg16`.
    ///
    /// ```
    /// use dify::Version;
    /// assert_eq!(Version::of_store("18-alpine3.22"), Some(Version::new(18, 0, 0)));
    /// assert_eq!(Version::of_store("pg16-v0.3.0"), Some(Version::new(16, 0, 0)));
    /// assert_eq!(Version::of_store("latest"), None);
    /// ```
    #[must_use]
    pub fn of_store(tag: &str) -> Option<Version> {
        let first = tag.split(['-', '_', '+']).next()?;
        let major = first.strip_prefix("pg").unwrap_or(first);
        Version::parse(tag).or_else(|| Some(Version::new(number(major).filter(|it| *it < 1000)?, 0, 0)))
    }
}

/// Whether a tag is of a branch that takes corrections of newer versions (`lts`, `hotfix-...`): its number tells when the branch
/// left the main line and not what is in it, so that nothing can be concluded from it.
///
/// ```
/// use dify::{Version, version::is_branch};
/// assert!(is_branch("1.13.3-lts.2") && is_branch("hotfix-1.15.0-fix.4"));
/// assert!(!is_branch("1.10.1-fix.1") && Version::parse("lts-1.13.3").is_none());
/// ```
#[must_use]
pub fn is_branch(tag: &str) -> bool {
    let mut words = tag.split(['-', '_', '+', '.']);
    tag.starts_with("hotfix") || words.any(|word| word.eq_ignore_ascii_case("lts"))
}

/// Digits alone: `u32::from_str` would also take a sign.
fn number(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// What the parts behind the numbers say; unknown parts (a flavour, a base image) say nothing.
fn stage(rest: &str) -> Stage {
    for part in rest.split(['-', '_', '+']) {
        let word_end = part.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(part.len());
        let (word, tail) = part.split_at(word_end);
        let count = number(tail.trim_start_matches('.'));
        match word.to_ascii_lowercase().as_str() {
            "fix" | "hotfix" => return Stage::Release(count.unwrap_or(1)),
            "rc" => return Stage::Candidate(count.unwrap_or(0)),
            "beta" => return Stage::Beta(count.unwrap_or(0)),
            "alpha" | "dev" | "pre" | "preview" => return Stage::Alpha(count.unwrap_or(0)),
            _ => {}
        }
    }
    Stage::Release(0)
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        match self.stage {
            Stage::Alpha(n) => write!(f, "-alpha.{n}"),
            Stage::Beta(n) => write!(f, "-beta.{n}"),
            Stage::Candidate(n) => write!(f, "-rc{n}"),
            Stage::Release(0) => Ok(()),
            Stage::Release(n) => write!(f, "-fix.{n}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDERED: &[&str] = &[
        "0.3.0",
        "0.6.3-local",
        "0.15.8",
        "1.0.0-beta.1",
        "1.0.0-rc1",
        "1.0.0",
        "1.2",
        "1.9.2",
        "1.10.0",
        "1.10.1",
        "1.10.1-fix.1",
        "1.10.1-fix.2",
        "1.10.2",
        "1.11.0-rc2",
        "1.11.0",
        "1.16.0-alpha.1",
        "1.16.0-rc1",
        "1.16.0-rc2",
        "v1.16.0",
    ];

    #[test]
    fn ordering_is_total_and_as_released() {
        let parsed: Vec<Version> = ORDERED.iter().map(|tag| Version::parse(tag).expect(tag)).collect();
        for (a, left) in parsed.iter().enumerate() {
            for (b, right) in parsed.iter().enumerate() {
                assert_eq!(left.cmp(right), a.cmp(&b), "{left} and {right}");
            }
        }
    }

    #[test]
    fn displaying_and_parsing_agree() {
        for tag in ORDERED {
            let version = Version::parse(tag).expect(tag);
            assert_eq!(Version::parse(&version.to_string()), Some(version), "{tag}");
        }
    }

    #[test]
    fn what_names_no_version_is_none() {
        for tag in [
            "",
            "latest",
            "main-local",
            "15-alpine",
            "1234567",
            "1..2",
            "1.2.",
            "1.2.3.4",
            "1.x",
            "+1.2",
            "1.-2",
            "0016abcdef-local",
            "deadbeef",
            "RELEASE.2023-03-20T20-16-18Z",
            "99999999999.1.1",
            "v",
        ] {
            assert_eq!(Version::parse(tag), None, "{tag}");
        }
    }

    #[test]
    fn a_flavour_is_not_part_of_the_version() {
        for (tag, version) in [
            ("0.5.1-local", Version::new(0, 5, 1)),
            ("0.6.0-serverless", Version::new(0, 6, 0)),
            ("1.10.1-fix.1-bundled", Version::new(1, 10, 1).fix(1)),
            ("15.3.0-debian-11-r7", Version::new(15, 3, 0)),
        ] {
            assert_eq!(Version::parse(tag), Some(version), "{tag}");
        }
    }
}
