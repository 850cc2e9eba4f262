//! ConfigMaps and Secrets, with base64 undone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::{Config, ConfigKind, Encoding, Entry, Opaque};
use yaml::Ref;

use super::Decoder;

impl<'a> Decoder<'a, '_> {
    pub(super) fn config(&mut self, kind: ConfigKind, object: Ref<'a>) {
        let meta = self.meta(object);
        let coded = kind == ConfigKind::Secret;
        let mut entries = self.entries(object, "data", coded);
        for entry in self.entries(object, if coded { "stringData" } else { "binaryData" }, !coded) {
            entries.retain(|earlier: &Entry| earlier.key.value != entry.key.value);
            entries.push(entry);
        }
        let config = Config {
            kind,
            secret_type: self.string(object, "type").filter(|_| coded),
            immutable: self.bool(object, "immutable").is_some_and(|it| it.value),
            entries,
            meta,
        };
        self.found.configs.push(config);
    }

    fn entries(&mut self, object: Ref<'a>, field: &str, coded: bool) -> Vec<Entry> {
        let pairs: Vec<_> = object.get(field).into_iter().flat_map(Ref::entries).collect();
        pairs
            .into_iter()
            .filter_map(|(key, value)| {
                let written = self.string_of(value)?;
                let (text, encoding) =
                    if coded { decode(&written.value) } else { (String::from(written.value), Encoding::Plain) };
                let value = self.located(Opaque::new(text), value);
                Some(Entry { key: self.located(key.text()?.into(), key), value, encoding })
            })
            .collect()
    }
}

/// Kubernetes takes standard base64 with padding and ignores line breaks in it, as Go's decoder does.
fn decode(written: &str) -> (String, Encoding) {
    let compact: String = written.chars().filter(|character| !matches!(character, '\n' | '\r')).collect();
    match STANDARD.decode(compact.as_bytes()) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => (text, Encoding::Base64),
            Err(_) => (String::new(), Encoding::Binary),
        },
        Err(_) => (written.to_owned(), Encoding::Invalid),
    }
}
