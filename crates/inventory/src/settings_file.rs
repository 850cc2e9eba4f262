//! Files that are no manifests and in which credentials stand all the same: Helm values, Compose, `.env`.

use std::sync::Arc;

use model::{DocId, Document, Found, Located, Opaque, Origin, Place, Setting, SettingsFile, SettingsFormat};
use yaml::{Chunk, Limits, Ref, Span};

/// Files whose top is a mapping and in which nobody keeps credentials: reading them would only make noise.
const NOT_SETTINGS: &[&str] = &["Chart.yaml", "Chart.lock", "sekisho.yaml"];

/// Reads a mapping that is no Kubernetes object.
pub(crate) fn read_yaml(origin: &Origin, doc: DocId, root: Ref<'_>, found: &mut Found) {
    let name = origin.name();
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    // A report or a baseline of our own that lies among the manifests.
    let is_ours = root.get("schemaVersion").is_some() && root.get("findings").is_some_and(Ref::is_sequence);
    if is_ours || NOT_SETTINGS.contains(&file) {
        found.is_our_own = true;
        return;
    }
    // An override says less than the whole, and is known by its name.
    let is_named = file.starts_with("compose") || file.starts_with("docker-compose");
    let compose = root.get("services").is_some_and(|services| {
        services.is_mapping()
            && (is_named || services.entries().any(|(_, it)| it.get("image").is_some() || it.get("build").is_some()))
    });
    let format = if compose { SettingsFormat::Compose } else { SettingsFormat::HelmValues };
    let mut settings = Vec::new();
    collect(root, &mut Vec::new(), doc, &mut settings);
    found.settings.push(Arc::new(SettingsFile { origin: origin.id(), format, settings }));
}

/// Reads the settings that an object of a GitOps tool carries: a chart's values, literals that become Secrets.
pub(crate) fn read_embedded(origin: &Origin, doc: DocId, group: &str, kind: &str, object: Ref<'_>, found: &mut Found) {
    let mut settings = Vec::new();
    for (name, node) in embedded(group, kind, object) {
        collect(node, &mut name.into_iter().collect(), doc, &mut settings);
    }
    if !settings.is_empty() {
        let format = SettingsFormat::HelmValues;
        found.settings.push(Arc::new(SettingsFile { origin: origin.id(), format, settings }));
    }
}

/// The nodes that hold settings, with the name in front of them where their own says nothing.
fn embedded<'a>(group: &str, kind: &str, object: Ref<'a>) -> Vec<(Option<Box<str>>, Ref<'a>)> {
    let spec = object.get("spec");
    let in_spec = |keys: &[&str]| -> Vec<(Option<Box<str>>, Ref<'a>)> {
        keys.iter().filter_map(|key| Some((None, spec?.get(key)?))).collect()
    };
    match (group, kind) {
        ("helm.toolkit.fluxcd.io", "HelmRelease") => in_spec(&["values"]),
        ("helm.cattle.io", "HelmChart" | "HelmChartConfig") => in_spec(&["valuesContent", "set"]),
        ("argoproj.io", "Application") => {
            let single = spec.and_then(|it| it.get("source"));
            let several = spec.and_then(|it| it.get("sources")).into_iter().flat_map(Ref::items);
            let helm = single.into_iter().chain(several).filter_map(|source| source.get("helm"));
            helm.flat_map(|helm| ["values", "valuesObject", "parameters"].iter().filter_map(move |key| helm.get(key)))
                .map(|node| (None, node))
                .collect()
        }
        ("kustomize.config.k8s.io", _) => {
            let generators = ["secretGenerator", "configMapGenerator", "patches", "patchesStrategicMerge"];
            generators.iter().filter_map(|key| Some((Some((*key).into()), object.get(key)?))).collect()
        }
        _ => Vec::new(),
    }
}

fn collect(node: Ref<'_>, path: &mut Vec<Box<str>>, doc: DocId, out: &mut Vec<Setting>) {
    if node.is_mapping() {
        for (key, value) in node.entries() {
            path.push(key.text().unwrap_or("?").into());
            collect(value, path, doc, out);
            path.pop();
        }
        return;
    }
    if node.is_sequence() {
        for item in node.items() {
            collect_item(item, path, doc, out);
        }
        return;
    }
    let Some(text) = node.text() else { return };
    let place = Place::new(doc, node.id());
    out.push(Setting { path: path.clone(), value: Located::new(Opaque::new(text), place) });
}

/// `- name: X` with `value: Y` is the variable X; so is `- X=Y`.
fn collect_item(item: Ref<'_>, path: &mut Vec<Box<str>>, doc: DocId, out: &mut Vec<Setting>) {
    let named = item.get("name").and_then(Ref::text).zip(item.get("value"));
    if let Some((name, value)) = named {
        path.push(name.into());
        collect(value, path, doc, out);
        path.pop();
        return;
    }
    let assignment = item.text().and_then(|text| text.split_once('=')).filter(|(name, _)| is_variable(name));
    if let Some((name, value)) = assignment {
        let mut place = Place::new(doc, item.id());
        let span = item.span();
        let end = span.end - u32::from(item.source().ends_with(['"', '\'']));
        if item.source().contains(value) {
            place.part = Some(Span { start: end - value.len() as u32, end });
        }
        path.push(name.into());
        out.push(Setting { path: path.clone(), value: Located::new(Opaque::new(value), place) });
        path.pop();
        return;
    }
    collect(item, path, doc, out);
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Reads `KEY=value` lines as Compose and dotenv libraries do: `export`, quotes, comments behind a blank.
pub(crate) fn read_dot_env(origin: &Origin) -> (Document, Found) {
    // Places are nodes of a document: a `.env` file has one empty document, and every value is a part of it.
    let anchor = yaml::parse("{}", Chunk { span: Span { start: 0, end: 2 } }, &Limits::default());
    let tree = anchor.ok().and_then(|mut trees| trees.pop()).unwrap_or_default();
    let document = Document::new(tree, None);
    let settings = assignments(origin.text())
        .into_iter()
        .map(|(name, value, span)| {
            let place = Place { doc: document.id, node: yaml::NodeId(0), part: Some(span) };
            Setting { path: vec![name], value: Located::new(Opaque::new(value), place) }
        })
        .collect();
    let file = SettingsFile { origin: origin.id(), format: SettingsFormat::DotEnv, settings };
    (document, Found { settings: vec![Arc::new(file)], ..Found::default() })
}

fn assignments(text: &str) -> Vec<(Box<str>, String, Span)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((name, from, to)) = assignment(line) {
            let span = Span { start: (at + from) as u32, end: (at + to) as u32 };
            found.push((name.into(), unescape(&line[from..to], line[..from].ends_with('"')), span));
        }
        at += line.len();
    }
    found
}

/// The name, and the bytes of the value without its quotes.
fn assignment(line: &str) -> Option<(&str, usize, usize)> {
    let body = line.trim_start().trim_start_matches('\u{feff}');
    let body = body.strip_prefix("export ").unwrap_or(body).trim_start();
    if body.starts_with('#') {
        return None;
    }
    let (name, rest) = body.split_once('=')?;
    let name = name.trim_end();
    if !is_variable(name) {
        return None;
    }
    let start = line.len() - rest.len();
    let value = rest.trim();
    let from = start + (rest.len() - rest.trim_start().len());
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    if let Some(quote) = quote {
        let inner = &value[1..];
        return Some((name, from + 1, from + 1 + closing(inner, quote).unwrap_or(inner.len())));
    }
    let end = value.find(" #").unwrap_or(value.len());
    let value = if value.starts_with('#') { "" } else { value[..end].trim_end() };
    Some((name, from, from + value.len()))
}

/// Where the quote closes. Between double quotes a backslash takes the next character's meaning away.
fn closing(inner: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    inner.char_indices().find_map(|(at, character)| {
        if escaped {
            escaped = false;
            return None;
        }
        escaped = quote == '"' && character == '\\';
        (character == quote).then_some(at)
    })
}

fn unescape(value: &str, double_quoted: bool) -> String {
    if !double_quoted {
        return value.to_owned();
    }
    let mut meant = String::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(character) = rest.next() {
        match (character, rest.clone().next()) {
            ('\\', Some('n')) => meant.push('\n'),
            ('\\', Some(escaped @ ('"' | '\\'))) => meant.push(escaped),
            _ => {
                meant.push(character);
                continue;
            }
        }
        rest.next();
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, &str)> {
        assignments(text).into_iter().map(|(name, value, span)| (name.into(), value, span.slice(text))).collect()
    }

    #[test]
    fn reads_lines_as_dotenv_does() {
        let found = read("# A=1\nexport B = two # c\r\nC=\"x y\"\nD='z#1'\nE=\nF=a=b#c\n not a line\n1X=2\n");
        let expected =
            [("B", "two", "two"), ("C", "x y", "x y"), ("D", "z#1", "z#1"), ("E", "", ""), ("F", "a=b#c", "a=b#c")];
        let found: Vec<_> = found.iter().map(|(name, value, part)| (&**name, &**value, *part)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn escapes_count_between_double_quotes_alone() {
        let found = read("A=\"a\\\"b\" # c\nB=\"x\\\\n\"\nC='p\\'\nD=\"\\n\\t\"\nE=\"open\\\"\nF=\"\n");
        let found: Vec<_> = found.iter().map(|(name, value, part)| (&**name, &**value, *part)).collect();
        let expected = [
            ("A", "a\"b", "a\\\"b"),
            ("B", "x\\n", "x\\\\n"),
            ("C", "p\\", "p\\"),
            ("D", "\n\\t", "\\n\\t"),
            ("E", "open\"", "open\\\""),
            ("F", "", ""),
        ];
        assert_eq!(found, expected);
    }
}
