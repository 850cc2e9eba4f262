//! Values whose names are known from the structure: Kubernetes objects, Helm values, Compose, JSON, `.env`.

use std::collections::HashSet;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::Opaque;
use yaml::{NodeId, Ref, Span};

use crate::header;
use crate::hit::Hit;
use crate::judge::{Sureness, is_generated, is_reference, judge};
use crate::kind::Kind;
use crate::name;
use crate::named::{CREDENTIAL_ARGUMENT, CREDENTIAL_IN_URL, PLAINTEXT_CREDENTIAL, PUBLISHED_DEFAULT, SECRET_MANIFEST};
use crate::rule::{Certainty, Rule};
use crate::url;

/// What structure says of a text.
#[derive(Default)]
pub(crate) struct Structure {
    pub(crate) hits: Vec<Hit>,
    /// Values whose name was known: nobody needs to guess at them again. In order.
    pub(crate) judged: Vec<Range<usize>>,
}

pub(crate) fn read(kind: Kind, text: &str) -> Structure {
    let mut structure = match kind {
        Kind::DotEnv => dot_env(text),
        Kind::Deployment | Kind::Data | Kind::Words => trees(kind, text),
        Kind::Settings | Kind::Terraform | Kind::Plain | Kind::Code | Kind::Prose => Structure::default(),
    };
    structure.judged.sort_by_key(|it| it.start);
    structure
}

fn dot_env(text: &str) -> Structure {
    let mut structure = Structure::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let body = line.trim_start();
        let body = body.strip_prefix("export ").unwrap_or(body);
        let Some((name, value)) = body.split_once('=').filter(|_| !body.starts_with('#')) else { continue };
        let offset = at + (line.len() - body.len()) + name.len() + 1;
        let trimmed = value.trim_start();
        let offset = offset + (value.len() - trimmed.len());
        let (skip, value) = match trimmed.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => (1, trimmed[1..].split(char::from(*quote)).next().unwrap_or("")),
            _ => (0, trimmed.split(" #").next().unwrap_or("").trim_end()),
        };
        let range = offset + skip..offset + skip + value.len();
        let name = name.trim();
        structure.setting(name, None, value, Sureness::Setting, name, at..range.end, range);
    }
    structure
}

fn trees(kind: Kind, text: &str) -> Structure {
    let sureness = match kind {
        Kind::Deployment => Sureness::Setting,
        Kind::Words => Sureness::Data,
        _ => Sureness::Word,
    };
    let mut structure = Structure::default();
    for chunk in yaml::split(text) {
        // A text that cannot be read is still searched as a text.
        for tree in yaml::parse(text, chunk, &yaml::Limits::default()).unwrap_or_default() {
            let mut walk =
                Walk { structure: &mut structure, seen: HashSet::new(), keys: Vec::new(), object: String::new() };
            if let Some(root) = Ref::root(text, &tree) {
                walk.node(root, sureness);
            }
        }
    }
    structure
}

impl Structure {
    #[expect(clippy::too_many_arguments, reason = "the parts of one setting, named at the three calls")]
    fn setting(
        &mut self,
        name: &str,
        purpose: Option<dify::Purpose>,
        text: &str,
        sureness: Sureness,
        place: &str,
        context: Range<usize>,
        value: Range<usize>,
    ) {
        if let Some(rule) = judge(name, purpose, text, sureness) {
            let certainty = if sureness == Sureness::Setting || rule == &PUBLISHED_DEFAULT {
                Certainty::Sure
            } else {
                Certainty::Likely
            };
            self.add(rule, certainty, name, place, text, context, value.clone());
        } else if let Some(password) = whole_url(text).filter(|it| !is_reference(it)) {
            // A broker's URL with a password that was never percent-encoded: here its end is known.
            if let Some(rule) = url::judge(password, true) {
                self.add(rule, Certainty::Sure, name, place, password, context, value.clone());
            }
        }
        self.judged.push(value);
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one hit")]
    fn add(
        &mut self,
        rule: &'static Rule,
        certainty: Certainty,
        label: &str,
        place: &str,
        text: &str,
        context: Range<usize>,
        value: Range<usize>,
    ) {
        let (label, place) = (label.to_owned(), place.to_owned());
        self.hits.push(Hit {
            rule,
            certainty,
            label,
            place,
            nameless: false,
            context,
            value,
            inside: None,
            text: Opaque::new(text),
        });
    }
}

/// The password of a value that is a URL and nothing else, if plain reading of URLs would not find it.
fn whole_url(value: &str) -> Option<&str> {
    let (scheme, rest) = value.trim().split_once("://")?;
    let (info, _) = rest.rsplit_once('@')?;
    let (user, password) = info.split_once(':')?;
    let plain = !scheme.contains(char::is_whitespace) && !user.contains(['/', '?', ' ']) && !value.contains("://@");
    (plain && !password.is_empty()).then_some(password)
}

struct Walk<'s> {
    structure: &'s mut Structure,
    /// What aliases lead to is looked at once.
    seen: HashSet<NodeId>,
    keys: Vec<String>,
    /// Kind and name of the object around.
    object: String,
}

impl Walk<'_> {
    fn node(&mut self, node: Ref<'_>, sureness: Sureness) {
        if !self.seen.insert(node.id()) {
            return;
        }
        if node.is_sequence() {
            self.sequence(node, sureness);
        } else if node.is_mapping() {
            self.mapping(node, sureness);
        }
    }

    fn mapping(&mut self, node: Ref<'_>, sureness: Sureness) {
        let scalar = |key: &str| node.get(key).and_then(Ref::text);
        let kind =
            scalar("kind").filter(|_| node.get("apiVersion").is_some() || scalar("kind") == Some("SealedSecret"));
        let Some(kind) = kind else { return self.entries(node, sureness) };
        let name = node.get("metadata").and_then(|it| it.get("name")).and_then(Ref::text).unwrap_or("");
        let object = std::mem::replace(&mut self.object, format!("{kind}/{name}"));
        let keys = std::mem::take(&mut self.keys);
        if kind == "Secret" {
            self.secret(node);
        }
        self.entries(node, Sureness::Setting);
        self.keys = keys;
        self.object = object;
    }

    fn entries(&mut self, node: Ref<'_>, sureness: Sureness) {
        let pair = node
            .get("name")
            .zip(node.get("value"))
            .filter(|(name, value)| name.text().is_some() && value.text().is_some());
        if let Some((name, value)) = pair {
            // Dify's own exports say which of an app's variables are secret.
            let is_secret = scalar(node, "value_type") == Some("secret");
            let (purpose, sureness) =
                if is_secret { (Some(dify::Purpose::Other), Sureness::Setting) } else { (None, sureness) };
            self.setting(name.text().unwrap_or(""), purpose, name.span(), value, sureness);
        }
        for (key, value) in node.raw_entries() {
            let Some(name) = key.text() else { continue };
            if pair.is_some() && name == "value" {
                continue;
            }
            self.keys.push(name.to_owned());
            match name {
                "encryptedData" => self.encrypted(value),
                "data" | "stringData" if self.object.starts_with("Secret/") && self.keys.len() == 1 => {}
                _ if value.text().is_some() => self.leaf(key, value, sureness),
                _ => self.node(value, sureness),
            }
            self.keys.pop();
        }
    }

    fn leaf(&mut self, key: Ref<'_>, value: Ref<'_>, sureness: Sureness) {
        let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        let name = keys.last().copied().unwrap_or("");
        let is_key = name == "secret" && self.object.starts_with("Encryption");
        let purpose = if is_key { Some(dify::Purpose::Other) } else { dify::credential_at(&keys) };
        let text = value.text().unwrap_or("");
        let is_credential = purpose.is_some() || dify::looks_like_credential(name) || name::may_hold(name);
        if is_credential || text.contains("://") && !text.contains('\n') {
            let name = name.to_owned();
            self.setting(&name, purpose, key.span(), value, sureness);
        } else if matches!(name, "auth" | "_auth") {
            let name = name.to_owned();
            self.docker_auth(&name, key, value);
        }
    }

    /// Docker's own form of `user:password`.
    fn docker_auth(&mut self, name: &str, key: Ref<'_>, value: Ref<'_>) {
        let Some(password) = value.text().and_then(header::basic) else { return };
        let place = self.place(name);
        let context = key.span().start as usize..value.span().end as usize;
        self.structure.judged.push(range(value.span()));
        self.structure.add(
            &PLAINTEXT_CREDENTIAL,
            Certainty::Sure,
            name,
            &place,
            password.expose(),
            context,
            range(value.span()),
        );
    }

    fn sequence(&mut self, node: Ref<'_>, sureness: Sureness) {
        let items: Vec<Ref<'_>> = node.items().collect();
        for (at, item) in items.iter().enumerate() {
            match item.text() {
                Some(text) => self.word(*item, text, items.get(at + 1).copied(), sureness),
                None => {
                    let name = item.get("name").and_then(Ref::text).unwrap_or("");
                    self.keys.push(format!("[{name}]"));
                    self.node(*item, sureness);
                    self.keys.pop();
                }
            }
        }
    }

    /// `NAME=value` of Compose; `--flag=value`, or `--flag` and the next word.
    fn word(&mut self, item: Ref<'_>, text: &str, next: Option<Ref<'_>>, sureness: Sureness) {
        let flag = text.trim_start_matches('-');
        let (name, value, node) = match (flag.split_once('='), next) {
            (Some((name, value)), _) => (name, value, item),
            (None, Some(next)) if flag.len() < text.len() => (flag, next.text().unwrap_or(""), next),
            _ => return,
        };
        let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
        if !name.chars().all(is_name) || value.starts_with('-') && value.starts_with("--") {
            return;
        }
        let n_hits = self.structure.hits.len();
        let value_span = if node.id() == item.id() { within(item, value) } else { range(node.span()) };
        let place = self.place(name);
        let context = range(item.span()).start..value_span.end;
        // Whoever writes a flag in an array of a pod means it.
        let sureness = if flag.len() < text.len() { Sureness::Setting } else { sureness };
        if dify::looks_like_credential(name) || name::may_hold(name) || value.contains("://") {
            self.structure.setting(name, None, value, sureness, &place, context, value_span);
        }
        if flag.len() < text.len() {
            for hit in self.structure.hits[n_hits..].iter_mut().filter(|it| it.rule == &PLAINTEXT_CREDENTIAL) {
                hit.rule = &CREDENTIAL_ARGUMENT;
            }
        }
    }

    fn setting(&mut self, name: &str, purpose: Option<dify::Purpose>, from: Span, value: Ref<'_>, sureness: Sureness) {
        let place = self.place(name);
        let span = range(value.span());
        // An alias stands behind its name, its value before it.
        let context = (from.start as usize).min(span.start)..span.end;
        let text = value.text().unwrap_or("");
        self.structure.setting(name, purpose, text, sureness, &place, context, span);
    }

    fn place(&self, name: &str) -> String {
        format!("{} {} {name}", self.object, self.keys.join("."))
    }

    /// Encrypted for a cluster: nothing to guess at.
    fn encrypted(&mut self, node: Ref<'_>) {
        self.structure.judged.extend(node.entries().map(|(_, value)| range(value.span())));
    }

    fn secret(&mut self, node: Ref<'_>) {
        for (field, is_coded) in [("data", true), ("stringData", false)] {
            for (key, value) in node.get(field).into_iter().flat_map(Ref::entries) {
                let (Some(name), Some(text)) = (key.text(), value.text()) else { continue };
                self.structure.judged.push(range(value.span()));
                let decoded = is_coded.then(|| decode(text)).flatten();
                let text = decoded.as_ref().map_or(text, Opaque::expose);
                if is_coded && decoded.is_none() {
                    continue;
                }
                if text.contains('\n') || text.trim_start().starts_with('{') {
                    let place = self.place(name);
                    let found = inside(name, text, &place, value, key.span().start as usize);
                    if !found.is_empty() {
                        self.structure.hits.extend(found);
                        continue;
                    }
                }
                if let Some(rule) = secret_value(name, text) {
                    let place = self.place(name);
                    let context = key.span().start as usize..value.span().end as usize;
                    self.structure.add(rule, Certainty::Sure, name, &place, text, context, range(value.span()));
                }
            }
        }
    }
}

fn scalar<'t>(node: Ref<'t>, key: &str) -> Option<&'t str> {
    node.get(key).and_then(Ref::text)
}

fn secret_value(name: &str, text: &str) -> Option<&'static Rule> {
    let by_name = judge(name, dify::credential_at(&[name]), text, Sureness::Setting);
    if by_name == Some(&PUBLISHED_DEFAULT) || dify::unique_in(text).next().is_some() {
        return Some(&PUBLISHED_DEFAULT);
    }
    if let Some(form) = crate::token::tokens(text).first() {
        return Some(form.rule);
    }
    if let Some(rule) = whole_url(text).filter(|it| !is_reference(it)).and_then(|it| url::judge(it, true)) {
        return Some(if rule == &PUBLISHED_DEFAULT { rule } else { &SECRET_MANIFEST });
    }
    let registry = name == ".dockerconfigjson" && text.contains("\"auth\"");
    let generated = !is_reference(text) && is_generated(text.trim());
    (by_name.is_some() || registry || generated).then_some(&SECRET_MANIFEST)
}

/// What stands in a text inside of a Secret: a dotenv, JSON, a program's settings. Each value is told at its own place where the text
/// is written out, and at the whole value where it is coded.
fn inside(name: &str, text: &str, place: &str, value: Ref<'_>, from: usize) -> Vec<Hit> {
    let whole = range(value.span());
    let source = value.source();
    let mut at = 0;
    let found = crate::scan::inner(inner_name(name, text), text);
    let moved = |hit: Hit| {
        let is_general =
            hit.rule == &PLAINTEXT_CREDENTIAL || hit.rule == &CREDENTIAL_ARGUMENT || hit.rule == &CREDENTIAL_IN_URL;
        let written = source[at..].find(hit.text.expose()).filter(|_| !hit.text.expose().is_empty());
        let value = match written {
            Some(found) => {
                let start = whole.start + at + found;
                at += found + hit.text.expose().len();
                start..start + hit.text.expose().len()
            }
            None => whole.clone(),
        };
        Hit {
            rule: if is_general { &SECRET_MANIFEST } else { hit.rule },
            certainty: Certainty::Sure,
            place: format!("{place} {}", hit.place),
            nameless: false,
            context: if written.is_some() { value.clone() } else { from..whole.end },
            value,
            inside: Some(whole.start),
            ..hit
        }
    };
    found.into_iter().map(moved).collect()
}

/// The key of a Secret as the name of a file; what a text without a telling name is, is seen from its first line.
fn inner_name<'t>(name: &'t str, text: &str) -> &'t str {
    let first = text.trim_start().lines().find(|it| !it.trim_start().starts_with('#')).unwrap_or("");
    let variable = first.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim_start_matches("export ");
        !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
    });
    match Kind::of(name) {
        Kind::Plain if first.starts_with(['{', '[']) && !first.starts_with("[[") && first.contains(['{', '"']) => {
            "inner.json"
        }
        Kind::Plain if variable => ".env",
        Kind::Plain => "inner.conf",
        _ => name,
    }
}

fn decode(text: &str) -> Option<Opaque> {
    let compact: String = text.split_whitespace().collect();
    let bytes = STANDARD.decode(compact).ok()?;
    String::from_utf8(bytes).ok().map(Opaque::new)
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// The bytes of the end of a scalar; the whole scalar where it is written with escapes.
fn within(item: Ref<'_>, value: &str) -> Range<usize> {
    let span = range(item.span());
    item.source().rfind(value).filter(|_| !value.is_empty()).map_or(span.clone(), |at| {
        let start = span.start + at;
        start..start + value.len()
    })
}
