//! Credentials that are written down: each place once, and what kind of value stands there.
//!
//! The rules on credentials split these places among them by [`Nature`], so that one place never has two findings for one
//! cause: a published default is not also called plain text, weak and reused.

use std::collections::HashMap;
use std::ops::Range;

use dify::{Form, Published, Purpose};
use inventory::credentials::{Use, is_reference, password_in_url};
use inventory::environment::Origin;
use lang::Text;
use model::{Config, ConfigKind, DocId, Documents, Located, Opaque, OriginKind, Place, SettingsFormat};

use crate::value::{Holder, Value, ValueKind};

/// A credential at the place where it is written.
pub(crate) struct Written<'a> {
    /// What kind of place it is.
    pub(crate) kind: ValueKind,
    /// Whose value it is.
    pub(crate) holder: Holder<'a>,
    /// The name it stands under; safe to say only through [`Written::label`].
    pub(crate) setting: &'a str,
    /// What it opens, as far as that is known.
    pub(crate) purpose: Option<Purpose>,
    /// What it looks like, where the catalogue knows the setting.
    pub(crate) form: Option<Form>,
    /// The credential itself: for a URL, the password inside.
    pub(crate) secret: &'a str,
    /// Where it stands.
    pub(crate) place: Place,
    /// What kind of value it is.
    pub(crate) nature: Nature,
}

/// What kind of value stands where a credential belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A value that everybody can read in public repositories.
    Published(&'static Published),
    /// A value that somebody was meant to replace.
    Placeholder,
    /// Nothing.
    Empty,
    /// A real value, as far as can be seen.
    Real,
}

impl<'a> Written<'a> {
    /// The name to tell a person: the setting where it is known to be the name of a credential, else what surrounds the value.
    pub(crate) fn label(&self) -> (String, String) {
        if self.purpose.is_some() && !self.setting.is_empty() {
            let name = format!("`{}`", self.setting);
            return (name.clone(), name);
        }
        (String::from("a value here"), String::from("ここの値"))
    }

    /// Whether it stands outside every Secret, in something that is applied to the cluster.
    pub(crate) fn is_plain_manifest(&self) -> bool {
        match self.holder {
            Holder::Container(..) | Holder::Annotated(_) | Holder::Field(_) => true,
            Holder::Config(config) => config.kind == ConfigKind::ConfigMap,
            Holder::Settings(_) => false,
        }
    }

    /// The settings file it stands in, if it stands in one.
    pub(crate) fn settings_format(&self) -> Option<SettingsFormat> {
        match self.holder {
            Holder::Settings(file) => Some(file.format),
            Holder::Container(..) | Holder::Config(_) | Holder::Annotated(_) | Holder::Field(_) => None,
        }
    }

    /// Whether the file says that it is an example to copy: `.env.example`, `values.sample.yaml`.
    pub(crate) fn is_example(&self, documents: &Documents) -> bool {
        let name = documents.origin(self.place.doc).name().to_ascii_lowercase();
        let file = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
        file.split(['.', '-', '_']).any(|word| matches!(word, "example" | "sample" | "dist" | "tmpl"))
    }

    /// Whether a person chose the value: a vendor's key is neither strong nor weak by anybody's choice here.
    pub(crate) fn is_chosen(&self) -> bool {
        match self.form {
            Some(Form::Issued | Form::AccessId | Form::Json | Form::Pem | Form::ConnectionString) => false,
            Some(Form::Password | Form::Key | Form::Base64Url32 | Form::Url) => true,
            None => matches!(
                self.purpose,
                Some(
                    Purpose::AppSecret
                        | Purpose::DatabasePassword
                        | Purpose::RedisPassword
                        | Purpose::SentinelPassword
                        | Purpose::BrokerUrl
                        | Purpose::SandboxKey
                        | Purpose::PluginServerKey
                        | Purpose::PluginInnerKey
                        | Purpose::AdminKey
                        | Purpose::SetupPassword
                        | Purpose::AgentRunToken
                        | Purpose::AgentStubKey
                        | Purpose::ShellToken
                        | Purpose::GlobalInternalKey
                )
            ),
        }
    }
}

/// Every credential that is written down, each place once, in the order of the values.
pub(crate) fn all<'a>(documents: &Documents, values: &[Value<'a>]) -> Vec<Written<'a>> {
    let mut found: Vec<Written<'a>> = Vec::new();
    let mut seen: HashMap<(DocId, u32, u32), usize> = HashMap::new();
    for value in values {
        for piece in pieces(value) {
            let Some(written) = written(documents, value, piece) else { continue };
            let span = documents.span(written.place);
            match seen.get(&(written.place.doc, span.start, span.end)) {
                None => {
                    seen.insert((written.place.doc, span.start, span.end), found.len());
                    found.push(written);
                }
                // The flag's name says more than the bare word.
                Some(at) if found[*at].purpose.is_none() && written.purpose.is_some() => found[*at] = written,
                Some(_) => {}
            }
        }
    }
    found
}

/// Why the rules cannot judge every credential of Dify's: a value that is not in the input. `None` where all are.
pub(crate) fn unseen(uses: &[Use<'_>]) -> Option<Text> {
    let hidden = uses.iter().find(|it| it.variable.value.is_none())?;
    let setting = hidden.variable.name;
    Some(match hidden.variable.origin {
        Origin::Elsewhere { kind, name, .. } => {
            let kind = if kind == ConfigKind::Secret { "Secret" } else { "ConfigMap" };
            lang::text!(
                "the value of `{setting}` is kept in {kind} `{name}`, which is not in the input",
                "`{setting}` の値は {kind} `{name}` にあり、入力に含まれていません"
            )
        }
        _ => lang::text!("the value of `{setting}` is not in the input", "`{setting}` の値は入力に含まれていません"),
    })
}

/// Whether a text was read from a file, and not from standard input or a cluster.
pub(crate) fn is_in_file(documents: &Documents, place: Place) -> bool {
    let origin = documents.origin(place.doc);
    origin.kind() == OriginKind::File && !origin.name().starts_with('<')
}

/// A piece of a value that is a credential.
struct Piece {
    range: Range<usize>,
    purpose: Option<Purpose>,
    published: Option<&'static Published>,
}

fn pieces(value: &Value<'_>) -> Vec<Piece> {
    let text = value.text;
    let mut pieces = Vec::new();
    for (range, purpose) in passwords_in(text) {
        let purpose = match value.purpose {
            Some(Purpose::BrokerUrl) => Some(Purpose::RedisPassword),
            Some(known) if purpose == Purpose::Other => Some(known),
            _ => Some(purpose),
        };
        pieces.push(Piece { range, purpose, published: None });
    }
    let url = matches!(form(value), Some(Form::Url)) || text.contains("://");
    if pieces.is_empty() && value.purpose.is_some() && !url {
        pieces.push(Piece { range: whole(text), purpose: value.purpose, published: None });
    }
    // A list of keys or a script holds the unique defaults as pieces; they say more than the whole.
    for (range, published) in dify::unique_in(text) {
        if is_comment(text, range.start) {
            continue;
        }
        let covering = pieces.iter().position(|it| it.range.start <= range.start && range.end <= it.range.end);
        let purpose = covering.and_then(|at| pieces[at].purpose).or(value.purpose);
        if let Some(at) = covering
            && pieces[at].published.is_none()
        {
            pieces.remove(at);
        }
        pieces.push(Piece { range, purpose, published: Some(published) });
    }
    pieces
}

/// The value without blanks around it; of Compose's `${NAME:-fallback}`, the fallback.
fn whole(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    let fallback =
        text[start..end].strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).and_then(|rest| rest.find(":-"));
    match fallback.map(|at| start + 4 + at) {
        Some(from) if from + 1 < end => from..end - 1,
        _ => start..end,
    }
}

fn written<'a>(documents: &Documents, value: &Value<'a>, piece: Piece) -> Option<Written<'a>> {
    let Piece { range, purpose, published } = piece;
    let secret = value.text.get(range.clone())?;
    let nature = match published {
        Some(published) => Nature::Published(published),
        None => nature(value, purpose?, secret)?,
    };
    let place = if range.len() == value.text.len() { value.place(documents) } else { value.part(documents, range) };
    Some(Written {
        kind: value.kind,
        holder: value.holder,
        setting: value.setting,
        purpose,
        form: form(value),
        secret,
        place,
        nature,
    })
}

fn form(value: &Value<'_>) -> Option<Form> {
    dify::credential(value.setting).map(|it| it.form)
}

/// `None` for what is no credential at all: a reference, a path, a switch.
fn nature(value: &Value<'_>, purpose: Purpose, secret: &str) -> Option<Nature> {
    if secret.is_empty() {
        return Some(Nature::Empty);
    }
    if is_reference(secret) || (is_code(value.kind) && secret.contains(['$', '`'])) {
        return None;
    }
    if let Some(published) = dify::published(value.setting, secret).or_else(|| dify::published_for(purpose, secret)) {
        return Some(Nature::Published(published));
    }
    if dify::placeholder(secret) {
        return Some(Nature::Placeholder);
    }
    is_plausible(value, purpose, secret).then_some(Nature::Real)
}

/// Where the text is a program or a configuration language, in which more than values stands.
fn is_code(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::ConfigLine | ValueKind::Argument)
}

fn is_plausible(value: &Value<'_>, purpose: Purpose, secret: &str) -> bool {
    const NONE: &[&str] = &["true", "false", "yes", "no", "on", "off", "none", "null", "nil", "undefined", "~", "-"];
    if NONE.iter().any(|word| secret.eq_ignore_ascii_case(word)) {
        return false;
    }
    if secret.contains('\n') && !secret.contains("PRIVATE KEY") {
        return false;
    }
    if is_code(value.kind) && secret.contains(|c: char| c.is_whitespace() || "(){}<>;|&*\"'".contains(c)) {
        return false;
    }
    // A file that holds it, not the credential.
    if secret.starts_with(['/', '~']) && secret.matches('/').count() > 1 && !secret.ends_with('=') {
        return false;
    }
    if purpose == Purpose::Other {
        let number = secret.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let name = secret.eq_ignore_ascii_case(value.setting);
        return !number && !name && secret.len() > 5 && !secret.contains(char::is_whitespace);
    }
    true
}

/// Whether a line of a longer text is a comment where this byte stands.
fn is_comment(text: &str, at: usize) -> bool {
    text.contains('\n') && text[..at].rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'))
}

/// The passwords inside a text's URLs and `key=value` connection strings, with what they open as far as the text tells.
pub(crate) fn passwords_in(text: &str) -> Vec<(Range<usize>, Purpose)> {
    let mut found = Vec::new();
    if text.contains("://") {
        passwords_in_urls(text, &mut found);
    }
    passwords_in_dsn(text, &mut found);
    found
}

fn passwords_in_urls(text: &str, found: &mut Vec<(Range<usize>, Purpose)>) {
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let starts: Vec<usize> = text
        .match_indices("://")
        .map(|(at, _)| at - text.as_bytes()[..at].iter().rev().take_while(|byte| is_scheme(**byte)).count())
        .collect();
    for (number, start) in starts.iter().enumerate() {
        let limit = starts.get(number + 1).copied().unwrap_or(text.len());
        let rest = &text[*start..limit];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches([',', ';']);
        let Some(password) = password_in_url(url) else { continue };
        // `http://host:80/a@b`: a port and a path, no password.
        let port = url[password.clone()].split('/').next().unwrap_or("");
        let is_port = port.len() < password.len() && port.bytes().all(|byte| byte.is_ascii_digit());
        if is_port || is_comment(text, *start) {
            continue;
        }
        let purpose = purpose_of_scheme(&url[..url.find("://").unwrap_or(0)]);
        found.push((start + password.start..start + password.end, purpose));
    }
}

fn purpose_of_scheme(scheme: &str) -> Purpose {
    let scheme = scheme.to_ascii_lowercase();
    match scheme.split('+').next().unwrap_or("") {
        "redis" | "rediss" | "valkey" | "valkeys" | "sentinel" => Purpose::RedisPassword,
        "postgres" | "postgresql" | "mysql" | "mariadb" => Purpose::DatabasePassword,
        _ => Purpose::Other,
    }
}

/// `host=db user=dify password=...` and `jdbc:postgresql://db/dify?user=u&password=...`.
fn passwords_in_dsn(text: &str, found: &mut Vec<(Range<usize>, Purpose)>) {
    let database = text.contains("host=") || text.contains("dbname=") || text.starts_with("jdbc:");
    if !database || text.contains('\n') {
        return;
    }
    for (at, name) in text.match_indices("password=") {
        let start = at + name.len();
        let end = text[start..].find([' ', '&', ';', '"']).map_or(text.len(), |end| start + end);
        let bare = text[start..end].trim_matches('\'');
        let start = start + text[start..end].find(bare).unwrap_or(0);
        if !bare.is_empty() {
            found.push((start..start + bare.len(), Purpose::DatabasePassword));
        }
    }
}

/// Whether a Secret holds a value of its own, and not only references and encrypted values.
pub(crate) fn has_values(config: &Config) -> bool {
    config.entries.iter().any(|entry| {
        let value: &Located<Opaque> = &entry.value;
        let empty = value.is_empty() && entry.encoding != model::Encoding::Binary;
        !empty && !is_reference(value.expose()) && !value.expose().starts_with('<')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords(text: &str) -> Vec<&str> {
        passwords_in(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn passwords_of_urls_and_dsns() {
        for (text, expected) in [
            ("redis://:s3cret@redis:6379/1", vec!["s3cret"]),
            ("sentinel://:a1@h1:26379/1;sentinel://:b2@h2:26379/1", vec!["a1", "b2"]),
            ("psql \"postgresql://u:p9@db/x\" # see https://a.example/b@c", vec!["p9"]),
            ("http://localhost:8080/npm/@scope/x", vec![]),
            ("https://user@host", vec![]),
            ("host=db user=u password=p8 dbname=d", vec!["p8"]),
            ("host=db password='p 7' dbname=d", vec!["p"]),
            ("jdbc:postgresql://db/dify?user=u&password=p6&ssl=true", vec!["p6"]),
            ("password=", vec![]),
        ] {
            assert_eq!(passwords(text), expected, "{text}");
        }
    }

    #[test]
    fn a_fallback_is_a_value() {
        for (text, expected) in
            [("${A:-dify-sandbox}", "dify-sandbox"), (" x ", "x"), ("${A}", "${A}"), ("${A:-}", "${A:-}"), ("", "")]
        {
            assert_eq!(&text[whole(text)], expected, "{text}");
        }
    }

    #[test]
    fn comments_end_with_their_line() {
        let text = "a\n  # difyai123456\nb difyai123456";
        let found: Vec<bool> = dify::unique_in(text).map(|(range, _)| is_comment(text, range.start)).collect();
        assert_eq!(found, [true, false]);
    }
}
