//! From a name that a person writes to the value that is meant.

use yaml::{Path, Step};

use super::secret::{Coding, Secret, Seen};
use super::{Document, WayId};
use crate::Error;

/// A value that was found, or the place of one that is to be.
pub(crate) struct Target {
    /// The document of the stream.
    pub(crate) part: usize,
    /// The way there.
    pub(crate) steps: Vec<Step>,
    pub(crate) coding: Coding,
    /// As a person is told.
    pub(crate) name: String,
}

/// A name taken apart: `[[namespace/]secret/][data.|stringData.]key`.
struct Named<'n> {
    namespace: Option<&'n str>,
    secret: Option<&'n str>,
    /// The section, if one is named, and the key.
    readings: Vec<(Option<&'n str>, &'n str)>,
}

impl<'n> Named<'n> {
    fn of(name: &'n str) -> Named<'n> {
        let mut parts = name.rsplitn(3, '/');
        let last = parts.next().unwrap_or(name);
        let (secret, namespace) = (parts.next(), parts.next());
        // A key may itself begin with `data.`.
        let mut readings = vec![(None, last)];
        for section in ["data", "stringData"] {
            let rest = last.strip_prefix(section).and_then(|it| {
                let quoted = it.strip_prefix("[\"").and_then(|it| it.strip_suffix("\"]"));
                it.strip_prefix('.').or(quoted)
            });
            readings.extend(rest.map(|key| (Some(section), key)));
        }
        Named { namespace, secret, readings }
    }

    fn is_of(&self, secret: &Secret) -> bool {
        self.secret.is_none_or(|it| it == secret.name) && self.namespace.is_none_or(|it| it == secret.namespace)
    }
}

/// The value that a name means; `None` where there is none.
///
/// # Errors
/// [`Error::Ambiguous`], and [`Error::Shadowed`] for a value that Kubernetes does not use.
pub(crate) fn find(document: &Document, seen: &Seen<'_>, name: &str) -> Result<Option<Target>, Error> {
    let named = Named::of(name);
    let mut found: Vec<(WayId, &Secret, &str, &str)> = Vec::new();
    for secret in seen.secrets.iter().filter(|it| named.is_of(it)) {
        let fits = |section: &str, key: &str| {
            named.readings.iter().any(|(wanted, it)| *it == key && wanted.is_none_or(|it| it == section))
        };
        let values = seen.values(secret).filter(|(_, section, _, key)| fits(section, key));
        let mut of_this: Vec<_> = values.map(|(way, section, _, key)| (way, secret, section, key)).collect();
        // Of one key the first section wins.
        of_this.dedup_by(|later, first| later.3 == first.3 && later.2 != first.2);
        found.extend(of_this);
    }
    match found[..] {
        [] => {}
        [(way, secret, section, key)] => {
            let wins = seen.values(secret).find(|(_, _, _, it)| *it == key).map(|(way, ..)| way);
            if section == "data" && wins != Some(way) {
                return Err(Error::Shadowed(name.to_owned(), key.to_owned()));
            }
            return Ok(Some(target(document, seen, way)));
        }
        _ => return Err(Error::Ambiguous(name.to_owned(), found.iter().map(|it| seen.name(it.0)).collect())),
    }
    let ways = document.places().filter(|it| document.path(*it).to_string() == name && is_value(document, *it));
    match ways.collect::<Vec<_>>()[..] {
        [] => Ok(None),
        [way] => Ok(Some(target(document, seen, way))),
        ref several => {
            let place = |it: &WayId| format!("{name} ({})", document.part(*it) + 1);
            Err(Error::Ambiguous(name.to_owned(), several.iter().map(place).collect()))
        }
    }
}

fn is_value(document: &Document, way: WayId) -> bool {
    document.leaves.iter().any(|it| it.way == way) || document.voids.iter().any(|it| it.way == way)
}

fn target(document: &Document, seen: &Seen<'_>, way: WayId) -> Target {
    Target {
        part: document.part(way),
        steps: document.path(way).0,
        coding: seen.holder(way).map_or(Coding::Text, |it| it.2),
        name: seen.name(way),
    }
}

/// Where a new value of a Secret goes; `None` where no Secret is meant.
///
/// # Errors
/// [`Error::Ambiguous`] where several may be, [`Error::Misplaced`] for a name that no key of a Secret has.
pub(crate) fn room(document: &Document, seen: &Seen<'_>, name: &str) -> Result<Option<Target>, Error> {
    if seen.secrets.is_empty() {
        return Ok(None);
    }
    let named = Named::of(name);
    let secrets: Vec<&Secret> = seen.secrets.iter().filter(|it| named.is_of(it)).collect();
    let [secret] = secrets[..] else {
        if secrets.is_empty() {
            return Err(Error::Misplaced(name.to_owned()));
        }
        return Err(Error::Ambiguous(name.to_owned(), secrets.iter().map(|it| seen.secret_name(it)).collect()));
    };
    // Of the readings the one that names a section is meant.
    let (section, key) = named.readings.last().copied().unwrap_or((None, name));
    let fits = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
    if key.is_empty() || !key.chars().all(fits) {
        return Err(Error::Misplaced(name.to_owned()));
    }
    let there = secret.sections.iter().find(|it| section.is_none_or(|section| section == it.1));
    let only_plain = secret.sections.len() == 1 && secret.sections[0].1 == "stringData";
    let (section, coding) = match (section, there) {
        (Some("stringData"), _) => ("stringData", Coding::Text),
        (None, _) if only_plain => ("stringData", Coding::Text),
        _ => ("data", Coding::Base64),
    };
    let mut steps = secret.way.map_or_else(Vec::new, |it| document.path(it).0);
    steps.extend([Step::Key(section.to_owned()), Step::Key(key.to_owned())]);
    let path = Path(steps);
    let is_one = seen.secrets.len() == 1 && secret.way.is_none();
    let name = if is_one { path.to_string() } else { format!("{}/{section}.{key}", seen.secret_name(secret)) };
    Ok(Some(Target { part: secret.part, steps: path.0, coding, name }))
}

/// The name that is there and nearest to one that is not, if one is near at all.
pub(crate) fn nearest(document: &Document, seen: &Seen<'_>, name: &str) -> Option<String> {
    // A dot may be a part of a key (`tls.crt`), or lead to one.
    let whole = name.rsplit('/').next().unwrap_or(name);
    let wanted = [whole, whole.rsplit('.').next().unwrap_or(whole)];
    let wanted = wanted.map(|it| it.trim_matches(['[', ']', '"']).to_ascii_lowercase());
    let values = document.leaves.iter().map(|it| it.way).chain(document.voids.iter().map(|it| it.way));
    let all = values.filter_map(|way| {
        let key = super::key(document.above(way).1)?;
        let key = key.to_ascii_lowercase();
        let near = wanted.iter().map(|it| (distance(it, &key), it.chars().count() / 3));
        let distance = near.filter(|(distance, most)| distance <= most).map(|it| it.0).min()?;
        Some((distance, seen.name(way)))
    });
    all.min().map(|(_, name)| name)
}

/// How many characters are to be added, taken out or exchanged.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(256).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, x) in a.chars().take(256).enumerate() {
        let mut corner = row[0];
        row[0] = line + 1;
        for (at, y) in b.iter().enumerate() {
            let exchanged = corner + usize::from(x != *y);
            corner = row[at + 1];
            row[at + 1] = exchanged.min(corner + 1).min(row[at] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("db_pasword", "db_password", 1)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
