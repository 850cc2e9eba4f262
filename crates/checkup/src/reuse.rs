//! The same value in two environments, told by keyed tags.

use std::collections::{BTreeMap, BTreeSet};

use dify::{Form, Purpose};
use findings::Finding;
use hmac::{Hmac, KeyInit as _, Mac as _};
use lang::text;
use rules::registry::checked::REUSED_ACROSS_ENVIRONMENTS;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::environment::Environment;
use crate::finding::{around, found};
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
pub(crate) fn reused(environments: &[(&Environment<'_>, Vec<Held<'_>>)], key: &Key) -> Vec<Finding> {
    let mut places: BTreeMap<Tag, Vec<(&Environment<'_>, &Held<'_>)>> = BTreeMap::new();
    for (environment, held) in environments {
        for it in held.iter().filter(|it| is_somebodys(it)) {
            if let Some(tag) = key.tag(it.secret) {
                places.entry(tag).or_default().push((environment, it));
            }
        }
    }
    let mut all: Vec<Finding> = places.into_values().filter_map(|places| shared(&places)).collect();
    // The tags' order is another in every run.
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    all
}

/// One value that stands in more than one environment: told at its first place, with all others beside it.
fn shared(places: &[(&Environment<'_>, &Held<'_>)]) -> Option<Finding> {
    let names: BTreeSet<&str> = places.iter().map(|(it, _)| it.name.as_str()).collect();
    let ((first, held), rest) = places.split_first()?;
    if names.len() < 2 {
        return None;
    }
    let others: BTreeSet<String> = rest
        .iter()
        .filter(|(it, _)| it.name != first.name)
        .map(|(it, held)| format!("{} ({})", held.setting, it.name))
        .collect();
    let list = lang::list(&others);
    let ((en, ja), (setting, name)) = (list.both(), (held.setting, &first.name));
    let message = text!("{setting} ({name}) has the value of {en}", "{setting}({name})が {ja} と同じ値です");
    let documents = &first.inventory.documents;
    let resource = around(first.inventory, held.place);
    let mut finding = found(&REUSED_ACROSS_ENVIRONMENTS, &first.name, documents, resource, held.place, message);
    for (environment, held) in rest {
        let (setting, name) = (held.setting, &environment.name);
        finding.related(held.at.clone(), text!("{setting} ({name})", "{setting}({name})"));
    }
    finding.environments = names.into_iter().map(str::to_owned).collect();
    Some(finding)
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
