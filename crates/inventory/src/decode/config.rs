//! ConfigMaps and Secrets, with base64 undone.

use std::collections::HashSet;

use model::written::Config;
use model::{ConfigKind, Encoding, Entry, Opaque};
use yaml::Ref;

use super::Decoder;

impl<'a> Decoder<'a, '_> {
    pub(super) fn config(&mut self, kind: ConfigKind, object: Ref<'a>) -> Config {
        let coded = kind == ConfigKind::Secret;
        let mut entries = self.entries(object, "data", coded);
        let others = self.entries(object, if coded { "stringData" } else { "binaryData" }, !coded);
        let overridden: HashSet<&str> = others.iter().map(|it| &*it.key.value).collect();
        entries.retain(|it| !overridden.contains(&*it.key.value));
        entries.extend(others);
        Config {
            kind,
            secret_type: self.string(object, "type").filter(|_| coded),
            immutable: self.bool(object, "immutable").is_some_and(|it| it.value),
            entries,
        }
    }

    fn entries(&mut self, object: Ref<'a>, field: &str, coded: bool) -> Vec<Entry> {
        let pairs: Vec<_> = object.get(field).into_iter().flat_map(Ref::entries).collect();
        pairs
            .into_iter()
            .filter_map(|(key, value)| {
                let written = self.string_of(value)?;
                let written = Opaque::new(written.value);
                let (text, encoding) = if coded { decode(written.expose()) } else { (written, Encoding::Plain) };
                let value = self.located(text, value);
                Some(Entry { key: self.located(key.name()?.into(), key), value, encoding })
            })
            .collect()
    }
}

fn decode(written: &str) -> (Opaque, Encoding) {
    match model::decode_base64(written) {
        Some(bytes) => match std::str::from_utf8(&bytes) {
            Ok(text) => (Opaque::new(text), Encoding::Base64),
            Err(_) => (Opaque::new(""), Encoding::Binary),
        },
        None => (Opaque::new(written), Encoding::Invalid),
    }
}
