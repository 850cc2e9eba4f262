//! What stands in the file that `secrets setup` is about to write: nothing that is not in the plan may be lost.

use clap::ArgMatches;
use inventory::Input;
use lang::text;
use model::{ConfigKind, Entry, Inventory, OtherKind};
use provision::Secret;

use crate::exit::Failure;
use crate::setup_form::{Form, Target};
use crate::unlock::unlock;

/// Reads the file, if there is one.
///
/// # Errors
/// When it holds anything that the plan does not replace.
pub(crate) fn read(
    target: &Target,
    form: &Form,
    secrets: &[Secret],
    matches: &ArgMatches,
) -> Result<Option<Inventory>, Failure> {
    let Some((path, text)) = target.before() else { return Ok(None) };
    let kinds: &[&str] = match form {
        Form::Secret | Form::Sops(_) | Form::Age(_) => &["Secret"],
        Form::Sealed(..) => &["SealedSecret"],
        Form::External(_) => &["ExternalSecret", "PushSecret"],
    };
    let there = inventory::read(
        vec![unlock(Input::file(path.to_string_lossy(), text), matches)?],
        &inventory::Options::default(),
    );
    let mut strange = !there.problems.is_empty() || !there.settings.is_empty() || !there.left_out.is_empty();
    for meta in there.metas() {
        let of_plan = |it: &Secret| *it.namespace == *meta.namespace && *it.name == *meta.name.value;
        strange |= !kinds.contains(&&*meta.kind) || !secrets.iter().any(of_plan);
    }
    if strange {
        let (path, kinds) = (path.display(), kinds.join(", "));
        return Err(Failure::CouldNot(text!(
            "{path} holds more than the {kinds} of this deployment, which would be lost: nothing was written. Name another file",
            "{path} には、この構成の {kinds} 以外の内容も含まれています。失われないよう、何も書いていません。別のファイルを指定してください"
        )));
    }
    Ok(Some(there))
}

/// Whether a file holds exactly these values: encrypted again it would differ for nothing.
pub(crate) fn holds(there: &Inventory, secrets: &[Secret]) -> bool {
    secrets.iter().all(|secret| {
        let config = there.config(ConfigKind::Secret, &secret.namespace, &secret.name);
        config.is_some_and(|config| {
            let equal = |it: &Entry| secret.entries.get(&*it.key.value) == Some(&it.value.value);
            config.entries.len() == secret.entries.len() && config.entries.iter().all(equal)
        })
    })
}

/// What is sealed cannot be read: a file that holds every key stays.
///
/// # Errors
/// When it lacks some: writing it again would lose the others' values.
pub(crate) fn keeps(sealed: &Inventory, target: &Target, secrets: &[Secret]) -> Result<(), Failure> {
    let missing: Vec<String> = secrets.iter().flat_map(|it| unsealed(sealed, it)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (list, shown) = (lang::list(missing), target.name().display());
    let (en, ja) = list.both();
    Err(Failure::CouldNot(text!(
        "{shown} is there already and lacks {en}. Its other values cannot be read, and nothing was written: hand them over with \
         --existing and write into a new file",
        "{shown} はすでにあり、{ja} がありません。ほかの値を読めないため、書き込んでいません。--existing で値を渡し、新しいファイルに書いてください"
    )))
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
    secret.entries.keys().filter(|it| !has(it)).map(|it| format!("{}/{} {it}", secret.namespace, secret.name)).collect()
}
