//! Every value that is written down somewhere, each with its place.

use std::ops::Range;

use dify::Purpose;
use model::{
    Config, ConfigKind, Container, Documents, Encoding, EnvSource, Inventory, Located, Meta, Opaque, Place,
    SettingsFile, SettingsFormat, Workload, WorkloadKind,
};
use yaml::Span;

use crate::subject::Subject;

/// A value that is written down somewhere.
pub struct Value<'a> {
    /// What kind of place it is.
    pub kind: ValueKind,
    /// Whose value it is.
    pub holder: Holder<'a>,
    /// The name it stands under: a variable, a key, a flag; empty for a text without a name.
    pub setting: &'a str,
    /// What it opens, where the name tells a credential.
    pub purpose: Option<Purpose>,
    /// The value. For a piece of a longer text, the piece.
    pub text: &'a str,
    /// The scalar that it is, or is a piece of.
    scalar: &'a Located<Opaque>,
    /// Whether it stands there in base64.
    pub coded: bool,
}

impl Value<'_> {
    /// Where it stands: the piece itself where it is written literally, else the scalar around it.
    ///
    /// Looks through the scalar: to be asked for what is reported, and not for every value.
    #[must_use]
    pub fn place(&self, documents: &Documents) -> Place {
        let scalar = self.scalar.expose();
        let from = self.text.as_ptr() as usize - scalar.as_ptr() as usize;
        let within = from..from + self.text.len();
        if self.coded || within == (0..scalar.len()) {
            return self.scalar.place;
        }
        part(documents, self.scalar.place, scalar, within)
    }

    /// The place of a piece of the value, as [`Value::place`].
    ///
    /// `range` counts in the decoded text; the same occurrence is looked for in the source.
    pub(crate) fn part(&self, documents: &Documents, range: Range<usize>) -> Place {
        let place = self.place(documents);
        if self.coded { place } else { part(documents, place, self.text, range) }
    }
}

/// Whose value it is.
#[derive(Clone, Copy)]
pub enum Holder<'a> {
    /// A container of a workload.
    Container(&'a Workload, &'a Container),
    /// A ConfigMap or Secret.
    Config(&'a Config),
    /// A settings file.
    Settings(&'a SettingsFile),
    /// An annotation of an object.
    Annotated(&'a Meta),
    /// An object of a kind whose fields are not known.
    Field(&'a Meta),
}

impl<'a> Holder<'a> {
    /// What a finding on the value is about.
    #[must_use]
    pub fn subject(&self) -> Subject<'a> {
        match self {
            Holder::Container(workload, _) => Subject::Workload(workload),
            Holder::Config(config) => Subject::Object(&config.meta),
            Holder::Settings(_) => Subject::File,
            Holder::Annotated(meta) | Holder::Field(meta) => Subject::Object(meta),
        }
    }
}

/// What kind of place a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `value` of an environment variable.
    Env,
    /// A word or a flag of `command` or `args`.
    Argument,
    /// A key of a ConfigMap.
    ConfigMap,
    /// A key of a Secret.
    Secret,
    /// A line of a configuration file inside a ConfigMap or Secret.
    ConfigLine,
    /// An annotation of an object or of a pod template.
    Annotation,
    /// A field of an object of a kind whose fields are not known.
    Field,
    /// A Helm values file.
    HelmValues,
    /// A `.env` file.
    DotEnv,
    /// A Compose file.
    Compose,
}

/// The place of a piece of a scalar's text.
pub(crate) fn part(documents: &Documents, place: Place, text: &str, range: Range<usize>) -> Place {
    let piece = &text[range.clone()];
    if piece.is_empty() {
        return place;
    }
    let number = text[..range.start].matches(piece).count();
    let span = documents.span(place);
    let source = span.slice(documents.origin(place.doc).text());
    match source.match_indices(piece).nth(number) {
        Some((at, _)) => {
            let start = span.start + at as u32;
            documents.part(place, Span { start, end: start + piece.len() as u32 })
        }
        None => place,
    }
}

/// Everything, container by container, then object by object, then file by file.
pub(crate) fn values(inventory: &Inventory) -> Vec<Value<'_>> {
    let mut values = Vec::with_capacity(room(inventory));
    for workload in &inventory.workloads {
        for container in &workload.pod.spec.containers {
            values_of_container(workload, container, &mut values);
        }
    }
    for config in &inventory.configs {
        values_of_config(config, &mut values);
    }
    for workload in &inventory.workloads {
        values_of_annotations(&workload.meta, &workload.meta.annotations, &mut values);
        if workload.kind != WorkloadKind::Pod {
            values_of_annotations(&workload.meta, &workload.pod.annotations, &mut values);
        }
    }
    let others = inventory.services.iter().map(|it| &it.meta).chain(inventory.routes.iter().map(|it| &it.meta));
    for meta in inventory.configs.iter().map(|it| &it.meta).chain(others) {
        values_of_annotations(meta, &meta.annotations, &mut values);
    }
    for other in &inventory.others {
        values_of_annotations(&other.meta, &other.meta.annotations, &mut values);
        for text in &other.texts {
            values.push(value_of(ValueKind::Field, Holder::Field(&other.meta), "", None, text));
        }
    }
    for file in &inventory.settings {
        values_of_settings(file, &mut values);
    }
    values
}

/// About as many values as there are, and rather more: room that is not written to costs nothing, and moving what has outgrown its
/// room costs both.
fn room(inventory: &Inventory) -> usize {
    let containers = inventory.workloads.iter().flat_map(|it| &it.pod.spec.containers);
    let of_containers = containers.map(|it| it.env.len() + 2 * (it.command.len() + it.args.len()));
    let lines = |text: &str| 1 + text.bytes().filter(|it| *it == b'\n').count();
    let of_configs = inventory.configs.iter().flat_map(|it| &it.entries).map(|it| lines(it.value.expose()));
    of_containers.chain(of_configs).sum()
}

/// What a setting of this name, at the end of this way, opens: by Dify's own name, else by what it looks like.
fn purpose(name: &str, path: &[&str]) -> Option<Purpose> {
    dify::credential(name).map(|it| it.purpose).or_else(|| dify::credential_at(path))
}

/// `last-applied-configuration` is left out: it repeats the object, whose own fields are judged.
fn values_of_annotations<'a>(meta: &'a Meta, annotations: &'a [(Box<str>, Located<Opaque>)], out: &mut Vec<Value<'a>>) {
    for (name, value) in annotations.iter().filter(|(name, _)| !name.ends_with("/last-applied-configuration")) {
        out.push(value_of(ValueKind::Annotation, Holder::Annotated(meta), name, None, value));
    }
}

/// What the clients of the sandbox call its key.
const SANDBOX_KEY: &str = "CODE_EXECUTION_API_KEY";

fn values_of_container<'a>(workload: &'a Workload, container: &'a Container, out: &mut Vec<Value<'a>>) {
    let holder = Holder::Container(workload, container);
    for variable in &container.env {
        let EnvSource::Literal(value) = &variable.source else { continue };
        let name = &*variable.name.value;
        let purpose = if workload.component.is_some() { purpose(name, &[name]) } else { dify::credential_at(&[name]) };
        out.push(Value {
            kind: ValueKind::Env,
            holder,
            setting: name,
            purpose,
            text: value.expose(),
            scalar: value,
            coded: false,
        });
    }
    let hooks = [&container.lifecycle.post_start, &container.lifecycle.pre_stop].into_iter().flatten();
    let handlers: Vec<_> = container.probes.iter().map(|it| &it.handler).chain(hooks).collect();
    let commands = handlers.iter().map(|it| &it.command);
    for words in [&container.command, &container.args].into_iter().chain(commands) {
        out.extend(words.iter().map(|word| value_of(ValueKind::Argument, holder, "", None, word)));
        flags(holder, words, out);
    }
    for (name, value) in handlers.iter().flat_map(|it| &it.headers) {
        // By this header every client of the sandbox shows its key.
        let is_sandbox_key = workload.component.is_some() && name.eq_ignore_ascii_case("X-Api-Key");
        let purpose = if is_sandbox_key { purpose(SANDBOX_KEY, &[SANDBOX_KEY]) } else { dify::credential_at(&[name]) };
        out.push(value_of(ValueKind::Argument, holder, name, purpose, value));
    }
}

/// The private keys in a text, each from its first line to its last.
fn private_keys(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("-----BEGIN ").filter_map(|(at, _)| {
        let rest = &text[at..];
        let head = rest.lines().next().filter(|it| it.contains("PRIVATE KEY"))?;
        let end = rest[head.len()..].find("-----END ").map_or(rest.len(), |end| {
            let tail = head.len() + end;
            tail + rest[tail..].lines().next().map_or(0, str::len)
        });
        // A sentence about keys is none.
        rest.get(..end).filter(|it| it.len() > head.len() + 32)
    })
}

fn value_of<'a>(
    kind: ValueKind,
    holder: Holder<'a>,
    setting: &'a str,
    purpose: Option<Purpose>,
    value: &'a Located<Opaque>,
) -> Value<'a> {
    Value { kind, holder, setting, purpose, text: value.expose(), scalar: value, coded: false }
}

/// `--requirepass X`, `--password=X`, alone or inside a shell's text. A reference (`$(X)`, `$X`, `"${X}"`) is no value.
fn flags<'a>(holder: Holder<'a>, words: &'a [Located<Opaque>], out: &mut Vec<Value<'a>>) {
    let mut flag: Option<&str> = None;
    for word in words {
        let text = word.expose();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        for piece in lines.flat_map(str::split_ascii_whitespace) {
            let mut push = |name: &'a str, value: &'a str| {
                let bare = value.trim_matches(['"', '\'']);
                if bare.is_empty() || bare.starts_with(['$', '-', '{']) || bare.contains("$(") {
                    return;
                }
                let name = name.trim_start_matches('-');
                let Some(purpose) = purpose(name, &[name]) else { return };
                let kind = ValueKind::Argument;
                out.push(Value {
                    kind,
                    holder,
                    setting: name,
                    purpose: Some(purpose),
                    text: bare,
                    scalar: word,
                    coded: false,
                });
            };
            if let Some(name) = flag.take() {
                push(name, piece);
            }
            if piece.starts_with('-') || piece.bytes().next().is_some_and(|it| it.is_ascii_uppercase()) {
                match piece.split_once('=') {
                    Some((name, value)) => push(name, value),
                    None if piece.starts_with("--") => flag = Some(piece),
                    None => {}
                }
            }
        }
    }
}

fn values_of_config<'a>(config: &'a Config, out: &mut Vec<Value<'a>>) {
    let holder = Holder::Config(config);
    for entry in &config.entries {
        if matches!(entry.encoding, Encoding::Binary | Encoding::Invalid) {
            continue;
        }
        let key = &*entry.key.value;
        let purpose = purpose(key, &[&config.meta.name, key]);
        let secret = config.kind == ConfigKind::Secret;
        let kind = if secret { ValueKind::Secret } else { ValueKind::ConfigMap };
        let coded = entry.encoding == Encoding::Base64;
        let text = entry.value.expose();
        if !secret {
            out.extend(private_keys(text).map(|key_text| Value {
                kind,
                holder,
                setting: key,
                purpose: Some(Purpose::TlsKey),
                text: key_text,
                scalar: &entry.value,
                coded,
            }));
        }
        if is_file(text) {
            lines(holder, &config.meta.name, &entry.value, coded, out);
            continue;
        }
        out.push(Value { kind, holder, setting: key, purpose, text, scalar: &entry.value, coded });
    }
}

/// Whether a text is a configuration file and not one value.
fn is_file(text: &str) -> bool {
    text.trim_end().contains('\n') && !text.trim_start().starts_with("-----BEGIN")
}

/// A configuration file inside a value: each line that is no comment, and each `name = value` or `name: value` in it.
fn lines<'a>(holder: Holder<'a>, owner: &str, file: &'a Located<Opaque>, coded: bool, out: &mut Vec<Value<'a>>) {
    let text = file.expose();
    for line in text.lines() {
        let body = line.trim();
        if body.is_empty() || body.starts_with(['#', ';']) || body.starts_with("//") {
            continue;
        }
        let (setting, from) = split_line(body);
        let value = value_of_line(&body[from..]);
        let purpose = purpose_of_line(owner, setting);
        out.push(Value { kind: ValueKind::ConfigLine, holder, setting, purpose, text: value, scalar: file, coded });
    }
}

/// A line's value without quotes, separators and the comment behind it.
fn value_of_line(rest: &str) -> &str {
    if let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\''))
        && let Some(end) = rest[1..].find(quote)
    {
        return &rest[1..=end];
    }
    let rest = rest.find(" #").map_or(rest, |at| rest[..at].trim_end());
    rest.trim_end_matches([',', ';']).trim_matches(['"', '\''])
}

/// What a line's value opens. A bare `key` says nothing by itself, but the sandbox's own configuration has one.
fn purpose_of_line(owner: &str, setting: &str) -> Option<Purpose> {
    if setting.is_empty() || (setting == "key" && !owner.contains("sandbox")) {
        return None;
    }
    purpose(setting, &[owner, setting])
}

/// The name at the head of a line and where its value starts; no name for a line of another shape.
fn split_line(body: &str) -> (&str, usize) {
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-.".contains(&it));
    let cut = body.find(['=', ':', ' ']);
    let Some(cut) = cut else { return ("", 0) };
    let name = body[..cut].trim_matches(['"', '\'']);
    let rest = body[cut..].trim_start_matches(['=', ':', ' ', '\t']);
    if !is_name(name) || body[cut..].starts_with("://") {
        return ("", 0);
    }
    (name, body.len() - rest.len())
}

fn values_of_settings<'a>(file: &'a SettingsFile, out: &mut Vec<Value<'a>>) {
    let kind = match file.format {
        SettingsFormat::HelmValues => ValueKind::HelmValues,
        SettingsFormat::DotEnv => ValueKind::DotEnv,
        SettingsFormat::Compose => ValueKind::Compose,
    };
    for setting in &file.settings {
        // `--set` and Argo CD's parameters write the whole way as one name.
        let path: Vec<&str> = setting.path.iter().flat_map(|step| step.split('.')).collect();
        let name = path.last().copied().unwrap_or("");
        let purpose = purpose(name, &path);
        let holder = Holder::Settings(file);
        if is_file(setting.value.expose()) {
            lines(holder, &path.join("."), &setting.value, false, out);
        } else {
            out.push(value_of(kind, holder, name, purpose, &setting.value));
        }
    }
}
