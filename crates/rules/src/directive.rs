//! The configurations of nginx and Squid inside ConfigMaps, as far as rules look at them: directives, and what they stand in.

use std::ops::Range;

use model::{Config, ConfigKind, Encoding, Entry, VolumeSource, Workload};

use crate::facts::Facts;

/// A directive: its words, where it stands in the text, and the heads of the blocks around it, the outermost first.
pub(crate) struct Directive<'t> {
    pub(crate) words: Vec<&'t str>,
    pub(crate) range: Range<usize>,
    pub(crate) blocks: Vec<Vec<&'t str>>,
}

impl Directive<'_> {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.words.first().copied().unwrap_or("")
    }

    /// Whether it stands inside a block of this name.
    pub(crate) fn is_in(&self, block: &str) -> bool {
        self.blocks.iter().any(|head| head.first() == Some(&block))
    }
}

/// The entries of the ConfigMaps and Secrets that a workload mounts, where they are text.
pub(crate) fn mounted<'a>(facts: &Facts<'a>, workload: &'a Workload) -> Vec<(&'a Config, &'a Entry)> {
    let mut found = Vec::new();
    let mut add = |kind, name: &str| {
        if let Some(config) = facts.index.config(kind, &workload.meta.namespace, name) {
            let readable = |entry: &&Entry| matches!(entry.encoding, Encoding::Plain | Encoding::Base64);
            found.extend(config.entries.iter().filter(readable).map(|entry| (config, entry)));
        }
    };
    for volume in &workload.pod.spec.volumes {
        match &volume.source {
            VolumeSource::ConfigMap(Some(name)) => add(ConfigKind::ConfigMap, name),
            VolumeSource::Secret(Some(name)) => add(ConfigKind::Secret, name),
            VolumeSource::Projected { secrets, config_maps, .. } => {
                config_maps.iter().for_each(|name| add(ConfigKind::ConfigMap, name));
                secrets.iter().for_each(|name| add(ConfigKind::Secret, name));
            }
            _ => {}
        }
    }
    found
}

/// Reads nginx's configuration: `name words;` and `name words { ... }`, quotes and comments as nginx takes them. Never fails: of
/// a text that is something else it finds little.
pub(crate) fn nginx(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut start = 0;
    for (range, token) in tokens(text) {
        match token {
            ";" => {
                if !words.is_empty() {
                    found.push(Directive {
                        words: std::mem::take(&mut words),
                        range: start..range.end,
                        blocks: blocks.clone(),
                    });
                }
            }
            "{" => blocks.push(std::mem::take(&mut words)),
            "}" => {
                blocks.pop();
                words.clear();
            }
            word => {
                if words.is_empty() {
                    start = range.start;
                }
                words.push(word);
            }
        }
    }
    found
}

/// Words, `;`, `{` and `}` with their places. A quoted word is without its quotes.
fn tokens(text: &str) -> Vec<(Range<usize>, &str)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            byte if byte.is_ascii_whitespace() => at += 1,
            b'#' => at = text[at..].find('\n').map_or(bytes.len(), |end| at + end),
            b';' | b'{' | b'}' => {
                found.push((at..at + 1, &text[at..=at]));
                at += 1;
            }
            quote @ (b'"' | b'\'') => {
                let end = closing(bytes, at + 1, quote);
                found.push((at..(end + 1).min(bytes.len()), &text[at + 1..end]));
                at = end + 1;
            }
            _ => {
                let end = word_end(bytes, at);
                found.push((at..end, &text[at..end]));
                at = end;
            }
        }
    }
    found
}

fn closing(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// A word ends at a blank, at `;`, and at a brace that is none of `${name}`.
fn word_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            byte if byte.is_ascii_whitespace() || byte == b';' => break,
            b'{' if at > from && bytes[at - 1] == b'$' => {
                while at < bytes.len() && bytes[at] != b'}' {
                    at += 1;
                }
                at += 1;
            }
            b'{' | b'}' => break,
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

/// Reads Squid's configuration: a directive a line.
pub(crate) fn squid(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    for line in text.lines() {
        let body = line.split('#').next().unwrap_or("").trim();
        if body.is_empty() {
            continue;
        }
        let start = body.as_ptr() as usize - text.as_ptr() as usize;
        let words = body.split_ascii_whitespace().collect();
        found.push(Directive { words, range: start..start + body.len(), blocks: Vec::new() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nginx_is_read_with_its_blocks() {
        let text = "http {\n  # access_log off;\n  log_format main '$a; {b}'\n    \"$c\";\n  server { location = /health { access_log off; } set $x ${y}z; }\n}\n";
        let found = nginx(text);
        let shape: Vec<(&str, usize)> = found.iter().map(|it| (it.name(), it.blocks.len())).collect();
        assert_eq!(shape, [("log_format", 1), ("access_log", 3), ("set", 2)]);
        assert_eq!(found[0].words, ["log_format", "main", "$a; {b}", "$c"]);
        assert_eq!(&text[found[1].range.clone()], "access_log off;");
        assert!(found[1].is_in("location") && !found[2].is_in("location"));
        assert_eq!(found[2].words, ["set", "$x", "${y}z"]);
    }

    #[test]
    fn what_is_no_configuration_does_no_harm() {
        for text in ["", "\"", "{{{", "}}}", "a 'b", "a \\", "${", "'\\", "日本語 { 「」; }", "# only"] {
            let _ = nginx(text);
            let _ = squid(text);
        }
        assert!(nginx("}} ; x").is_empty());
    }

    #[test]
    fn squid_is_read_by_lines() {
        let text = "http_port 3128\n  access_log none # quiet\n# access_log none\n";
        let found = squid(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].words, ["access_log", "none"]);
        assert_eq!(&text[found[1].range.clone()], "access_log none");
    }
}
