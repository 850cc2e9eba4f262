//! What stands in the file that is about to be written: nothing that is not in the plan may be lost.

use inventory::Input;
use model::{ConfigKind, Encoding, Entry, Inventory, OtherKind};
use provision::Secret;

use super::form::{Form, Target};
use crate::error::Error;
use crate::keys::Keys;
use crate::obstacle::Obstacle;
use crate::unlock::unlock;

/// Reads the file, if there is one.
///
/// # Errors
/// When it holds anything that the plan does not replace.
pub(super) fn read(target: &Target, form: &Form, secrets: &[Secret], keys: &Keys) -> Result<Option<Inventory>, Error> {
    let Some((path, text)) = target.before() else { return Ok(None) };
    let kinds: &'static [&'static str] = match form {
        Form::Secret | Form::Sops(_) | Form::Age(_) => &["Secret"],
        Form::Sealed(..) => &["SealedSecret"],
        Form::External(_) => &["ExternalSecret", "PushSecret"],
    };
    let input = unlock(Input::file(path.to_string_lossy(), text), keys)?;
    let there = inventory::read(vec![input], &inventory::Options::default());
    let mut strange = !there.problems.is_empty() || !there.settings.is_empty() || !there.left_out.is_empty();
    for meta in there.metas() {
        let of_plan = |it: &Secret| *it.namespace == *meta.namespace && *it.name == *meta.name.value;
        strange |= !kinds.contains(&&*meta.kind) || !secrets.iter().any(of_plan);
    }
    if strange { Err(Obstacle::MoreThere(path.to_owned(), kinds).into()) } else { Ok(Some(there)) }
}

/// Whether a file holds exactly these values: encrypted again it would differ for nothing.
pub(super) fn holds(there: &Inventory, secrets: &[Secret]) -> bool {
    secrets.iter().all(|secret| {
        let config = there.config(ConfigKind::Secret, &secret.namespace, &secret.name);
        config.is_some_and(|config| {
            let equal = |it: &Entry| match it.encoding {
                Encoding::Plain | Encoding::Base64 => secret.entries.get(&*it.key.value) == Some(&it.value.value),
                Encoding::Binary | Encoding::Invalid => secret.raw.contains_key(&*it.key.value),
            };
            config.entries.len() == secret.keys().count() && config.entries.iter().all(equal)
        })
    })
}

/// What is sealed cannot be read: a file that holds every key stays.
///
/// # Errors
/// When it lacks some: writing it again would lose the others' values.
pub(super) fn keeps(sealed: &Inventory, target: &Target, secrets: &[Secret]) -> Result<(), Error> {
    let missing: Vec<String> = secrets.iter().flat_map(|it| unsealed(sealed, it)).collect();
    if missing.is_empty() { Ok(()) } else { Err(Obstacle::SealedLacks(target.name().to_owned(), missing).into()) }
}

/// The keys of a Secret that no SealedSecret of the file brings.
fn unsealed(sealed: &Inventory, secret: &Secret) -> Vec<String> {
    let keys = sealed.others.iter().find_map(|it| match &it.kind {
        OtherKind::SealedSecret { keys }
            if *it.meta.namespace == *secret.namespace && *it.meta.name.value == *secret.name =>
        {
            Some(keys)
        }
        _ => None,
    });
    let has = |key: &String| keys.is_some_and(|it| it.iter().any(|it| **it == **key));
    secret
        .keys()
        .map(str::to_owned)
        .filter(|it| !has(it))
        .map(|it| format!("{}/{} {it}", secret.namespace, secret.name))
        .collect()
}
