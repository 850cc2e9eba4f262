//! The check: every environment by itself, then all of them beside each other.

use std::collections::BTreeSet;

use dify::{Form, Purpose};
use findings::{Finding, Severity, fingerprint};
use inventory::credentials::{self, Disagreement};
use inventory::environment::Index;
use lang::{Text, text};
use model::ConfigKind;
use rules::elsewhere;
use rules::registry::checked::{ENDS_DIFFER, PLACEHOLDER, PUBLISHED_DEFAULT, UNUSED_KEY, WEAK};

use crate::age::aged;
use crate::environment::{Environment, Options};
use crate::finding::{around, found, of_config};
use crate::found::{Checkup, Unknown};
use crate::held::{Held, credential_keys, held};
use crate::reuse::{Key, is_published, reused};
use crate::unused::unused;
use crate::{names, readers};

/// Looks at the credentials of environments.
#[must_use]
pub fn check(environments: &[Environment<'_>], key: &Key, options: &Options) -> Checkup {
    let mut checkup = Checkup::default();
    let mut all: Vec<(&Environment<'_>, Vec<Held<'_>>)> = Vec::new();
    for environment in environments {
        let inventory = environment.inventory;
        let index = Index::new(inventory);
        let mut uses = credentials::uses(inventory, &index);
        uses.retain(|it| environment.has(&it.workload.meta.namespace));
        let (held, unknown) = held(environment, &uses, &index);
        checkup.looked += held.len();
        checkup.unknown.extend(unknown);
        checkup.unknown.extend(environment.locked.iter().map(|it| locked(&environment.name, it)));
        checkup.findings.extend(unread(environment));
        checkup.findings.extend(of_audit(environment, &held));
        let own = names::own(inventory, &uses, &index);
        checkup.findings.extend(held.iter().filter_map(|it| judged(environment, it, &own)));
        let differing = credentials::disagreements(&uses);
        checkup.findings.extend(differing.iter().map(|it| differs(environment, it)));
        secrets(environment, options, &mut checkup);
        all.push((environment, held));
    }
    checkup.findings.extend(reused(&all, key));
    Finding::number(&mut checkup.findings);
    checkup.findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| order(a).cmp(&order(b))));
    checkup
}

/// Within a severity: by rule, in the order of the list, then by place.
fn order(it: &Finding) -> (usize, &model::Location) {
    let at = rules::registry::checked::ALL.iter().position(|rule| it.rule == rule.id);
    (at.unwrap_or(usize::MAX), &it.location)
}

/// What a value is by itself.
fn judged(environment: &Environment<'_>, it: &Held<'_>, own: &[String]) -> Option<Finding> {
    let setting = it.setting;
    let (rule, message) = if is_published(it) {
        (&PUBLISHED_DEFAULT, text!("{setting} is a published default", "{setting} が公開されている初期値です"))
    } else if dify::placeholder(it.secret) {
        (&PLACEHOLDER, text!("{setting} is a placeholder", "{setting} が仮の値のままです"))
    } else {
        // A vendor's key is neither strong nor weak by anybody's choice here.
        let chosen = matches!(it.form, Some(Form::Password | Form::Key | Form::Base64Url32 | Form::Url))
            || it.form.is_none() && it.purpose != Purpose::Other;
        let weakness = dify::weakness_among(Some(it.purpose), it.secret, own).filter(|_| chosen)?;
        let (en, ja) = weakness.both();
        (&WEAK, text!("{setting} is weak: {en}", "{setting} は弱い値です({ja})"))
    };
    let inventory = environment.inventory;
    let resource = around(inventory, it.place);
    let mut finding = found(rule, &environment.name, &inventory.documents, resource, it.place, message);
    if it.purpose != Purpose::AppSecret {
        // Only Dify's own secret opens the console, which faces the outside, without more.
        finding.at_most(Severity::High);
    }
    Some(finding)
}

fn differs(environment: &Environment<'_>, it: &Disagreement<'_>) -> Finding {
    let [(one, of_one), (other, of_other)] =
        [&it.one, &it.other].map(|end| (end.variable.name, end.workload.component.map_or("", dify::Component::id)));
    let message = text!(
        "{one} of {of_one} and {other} of {of_other} must be equal and differ",
        "{of_one} の {one} と {of_other} の {other} は同じ値でなければなりませんが、違います"
    );
    let (documents, place) = (&environment.inventory.documents, it.one.variable.place);
    let resource = around(environment.inventory, place);
    let mut finding = found(&ENDS_DIFFER, &environment.name, documents, resource, place, message);
    finding
        .related(documents.location(it.other.variable.place), text!("{other} of {of_other}", "{of_other} の {other}"));
    finding
}

/// The rules of an audit about values by themselves: it also looks into ConfigMaps, arguments, values files and objects of other kinds.
const OF_AUDIT: [&str; 4] =
    ["published-default-credential", "placeholder-credential", "weak-credential", "invalid-secret-encoding"];

/// What an audit finds in values at places that are not looked at here.
fn of_audit(environment: &Environment<'_>, held: &[Held<'_>]) -> Vec<Finding> {
    let of_values: Vec<_> = rules::RULES.iter().copied().filter(|it| OF_AUDIT.contains(&it.about.id)).collect();
    let seen: BTreeSet<_> = held.iter().map(|it| &it.at).collect();
    let is_new = |it: &Finding| {
        let namespace = it.resource.as_ref().map_or("", |it| it.namespace.as_str());
        !it.exception && !seen.contains(&it.location) && (namespace.is_empty() || environment.has(namespace))
    };
    let mut found = rules::audit_with(environment.inventory, &of_values).findings;
    found.retain(|it| OF_AUDIT.contains(&it.rule.as_str()) && is_new(it));
    for it in &mut found {
        it.environments = vec![environment.name.clone()];
        it.fingerprint = fingerprint::within(&environment.name, &it.fingerprint);
    }
    found
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
        let (old, unknown) = aged(name, config, &inventory.documents, modified, options);
        checkup.findings.extend(old);
        checkup.unknown.extend(unknown);
        for key in unused(inventory, config) {
            let secret = format!("{}/{}", config.meta.namespace, &*config.meta.name.value);
            let place = config.entry(key).map_or(config.meta.name.place, |it| it.key.place);
            let message = text!("no container takes {key} of {secret}", "{secret} の {key} を使うコンテナがありません");
            let resource = Some(of_config(config));
            checkup.findings.push(found(&UNUSED_KEY, name, &inventory.documents, resource, place, message));
        }
        checkup.secrets.push(readers::row(name, inventory, config));
    }
}

/// What of an environment could not be read: whatever stands there was not looked at.
fn unread(environment: &Environment<'_>) -> Vec<Finding> {
    let locked = environment.locked.iter().map(|(file, reason)| elsewhere::of_unread_file(file, reason.clone()));
    let mut found: Vec<Finding> = elsewhere::unread(environment.inventory).into_iter().chain(locked).collect();
    for it in &mut found {
        it.environments = vec![environment.name.clone()];
    }
    found
}

fn locked(environment: &str, (file, reason): &(String, Text)) -> Unknown {
    Unknown { environment: environment.to_owned(), what: file.clone(), reason: reason.clone() }
}
