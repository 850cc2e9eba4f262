//! The same value in two environments, told by keyed tags.

use std::collections::{BTreeMap, BTreeSet};

use dify::{Form, Purpose};
use hmac::{Hmac, KeyInit as _, Mac as _};
use lang::text;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::found::{Finding, Kind};
use crate::held::Held;

/// The key of one run. It is drawn by the caller, never leaves the process, and makes the tags worthless to anybody else: a plain
/// hash of a short password is the password.
pub struct Key(pub Zeroizing<[u8; 32]>);

type Tag = [u8; 32];

impl Key {
    fn tag(&self, secret: &str) -> Option<Tag> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0[..]).ok()?;
        mac.update(secret.as_bytes());
        Some(mac.finalize().into_bytes().into())
    }
}

/// Values that stand in more than one environment. What everybody has (published values, placeholders) and what is no secret
/// by itself (the public half of a pair) is another question.
pub(crate) fn reused(environments: &[(&str, Vec<Held<'_>>)], key: &Key) -> Vec<Finding> {
    let mut places: BTreeMap<Tag, Vec<(&str, &Held<'_>)>> = BTreeMap::new();
    for (name, held) in environments {
        for it in held.iter().filter(|it| is_somebodys(it)) {
            if let Some(tag) = key.tag(it.secret) {
                places.entry(tag).or_default().push((name, it));
            }
        }
    }
    let mut found = Vec::new();
    for places in places.into_values() {
        let names: BTreeSet<&str> = places.iter().map(|(name, _)| *name).collect();
        let [first, ..] = places[..] else { continue };
        if names.len() < 2 {
            continue;
        }
        let others: BTreeSet<String> = places
            .iter()
            .filter(|(name, _)| *name != first.0)
            .map(|(name, it)| format!("{} ({name})", it.setting))
            .collect();
        let list = lang::list(&others);
        let ((en, ja), (setting, name)) = (list.both(), (first.1.setting, first.0));
        found.push(Finding {
            kind: Kind::Reused,
            environments: names.into_iter().map(str::to_owned).collect(),
            message: text!("{setting} ({name}) has the value of {en}", "{setting}({name})が {ja} と同じ値です"),
            at: first.1.at.clone(),
        });
    }
    found
}

/// Whether the value is a secret of somebody's: not a published one, not the public half of a pair, and no switch or number
/// under a name that only looks like a credential's.
fn is_somebodys(it: &Held<'_>) -> bool {
    let word = it.purpose == Purpose::Other && it.secret.len() < 8;
    it.form != Some(Form::AccessId) && !word && !is_published(it) && !dify::placeholder(it.secret)
}

/// Whether everybody can read the value in public repositories.
pub(crate) fn is_published(it: &Held<'_>) -> bool {
    dify::published(it.setting, it.secret).is_some() || dify::published_for(it.purpose, it.secret).is_some()
}
