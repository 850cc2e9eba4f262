//! What below a folder is read.
//!
//! Files by their name (YAML, JSON, `.env`), in order of path. Left out, and said: a chart's templates (they are no YAML
//! before Helm renders them), kustomize's patches (they are pieces of objects). Left out silently: `.git`, `node_modules`
//! and hidden folders, as every tool does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use inventory::{Format, Input};
use lang::Text;
use model::ProblemKind;
use yaml::Ref;

use crate::{Error, Reader};

/// Deeper folders are a loop of mounts, or nobody's manifests.
const MAX_DEPTH: usize = 64;

pub(crate) fn walk(root: &Path, reader: &mut Reader<'_>) -> Result<(), Error> {
    let entries = list(root).map_err(|source| Error::Path { path: root.to_owned(), source })?;
    visit(root, entries, reader, 0);
    Ok(())
}

fn list(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| entry.map(|it| it.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn visit(folder: &Path, entries: Vec<PathBuf>, reader: &mut Reader<'_>, depth: usize) {
    let chart = entries.iter().any(|path| name(path) == "Chart.yaml");
    let patches = patches(folder, &entries);
    for path in entries {
        let name = name(&path).to_owned();
        // Links to folders are not followed: they may lead in a circle. Links to files are.
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|it| it.is_dir());
        if is_folder {
            if name.starts_with('.') || name == "node_modules" {
                continue;
            }
            if chart && name == "templates" {
                let input = Input::unread(path.to_string_lossy(), ProblemKind::UnrenderedTemplate, chart_reason());
                reader.gathered.inputs.push(input);
                continue;
            }
            if depth == MAX_DEPTH {
                let reason = Text::new("the folder is nested too deeply", "フォルダーの階層が深すぎます");
                reader.gathered.inputs.push(Input::unread(path.to_string_lossy(), ProblemKind::TooLarge, reason));
                continue;
            }
            match list(&path) {
                Ok(below) => visit(&path, below, reader, depth + 1),
                Err(error) => reader.unread(&path.to_string_lossy(), &error),
            }
        } else if patches.contains(&path) {
            let reason = Text::new(
                "a kustomize patch: a piece of an object. Pipe `kustomize build DIR | sekisho audit -`",
                "kustomize のパッチで、オブジェクトの一部にすぎません。`kustomize build フォルダー | sekisho audit -` を使ってください",
            );
            reader.gathered.passed_over.push((path.to_string_lossy().into_owned(), reason));
        } else if Format::of(&name).is_some() {
            reader.open(&path);
        } else {
            let reason = Text::new("not YAML, JSON or .env", "YAML・JSON・.env ではありません");
            reader.gathered.passed_over.push((path.to_string_lossy().into_owned(), reason));
        }
    }
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or("")
}

fn chart_reason() -> Text {
    Text::new(
        "these are the templates of a Helm chart: render them first, `helm template NAME CHART | sekisho audit -`",
        "Helm チャートのテンプレートです。`helm template 名前 チャート | sekisho audit -` のように先に展開してください",
    )
}

/// The files that a `kustomization.yaml` of this folder uses as patches.
fn patches(folder: &Path, entries: &[PathBuf]) -> BTreeSet<PathBuf> {
    let own = entries.iter().find(|path| matches!(name(path), "kustomization.yaml" | "kustomization.yml"));
    let text = own.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    let mut found = BTreeSet::new();
    for chunk in yaml::split(&text) {
        let trees = yaml::parse(&text, chunk, &yaml::Limits::default()).unwrap_or_default();
        for root in trees.iter().filter_map(|tree| Ref::root(&text, tree)) {
            for key in ["patches", "patchesStrategicMerge", "patchesJson6902"] {
                let items = root.get(key).into_iter().flat_map(Ref::items);
                found.extend(items.filter_map(|it| it.get("path").unwrap_or(it).text()).map(|path| folder.join(path)));
            }
        }
    }
    found
}
