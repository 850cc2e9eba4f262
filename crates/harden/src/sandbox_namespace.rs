//! The sandboxes in a namespace of their own, with what they need there, and every address that names them.

use std::collections::{BTreeSet, HashMap};

use edit::{Change, Editor};
use lang::{Text, text};
use model::{Inventory, Place, Workload};
use yaml::{Path, Step};

use crate::address::{Name, full};
use crate::companions::{Moved, companions, leave_behind};
use crate::parts::is_caged;
use crate::stream::{Edit, Stream};
use crate::taken::needless;
use crate::written::name_in_full;

/// Moves every sandbox to the namespace `to`.
pub(crate) fn separate(stream: &mut Stream<'_>, to: &str) {
    let homes: BTreeSet<String> = caged(&stream.inventory, to).map(|it| it.meta.namespace.to_string()).collect();
    if homes.is_empty() {
        let already = stream.inventory.workloads.iter().any(|it| is_caged(it) && *it.meta.namespace == *to);
        if !already {
            stream.note(Text::new(
                "there is no sandbox to move: no workload of the input is one",
                "移す対象のサンドボックスがありません。入力にサンドボックスのワークロードが見つかりません",
            ));
        }
        return;
    }
    stream.write_namespaces();
    for home in homes {
        let moved = companions(&stream.inventory, &home, to);
        leave_behind(stream, &home, &moved);
        let services = services(&stream.inventory, &home, &moved);
        if !move_objects(stream, to, &moved) {
            stream.note(Text::new(
                "the sandbox stays where it is: not everything that it needs could be moved",
                "移せないものがあるため、サンドボックスは元の名前空間に残しています",
            ));
            continue;
        }
        name_what_moved(stream, &home, to, &services);
    }
}

fn caged<'a>(inventory: &'a Inventory, to: &'a str) -> impl Iterator<Item = &'a Workload> {
    inventory.workloads.iter().filter(move |it| is_caged(it) && *it.meta.namespace != *to)
}

/// Services of the old namespace: those that move, and those that stay.
struct Services {
    moved: Vec<String>,
    stay: Vec<String>,
}

fn services(inventory: &Inventory, home: &str, moved: &Moved) -> Services {
    let here = inventory.services.iter().filter(|it| *it.meta.namespace == *home);
    let (moved, stay): (Vec<_>, Vec<_>) = here.partition(|it| moved.whole.contains(&it.meta.place));
    let names = |list: Vec<&model::Service>| list.iter().map(|it| it.meta.name.to_string()).collect();
    Services { moved: names(moved), stay: names(stay) }
}

/// Moves and copies; `false` where nothing was, because something could not be.
fn move_objects(stream: &mut Stream<'_>, to: &str, moved: &Moved) -> bool {
    let inventory = &stream.inventory;
    let metas: HashMap<Place, (String, String)> =
        inventory.metas().map(|it| (it.place, (it.kind.to_string(), it.name.to_string()))).collect();
    let name = |place: &Place| metas.get(place).cloned().unwrap_or_default();
    let mut copies = Vec::new();
    for place in &moved.copied {
        let (kind, name) = name(place);
        let mut editor = Editor::new(&stream.copy(*place));
        let mut changes = vec![Change::Set(path_of(&["metadata", "namespace"]), to.into())];
        changes.extend(needless(inventory, *place).into_iter().map(Change::Remove));
        let what = text!(
            "{kind} {to}/{name}, a copy of what the sandbox takes",
            "{kind} {to}/{name}(サンドボックスが使うものだけの複製)"
        );
        copies.push((stream.location(*place), editor.apply_all(0, &changes).map(|_| editor.finish()), what));
    }
    let edits = moved.whole.iter().map(|place| {
        let (kind, name) = name(place);
        let change = Change::Set(inventory.documents.path_below(*place, &["metadata", "namespace"]), to.into());
        let what = text!("{kind} {name} moves to {to}", "{kind} {name} を {to} へ移しました");
        Edit { place: *place, changes: vec![change], what }
    });
    let edits = edits.collect();
    if !stream.change_together(edits) {
        return false;
    }
    for (location, copy, what) in copies {
        match copy {
            Ok(text) => stream.append(&text, what),
            Err(refusal) => stream.left_at(location, refusal.text()),
        }
    }
    true
}

fn path_of(keys: &[&str]) -> Path {
    Path(keys.iter().map(|key| Step::Key((*key).to_owned())).collect())
}

/// Writes every name in full that no longer leads to its Service by itself.
fn name_what_moved(stream: &mut Stream<'_>, home: &str, to: &str, services: &Services) {
    let name = |service: &String, namespace: &str, bare: bool| Name {
        service: service.clone(),
        namespace: home.to_owned(),
        bare,
        full: full(service, namespace),
    };
    let left: Vec<Name> = services.moved.iter().map(|it| name(it, to, true)).collect();
    let elsewhere: Vec<Name> = services.moved.iter().map(|it| name(it, to, false)).collect();
    let mut moved: Vec<Name> = elsewhere.clone();
    moved.extend(services.stay.iter().map(|it| name(it, home, true)));
    name_in_full(stream, |text| match text.namespace {
        it if it == to => &moved,
        it if it == home => &left,
        _ => &elsewhere,
    });
}
