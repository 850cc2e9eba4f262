//! `$(NAME)` in variables and on the command line, as the kubelet expands it: of variables that stand before, `$$` is `$`, and what
//! is not known stays as it is.
//!
//! Only values that are written in the container itself are put in here: what comes from a Secret or a ConfigMap stays a reference, and so
//! does a credential that is put in whole (`redis://:$(REDIS_PASSWORD)@redis`): it is looked at where it stands.

use std::collections::HashMap;

use model::{EnvSource, EnvVar, Located, Opaque};

/// The variables so far.
#[derive(Default)]
pub(super) struct Expansion(HashMap<Box<str>, Option<Opaque>>);

/// Values do not grow beyond this: variables that refer to each other could double with each.
const LONGEST: usize = 1 << 20;

impl Expansion {
    /// Expands a variable, and knows it from here on.
    pub(super) fn of_variable(&mut self, variable: EnvVar) -> EnvVar {
        let EnvSource::Literal(value) = variable.source else {
            // A reference hides what stood under the name before.
            self.0.insert(variable.name.value.clone(), None);
            return variable;
        };
        let value = self.of_word(value);
        self.0.insert(variable.name.value.clone(), Some(Opaque::new(value.expose())));
        EnvVar { source: EnvSource::Literal(value), ..variable }
    }

    /// Expands the words of a command line.
    pub(super) fn of_words(&self, words: Vec<Located<Opaque>>) -> Vec<Located<Opaque>> {
        words.into_iter().map(|word| self.of_word(word)).collect()
    }

    fn of_word(&self, word: Located<Opaque>) -> Located<Opaque> {
        if !word.expose().contains("$(") {
            return word;
        }
        Located::new(Opaque::new(self.expanded(word.expose())), word.place)
    }

    fn expanded(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let name = rest.strip_prefix("$(").and_then(|it| it.split_once(')'));
            let known = name
                .filter(|(name, behind)| !(dify::credential(name).is_some() && stands_apart(&out, behind)))
                .and_then(|(name, behind)| Some((self.0.get(name)?.as_ref()?, behind)));
            let (piece, behind) = match known {
                Some((value, behind)) if out.len() + value.expose().len() <= LONGEST => (value.expose(), behind),
                _ if rest.starts_with("$$(") => ("$", &rest[2..]),
                _ => ("$", &rest[1..]),
            };
            out.push_str(piece);
            // What follows an escape is text, its bracket included.
            if piece == "$" && rest.starts_with("$$(") {
                let end = behind.find(')').map_or(behind.len(), |at| at + 1);
                out.push_str(&behind[..end]);
                rest = &behind[end..];
            } else {
                rest = behind;
            }
        }
        out + rest
    }
}

/// Whether neither what is before nor what is behind belongs to the same word.
fn stands_apart(before: &str, behind: &str) -> bool {
    let joins = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '$'));
    !joins(before.chars().next_back()) && !joins(behind.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_as_the_kubelet_does() {
        let known = [("A", "true"), ("B", "x$(A)"), ("EMPTY", ""), ("REDIS_PASSWORD", "difyai")];
        let known = Expansion(known.into_iter().map(|(name, value)| (name.into(), Some(Opaque::new(value)))).collect());
        for (text, expanded) in [
            ("$(A)", "true"),
            ("-$(A)-$(A)-", "-true-true-"),
            ("$(NONE)", "$(NONE)"),
            ("$$(A)", "$(A)"),
            ("$A ${A} $", "$A ${A} $"),
            ("$(B)", "x$(A)"),
            ("$(A", "$(A"),
            ("a$(EMPTY)b", "ab"),
            ("関$(A)所", "関true所"),
            ("redis://:$(REDIS_PASSWORD)@redis", "redis://:$(REDIS_PASSWORD)@redis"),
            ("redis://:$(REDIS_PASSWORD)123456@redis", "redis://:difyai123456@redis"),
        ] {
            assert_eq!(known.expanded(text), expanded, "{text}");
        }
    }
}
