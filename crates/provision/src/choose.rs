//! Which of the values that are there is kept, and why the others are not.

use std::collections::BTreeSet;

use dify::{Component, Form, Purpose};
use inventory::credentials::is_reference;
use lang::{Text, text};
use model::{Documents, Encoding, Location};

use crate::existing::{Existing, Found};
use crate::need::{End, Kept, Need};
use crate::shape::{Reader, Shape};

/// A value that is not kept.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Where it stands.
    pub at: Location,
    /// Why, without a word of the value.
    pub why: Text,
}

/// What is chosen among the values that are there.
pub(crate) struct Choice<'a> {
    /// The value that is kept.
    pub(crate) kept: Option<Found<'a>>,
    /// Whether that one is kept although it is not good: it was handed over, and something may run with it.
    pub(crate) although: bool,
    /// The others, and that one too.
    pub(crate) refused: Vec<Refused>,
}

/// Chooses among the values that are there: those handed over first, at the exact key and then by name; then what the input
/// itself shows, the end that compares first. What was handed over stays, good or not, unless it is to be replaced.
pub(crate) fn choose<'a>(
    need: &Need<'a>,
    existing: &Existing<'a>,
    documents: &Documents,
    composes: bool,
    replaces: bool,
) -> Choice<'a> {
    let readers = readers(need, composes);
    let mut good: Option<Found<'a>> = None;
    let mut flawed: Option<Found<'a>> = None;
    let mut refused = Vec::new();
    let mut seen: BTreeSet<(Location, &str)> = BTreeSet::new();
    for found in candidates(need, existing, documents) {
        if found.value.trim().is_empty() || !seen.insert((found.at.clone(), found.value)) {
            continue;
        }
        let is_elsewhere = found.encoding == Encoding::Plain && is_reference(found.value);
        match flaw(need, &readers, &found) {
            Some(why) => {
                refused.push(Refused { at: found.at.clone(), why });
                // A reference is no value: one that is there counts for more.
                let stays = found.is_handed && !replaces && (good.is_none() || is_elsewhere);
                if stays && flawed.as_ref().is_none_or(|it| is_reference(it.value) && !is_elsewhere) {
                    flawed = Some(found);
                }
            }
            None if good.as_ref().is_none_or(|it| it.value == found.value) => {
                good.get_or_insert(found);
            }
            None => {
                let first = good.as_ref().map_or_else(String::new, |it| place(&it.at));
                let why = text!("differs from the one that is kept ({first})", "採用した値({first})と異なる");
                refused.push(Refused { at: found.at, why });
            }
        }
    }
    match (good, flawed) {
        (good, None) => Choice { kept: good, although: false, refused },
        (Some(good), Some(flawed)) if is_reference(flawed.value) => {
            Choice { kept: Some(good), although: false, refused }
        }
        (good, Some(flawed)) => {
            if let Some(good) = good {
                let first = place(&flawed.at);
                let why = text!("differs from the one that is there ({first})", "今ある値({first})と異なる");
                refused.push(Refused { at: good.at, why });
            }
            Choice { kept: Some(flawed), although: true, refused }
        }
    }
}

fn candidates<'a>(need: &Need<'a>, existing: &Existing<'a>, documents: &Documents) -> Vec<Found<'a>> {
    let slots = need.ends.iter().filter_map(|end| Some((end, end.kept.slot()?)));
    let slots = slots.flat_map(|(end, slot)| existing.at(slot).map(move |found| (end, found)));
    let named = existing.named(&need.name).iter().cloned();
    let shown = need.ends.iter().filter_map(|end| {
        let value = end.value()?.expose();
        let at = documents.location(end.place());
        Some((end, Found { value, at, encoding: Encoding::Plain, is_handed: false }))
    });
    let slots: Vec<Found<'a>> = slots.flat_map(|(end, found)| pieces(need, end, found)).collect();
    let shown = shown.flat_map(|(end, found)| pieces(need, end, found));
    slots.into_iter().chain(named).chain(shown).collect()
}

/// The keys of a list, of which the client's is the one to keep; any other value is one piece.
fn pieces<'a>(need: &Need<'a>, end: &End<'a>, found: Found<'a>) -> Vec<Found<'a>> {
    if !end.is_list() || !found.value.contains(',') {
        return vec![found];
    }
    let keys: Vec<&str> = found.value.split(',').map(str::trim).collect();
    let clients = need.ends.iter().filter(|it| !it.is_list()).filter_map(End::value);
    let client = clients.map(model::Opaque::expose).find(|it| keys.contains(it));
    let kept = client.map_or(keys, |it| vec![it]);
    kept.into_iter().map(|value| Found { value, ..found.clone() }).collect()
}

/// Readers that take less than every value.
fn readers(need: &Need<'_>, composes: bool) -> Vec<Reader> {
    let mut readers = Vec::new();
    let daemon = |it: &End<'_>| it.component == Component::PluginDaemon && it.setting() == "DB_PASSWORD";
    if need.ends.iter().any(daemon) {
        readers.push(Reader::Dsn);
    }
    if composes {
        readers.push(Reader::RawUrl);
    }
    if need.purpose == Purpose::SetupPassword {
        readers.push(Reader::Setup);
    }
    readers
}

/// Why a value is not kept.
fn flaw(need: &Need<'_>, readers: &[Reader], found: &Found<'_>) -> Option<Text> {
    let value = found.value;
    match found.encoding {
        Encoding::Plain | Encoding::Base64 => {}
        Encoding::Binary => {
            return Some(Text::new(
                "no text: no variable can hold these bytes",
                "テキストではなく、環境変数に入れられない",
            ));
        }
        Encoding::Invalid => {
            return Some(Text::new(
                "no base64: the API server refuses it",
                "base64 ではなく、API サーバーに拒否される",
            ));
        }
    }
    if value.contains('\0') {
        return Some(Text::new("holds a NUL, which no variable can", "環境変数に入れられない NUL 文字を含む"));
    }
    if is_reference(value) {
        return Some(Text::new("encrypted, or kept elsewhere", "暗号化されているか、別の場所にある"));
    }
    let settings = need.ends.iter().map(End::setting);
    let is_published = settings.map(|it| dify::published(it, value)).any(|it| it.is_some())
        || dify::published_for(need.purpose, value).is_some()
        || dify::unique_in(value).next().is_some();
    if is_published {
        return Some(Text::new("published: everybody can read it", "公開されている初期値"));
    }
    if dify::placeholder(value) {
        return Some(Text::new("a placeholder", "仮の値"));
    }
    let chosen = matches!(need.form, Form::Password | Form::Key | Form::Base64Url32);
    let shape = chosen.then(|| Shape::of(need.purpose, need.form));
    let weak = chosen.then(|| dify::weakness(Some(need.purpose), value)).flatten();
    weak.map(|it| {
        let (en, ja) = it.both();
        text!("weak: {en}", "弱い値({ja})")
    })
    .or_else(|| shape.and_then(|it| it.misfit(value)))
    .or_else(|| readers.iter().find_map(|it| it.misfit(value)))
}

/// Whether a pod template puts this credential into a URL.
pub(crate) fn is_composed_into(needs: &[Need<'_>], need: &Need<'_>) -> bool {
    let names: Vec<String> = need.ends.iter().map(|it| format!("$({})", it.setting())).collect();
    let composed = needs.iter().flat_map(|it| &it.ends).filter(|it| it.kept == Kept::Composed);
    composed.filter_map(|it| it.taken.variable.value).any(|url| names.iter().any(|it| url.expose().contains(it)))
}

/// `file:line`, or the object and its field.
fn place(at: &Location) -> String {
    match at {
        Location::File { file, start, .. } => format!("{file}:{}", start.line),
        Location::Field { object, field } => format!("{object} {field}"),
    }
}
