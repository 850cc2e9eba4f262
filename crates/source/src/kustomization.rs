//! Kustomizations: which of them hand their parts on as they are, and which change them before the cluster gets them.
//!
//! What is changed is not judged: the cluster gets something else. kustomize is not rebuilt here; whoever wants the answer pipes what
//! kustomize builds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use lang::{Text, text};
use yaml::Ref;

use crate::open;

/// Bytes of a kustomization.
const MAX_BYTES: u64 = 4 << 20;

/// Kustomizations that stand on each other.
const MAX_DEPTH: usize = 32;

/// Fields that change nothing that is judged.
const HARMLESS: &[&str] =
    &["apiVersion", "kind", "metadata", "sortOptions", "buildMetadata", "openapi", "crds", "replicas", "validators"];

/// Whether a file goes by the name of a kustomization.
pub(crate) fn is_named(path: &Path) -> bool {
    let name = path.file_name().and_then(|it| it.to_str());
    matches!(name, Some("kustomization.yaml" | "kustomization.yml" | "Kustomization"))
}

/// A kustomization that has to be built before anything is known.
pub(crate) struct Built {
    /// The fields that change something, or bring something that is not here.
    fields: BTreeSet<String>,
    /// What it is made of: files, without links.
    parts: BTreeSet<PathBuf>,
}

impl Built {
    /// What to do instead.
    pub(crate) fn reason(&self, path: &Path) -> Text {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Where no command can name the folder, a word stands for it.
        let folder = folder.to_str().and_then(lang::shell_word).unwrap_or_else(|| "FOLDER".to_owned());
        let fields = lang::list(&self.fields);
        let (en, ja) = fields.both();
        text!(
            "this kustomization changes its parts or brings others ({en}), so they were not judged: build it first, `kubectl kustomize {folder} | sekisho audit -`",
            "この kustomization は構成ファイルを変更または追加するため({ja})、元のファイルは検査していません。`kubectl kustomize {folder} | sekisho audit -` のように先に構築してください"
        )
    }
}

/// The kustomizations among these files that have to be built; `root` is what everything is read below.
pub(crate) fn examine(files: &[PathBuf], root: Option<&Path>) -> BTreeMap<PathBuf, Built> {
    let root = root.map(|it| if it.as_os_str().is_empty() { Path::new(".") } else { it });
    let root = root.and_then(|it| fs::canonicalize(it).ok());
    let mut found = BTreeMap::new();
    for file in files {
        let Some(read) = Read::of(file) else { continue };
        let mut fields = read.changes.clone();
        let outside = |it: &&Entry| !root.as_ref().is_some_and(|root| it.path.starts_with(root));
        if let Some(it) = read.entries.iter().find(outside) {
            fields.insert(format!("{}: {}", it.field, it.written));
        }
        if !fields.is_empty() {
            let mut parts = BTreeSet::new();
            collect(&read, &mut parts, 0);
            found.insert(file.clone(), Built { fields, parts });
        }
    }
    found
}

/// The files that one of these kustomizations changes, without links.
pub(crate) fn parts(kustomizations: &BTreeMap<PathBuf, Built>) -> BTreeMap<PathBuf, ()> {
    kustomizations.values().flat_map(|it| it.parts.iter().cloned()).map(|it| (it, ())).collect()
}

/// A local file or folder that a kustomization names.
struct Entry {
    field: String,
    written: String,
    /// Without links.
    path: PathBuf,
}

struct Read {
    /// What changes the parts, or brings others.
    changes: BTreeSet<String>,
    entries: Vec<Entry>,
}

impl Read {
    /// A kustomization; none where the file is another kind of object, or is broken (then it is read as any file, and said).
    fn of(file: &Path) -> Option<Read> {
        let text = open::text(file, MAX_BYTES).ok()?;
        let mut read = Read { changes: BTreeSet::new(), entries: Vec::new() };
        let folder = file.parent()?;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        for chunk in yaml::split(&text) {
            for tree in yaml::parse(&text, chunk, &yaml::Limits::default()).ok()? {
                let Some(root) = Ref::root(&text, &tree) else { continue };
                // The object of a GitOps controller, in a file of this name.
                if root.get("apiVersion").and_then(Ref::text).is_some_and(|it| it.contains("toolkit.fluxcd.io")) {
                    return None;
                }
                for (key, value) in root.entries() {
                    read.field(folder, key.text().unwrap_or("?"), value);
                }
            }
        }
        Some(read)
    }

    fn field(&mut self, folder: &Path, key: &str, value: Ref<'_>) {
        if HARMLESS.contains(&key) || is_empty(value) {
            return;
        }
        let lists_parts = matches!(key, "resources" | "bases");
        if !lists_parts {
            self.changes.insert(key.to_owned());
        }
        if !lists_parts && !matches!(key, "components" | "patches" | "patchesStrategicMerge" | "patchesJson6902") {
            return;
        }
        for written in value.items().filter_map(|it| it.get("path").unwrap_or(it).text()) {
            match fs::canonicalize(folder.join(written)) {
                Ok(path) => self.entries.push(Entry { field: key.to_owned(), written: written.to_owned(), path }),
                // Another host's, or not there: kustomize alone knows.
                Err(_) if lists_parts => {
                    self.changes.insert(format!("{key}: {written}"));
                }
                Err(_) => {}
            }
        }
    }
}

/// What a kustomization is made of, and what that is made of.
fn collect(read: &Read, parts: &mut BTreeSet<PathBuf>, depth: usize) {
    for entry in &read.entries {
        if entry.path.is_file() {
            parts.insert(entry.path.clone());
            continue;
        }
        for name in ["kustomization.yaml", "kustomization.yml", "Kustomization"] {
            let below = entry.path.join(name);
            if depth < MAX_DEPTH
                && parts.insert(below.clone())
                && let Some(read) = Read::of(&below)
            {
                collect(&read, parts, depth + 1);
            }
        }
    }
}

fn is_empty(value: Ref<'_>) -> bool {
    if value.is_sequence() {
        return value.items().next().is_none();
    }
    if value.is_mapping() {
        return value.entries().next().is_none();
    }
    value.text().is_none_or(|it| it.is_empty() || it == "null" || it == "~")
}
