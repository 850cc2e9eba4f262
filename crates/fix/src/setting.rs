//! Values of Dify's settings, where one value is right for everybody.

use dify::Component;
use dify::settings::{DEBUG, FLASK_DEBUG, GIN_MODE, LOG_LEVEL, SWAGGER_UI_ENABLED};
use edit::{Change, Value};
use lang::Text;
use model::{ConfigKind, Place, SettingsFormat};
use yaml::Step;

use crate::case::{Case, safe_if};

pub(crate) fn no_swagger(case: &mut Case<'_>) {
    put(case, &[(SWAGGER_UI_ENABLED, "false")]);
}

pub(crate) fn no_debug(case: &mut Case<'_>) {
    put(case, &[(DEBUG, "false"), (FLASK_DEBUG, "false")]);
}

pub(crate) fn quiet(case: &mut Case<'_>) {
    put(case, &[(LOG_LEVEL, "INFO"), (GIN_MODE, "release")]);
}

fn put(case: &mut Case<'_>, values: &[(&str, &str)]) {
    let place = case.place;
    if place.part.is_some() || is_coded(case, place) || is_compose(case, place) {
        return;
    }
    let path = case.facts.inventory.documents.path(place);
    let Some(Step::Key(last)) = path.0.last() else { return };
    let change = if let Some((_, value)) = values.iter().find(|(name, _)| name == last) {
        Change::Set(path, (*value).into())
    } else if let Some(value) = variable_at(case, place).and_then(|name| values.iter().find(|(it, _)| *it == name)) {
        Change::Set(path, value.1.into())
    } else if let (Some(container), [(name, value)]) = (container_named_at(case, place), values) {
        let entry = Value::map([("name", (*name).into()), ("value", (*value).into())]);
        Change::Push(case.path(container, &["env"]), entry)
    } else {
        return;
    };
    let why = Text::new("it is the value for production", "本番環境での値であるため");
    case.add(true, safe_if(true), place, vec![change], why);
}

/// The variable whose value stands at a place.
fn variable_at<'a>(case: &Case<'a>, place: Place) -> Option<&'a str> {
    let containers = case.facts.workloads_around(place).flat_map(|it| &it.pod.spec.containers);
    containers.flat_map(|it| &it.env).find_map(|variable| match &variable.source {
        model::EnvSource::Literal(value) if value.place == place && value.place != variable.place => {
            Some(&*variable.name.value)
        }
        _ => None,
    })
}

/// The container that lacks the setting: a finding points to its name.
fn container_named_at(case: &Case<'_>, place: Place) -> Option<Place> {
    let containers = case.facts.workloads_around(place).flat_map(|it| &it.pod.spec.containers);
    containers.filter(|it| it.name.place == place).map(|it| it.place).next()
}

/// A Secret's `data` is base64.
fn is_coded(case: &Case<'_>, place: Place) -> bool {
    let secrets = case.facts.configs_around(place).filter(|it| it.kind == ConfigKind::Secret);
    secrets.flat_map(|it| &it.entries).any(|it| it.value.place == place && it.encoding != model::Encoding::Plain)
}

/// A `.env` file is no YAML.
fn is_compose(case: &Case<'_>, place: Place) -> bool {
    let documents = &case.facts.inventory.documents;
    let origin = documents.origin(place.doc).id();
    case.facts.inventory.settings.iter().any(|it| it.origin == origin && it.format == SettingsFormat::DotEnv)
}

/// The earlier of two entries, which the later one makes void.
pub(crate) fn remove_void(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let variables = workload.pod.spec.containers.iter().flat_map(|it| &it.env);
    let Some(void) = variables.into_iter().find(|it| it.name.place == case.place) else { return };
    let change = Change::Remove(case.path(void.place, &[]));
    let why = Text::new("the later entry makes it void", "後の項目によって無効になっているため");
    case.add(true, safe_if(true), void.place, vec![change], why);
}

/// Squid's configuration is text inside a ConfigMap, of which one line is replaced. nginx is left to a person: its log is worth
/// something only with a format that carries the client's address.
pub(crate) fn access_log(case: &mut Case<'_>) {
    if !case.finding.component.is_some_and(Component::is_outlet) {
        return;
    }
    let place = case.place;
    let documents = &case.facts.inventory.documents;
    let text = documents.origin(place.doc).text();
    let Some(part) = place.part.map(|_| documents.span(place)) else { return };
    let whole = documents.span(Place { part: None, ..place }).slice(text);
    let old = part.slice(text).to_owned();
    let start = documents.span(Place { part: None, ..place }).start;
    let Some(number) = whole.match_indices(&old).position(|(at, _)| at as u32 + start == part.start) else { return };
    let new = "access_log stdio:/dev/stdout".to_owned();
    let change = Change::Within { path: documents.path(place), old, number, new };
    let why = Text::new(
        "Squid writes its log to where the container's is read",
        "Squid のログがコンテナのログとして読めるようになるため",
    );
    case.add(true, safe_if(false), place, vec![change], why);
}
