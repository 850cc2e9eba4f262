//! Credentials by reference: single keys of one Secret that somebody else makes, in place of values in the manifests.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use dify::{Component, Purpose};
use edit::{Change, Value};
use inventory::credentials::{self, Use};
use inventory::environment::{self, Index, Origin, Variable};
use lang::{Text, text};
use model::{Config, ConfigKind, Container, Entry, EnvSource, Inventory, Location, Place, Workload};
use yaml::Path;

use crate::parts;
use crate::stream::{Edit, Stream};

/// A credential of a deployment: whose it is, and its key.
type Kept<'a> = (&'a str, &'a str);

/// Refers to the Secret wherever a credential is written out, published, or missing where it must not be.
pub(crate) fn refer(stream: &mut Stream<'_>) {
    let Plan { edits, keys, stale, left, .. } = plan(&stream.inventory);
    let left: Vec<_> = left.into_iter().map(|(location, what)| (stream.was(&location), what)).collect();
    let whole = stream.change(edits);
    for (location, what) in left {
        stream.left_at(location, what);
    }
    if whole {
        forget(stream, &stale);
    } else {
        stream.note(Text::new(
            "the old values stay in the ConfigMaps and Secrets: not every reference could be written",
            "書けなかった参照があるため、ConfigMap と Secret の古い値は残しています",
        ));
    }
    for ((namespace, secret), keys) in keys {
        let list = lang::list(keys.iter());
        let (en, ja) = list.both();
        stream.note(text!(
            "Secret {namespace}/{secret} has to hold {en}: `sekisho secrets setup` makes it. Stores that already run keep their old \
             passwords: put the current values in, and rotate them afterwards",
            "Secret {namespace}/{secret} に {ja} が必要です。`sekisho secrets setup` で作成できます。すでに動いているストアのパスワードは変わりません。\
             現在の値を入れ、その後でローテーションしてください"
        ));
    }
}

/// What is to be done.
#[derive(Default)]
struct Plan {
    edits: Vec<Edit>,
    /// The keys that each Secret has to hold, by namespace and name.
    keys: BTreeMap<(String, &'static str), BTreeSet<String>>,
    /// Values that nobody takes any more.
    stale: Vec<Stale>,
    /// Values that somebody still takes.
    kept: HashSet<Place>,
    left: Vec<(Location, Text)>,
}

/// A value in a ConfigMap or Secret, by its names: places do not outlive a change.
#[derive(PartialEq, Eq)]
struct Stale {
    kind: ConfigKind,
    namespace: String,
    config: String,
    key: String,
}

impl Stale {
    fn of(config: &Config, entry: &Entry) -> Stale {
        Stale {
            kind: config.kind,
            namespace: config.meta.namespace.to_string(),
            config: config.meta.name.to_string(),
            key: entry.key.to_string(),
        }
    }
}

fn plan(inventory: &Inventory) -> Plan {
    let index = Index::new(inventory);
    let uses = credentials::uses(inventory, &index);
    let homes = parts::homes(inventory);
    let home = |it: &Workload| parts::home_of(&homes, it).map_or_else(|| it.meta.namespace.to_string(), str::to_owned);
    let key = |it: &Use<'_>| dify::secret_key(it.variable.name).unwrap_or(it.variable.name).to_owned();
    let used: Vec<(Use<'_>, String, String)> = uses
        .into_iter()
        .filter(|it| it.credential.required || it.variable.value.is_none_or(|value| !value.is_empty()))
        .map(|it| (it, home(it.workload), key(&it)))
        .collect();
    let mut wanted: BTreeSet<Kept<'_>> = BTreeSet::new();
    wanted.extend(used.iter().filter(|(it, ..)| is_exposed(it)).map(|(_, home, key)| (home.as_str(), key.as_str())));
    // The password inside a URL is Redis': both change together.
    let redis = |it: &Use<'_>| matches!(it.credential.purpose, Purpose::RedisPassword | Purpose::BrokerUrl);
    let broken: BTreeSet<&str> = used
        .iter()
        .filter(|(it, home, key)| redis(it) && wanted.contains(&(home.as_str(), key.as_str())))
        .map(|(_, home, _)| home.as_str())
        .collect();
    wanted.extend(
        used.iter()
            .filter(|(it, home, _)| redis(it) && is_written(it) && broken.contains(home.as_str()))
            .map(|(_, home, key)| (home.as_str(), key.as_str())),
    );
    let mut plan = Plan::default();
    let mut moved: HashMap<Place, String> = HashMap::new();
    for (it, home, key) in used.iter().filter(|(_, home, key)| wanted.contains(&(home.as_str(), key.as_str()))) {
        let done = refer_from(inventory, &mut plan, it.workload, it.container, &it.variable, home, key);
        if let (true, Origin::Config(_)) = (done, it.variable.origin) {
            moved.insert(it.variable.place, key.clone());
        }
    }
    moved.retain(|place, _| !plan.kept.contains(place));
    follow(inventory, &index, &mut plan, &moved, &home);
    moved.retain(|place, _| !plan.kept.contains(place));
    let mut places: Vec<Place> = moved.into_keys().collect();
    places.sort_by_key(|place| inventory.documents.rank(*place));
    plan.stale = unmounted(inventory, &mut plan.left, places);
    plan
}

/// Whether the credential itself stands in the input, and not only the name of the variable that holds it.
fn is_written(it: &Use<'_>) -> bool {
    it.variable.value.is_some() && !it.secret().is_some_and(credentials::is_reference)
}

/// Whether the value stands where everybody who sees the manifests sees it, or is none.
fn is_exposed(it: &Use<'_>) -> bool {
    let Some(value) = it.variable.value.filter(|_| is_written(it)) else { return false };
    let secret = it.secret().unwrap_or_default();
    !it.variable.origin.is_secret()
        || value.is_empty()
        || dify::published_for(it.credential.purpose, secret).is_some()
        || dify::unique_in(value.expose()).next().is_some()
        || dify::placeholder(secret)
}

/// Makes one variable refer to the Secret; `false` where that would break another one.
fn refer_from(
    inventory: &Inventory,
    plan: &mut Plan,
    workload: &Workload,
    container: &Container,
    variable: &Variable<'_>,
    home: &str,
    key: &str,
) -> bool {
    let caged = workload.component.is_some_and(Component::is_sandbox) && *workload.meta.namespace != *home;
    let secret = if caged { render::SANDBOX_SECRET } else { render::SECRET };
    let from = Value::map([("secretKeyRef", Value::map([("name", secret.into()), ("key", key.into())]))]);
    let own = container.env.iter().rev().find(|it| *it.name.value == *variable.name);
    let below = |place: Place, key: &str| inventory.documents.path_below(place, &[key]);
    let name = variable.name;
    // What stands in `env` is expanded in its order, and what `envFrom` brings was there before all of it.
    if own.is_none() && is_expanded(container, name) {
        let what = text!(
            "`{name}` stays in the whole Secret that `envFrom` takes: another variable holds $({name}), and would no longer see it",
            "`{name}` は envFrom のままです。ほかの変数が $({name}) を参照しており、移すと展開されなくなります"
        );
        plan.left.push((inventory.documents.location(container.name.place), what));
        plan.kept.insert(variable.place);
        return false;
    }
    let changes = match own {
        Some(own) => {
            let value = inventory.documents.node(own.place).get("value").is_some();
            let set = Change::Set(below(own.place, "valueFrom"), from);
            let gone = value.then(|| Change::Remove(below(own.place, "value")));
            std::iter::once(set).chain(gone).collect()
        }
        None => {
            let entry = Value::map([("name", name.into()), ("valueFrom", from)]);
            vec![Change::Push(below(container.place, "env"), entry)]
        }
    };
    let place = own.map_or(container.name.place, |it| it.name.place);
    let what = text!("`{name}` is {secret}/{key}", "`{name}` は {secret} の {key} を参照します");
    plan.edits.push(Edit { place, changes, what });
    let namespace = workload.meta.namespace.to_string();
    plan.keys.entry((namespace, secret)).or_default().insert(key.to_owned());
    true
}

/// Whether a variable of the container is made of another one.
fn is_expanded(container: &Container, name: &str) -> bool {
    let reference = format!("$({name})");
    container.env.iter().any(|it| match &it.source {
        EnvSource::Literal(value) => value.value.expose().contains(&reference),
        _ => false,
    })
}

/// Whoever else takes a value that goes: a test of the chart, a tool beside a part of Dify.
fn follow(
    inventory: &Inventory,
    index: &Index<'_>,
    plan: &mut Plan,
    moved: &HashMap<Place, String>,
    home: &dyn Fn(&Workload) -> String,
) {
    for workload in &inventory.workloads {
        for container in &workload.pod.spec.containers {
            for variable in environment::of(container, &workload.meta.namespace, index) {
                let Some(key) = moved.get(&variable.place) else { continue };
                let is_use = workload.component.is_some() && dify::credential(variable.name).is_some();
                if !is_use {
                    refer_from(inventory, plan, workload, container, &variable, &home(workload), key);
                }
            }
        }
    }
}

/// The values that no volume brings to anybody; of the others it is said that they stay.
fn unmounted(inventory: &Inventory, left: &mut Vec<(Location, Text)>, places: Vec<Place>) -> Vec<Stale> {
    let mut stale = Vec::new();
    for place in places {
        let mut entries = inventory.configs.iter().flat_map(|it| it.entries.iter().map(move |entry| (it, entry)));
        let Some((config, entry)) = entries.find(|(_, entry)| entry.value.place == place) else { continue };
        if is_mounted(inventory, config) {
            let name = &**config.meta.name;
            let what = text!(
                "the value stays in {name}, which a volume brings to a pod",
                "{name} はボリュームとして Pod に渡されているため、値を残しています"
            );
            left.push((inventory.documents.location(place), what));
        } else {
            stale.push(Stale::of(config, entry));
        }
    }
    stale
}

fn is_mounted(inventory: &Inventory, config: &Config) -> bool {
    let here = inventory.workloads.iter().filter(|it| it.meta.namespace == config.meta.namespace);
    here.flat_map(|it| &it.pod.spec.volumes).any(|it| it.source.brings(config))
}

/// Takes values out that nobody takes any more, the last of each object first.
fn forget(stream: &mut Stream<'_>, stale: &[Stale]) {
    let inventory = &stream.inventory;
    let mut edits = Vec::new();
    for config in &inventory.configs {
        let name = &*config.meta.name.value;
        let gone: Vec<_> = config.entries.iter().filter(|it| stale.contains(&Stale::of(config, it))).collect();
        let Some(first) = gone.first() else { continue };
        let keys = lang::list(gone.iter().map(|it| &*it.key.value));
        let (en, ja) = keys.both();
        let what = text!("{name} loses {en}", "{name} から {ja} を除きました");
        let mut paths: Vec<Path> = gone.iter().rev().map(|it| inventory.documents.path(it.value.place)).collect();
        if gone.len() == config.entries.len() && same_parent(&paths) {
            // Nothing is left of `data`, which an object need not have.
            paths.truncate(1);
            paths[0].0.pop();
        }
        let changes = paths.into_iter().map(Change::Remove).collect();
        edits.push(Edit { place: first.value.place, changes, what });
    }
    stream.change(edits);
}

fn same_parent(paths: &[Path]) -> bool {
    let parent = |path: &Path| path.0.split_last().map(|(_, parent)| parent.to_vec());
    paths.iter().all(|it| parent(it) == parent(&paths[0]))
}
