//! Which workload is which part of Dify: by image, by environment, by configuration; by names only to tell twins apart.
//!
//! Dify's own images settle it wherever they stand. A general image (nginx, postgres, redis, ...) is a part of Dify only
//! where Dify is: in its namespace, or under a host name that Dify's environment names; a cluster has other databases.

use std::cell::OnceCell;
use std::collections::HashSet;

use dify::{Component, Image, ImageKind};
use lang::{Text, text};
use model::{
    ConfigKind, Container, ContainerRole, Inventory, Opaque, Other, OtherKind, RunningVersion, Service, VolumeSource,
    Workload,
};

use crate::environment::{self, Index};

pub(crate) fn components(inventory: &mut Inventory, told: &[(String, Component)]) {
    let index = Index::new(inventory);
    let first: Vec<Option<Guess>> = inventory.workloads.iter().map(|it| guess(it, &index)).collect();
    let home = Home::of(inventory, &first, &index);
    let found: Vec<Option<Guess>> = inventory
        .workloads
        .iter()
        .zip(&first)
        .map(|(workload, guess)| {
            told_of(workload, told).or_else(|| guess.filter(|it: &Guess| it.certain || home.holds(workload)))
        })
        .collect();
    let databases: Vec<bool> = inventory.others.iter().map(|it| home.holds_database(it)).collect();
    let versions: Vec<_> = inventory.workloads.iter().zip(&found).map(|(it, guess)| version(it, *guess)).collect();
    for ((workload, guess), version) in inventory.workloads.iter_mut().zip(found).zip(versions) {
        workload.component = guess.map(|it| it.component);
        workload.main_container = guess.map(|it| it.container);
        workload.version = version;
    }
    for (other, is_database) in inventory.others.iter_mut().zip(databases) {
        other.component = is_database.then_some(Component::Postgres);
    }
}

#[derive(Clone, Copy)]
struct Guess {
    component: Component,
    container: usize,
    /// Dify's own, wherever it stands.
    certain: bool,
}

fn told_of(workload: &Workload, told: &[(String, Component)]) -> Option<Guess> {
    let meta = &workload.meta;
    let full = format!("{}/{}", meta.namespace, meta.name.value);
    let (_, component) = told.iter().find(|(name, _)| *name == full || **name == *meta.name.value)?;
    let container = workload.pod.spec.containers.iter().position(|it| it.role == ContainerRole::Regular)?;
    Some(Guess { component: *component, container, certain: true })
}

fn guess(workload: &Workload, index: &Index<'_>) -> Option<Guess> {
    let containers = || {
        let all = workload.pod.spec.containers.iter().enumerate();
        all.filter(|(_, container)| container.role == ContainerRole::Regular)
    };
    let own = containers().find_map(|(container, it)| {
        let component = own_component(workload, it, index)?;
        Some(Guess { component, container, certain: true })
    });
    // A hook or a job that runs a general image is a client of it (`psql` in a test pod), not the store.
    let stays = !workload.hook && workload.kind.runs_for_ever();
    own.or_else(|| {
        let general = || {
            containers().filter(|(_, it)| !runs_a_client(it)).find_map(|(container, it)| {
                let component = general_component(workload, it, index)?;
                Some(Guess { component, container, certain: false })
            })
        };
        stays.then(general).flatten()
    })
}

/// Programs that ask a store, in the images that hold the store too.
const CLIENTS: [&str; 12] = [
    "psql",
    "pg_dump",
    "pg_dumpall",
    "pg_isready",
    "pg_restore",
    "redis-cli",
    "valkey-cli",
    "mysql",
    "mysqldump",
    "mysqladmin",
    "mc",
    "mongosh",
];

/// What starts the store itself, also behind a script that asks first whether another one is there.
const SERVERS: [&str; 9] = [
    "docker-entrypoint.sh",
    "entrypoint.sh",
    "run.sh",
    "setup.sh",
    "redis-server",
    "valkey-server",
    "mysqld",
    "pg_ctl",
    "postmaster",
];

/// Whether a container's own command names a client and no server: a deployment of `psql` is no database. Without a command of its own
/// the image's server runs.
fn runs_a_client(container: &Container) -> bool {
    let text = || container.command.iter().chain(&container.args).map(|it| it.expose());
    let words =
        || text().flat_map(|it| it.split(|it: char| it.is_whitespace() || matches!(it, ';' | '&' | '|' | '(' | ')')));
    let programs = || words().map(|it| it.rsplit('/').next().unwrap_or(it));
    let first = container.command.first().map_or("", |it| it.expose().rsplit('/').next().unwrap_or(""));
    let serves = first == "postgres"
        || programs().any(|it| SERVERS.contains(&it))
        || text().any(|it| it.contains("exec postgres"));
    !container.command.is_empty() && !serves && programs().any(|it| CLIENTS.contains(&it))
}

fn own_component(workload: &Workload, container: &Container, index: &Index<'_>) -> Option<Component> {
    match image_kind(container) {
        ImageKind::DifyApi => Some(api_role(workload, container, index)),
        ImageKind::Component(component) if component.is_dify_own() => Some(component),
        ImageKind::Unknown => by_environment(workload, container, index),
        _ => None,
    }
}

fn general_component(workload: &Workload, container: &Container, index: &Index<'_>) -> Option<Component> {
    match image_kind(container) {
        ImageKind::Squid => Some(squid_role(workload)),
        ImageKind::Component(Component::Nginx) => serves_dify(workload, index).then_some(Component::Nginx),
        ImageKind::Component(component) => Some(component),
        ImageKind::Unknown => {
            let squid = configs_of(workload, index)
                .any(|config| config.entries.iter().any(|entry| entry.key.value.starts_with("squid")));
            squid.then(|| squid_role(workload))
        }
        _ => None,
    }
}

fn image_kind(container: &Container) -> ImageKind {
    let image = container.image.as_ref().and_then(|image| Image::parse(&image.value));
    image.map_or(ImageKind::Unknown, |image| dify::candidates(&image))
}

/// What `dify-api` does (D:api/docker/entrypoint.sh): `MODE` decides, then the command, then the name.
fn api_role(workload: &Workload, container: &Container, index: &Index<'_>) -> Component {
    let variable = environment::one(container, &workload.meta.namespace, index, "MODE");
    let mode = variable.and_then(|it| it.value).map(|it| it.expose().trim());
    match mode.and_then(dify::role_of) {
        Some(Component::Api) => return api_or_websocket(workload, container, index),
        Some(role) => return role,
        None => {}
    }
    let words: Vec<&str> =
        container.command.iter().chain(&container.args).flat_map(|it| it.expose().split_whitespace()).collect();
    let says = |word: &str| words.contains(&word);
    if says("celery") && says("beat") {
        return Component::WorkerBeat;
    }
    if says("celery") {
        return Component::Worker;
    }
    if says("upgrade") || says("upgrade-db") || !workload.kind.runs_for_ever() {
        return Component::Migration;
    }
    // `MODE` unset means api; but where it may come from something that is not here, the name is the best that is left.
    if mode.is_none() && (!container.env_from.is_empty() || variable.is_some()) {
        let names = names_of(workload, container);
        if names.contains("beat") {
            return Component::WorkerBeat;
        }
        if names.contains("worker") {
            return Component::Worker;
        }
    }
    api_or_websocket(workload, container, index)
}

fn api_or_websocket(workload: &Workload, container: &Container, index: &Index<'_>) -> Component {
    let value = |name: &str| {
        let variable = environment::one(container, &workload.meta.namespace, index, name);
        variable.and_then(|it| it.value).map(Opaque::expose)
    };
    let class = value("SERVER_WORKER_CLASS").is_some_and(|class| class.contains("websocket"));
    let single = value("SERVER_WORKER_AMOUNT") == Some("1");
    let named = workload.meta.name.contains("websocket");
    let storage = workload.pod.spec.volumes.iter().any(|it| matches!(it.source, VolumeSource::Claim(_)));
    if named || (class && single && !storage) { Component::ApiWebsocket } else { Component::Api }
}

fn squid_role(workload: &Workload) -> Component {
    if workload.meta.name.contains("agent") { Component::AgentSsrfProxy } else { Component::SsrfProxy }
}

/// An image under a name of one's own is told by settings that nothing else has.
fn by_environment(workload: &Workload, container: &Container, index: &Index<'_>) -> Option<Component> {
    let variables = environment::of(container, &workload.meta.namespace, index);
    let told = dify::told_by(|name| variables.iter().any(|it| it.name == name))?;
    Some(if told.runs_api_image() { api_role(workload, container, index) } else { told })
}

/// An nginx is Dify's where its configuration routes to Dify, or where none can be seen.
fn serves_dify(workload: &Workload, index: &Index<'_>) -> bool {
    let mut seen = false;
    for config in configs_of(workload, index) {
        for entry in &config.entries {
            if entry.key.value.ends_with(".conf") || entry.key.value.ends_with(".template") {
                seen = true;
                if entry.value.expose().contains("/console/api") {
                    return true;
                }
            }
        }
    }
    !seen
}

fn configs_of<'a>(workload: &'a Workload, index: &Index<'a>) -> impl Iterator<Item = &'a model::Config> {
    let namespace = &*workload.meta.namespace;
    workload.pod.spec.volumes.iter().filter_map(move |volume| match &volume.source {
        VolumeSource::ConfigMap(Some(name)) => index.config(ConfigKind::ConfigMap, namespace, name),
        _ => None,
    })
}

fn names_of(workload: &Workload, container: &Container) -> String {
    let labels = workload.pod.labels.0.iter().map(|(_, value)| &**value);
    let mut names: Vec<&str> = vec![&workload.meta.name, &container.name];
    names.extend(labels);
    names.join(" ")
}

/// Where Dify is.
struct Home<'a> {
    namespaces: HashSet<&'a str>,
    /// Nothing of Dify's own is in the input: somebody looks at a part of it.
    nowhere: bool,
    inventory: &'a Inventory,
    guesses: &'a [Option<Guess>],
    index: &'a Index<'a>,
    /// Asked for only where something general stands outside these namespaces.
    hosts: OnceCell<Hosts<'a>>,
}

/// Whom Dify's environment names.
struct Hosts<'a> {
    /// Host names, as far as their first two labels.
    names: HashSet<String>,
    /// The Services among them.
    services: Vec<&'a Service>,
}

impl<'a> Home<'a> {
    fn of(inventory: &'a Inventory, guesses: &'a [Option<Guess>], index: &'a Index<'a>) -> Home<'a> {
        let mut home =
            Home { namespaces: HashSet::new(), nowhere: true, inventory, guesses, index, hosts: OnceCell::new() };
        let namespaces: HashSet<&str> = home.own().map(|it| &*it.meta.namespace).collect();
        (home.nowhere, home.namespaces) = (namespaces.is_empty(), namespaces);
        home
    }

    /// The workloads that are Dify's own, wherever they stand.
    fn own(&self) -> impl Iterator<Item = &'a Workload> + use<'a> {
        let pairs = self.inventory.workloads.iter().zip(self.guesses);
        pairs.filter(|(_, guess)| guess.is_some_and(|it| it.certain)).map(|(workload, _)| workload)
    }

    fn hosts(&self) -> &Hosts<'a> {
        self.hosts.get_or_init(|| {
            let mut names = HashSet::new();
            for workload in self.own() {
                let namespace = &*workload.meta.namespace;
                for container in &workload.pod.spec.containers {
                    for variable in environment::of(container, namespace, self.index) {
                        let host = variable.value.and_then(|value| host_of(value.expose()));
                        names.extend(host.map(|host| qualified(host, namespace)));
                    }
                }
            }
            let is_named = |it: &&Service| names.contains(&format!("{}.{}", it.meta.name.value, it.meta.namespace));
            let services = self.inventory.services.iter().filter(is_named).collect();
            Hosts { names, services }
        })
    }

    fn holds(&self, workload: &Workload) -> bool {
        self.nowhere || self.namespaces.contains(&*workload.meta.namespace) || self.is_named(workload)
    }

    /// Whether this is a database that an operator runs for Dify: where Dify is, or under a name of its services.
    fn holds_database(&self, other: &Other) -> bool {
        let namespace = &*other.meta.namespace;
        let service =
            |suffix: &str| self.hosts().names.contains(&format!("{}-{suffix}.{namespace}", other.meta.name.value));
        let here = || self.nowhere || self.namespaces.contains(namespace) || ["rw", "ro", "r"].into_iter().any(service);
        matches!(other.kind, OtherKind::CloudNativePg { .. }) && here()
    }

    fn is_named(&self, workload: &Workload) -> bool {
        self.hosts().services.iter().any(|it| it.selects(&workload.meta.namespace, &workload.pod.labels))
    }
}

/// The host in a URL, or a bare host name.
fn host_of(value: &str) -> Option<&str> {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let name = !host.is_empty()
        && host.len() < 254
        && host.bytes().all(|it| it.is_ascii_alphanumeric() || b"-.".contains(&it));
    name.then_some(host)
}

fn qualified(host: &str, namespace: &str) -> String {
    let mut labels = host.split('.');
    let name = labels.next().unwrap_or(host);
    format!("{name}.{}", labels.next().unwrap_or(namespace))
}

fn version(workload: &Workload, guess: Option<Guess>) -> Result<RunningVersion, Text> {
    let Some(guess) = guess else {
        return Err(Text::new("no component was recognised", "コンポーネントとして認識されませんでした"));
    };
    let container = &workload.pod.spec.containers[guess.container];
    let Some(image) = &container.image else {
        return Err(Text::new("the container names no image", "コンテナにイメージの指定がありません"));
    };
    running_version(&image.value)
}

/// The version that an image reference tells, or why it tells none.
pub(crate) fn running_version(reference: &str) -> Result<RunningVersion, Text> {
    let Some(image) = Image::parse(reference) else {
        return Err(Text::new("the image reference cannot be read", "イメージの参照を解釈できません"));
    };
    let Some(tag) = image.tag else {
        return Err(if image.digest.is_some() {
            Text::new("the image is named by its digest alone", "イメージがダイジェストだけで指定されています")
        } else {
            Text::new(
                "the image has no tag, so it is whatever `latest` is at the time",
                "イメージにタグがなく、その時点の `latest` が使われます",
            )
        });
    };
    if dify::version::is_branch(tag) {
        return Err(text!(
            "the tag `{tag}` is of a branch that takes corrections of newer versions, so its number does not tell what is in it",
            "タグ `{tag}` は新しい版の修正を取り込むブランチのもので、番号からは中身が分かりません"
        ));
    }
    if let Some(parsed) = dify::Version::parse(tag) {
        return Ok(RunningVersion { text: parsed.to_string().into(), parsed: Some(parsed) });
    }
    // `postgres:15-alpine`, `pgvector:pg16`, `minio:RELEASE.2023-03-20T20-16-18Z`: enough for a person.
    let word = tag.split('-').next().unwrap_or(tag);
    let number = word.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let whole = !number.is_empty() && number.len() <= 4 && number.bytes().all(|it| it.is_ascii_digit());
    if whole {
        return Ok(RunningVersion { text: number.into(), parsed: None });
    }
    if tag.starts_with("RELEASE.") {
        return Ok(RunningVersion { text: tag.into(), parsed: None });
    }
    Err(text!("the tag `{tag}` names no version", "タグ `{tag}` はバージョンを表していません"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_or_the_reason_why_none() {
        let told = |image: &str| {
            running_version(image).map(|it| it.text.into_string()).map_err(|it| it.get(lang::Lang::En).to_owned())
        };
        assert_eq!(told("langgenius/dify-api:1.10.1-fix.1"), Ok("1.10.1-fix.1".into()));
        assert_eq!(told("langgenius/dify-plugin-daemon:0.6.3-local"), Ok("0.6.3".into()));
        assert_eq!(told("postgres:15-alpine"), Ok("15".into()));
        assert_eq!(told("pgvector/pgvector:pg16"), Ok("16".into()));
        assert!(told("nginx:latest").is_err_and(|reason| reason.contains("latest")));
        assert!(told("nginx").is_err_and(|reason| reason.contains("no tag")));
        assert!(told("x@sha256:abc").is_err_and(|reason| reason.contains("digest")));
    }

    #[test]
    fn hosts_are_read_from_urls_and_names() {
        assert_eq!(host_of("redis://:x@dify-redis:6379/1"), Some("dify-redis"));
        assert_eq!(host_of("postgres.db.svc"), Some("postgres.db.svc"));
        assert_eq!(host_of("a value with blanks"), None);
        assert_eq!(qualified("pg.data.svc.cluster.local", "dify"), "pg.data");
    }
}
