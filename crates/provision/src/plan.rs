//! The plan: every credential with what becomes of it, and the Secrets that follow.

use std::collections::{BTreeMap, BTreeSet};

use credentials::{Exhausted, Randomness};
use dify::{Component, Form, Purpose};
use inventory::environment::{self, Index, Variable};
use lang::{Text, text};
use model::{ConfigKind, Date, Documents, Encoding, Inventory, Location, Opaque};

use crate::broker;
use crate::choose::{self, Refused};
use crate::existing::{Existing, Found, is_text};
use crate::need::{self, End, Kept, Need, Needs, NoNeeds, Slot};
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
    /// Values that were found and are not kept, or kept although they are not good.
    pub refused: Vec<Refused>,
    /// Whether a value that was there is replaced, since that was asked for.
    pub is_replaced: bool,
}

impl Row {
    /// Whether a person types it into a page.
    #[must_use]
    pub fn is_typed_in(&self) -> bool {
        self.purpose == Purpose::SetupPassword
    }
}

/// What becomes of a credential.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is new.
    Made,
    /// The value at this place is kept.
    Adopted(Location),
    /// The value at this place is not good, and stays: something may run with it.
    Kept(Location),
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
    /// What is to be replaced is no credential of this deployment: the person's. The name, and all there are.
    #[error("no credential is called {0}")]
    NoSuchName(String, Vec<String>),
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
    /// Credentials whose values are replaced where they are not good, by name.
    pub replace: &'a [String],
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
    let is_one = |name: &&String| needs.all.iter().any(|it| it.name == **name);
    if let Some(wrong) = request.replace.iter().find(|it| !is_one(it)) {
        let all = needs.all.iter().map(|it| it.name.clone()).collect();
        return Err(Error::NoSuchName(wrong.clone(), all));
    }
    let (replace, decided) = (request.replace, BTreeMap::new());
    let mut planner = Planner { needs: &needs, existing: &existing, documents, index: &index, replace, decided };
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
    /// Whether the value is no text, and as it is written.
    is_raw: bool,
    outcome: Outcome,
    refused: Vec<Refused>,
    is_replaced: bool,
}

struct Planner<'p, 'a> {
    needs: &'p Needs<'a>,
    existing: &'p Existing<'a>,
    documents: &'p Documents,
    index: &'p Index<'a>,
    replace: &'p [String],
    decided: BTreeMap<&'p str, Decided>,
}

impl<'p, 'a> Planner<'p, 'a> {
    fn decide(&mut self, need: &'p Need<'a>, randomness: &mut dyn Randomness) -> Result<(), Exhausted> {
        let composes = choose::is_composed_into(&self.needs.all, need);
        let replaces = self.replace.contains(&need.name);
        let choice = choose::choose(need, self.existing, self.documents, composes, replaces);
        let is_raw = choice.kept.as_ref().is_some_and(|it| !is_text(it.encoding));
        let had_one = self.handed(need).next().is_some();
        let (value, outcome) = match (choice.kept, source::of(need, &self.needs.present)) {
            (Some(found), _) if choice.although => (Some(Opaque::new(found.value)), Outcome::Kept(found.at)),
            (Some(found), _) => (Some(Opaque::new(found.value)), Outcome::Adopted(found.at)),
            // What another tool brings must be the same at every end: it is not ours to make.
            (None, _) if need.ends.iter().any(|it| it.kept == Kept::Brought) => (None, brought(need)),
            (None, Source::Here(shape)) => (Some(shape.make(randomness)?), Outcome::Made),
            (None, Source::Asked(whom)) => (None, Outcome::Asked(whom)),
            (None, Source::BrokerUrl) => return Ok(()),
        };
        let is_replaced = replaces && had_one && !choice.refused.is_empty();
        let refused = choice.refused;
        self.decided.insert(&need.name, Decided { value, is_raw, outcome, refused, is_replaced });
        Ok(())
    }

    /// What was handed over for a need, at its keys.
    fn handed(&self, need: &'p Need<'a>) -> impl Iterator<Item = &'a str> {
        let slots = need.ends.iter().filter_map(|it| it.kept.slot());
        slots.flat_map(|it| self.existing.at(it)).map(|it| it.value).filter(|it| !it.trim().is_empty())
    }

    /// Puts one value into every key of a need.
    fn fill(&self, need: &Need<'a>, secrets: &mut Secrets<'_>) -> Row {
        let Some(decided) = self.decided.get(&*need.name) else {
            return row(need, Outcome::Asked(Text::new("who issues it", "発行元に確認")), Vec::new(), false);
        };
        for end in &need.ends {
            let Some(slot) = end.kept.slot() else { continue };
            secrets.reserve(slot);
            // What is not good and stays, stays as it is at each of its keys.
            let there = self.existing.at(slot).next().filter(|it| !it.value.trim().is_empty());
            if let (Outcome::Kept(_), Some(there)) = (&decided.outcome, there) {
                if is_text(there.encoding) {
                    secrets.put(slot, there.value, false);
                } else {
                    secrets.put_raw(slot, there.value);
                }
            } else if let (Some(value), true) = (&decided.value, decided.is_raw) {
                secrets.put_raw(slot, value.expose());
            } else if let Some(value) = &decided.value {
                let is_new = matches!(decided.outcome, Outcome::Made);
                secrets.put(slot, self.list(need, end, value.expose()), is_new);
            }
        }
        row(need, decided.outcome.clone(), decided.refused.clone(), decided.is_replaced)
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
        let (mut missing, mut kept) = (None, None);
        let mut refused = Vec::new();
        for end in &need.ends {
            let Some(slot) = end.kept.slot() else { continue };
            secrets.reserve(slot);
            let variables = environment::of(end.taken.container, &slot.namespace, self.index);
            if let Some(there) = self.url_that_stays(need, slot) {
                refused.extend(self.keep_url(slot, &there, &variables, secrets));
                kept.get_or_insert(there.at);
                continue;
            }
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
        let composed = || Outcome::Composed("REDIS_PASSWORD".to_owned());
        let outcome = match (missing, kept) {
            (Some(missing), _) => Outcome::Asked(missing),
            (None, Some(at)) if refused.is_empty() => Outcome::Adopted(at),
            (None, Some(at)) => Outcome::Kept(at),
            (None, None) => composed(),
        };
        row(need, outcome, refused, false)
    }

    /// A URL that was handed over and does not follow the password of Redis that is kept with it: another Redis, another password.
    fn url_that_stays(&self, need: &Need<'a>, slot: &Slot) -> Option<Found<'a>> {
        let there = self.existing.at(slot).next().filter(|it| !it.value.trim().is_empty())?;
        if self.replace.contains(&need.name) {
            return None;
        }
        let redis = self.needs.all.iter().find(|it| it.name == "REDIS_PASSWORD");
        let mut known = redis.into_iter().flat_map(|it| self.handed(it));
        let follows = known.any(|it| broker::with_password(there.value, it).is_some_and(|url| *url == there.value));
        let decided = self.decided.get("REDIS_PASSWORD").and_then(|it| it.value.as_ref());
        let is_new =
            decided.and_then(|it| broker::with_password(there.value, it.expose())).is_some_and(|it| *it == there.value);
        let can_follow = (follows && decided.is_some()) || is_new;
        (!can_follow).then_some(there)
    }

    /// Puts a URL where it was, and says what is wrong with it.
    fn keep_url(
        &self,
        slot: &Slot,
        there: &Found<'_>,
        variables: &[Variable<'_>],
        secrets: &mut Secrets<'_>,
    ) -> Option<Refused> {
        if is_text(there.encoding) {
            secrets.put(slot, there.value, false);
        } else {
            secrets.put_raw(slot, there.value);
        }
        let why = match there.encoding {
            Encoding::Plain | Encoding::Base64 if is_elsewhere(there.value, variables) => not_ours(there.value),
            Encoding::Plain | Encoding::Base64 => {
                Text::new("does not hold the password of Redis that is kept", "採用した Redis のパスワードと一致しない")
            }
            _ => Text::new("no text: no variable can hold these bytes", "テキストではなく、環境変数に入れられない"),
        };
        Some(Refused { at: there.at.clone(), why })
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

fn row(need: &Need<'_>, outcome: Outcome, refused: Vec<Refused>, is_replaced: bool) -> Row {
    let mut users: Vec<(Component, String)> =
        need.ends.iter().map(|it| (it.component, it.setting().to_owned())).collect();
    users.sort();
    users.dedup();
    let mut kept: Vec<Kept> = need.ends.iter().map(|it| it.kept.clone()).collect();
    kept.sort();
    kept.dedup();
    let form = match outcome {
        // What is there was not made here: nothing is said of it but where it is.
        Outcome::Adopted(_) | Outcome::Kept(_) => Text::new("as it is there", "今あるまま"),
        _ => form(need),
    };
    Row { name: need.name.clone(), purpose: need.purpose, form, users, kept, outcome, refused, is_replaced }
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
