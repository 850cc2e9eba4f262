//! The plan: every credential with what becomes of it, and the Secrets that follow.

use std::collections::{BTreeMap, BTreeSet};

use credentials::{Exhausted, Randomness};
use dify::{Component, Form, Purpose};
use inventory::environment::{self, Index, Variable};
use lang::{Text, text};
use model::{ConfigKind, Date, Documents, Inventory, Location, Opaque};

use crate::broker;
use crate::choose::{self, Refused};
use crate::existing::Existing;
use crate::need::{self, End, Kept, Need, Needs, NoNeeds};
use crate::secret::{LeftOut, Secret, Secrets};
use crate::shape::Shape;
use crate::source::{self, Source};

/// Everything that is decided about a deployment's credentials. No `Debug`: it holds them.
pub struct Plan {
    /// Every credential, in the catalogue's order.
    pub rows: Vec<Row>,
    /// The Secrets that hold them, and what else those hold already.
    pub secrets: Vec<Secret>,
    /// What stands in one of those Secrets and is not handed on.
    pub left_out: Vec<LeftOut>,
    /// Secrets with new values that an ExternalSecret or a SealedSecret of the input brings already, by namespace and name.
    pub brought: Vec<(String, String)>,
}

/// What becomes of one credential.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name: the key under which a deployment in the guide's names keeps it.
    pub name: String,
    /// What it opens.
    pub purpose: Purpose,
    /// What it looks like.
    pub form: Text,
    /// Who takes it, and under which name.
    pub users: Vec<(Component, String)>,
    /// Where it is kept.
    pub kept: Vec<Kept>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Values that were found and are not kept.
    pub refused: Vec<Refused>,
}

/// What becomes of a credential.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is new.
    Made,
    /// The value at this place is kept.
    Adopted(Location),
    /// It is made of this other credential.
    Composed(String),
    /// Another tool brings it.
    Brought,
    /// Somebody else gives it: whom to ask, and for what.
    Asked(Text),
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input shows no container of Dify that takes a credential: the person's.
    #[error("no part of Dify in the input takes a credential")]
    NoDify,
    /// The input holds several deployments: the person's. Their namespaces.
    #[error("several deployments in the input: {}", .0.join(", "))]
    Several(Vec<String>),
    /// What was handed over holds nothing to adopt: the person's.
    #[error("no Secret and no setting in the files that were handed over")]
    NothingExisting,
    /// The machine's.
    #[error(transparent)]
    Exhausted(#[from] Exhausted),
}

/// What a plan is made from.
pub struct Request<'a> {
    /// The deployment.
    pub inventory: &'a Inventory,
    /// Values that are there already, if files with some were handed over.
    pub existing: Option<&'a Inventory>,
    /// The day on which new values are made.
    pub today: Date,
}

/// Plans every credential of a deployment. The same input and the same values give the same plan: only what is missing is new.
///
/// # Errors
/// [`Error`]; nothing is made then.
pub fn plan(request: &Request<'_>, randomness: &mut dyn Randomness) -> Result<Plan, Error> {
    let nothing = Inventory::default();
    let existing = Existing::of(request.existing.unwrap_or(&nothing));
    if request.existing.is_some() && existing.is_empty() {
        return Err(Error::NothingExisting);
    }
    let index = Index::new(request.inventory);
    let needs = need::needs(request.inventory, &index).map_err(|it| match it {
        NoNeeds::NoDify => Error::NoDify,
        NoNeeds::Several(namespaces) => Error::Several(namespaces),
    })?;
    let documents = &request.inventory.documents;
    let mut planner =
        Planner { needs: &needs, existing: &existing, documents, index: &index, decided: BTreeMap::new() };
    // URLs last: they are made of the others.
    for need in needs.all.iter().filter(|it| it.purpose != Purpose::BrokerUrl) {
        planner.decide(need, randomness)?;
    }
    let mut secrets = Secrets::new(request.inventory, &existing, request.today);
    let mut rows = Vec::new();
    for need in &needs.all {
        rows.push(match need.purpose {
            Purpose::BrokerUrl => planner.urls(need, &mut secrets),
            _ => planner.fill(need, &mut secrets),
        });
    }
    let (secrets, left_out) = secrets.finish();
    let made = rows.iter().filter(|it| matches!(it.outcome, Outcome::Made)).flat_map(|it| &it.kept);
    let slots: BTreeSet<(String, String)> =
        made.filter_map(Kept::slot).map(|it| (it.namespace.clone(), it.secret.clone())).collect();
    let brought = slots.into_iter().filter(|(namespace, name)| is_brought(&index, namespace, name)).collect();
    Ok(Plan { rows, secrets, left_out, brought })
}

/// Whether something in the input makes this Secret of values that it does not show.
fn is_brought(index: &Index<'_>, namespace: &str, name: &str) -> bool {
    index.config(ConfigKind::Secret, namespace, name).is_none() && index.maker(namespace, name).is_some()
}

/// A credential's value, if there is one, and how it came about.
struct Decided {
    value: Option<Opaque>,
    outcome: Outcome,
    refused: Vec<Refused>,
}

struct Planner<'p, 'a> {
    needs: &'p Needs<'a>,
    existing: &'p Existing<'a>,
    documents: &'p Documents,
    index: &'p Index<'a>,
    decided: BTreeMap<&'p str, Decided>,
}

impl<'p, 'a> Planner<'p, 'a> {
    fn decide(&mut self, need: &'p Need<'a>, randomness: &mut dyn Randomness) -> Result<(), Exhausted> {
        let composes = choose::is_composed_into(&self.needs.all, need);
        let choice = choose::choose(need, self.existing, self.documents, composes);
        let (value, outcome) = match (choice.kept, source::of(need, &self.needs.present)) {
            (Some(found), _) => (Some(Opaque::new(found.value)), Outcome::Adopted(found.at)),
            // What another tool brings must be the same at every end: it is not ours to make.
            (None, _) if need.ends.iter().any(|it| it.kept == Kept::Brought) => (None, brought(need)),
            (None, Source::Here(shape)) => (Some(shape.make(randomness)?), Outcome::Made),
            (None, Source::Asked(whom)) => (None, Outcome::Asked(whom)),
            (None, Source::BrokerUrl) => return Ok(()),
        };
        self.decided.insert(&need.name, Decided { value, outcome, refused: choice.refused });
        Ok(())
    }

    /// Puts one value into every key of a need.
    fn fill(&self, need: &Need<'a>, secrets: &mut Secrets<'_>) -> Row {
        let Some(decided) = self.decided.get(&*need.name) else {
            return row(need, Outcome::Asked(Text::new("who issues it", "発行元に確認")), Vec::new());
        };
        for end in &need.ends {
            let Some(slot) = end.kept.slot() else { continue };
            secrets.reserve(slot);
            if let Some(value) = &decided.value {
                let is_new = matches!(decided.outcome, Outcome::Made);
                secrets.put(slot, self.list(need, end, value.expose()), is_new);
            }
        }
        row(need, decided.outcome.clone(), decided.refused.clone())
    }

    /// A list of keys that holds the value already stays a list, where no client takes the same key.
    fn list<'v>(&'v self, need: &'v Need<'a>, end: &'v End<'a>, value: &'v str) -> &'v str {
        let slot = end.kept.slot();
        let shared = need.ends.iter().any(|it| !it.is_list() && it.kept.slot() == slot);
        let there = slot
            .and_then(|it| self.existing.at(it).next())
            .map(|it| it.value)
            .or_else(|| end.value().map(Opaque::expose));
        let clean = |list: &str| dify::unique_in(list).next().is_none();
        there
            .filter(|it| end.is_list() && !shared && clean(it) && it.split(',').any(|key| key.trim() == value))
            .unwrap_or(value)
    }

    /// Puts a URL of its own into every key of a need, around the one password.
    fn urls(&self, need: &Need<'a>, secrets: &mut Secrets<'_>) -> Row {
        let redis = self.decided.get("REDIS_PASSWORD");
        let is_new = redis.is_some_and(|it| matches!(it.outcome, Outcome::Made));
        let password = redis.and_then(|it| it.value.as_ref());
        let mut missing = None;
        let mut refused = Vec::new();
        for end in &need.ends {
            let Some(slot) = end.kept.slot() else { continue };
            secrets.reserve(slot);
            let variables = environment::of(end.taken.container, &slot.namespace, self.index);
            let shown = end.value().map(Opaque::expose);
            if let Some(other) = shown.filter(|it| is_elsewhere(it, &variables)) {
                missing.get_or_insert(another_redis());
                refused.push(Refused { at: self.documents.location(end.place()), why: not_ours(other) });
                continue;
            }
            let Some(password) = password.map(Opaque::expose) else {
                missing.get_or_insert(Text::new("the password of Redis first", "先に Redis のパスワードが必要"));
                continue;
            };
            let there = self.existing.at(slot).next().map(|it| it.value);
            let url = [shown, there].into_iter().flatten().find_map(|it| broker::with_password(it, password));
            let url = url
                .or_else(|| broker::built(end.setting(), &variables, password))
                .or_else(|| broker::built(end.setting(), &self.api_variables(), password));
            match url {
                Some(url) => secrets.put(slot, &url, is_new),
                None => {
                    missing.get_or_insert(Text::new(
                        "the URL: the input names no host of Redis",
                        "URL(入力から Redis のホストがわからない)",
                    ));
                }
            }
        }
        let outcome = missing.map_or_else(|| Outcome::Composed("REDIS_PASSWORD".to_owned()), Outcome::Asked);
        row(need, outcome, refused)
    }

    /// What the api sees: its Redis is everybody's.
    fn api_variables(&self) -> Vec<Variable<'a>> {
        let ends = self.needs.all.iter().flat_map(|it| &it.ends);
        let api = ends.map(|it| it.taken).find(|it| it.workload.component == Some(Component::Api));
        api.map_or_else(Vec::new, |it| environment::of(it.container, &it.workload.meta.namespace, self.index))
    }
}

/// What becomes of a credential that another tool brings to one of its ends at least.
fn brought(need: &Need<'_>) -> Outcome {
    if need.ends.iter().all(|it| it.kept.slot().is_none()) {
        return Outcome::Brought;
    }
    Outcome::Asked(Text::new(
        "whoever keeps the value that a reference in the manifests brings",
        "マニフェストの参照が指す値の管理者に確認",
    ))
}

/// Whether a URL leads to another Redis than the container's own.
fn is_elsewhere(url: &str, variables: &[Variable<'_>]) -> bool {
    let own = environment::value(variables, "REDIS_HOST").filter(|it| !it.is_empty());
    let is_redis = url.starts_with("redis");
    is_redis && own.zip(broker::host(url)).is_some_and(|(own, host)| own != host)
}

fn another_redis() -> Text {
    Text::new("who runs the other Redis: its URL with the password", "別の Redis の管理者に確認(パスワード入りの URL)")
}

fn not_ours(url: &str) -> Text {
    let host = broker::host(url).unwrap_or_default();
    text!("leads to another Redis ({host})", "別の Redis({host})を指している")
}

fn row(need: &Need<'_>, outcome: Outcome, refused: Vec<Refused>) -> Row {
    let mut users: Vec<(Component, String)> =
        need.ends.iter().map(|it| (it.component, it.setting().to_owned())).collect();
    users.sort();
    users.dedup();
    let mut kept: Vec<Kept> = need.ends.iter().map(|it| it.kept.clone()).collect();
    kept.sort();
    kept.dedup();
    Row { name: need.name.clone(), purpose: need.purpose, form: form(need), users, kept, outcome, refused }
}

fn form(need: &Need<'_>) -> Text {
    match need.form {
        Form::Password | Form::Key | Form::Base64Url32 => Shape::of(need.purpose, need.form).describe(),
        Form::Url if need.purpose == Purpose::BrokerUrl => {
            Text::new("a URL with Redis' password", "Redis のパスワードを含む URL")
        }
        _ => Text::new("as issued", "発行されたまま"),
    }
}
