//! Every credential that an environment holds, each place once: in containers, in Secrets, in `.env` files.

use std::collections::BTreeSet;
use std::sync::Arc;

use dify::{Form, Purpose};
use inventory::credentials::{Use, is_reference, password_in_url};
use inventory::environment::{Index, Origin};
use lang::{Text, text};
use model::{Config, ConfigKind, Encoding, Inventory, Location, OtherKind, Place, SettingsFile, SettingsFormat};

use crate::environment::Environment;
use crate::found::Unknown;

/// A credential at the place where it stands.
pub(crate) struct Held<'a> {
    pub(crate) setting: &'a str,
    pub(crate) purpose: Purpose,
    pub(crate) form: Option<Form>,
    /// The credential itself: of a URL, the password inside.
    pub(crate) secret: &'a str,
    pub(crate) place: Place,
    pub(crate) at: Location,
}

/// What an environment holds, and what of it cannot be seen.
pub(crate) fn held<'a>(
    environment: &Environment<'a>,
    uses: &[Use<'a>],
    index: &Index<'a>,
) -> (Vec<Held<'a>>, Vec<Unknown>) {
    let inventory = environment.inventory;
    let mut collector = Collector {
        environment: &environment.name,
        inventory,
        seen: BTreeSet::new(),
        held: Vec::new(),
        unknown: BTreeSet::new(),
    };
    for it in uses {
        match it.variable.value {
            Some(value) => {
                let purpose = Some(it.credential.purpose);
                collector.take(it.variable.name, purpose, value.expose(), it.variable.place);
            }
            None => collector.hidden(it, index),
        }
    }
    let is_ours = |it: &&Config| it.kind == ConfigKind::Secret && environment.has(&it.meta.namespace);
    for config in inventory.configs.iter().filter(is_ours) {
        for entry in &config.entries {
            let key = &*entry.key.value;
            let purpose = purpose_of(config, key);
            // What SOPS encrypted in `data` is no base64.
            if entry.encoding != Encoding::Binary {
                collector.take(key, purpose, entry.value.expose(), entry.value.place);
            }
        }
    }
    // A `.env` file is of no namespace.
    let is_dotenv = |it: &&Arc<SettingsFile>| it.format == SettingsFormat::DotEnv && environment.namespaces.is_empty();
    for file in inventory.settings.iter().filter(is_dotenv) {
        for setting in &file.settings {
            let name = setting.path.last().map_or("", |it| it);
            collector.take(name, dify::credential_at(&[name]), setting.value.expose(), setting.value.place);
        }
    }
    (collector.held, collector.unknown.into_iter().collect())
}

struct Collector<'e, 'a> {
    environment: &'e str,
    inventory: &'a Inventory,
    seen: BTreeSet<Location>,
    held: Vec<Held<'a>>,
    unknown: BTreeSet<Unknown>,
}

impl<'a> Collector<'_, 'a> {
    fn take(&mut self, setting: &'a str, purpose: Option<Purpose>, value: &'a str, place: Place) {
        let Some(purpose) = purpose else { return };
        let at = self.inventory.documents.location(place);
        if value.trim().is_empty() || !self.seen.insert(at.clone()) {
            return;
        }
        let form = dify::credential(setting).map(|it| it.form);
        if value.starts_with("ENC[") {
            self.miss(
                setting,
                Text::new("encrypted, and no key at hand opens it", "暗号化されており、手元のどの鍵でも開けない"),
            );
            return;
        }
        let secret = match password_in_url(value).filter(|_| value.contains("://")) {
            Some(range) => &value[range],
            None if form == Some(Form::Url) => return,
            None => value,
        };
        if !is_reference(secret) {
            self.held.push(Held { setting, purpose, form, secret, place, at });
        }
    }

    fn hidden(&mut self, it: &Use<'a>, index: &Index<'a>) {
        let Origin::Elsewhere { name, .. } = it.variable.origin else { return };
        let namespace = &*it.workload.meta.namespace;
        let reason = match index.maker(namespace, name) {
            Some(OtherKind::ExternalSecret { .. }) => text!(
                "kept in an external store: an ExternalSecret brings it into {namespace}/{name}",
                "外部ストアにある(ExternalSecret が {namespace}/{name} に取り込む)"
            ),
            Some(OtherKind::SealedSecret { .. }) => text!(
                "sealed: a SealedSecret brings it into {namespace}/{name}",
                "封印されている(SealedSecret が {namespace}/{name} に展開する)"
            ),
            _ => {
                text!("{namespace}/{name} is not in the input", "{namespace}/{name} が入力に含まれていない")
            }
        };
        self.miss(it.variable.name, reason);
    }

    fn miss(&mut self, what: &str, reason: Text) {
        self.unknown.insert(Unknown { environment: self.environment.to_owned(), what: what.to_owned(), reason });
    }
}

/// What a key of a Secret opens, by its name and the Secret's.
fn purpose_of(config: &Config, key: &str) -> Option<Purpose> {
    dify::credential_at(&[&config.meta.name, key])
}

/// The keys of a Secret that hold credentials.
pub(crate) fn credential_keys(config: &Config) -> impl Iterator<Item = &str> {
    config.entries.iter().map(|it| &*it.key.value).filter(|key| purpose_of(config, key).is_some())
}
