//! Names as words: `appSecretKey`, `APP_SECRET_KEY` and `app-secret-key` say the same.

/// The words of a name, lower case, in order.
///
/// ```
/// use dify::words::words;
/// assert_eq!(words("appSecretKey"), ["app", "secret", "key"]);
/// assert_eq!(words("DB_PASSWORD"), ["db", "password"]);
/// assert_eq!(words("postgres-password"), ["postgres", "password"]);
/// assert_eq!(words("difyAPIKey2"), ["dify", "api", "key2"]);
/// ```
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = name.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(character) = characters.next() {
        if !character.is_alphanumeric() {
            flush(&mut word, &mut words);
            before = None;
            continue;
        }
        if character.is_uppercase() {
            // A capital begins a word after a small letter (`appSecret`) and before one (`APIKey`).
            let after_small = before.is_some_and(|c| !c.is_uppercase());
            let before_small = characters.peek().is_some_and(|c| c.is_lowercase());
            if after_small || (before_small && before.is_some()) {
                flush(&mut word, &mut words);
            }
        }
        word.extend(character.to_lowercase());
        before = Some(character);
    }
    flush(&mut word, &mut words);
    words
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn splitting() {
        for (name, expected) in [
            ("", vec![]),
            ("requirepass", vec!["requirepass"]),
            ("QDRANT__SERVICE__API_KEY", vec!["qdrant", "service", "api", "key"]),
            ("externalMyScaleDB", vec!["external", "my", "scale", "db"]),
            ("allowed_keys", vec!["allowed", "keys"]),
            ("serviceAccountJsonBase64", vec!["service", "account", "json", "base64"]),
            ("externalOSS", vec!["external", "oss"]),
            ("MAX_TOKENS", vec!["max", "tokens"]),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }
}
