//! When a flow is needed: conditions as data, evaluated over what a deployment shows.
//!
//! A condition is never guessed: where the setting that decides comes from a Secret or another place that nobody sees, the
//! answer is [`Truth::Unknown`]. The words for a person are made of the same data.

use lang::{Lang, Text, text};

use crate::component::Component;
use crate::settings::{is_off, is_on};
use crate::truth::Truth;
use crate::version::Version;

/// What must be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// There is more than one pod of the component that begins the flow.
    Replicas,
    /// The component runs in the cluster.
    Inside(Component),
    /// Requests from outside are routed past this component, or there is none.
    Past(Component),
    /// This component is not part of the deployment.
    Lacks(Component),
    /// The setting has one of these values.
    Is(Setting, &'static [&'static str]),
    /// The setting names this vector store; where the input does not show the setting, no other vector store is there.
    Chosen(Setting, &'static [&'static str], Component),
    /// The setting is there and not empty.
    Set(Setting),
    /// A function of Dify's is switched on by its settings.
    Uses(&'static Function),
    /// Requests of the component that begins the flow go through a proxy, because one of these is set.
    Proxied(&'static [&'static str]),
    /// An init container of the component that begins the flow waits for this component.
    Waits(Component),
    /// From this version of Dify on.
    Since(Version),
    /// All of these.
    All(&'static [Condition]),
    /// One of these.
    Any(&'static [Condition]),
    /// Nothing in a deployment's files shows it: people decide.
    Unseen(Purpose),
}

/// What people do that no manifest shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Developers connect plugins to this deployment.
    PluginDevelopment,
    /// Prometheus collects metrics.
    Metrics,
}

/// A setting and who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setting {
    /// The component whose environment decides; `None`: the one that begins the flow.
    pub of: Option<Component>,
    /// The variable.
    pub name: &'static str,
    /// What holds of the condition where the variable is not set at all.
    pub unset: Truth,
}

/// A function of Dify's that needs a way out, and the settings that switch it on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Function {
    /// What a person calls it.
    pub name: Text,
    /// What switches it on.
    pub on: &'static [Condition],
}

/// What a condition asks of a deployment.
pub trait Deployment {
    /// The value of a variable of a component.
    fn setting(&self, of: Component, name: &str) -> Value;
    /// Whether a component is there.
    fn has(&self, component: Component) -> Truth;
    /// Whether there is, or may be, more than one pod of a component.
    fn has_replicas(&self, component: Component) -> Truth;
    /// Whether an init container of `component` waits for `other`.
    fn waits(&self, component: Component, other: Component) -> Truth;
    /// The version of Dify.
    fn version(&self) -> Option<Version>;
}

/// What a deployment shows of a variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Its value.
    Is(String),
    /// It is set nowhere.
    Unset,
    /// It is set where nobody sees it, or may be.
    Unknown,
}

impl Condition {
    /// Whether the condition is met for a flow that begins at `from`.
    #[must_use]
    pub fn holds(&self, from: Component, deployment: &impl Deployment) -> Truth {
        match *self {
            Condition::Replicas => deployment.has_replicas(from),
            Condition::Inside(component) => deployment.has(component),
            Condition::Past(component) | Condition::Lacks(component) => !deployment.has(component),
            Condition::Is(setting, values) => {
                setting.judge(from, deployment, |it| match it {
                    // A choice that is empty is none.
                    "" => setting.unset,
                    it => Truth::from(values.iter().any(|value| is_same(it, value))),
                })
            }
            Condition::Chosen(setting, values, component) => {
                match Condition::Is(setting, values).holds(from, deployment) {
                    Truth::Unknown if is_only_vector_store(component, deployment) => Truth::Yes,
                    told => told,
                }
            }
            Condition::Set(setting) => setting.judge(from, deployment, |it| Truth::from(!it.is_empty())),
            Condition::Uses(function) => any(function.on, from, deployment),
            Condition::Proxied(names) => names
                .iter()
                .map(|name| own(name, Truth::No).judge(from, deployment, |it| Truth::from(!it.is_empty())))
                .fold(Truth::No, Truth::or),
            Condition::Waits(other) => deployment.waits(from, other),
            Condition::Since(version) => deployment.version().map_or(Truth::Unknown, |it| Truth::from(it >= version)),
            Condition::All(all) => all.iter().map(|it| it.holds(from, deployment)).fold(Truth::Yes, Truth::and),
            Condition::Any(some) => any(some, from, deployment),
            Condition::Unseen(_) => Truth::Unknown,
        }
    }

    /// The condition in words, to stand behind "needed".
    #[must_use]
    pub fn words(&self) -> Text {
        match self {
            Condition::Replicas => Text::new("when there are several replicas", "レプリカが複数ある場合"),
            Condition::Inside(component) => {
                let (en, ja) = component.called().both();
                text!("when {en} runs in the cluster", "{ja}がクラスター内にある場合")
            }
            Condition::Past(component) => {
                text!("when the ingress routes without {component}", "{component} を介さず Ingress で振り分ける場合")
            }
            Condition::Lacks(component) => {
                text!("without {component}, which older versions do not have", "{component} がない場合(古い版にはない)")
            }
            Condition::Is(Setting { name, .. }, values) | Condition::Chosen(Setting { name, .. }, values, _) => {
                match *values {
                    ["true"] => text!("when {name} is on", "{name} が有効な場合"),
                    [one] => text!("when {name} is {one}", "{name} が {one} の場合"),
                    many => {
                        let many = many.join(", ");
                        text!("when {name} is one of {many}", "{name} が {many} のいずれかの場合")
                    }
                }
            }
            Condition::Set(Setting { name, .. }) => text!("when {name} is set", "{name} が設定されている場合"),
            Condition::Uses(function) => {
                let (en, ja) = function.name.both();
                text!("when {en} is on", "{ja}を有効にした場合")
            }
            Condition::Proxied(names) => {
                let shown: Vec<&str> =
                    names.iter().copied().filter(|name| name.bytes().all(|it| !it.is_ascii_lowercase())).collect();
                let (en, ja) = (shown.join(" and "), shown.join(" と "));
                text!("when {en} lead through the proxy", "{ja} でプロキシを通す場合")
            }
            Condition::Waits(other) => text!(
                "with an init container that waits for {other}, as the chart BorisPolonsky/dify-helm has",
                "{other} を待つ init コンテナがある場合(BorisPolonsky/dify-helm チャートなど)"
            ),
            Condition::Since(version) => text!("from Dify {version} on", "Dify {version} 以降の場合"),
            Condition::All([first, Condition::Since(version)]) => {
                let first = first.words();
                let (en, ja) = first.both();
                text!("{en} ({version} and later)", "{ja}({version} 以降)")
            }
            Condition::All(all) => {
                let most: Vec<Text> = all.iter().map(Condition::words).collect();
                joined(&most, " and ", "、かつ")
            }
            Condition::Any(some) => any_words(some),
            Condition::Unseen(purpose) => purpose.words(),
        }
    }
}

impl Purpose {
    fn words(self) -> Text {
        match self {
            Purpose::PluginDevelopment => Text::new(
                "when plugins are developed against this deployment",
                "この環境に対してプラグインを開発する場合",
            ),
            Purpose::Metrics => Text::new("when Prometheus is used", "Prometheus を使う場合"),
        }
    }
}

impl Setting {
    fn judge(self, from: Component, deployment: &impl Deployment, fits: impl Fn(&str) -> Truth) -> Truth {
        match deployment.setting(self.of.unwrap_or(from), self.name) {
            Value::Is(value) => fits(value.trim()),
            Value::Unset => self.unset,
            Value::Unknown => Truth::Unknown,
        }
    }
}

/// A variable of the component that begins the flow.
pub(crate) const fn own(name: &'static str, unset: Truth) -> Setting {
    Setting { of: None, name, unset }
}

fn is_only_vector_store(component: Component, deployment: &impl Deployment) -> bool {
    let others = Component::ALL.iter().filter(|it| it.is_vector_store() && **it != component);
    others.map(|it| deployment.has(*it)).all(|has| has == Truth::No)
}

fn any(some: &[Condition], from: Component, deployment: &impl Deployment) -> Truth {
    some.iter().map(|it| it.holds(from, deployment)).fold(Truth::No, Truth::or)
}

/// Whether Dify takes both for the same: switches have many spellings, and names of stores two.
pub(crate) fn is_same(value: &str, wanted: &str) -> bool {
    match wanted {
        "true" => is_on(value),
        "false" => is_off(value),
        _ => value.replace('_', "-").eq_ignore_ascii_case(wanted),
    }
}

/// Several functions, or several settings, are named in one breath.
fn any_words(some: &[Condition]) -> Text {
    let functions: Vec<Text> = some
        .iter()
        .filter_map(|it| if let Condition::Uses(function) = it { Some(function.name.clone()) } else { None })
        .collect();
    if functions.len() == some.len() {
        let (last, before) = functions.split_last().map_or((String::new(), String::new()), |(last, before)| {
            let before: Vec<&str> = before.iter().map(|it| it.get(Lang::En)).collect();
            (last.get(Lang::En).to_owned(), before.join(", "))
        });
        let ja: Vec<&str> = functions.iter().map(|it| it.get(Lang::Ja)).collect();
        let ja = ja.join("、");
        return text!("when {before} or {last} is on", "{ja}を使う場合");
    }
    let names: Vec<&str> =
        some.iter().filter_map(|it| if let Condition::Set(setting) = it { Some(setting.name) } else { None }).collect();
    if names.len() == some.len() {
        let (en, ja) = (names.join(" or "), names.join(" または "));
        return text!("when {en} is set", "{ja} が設定されている場合");
    }
    let most: Vec<Text> = some.iter().map(Condition::words).collect();
    joined(&most, " or ", "、または")
}

fn joined(texts: &[Text], en: &str, ja: &str) -> Text {
    let of = |lang| texts.iter().map(|it| it.get(lang).to_owned()).collect::<Vec<_>>();
    Text::owned(of(Lang::En).join(en), of(Lang::Ja).join(ja))
}
