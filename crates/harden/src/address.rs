//! Names of Services inside other texts: URLs, `host:port`, the configurations of nginx and Squid.

use edit::Change;
use yaml::Path;

/// A Service whose name has to be written in full from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The Service.
    pub(crate) service: String,
    /// The namespace under which texts know it.
    pub(crate) namespace: String,
    /// Whether it is also known there without its namespace.
    pub(crate) bare: bool,
    /// What to write.
    pub(crate) full: String,
}

/// The full name of a Service.
pub(crate) fn full(service: &str, namespace: &str) -> String {
    format!("{service}.{namespace}.svc.cluster.local")
}

/// A piece of a text that names a Service, and what comes in its place.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'t> {
    at: usize,
    old: &'t str,
    new: String,
}

/// The edits of one scalar after which every name in it is full, the last one first. They hold names only, whatever else the text
/// may be. `is_host` where the whole text is known to be a host.
pub(crate) fn changes(path: &Path, text: &str, is_host: bool, names: &[Name]) -> Vec<Change> {
    let mut pieces: Vec<Piece<'_>> = names.iter().flat_map(|name| pieces(text, is_host, name)).collect();
    pieces.sort_by_key(|it| std::cmp::Reverse(it.at));
    let change = |piece: Piece<'_>| Change::Within {
        path: path.clone(),
        number: text.match_indices(piece.old).position(|(at, _)| at == piece.at).unwrap_or(0),
        old: piece.old.to_owned(),
        new: piece.new,
    };
    pieces.into_iter().map(change).collect()
}

fn pieces<'t>(text: &'t str, is_host: bool, name: &Name) -> Vec<Piece<'t>> {
    let found = text.match_indices(name.service.as_str()).filter_map(|(at, short)| {
        let (before, behind) = (&text[..at], &text[at + short.len()..]);
        if before.ends_with(is_label) {
            return None;
        }
        let spaced = format!(".{}", name.namespace);
        let qualified = [format!("{spaced}.svc.cluster.local"), format!("{spaced}.svc"), spaced]
            .into_iter()
            .find(|it| behind.strip_prefix(it.as_str()).is_some_and(|rest| !rest.starts_with(is_label)));
        let end = match qualified {
            Some(suffix) => at + short.len() + suffix.len(),
            None if name.bare && !behind.starts_with(is_label) && is_address(before, behind, is_host) => {
                at + short.len()
            }
            None => return None,
        };
        let old = &text[at..end];
        (old != name.full).then(|| Piece { at, old, new: name.full.clone() })
    });
    found.collect()
}

fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// Whether a bare word is a host and not just a word: a published key is called `dify-sandbox`, too.
fn is_address(before: &str, behind: &str, is_host: bool) -> bool {
    let port = behind.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let word = before.trim_end_matches([' ', '\t']);
    let directive = word.rsplit(|c: char| c.is_whitespace() || c == ';' || c == '{').next().unwrap_or("");
    before.ends_with("://")
        || before.ends_with('@') && before.contains("://")
        || port && !before.ends_with([':', '/'])
        || matches!(directive, "cache_peer" | "server") && word.len() < before.len()
        || is_host && before.trim().is_empty() && behind.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str, is_host: bool) -> String {
        let name = Name {
            service: "dify-sandbox".into(),
            namespace: "dify".into(),
            bare: true,
            full: full("dify-sandbox", "cage"),
        };
        let mut out = text.to_owned();
        for piece in pieces(text, is_host, &name).into_iter().rev() {
            out.replace_range(piece.at..piece.at + piece.old.len(), &piece.new);
        }
        out
    }

    #[test]
    fn hosts_become_full_names() {
        for (text, after) in [
            ("http://dify-sandbox:8194", "http://FULL:8194"),
            ("http://dify-sandbox.dify:8194/x", "http://FULL:8194/x"),
            ("http://dify-sandbox.dify.svc/", "http://FULL/"),
            ("dify-sandbox.dify.svc.cluster.local", "FULL"),
            ("a:1,dify-sandbox:8194", "a:1,FULL:8194"),
            ("redis://u:p@dify-sandbox/1", "redis://u:p@FULL/1"),
            ("cache_peer dify-sandbox parent 8194 0", "cache_peer FULL parent 8194 0"),
        ] {
            assert_eq!(rewritten(text, false), after.replace("FULL", "dify-sandbox.cage.svc.cluster.local"), "{text}");
        }
        assert_eq!(rewritten("dify-sandbox", true), "dify-sandbox.cage.svc.cluster.local");
    }

    #[test]
    fn other_words_stay() {
        for text in [
            "dify-sandbox",
            "my-dify-sandbox:80",
            "dify-sandbox-2:80",
            "http://dify-sandbox.other:8194",
            "http://x.dify-sandbox:80",
            "http://dify-sandbox.cage.svc.cluster.local:8194",
            "password: dify-sandbox",
            "http://x/dify-sandbox:latest",
        ] {
            assert_eq!(rewritten(text, false), text);
        }
    }
}
