//! Who does what a check forbids, and how that is said.

use std::collections::BTreeSet;
use std::ptr;

use lang::Text;
use model::{Container, Place, Pod};

use crate::check::Refusal;

/// The pod and the containers that a check has something against. Nothing is allocated for a pod in order.
#[derive(Default)]
pub(crate) struct Offenders<'a> {
    pod: bool,
    containers: Vec<&'a Container>,
    places: Vec<Place>,
}

impl<'a> Offenders<'a> {
    /// Asks every container, init and ephemeral ones included, for the field that offends.
    pub(crate) fn among_containers(pod: &'a Pod, offence: impl Fn(&'a Container) -> Option<Place>) -> Offenders<'a> {
        let mut offenders = Offenders::default();
        for container in &pod.spec.containers {
            if let Some(place) = offence(container) {
                offenders.add_container(container, place);
            }
        }
        offenders
    }

    pub(crate) fn add_pod(&mut self, place: Place) {
        self.pod = true;
        self.places.push(place);
    }

    pub(crate) fn add_container(&mut self, container: &'a Container, place: Place) {
        if self.containers.last().is_none_or(|last| !ptr::eq(*last, container)) {
            self.containers.push(container);
        }
        self.places.push(place);
    }

    /// The subject of a sentence: `pod and containers "api", "worker"`, 「Pod とコンテナ api、worker」.
    fn subject(&self) -> Text {
        let names = quoted(self.containers.iter().map(|container| &**container.name));
        let (en, ja) = names.both();
        let plural = if self.containers.len() == 1 { "container" } else { "containers" };
        match (self.pod, self.containers.is_empty()) {
            (true, true) => Text::new("pod", "Pod"),
            (true, false) => lang::text!("pod and {plural} {en}", "Pod とコンテナ {ja}"),
            (false, _) => lang::text!("{plural} {en}", "コンテナ {ja}"),
        }
    }

    /// The refusal, if anybody offends; the sentence is made of the subject in English and in Japanese.
    pub(crate) fn refused(self, sentence: impl FnOnce(&str, &str) -> Text) -> Option<Refusal> {
        if self.places.is_empty() {
            return None;
        }
        let subject = self.subject();
        let (en, ja) = subject.both();
        Some(Refusal { detail: sentence(en, ja), places: self.places })
    }

    /// As [`Offenders::refused`], with the forbidden values in both languages too.
    pub(crate) fn refused_for(
        self,
        values: Values<'_>,
        sentence: impl FnOnce((&str, &str), (&str, &str)) -> Text,
    ) -> Option<Refusal> {
        self.refused(|en, ja| sentence((en, ja), quoted(values).both()))
    }
}

/// Two refusals of one check as one.
pub(crate) fn together(first: Option<Refusal>, second: Option<Refusal>) -> Option<Refusal> {
    match (first, second) {
        (Some(mut first), Some(second)) => {
            first.places.extend(second.places);
            let ((en, ja), (more_en, more_ja)) = (first.detail.both(), second.detail.both());
            first.detail = lang::text!("{en}; {more_en}", "{ja}。{more_ja}");
            Some(first)
        }
        (first, second) => first.or(second),
    }
}

/// Names or values as a person would list them: in quotation marks in English, bare in Japanese where they can stand bare.
/// Control characters are escaped in both.
pub(crate) fn quoted<'a>(values: impl IntoIterator<Item = &'a str>) -> Text {
    let (mut en, mut ja) = (Vec::new(), Vec::new());
    for value in values {
        let marked = format!("{value:?}");
        let bare = !value.is_empty() && value.chars().all(|c| c.is_ascii_graphic());
        ja.push(if bare { value.to_owned() } else { marked.clone() });
        en.push(marked);
    }
    Text::owned(en.join(", "), ja.join("、"))
}

/// Values in order and each once.
pub(crate) type Values<'a> = BTreeSet<&'a str>;
