//! The check: every environment by itself, then all of them beside each other.

use dify::{Form, Purpose};
use inventory::credentials::{self, Disagreement};
use inventory::environment::Index;
use lang::{Text, text};
use model::ConfigKind;

use crate::age::aged;
use crate::environment::{Environment, Options};
use crate::found::{Checkup, Finding, Kind, Unknown};
use crate::held::{Held, credential_keys, held};
use crate::readers;
use crate::reuse::{Key, is_published, reused};
use crate::unused::unused;

/// Looks at the credentials of environments.
#[must_use]
pub fn check(environments: &[Environment<'_>], key: &Key, options: &Options) -> Checkup {
    let mut checkup = Checkup::default();
    let mut all: Vec<(&str, Vec<Held<'_>>)> = Vec::new();
    for environment in environments {
        let inventory = environment.inventory;
        let index = Index::new(inventory);
        let mut uses = credentials::uses(inventory, &index);
        uses.retain(|it| environment.has(&it.workload.meta.namespace));
        let (held, unknown) = held(environment, &uses, &index);
        checkup.looked += held.len();
        checkup.unknown.extend(unknown);
        checkup.unknown.extend(environment.locked.iter().map(|it| locked(&environment.name, it)));
        checkup.findings.extend(held.iter().filter_map(|it| judged(&environment.name, it)));
        let differing = credentials::disagreements(&uses);
        checkup.findings.extend(differing.iter().map(|it| differs(environment, it)));
        secrets(environment, options, &mut checkup);
        all.push((&environment.name, held));
    }
    checkup.findings.extend(reused(&all, key));
    checkup
        .findings
        .sort_by(|a, b| b.kind.severity().cmp(&a.kind.severity()).then_with(|| (a.kind, &a.at).cmp(&(b.kind, &b.at))));
    checkup
}

/// What a value is by itself.
fn judged(environment: &str, it: &Held<'_>) -> Option<Finding> {
    let setting = it.setting;
    let (kind, message) = if is_published(it) {
        (Kind::Published, text!("{setting} is a published default", "{setting} が公開されている初期値です"))
    } else if dify::placeholder(it.secret) {
        (Kind::Placeholder, text!("{setting} is a placeholder", "{setting} が仮の値のままです"))
    } else {
        // A vendor's key is neither strong nor weak by anybody's choice here.
        let chosen = matches!(it.form, Some(Form::Password | Form::Key | Form::Base64Url32 | Form::Url))
            || it.form.is_none() && it.purpose != Purpose::Other;
        let weakness = dify::weakness(Some(it.purpose), it.secret).filter(|_| chosen)?;
        let (en, ja) = weakness.both();
        (Kind::Weak, text!("{setting} is weak: {en}", "{setting} は弱い値です({ja})"))
    };
    Some(Finding { kind, environments: vec![environment.to_owned()], message, at: it.at.clone() })
}

fn differs(environment: &Environment<'_>, it: &Disagreement<'_>) -> Finding {
    let [(one, of_one), (other, of_other)] =
        [&it.one, &it.other].map(|end| (end.variable.name, end.workload.component.map_or("", dify::Component::id)));
    Finding {
        kind: Kind::Differs,
        environments: vec![environment.name.clone()],
        message: text!(
            "{one} of {of_one} and {other} of {of_other} must be equal and differ",
            "{of_one} の {one} と {of_other} の {other} は同じ値でなければなりませんが、違います"
        ),
        at: environment.inventory.documents.location(it.one.variable.place),
    }
}

/// The Secrets of an environment: ages, keys that nobody takes, readers.
fn secrets(environment: &Environment<'_>, options: &Options, checkup: &mut Checkup) {
    let (name, inventory) = (&environment.name, environment.inventory);
    for config in inventory.configs.iter().filter(|it| it.kind == ConfigKind::Secret) {
        if !environment.has(&config.meta.namespace) || credential_keys(config).next().is_none() {
            continue;
        }
        let file = inventory.documents.origin(config.meta.place.doc).name();
        let modified = environment.modified.get(file).copied();
        let (found, unknown) = aged(name, config, &inventory.documents, modified, options);
        checkup.findings.extend(found);
        checkup.unknown.extend(unknown);
        for key in unused(inventory, config) {
            let secret = format!("{}/{}", config.meta.namespace, &*config.meta.name.value);
            let place = config.entry(key).map_or(config.meta.name.place, |it| it.key.place);
            checkup.findings.push(Finding {
                kind: Kind::Unused,
                environments: vec![name.clone()],
                message: text!("no container takes {key} of {secret}", "{secret} の {key} を使うコンテナがありません"),
                at: inventory.documents.location(place),
            });
        }
        checkup.secrets.push(readers::row(name, inventory, config));
    }
}

fn locked(environment: &str, (file, reason): &(String, Text)) -> Unknown {
    Unknown { environment: environment.to_owned(), what: file.clone(), reason: reason.clone() }
}
