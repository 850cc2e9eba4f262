//! Whether a value that somebody chose can be guessed.

use std::collections::BTreeSet;

use lang::Text;

use crate::credential::Purpose;

/// Words that people build passwords around.
const WORDS: &[&str] = &[
    "abc", "abcd", "admin", "database", "db", "dify", "difyai", "letmein", "mysql", "pass", "passw", "passwd",
    "password", "pg", "postgres", "qwerty", "redis", "root", "sandbox", "secret", "test", "user", "welcome",
];

/// What is weak about a value: under 12 characters (under 32 for [`Purpose::AppSecret`], whose signatures can be searched
/// offline), digits alone, one word with decoration, few different characters. `None` where nothing is.
///
/// No more than this is said: "digits alone" would be half of the guess. Published defaults and placeholders are another
/// question: [`crate::published`], [`crate::placeholder`].
///
/// ```
/// use dify::{weakness, Purpose};
/// assert!(weakness(None, "Password-12345").is_some());
/// assert!(weakness(None, "h7Kq2mVx9LpT").is_none());
/// assert!(weakness(Some(Purpose::AppSecret), "h7Kq2mVx9LpT").is_some());
/// ```
#[must_use]
pub fn weakness(purpose: Option<Purpose>, value: &str) -> Option<Text> {
    let shortest = if purpose == Some(Purpose::AppSecret) { 32 } else { 12 };
    if value.chars().count() < shortest {
        return Some(Text::new("too short", "短すぎる"));
    }
    is_regular(value).then_some(Text::new("too regular", "規則的すぎる"))
}

/// Digits alone, one word with decoration, few different characters, or a few small letters.
fn is_regular(value: &str) -> bool {
    let length = value.chars().count();
    let different: BTreeSet<char> = value.chars().collect();
    let letters: String = value.chars().filter(char::is_ascii_alphabetic).collect();
    let word = WORDS.contains(&letters.to_ascii_lowercase().as_str());
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let small = value.bytes().all(|byte| byte.is_ascii_lowercase());
    (digits && length < 32) || (word && length < 24) || different.len() < 6 || (small && length < 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flaws() {
        let weak = |value: &str| weakness(None, value).is_some();
        for value in
            ["Sh0rt!", "123456789012345678", "Password-12345", "aaaaabbbbbccccc", "correcthorse", "dify_2024_2025"]
        {
            assert!(weak(value), "{value}");
        }
        for value in
            ["h7Kq2mVx9LpT", "Vq4tN0yBz7LmW2xKc9Rd", "9f86d081884c7d659a2feaa0c55ad015", "correct horse battery staple"]
        {
            assert!(!weak(value), "{value}");
        }
        assert!(weakness(Some(Purpose::AppSecret), "h7Kq2mVx9LpTz4Rc").is_some());
    }
}
