//! Whether a value that somebody chose can be guessed.

use std::collections::BTreeSet;

use lang::Text;

use crate::credential::Purpose;

/// Words that people build passwords around: of Dify and what stands beside it, and those that are tried first everywhere. Four letters and more
/// are looked for inside of a value, shorter ones only as the whole of its letters.
const WORDS: &[&str] = &[
    "abc",
    "abcd",
    "access",
    "admin",
    "administrator",
    "agent",
    "apikey",
    "api",
    "backend",
    "broker",
    "celery",
    "change",
    "changeit",
    "changeme",
    "cluster",
    "company",
    "console",
    "cloud",
    "daemon",
    "database",
    "db",
    "default",
    "demo",
    "dify",
    "difyai",
    "docker",
    "dragon",
    "elastic",
    "example",
    "football",
    "frontend",
    "hello",
    "iloveyou",
    "kubernetes",
    "langgenius",
    "letmein",
    "local",
    "login",
    "master",
    "milvus",
    "minio",
    "monkey",
    "mysql",
    "nginx",
    "opensearch",
    "pass",
    "passw",
    "passwd",
    "password",
    "passwort",
    "pg",
    "pgvector",
    "plugin",
    "postgres",
    "postgresql",
    "private",
    "prod",
    "production",
    "proxy",
    "public",
    "qdrant",
    "qwerty",
    "redis",
    "root",
    "sandbox",
    "secret",
    "secure",
    "security",
    "sentinel",
    "server",
    "service",
    "shadow",
    "staging",
    "storage",
    "summer",
    "sunshine",
    "super",
    "support",
    "system",
    "temp",
    "test",
    "token",
    "user",
    "vector",
    "weaviate",
    "web",
    "welcome",
    "winter",
    "worker",
    "workflow",
];

/// Rows of keyboards, along which fingers walk.
const ROWS: [&str; 6] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop"];

/// Columns of the same, from above to below.
const COLUMNS: [&str; 2] = ["1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp"];

/// Bits below which a value is searched in hours by whoever has its hash.
const FEWEST_BITS: f64 = 48.0;

/// What is weak about a value: under 12 characters (under 32 for [`Purpose::AppSecret`], whose signatures can be searched
/// offline), digits alone, few different characters, or so much of it words, years, repetitions and walks over a keyboard that what is left can be
/// guessed. `None` where nothing is.
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
    weakness_among(purpose, value, &[])
}

/// As [`weakness`], where these words are known to whoever guesses, too: names of the company and its hosts, in small letters.
#[must_use]
pub fn weakness_among(purpose: Option<Purpose>, value: &str, own: &[String]) -> Option<Text> {
    let shortest = if purpose == Some(Purpose::AppSecret) { 32 } else { 12 };
    if value.chars().count() < shortest {
        return Some(Text::new("too short", "短すぎる"));
    }
    is_regular(value, own).then_some(Text::new("too regular", "規則的すぎる"))
}

/// Digits alone, one word with decoration, few different characters, or too little that is not known.
fn is_regular(value: &str, own: &[String]) -> bool {
    let length = value.chars().count();
    let different: BTreeSet<char> = value.chars().collect();
    let letters: String = value.chars().filter(char::is_ascii_alphabetic).collect();
    let word = WORDS.contains(&letters.to_ascii_lowercase().as_str());
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let small = value.bytes().all(|byte| byte.is_ascii_lowercase());
    (digits && length < 32)
        || (word && length < 24)
        || different.len() < 6
        || (small && length < 16)
        || bits(value, own) < FEWEST_BITS
}

/// A lower estimate of how many bits have to be guessed: known pieces cost a few, whatever their length, other characters what their kind does.
fn bits(value: &str, own: &[String]) -> f64 {
    // Long values are no words; their cost is beyond every bound without a look.
    let all: Vec<char> = value.chars().take(256).collect();
    let plain: Vec<char> = all.iter().map(|it| unmasked(*it)).collect();
    if let Some(unit) = period(&plain) {
        return bits(&all[..unit].iter().collect::<String>(), own) + 4.0;
    }
    let pool = f64::from(pool(&all)).log2();
    let (mut at, mut sum) = (0, 0.0);
    while at < all.len() {
        match known(&all[at..], &plain[at..], own) {
            Some((length, cost)) => {
                sum += cost.min(pool * length as f64);
                at += length;
            }
            None => {
                sum += pool;
                at += 1;
            }
        }
    }
    sum
}

/// The longest known piece that begins here, and what it costs.
fn known(all: &[char], plain: &[char], own: &[String]) -> Option<(usize, f64)> {
    let words = WORDS.iter().copied().chain(own.iter().map(String::as_str)).filter(|it| it.len() >= 4);
    let begins = |word: &str| plain.len() >= word.len() && word.chars().zip(plain).all(|(a, b)| a == *b);
    let word = words.filter(|it| begins(it)).map(str::len).max().map(|it| (it, 9.0));
    let year =
        all.get(..4).filter(|it| it.iter().all(char::is_ascii_digit) && matches!(it, ['1', '9', ..] | ['2', '0', ..]));
    let small: String = all.iter().take(40).map(char::to_ascii_lowercase).collect();
    let lines = ROWS.iter().chain(&COLUMNS);
    let walk = lines.map(|line| shared(&small, line)).max().filter(|it| *it >= 4).map(|it| (it, 9.0));
    let steps = run_of(all).filter(|it| *it >= 3).map(|it| (it, 7.0));
    [word, year.map(|_| (4, 7.0)), walk, steps].into_iter().flatten().max_by_key(|it| it.0)
}

/// How far a text goes along a line of keys, forwards or backwards, from anywhere.
fn shared(text: &str, line: &str) -> usize {
    let along = |keys: &[char]| {
        let first = text.chars().next()?;
        let starts = keys.iter().enumerate().filter(|(_, it)| **it == first).map(|(at, _)| at);
        starts.map(|at| text.chars().zip(&keys[at..]).take_while(|(a, b)| a == *b).count()).max()
    };
    let keys: Vec<char> = line.chars().collect();
    let back: Vec<char> = line.chars().rev().collect();
    along(&keys).max(along(&back)).unwrap_or(0)
}

/// How many characters follow each other by one and the same step (0, 1 or -1) of the alphabet or the digits.
fn run_of(all: &[char]) -> Option<usize> {
    let code = |it: char| it.is_ascii_alphanumeric().then_some(it as i32);
    let step = code(*all.get(1)?)? - code(*all.first()?)?;
    let follows = |it: &[char]| code(it[0]).zip(code(it[1])).is_some_and(|(a, b)| b - a == step);
    (-1..=1).contains(&step).then(|| 1 + all.windows(2).take_while(|it| follows(it)).count())
}

/// The length of the piece that a text repeats from its start to its end, twice or more.
fn period(text: &[char]) -> Option<usize> {
    (1..=text.len() / 2).find(|unit| text.iter().zip(&text[*unit..]).all(|(a, b)| a == b))
}

/// A character without its mask: `P4$$w0rd` is `password`.
fn unmasked(it: char) -> char {
    match it.to_ascii_lowercase() {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        it => it,
    }
}

/// How many characters a value was drawn from, by the kinds that are in it.
fn pool(all: &[char]) -> u32 {
    let has = |kind: fn(&char) -> bool| all.iter().any(&kind);
    let kinds = [
        (has(char::is_ascii_lowercase), 26),
        (has(char::is_ascii_uppercase), 26),
        (has(char::is_ascii_digit), 10),
        (all.iter().any(|it| !it.is_ascii_alphanumeric()), 20),
    ];
    kinds.into_iter().filter(|(is, _)| *is).map(|(_, it)| it).sum::<u32>().max(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flaws() {
        let weak = |value: &str| weakness(None, value).is_some();
        for value in [
            "Sh0rt!",
            "123456789012345678",
            "Password-12345",
            "aaaaabbbbbccccc",
            "correcthorse",
            "dify_2024_2025",
            "P4$$w0rd-2026!",
            "qwertyuiop1234",
            "1qaz2wsx3edc4rfv",
            "Redis-Postgres-2025",
            "Abcdefgh-98765",
            "Xk4!Xk4!Xk4!Xk4!",
            "DifyAdmin@2024",
            "SandboxSecret123",
            "Winter2025!Summer",
        ] {
            assert!(weak(value), "{value}");
        }
        for value in [
            "h7Kq2mVx9LpT",
            "Vq4tN0yBz7LmW2xKc9Rd",
            "9f86d081884c7d659a2feaa0c55ad015",
            "correct horse battery staple",
            "Kq7wRz1LmN4xTb9Vd2Ys",
            "sk-proj-9f8Hd72Kd0sLq",
            "x7-Redis-Zq94kVt",
        ] {
            assert!(!weak(value), "{value}");
        }
        let own = ["contoso".to_owned()];
        assert!(weakness_among(None, "Contoso-Dify-2026", &own).is_some());
        assert!(!weak("Kq7wRz1L-contoso-mN4x"));
        assert!(weakness(Some(Purpose::AppSecret), "h7Kq2mVx9LpTz4Rc").is_some());
    }
}
