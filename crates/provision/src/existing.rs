//! Values that are there already, in the files that a person hands over: Secrets by their key, `.env` files by their name.

use std::collections::HashMap;

use model::{Config, ConfigKind, Encoding, Entry, Inventory, Located, Location, Opaque, SettingsFormat};

use crate::need::Slot;

/// A value and where it stands.
#[derive(Clone)]
pub(crate) struct Found<'a> {
    /// As text; of one that is none, as it is written.
    pub(crate) value: &'a str,
    pub(crate) at: Location,
    /// Whether it is text.
    pub(crate) encoding: Encoding,
    /// Whether it was handed over: something may run with it.
    pub(crate) is_handed: bool,
}

/// What the files hold.
pub(crate) struct Existing<'a> {
    secrets: HashMap<&'a str, Vec<&'a Config>>,
    names: HashMap<String, Vec<Found<'a>>>,
    inventory: &'a Inventory,
}

impl<'a> Existing<'a> {
    pub(crate) fn of(inventory: &'a Inventory) -> Existing<'a> {
        let mut secrets: HashMap<&str, Vec<&Config>> = HashMap::new();
        let mut names: HashMap<String, Vec<Found<'_>>> = HashMap::new();
        let mut named = |name: &str, value: &'a Located<Opaque>| {
            if let Some(key) = dify::secret_key(name) {
                let at = inventory.documents.location(value.place);
                let found = Found { value: value.expose(), at, encoding: Encoding::Plain, is_handed: true };
                names.entry(key.to_owned()).or_default().push(found);
            }
        };
        for config in inventory.configs.iter().filter(|it| it.kind == ConfigKind::Secret) {
            secrets.entry(&config.meta.name).or_default().push(config);
            for entry in config.entries.iter().filter(|it| is_text(it.encoding)) {
                named(&entry.key, &entry.value);
            }
        }
        for file in inventory.settings.iter().filter(|it| it.format == SettingsFormat::DotEnv) {
            for setting in &file.settings {
                named(setting.path.last().map_or("", |it| it), &setting.value);
            }
        }
        Existing { secrets, names, inventory }
    }

    /// The Secrets of this name, in the order in which they were handed over. One that is written without a namespace is for
    /// whichever it is applied to.
    pub(crate) fn secrets(&self, namespace: &str, name: &str) -> impl Iterator<Item = &'a Config> {
        let fits = |it: &&Config| it.meta.namespace_written.as_ref().is_none_or(|it| *it.value == *namespace);
        self.secrets.get(name).into_iter().flatten().copied().filter(fits)
    }

    /// What a slot holds, in the same order.
    pub(crate) fn at(&self, slot: &Slot) -> impl Iterator<Item = Found<'a>> {
        let entries = self.secrets(&slot.namespace, &slot.secret).filter_map(|it| it.entry(&slot.key));
        entries.map(|entry| Found {
            value: written(self.inventory, entry),
            at: self.inventory.documents.location(entry.value.place),
            encoding: entry.encoding,
            is_handed: true,
        })
    }

    /// What an entry of these Secrets holds: its text, or what is written where it is none.
    pub(crate) fn written(&self, entry: &'a Entry) -> &'a str {
        written(self.inventory, entry)
    }

    /// What stands under the name of a credential, whatever Secret or file it is in.
    pub(crate) fn named(&self, name: &str) -> &[Found<'a>] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether there is anything to adopt from.
    pub(crate) fn is_empty(&self) -> bool {
        self.secrets.is_empty() && self.names.is_empty()
    }
}

/// The text of an entry; of one that is no text, what is written.
pub(crate) fn written<'a>(inventory: &'a Inventory, entry: &'a Entry) -> &'a str {
    match entry.encoding {
        Encoding::Binary => inventory.documents.node(entry.value.place).text().unwrap_or(""),
        _ => entry.value.expose(),
    }
}

/// Whether the value of an entry can be read.
pub(crate) const fn is_text(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::Plain | Encoding::Base64)
}
