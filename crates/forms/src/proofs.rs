//! Sentences about connectivity and what was found of them.

use invariants::{Blame, Flow, Proof, Refutation, Verdict};
use lang::Lang;
use model::{Documents, Place as Node};
use netpol::{ASSUMPTION, Idle, Idles, PolicyRef, RuleRef};
use serde::{Deserialize, Serialize};

use crate::form::{Form, SCHEMA_VERSION};
use crate::network::direction;
use crate::{FlatPlace, Place};

/// `sekisho network prove`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProofsForm {
    /// 1.
    pub schema_version: u32,
    /// What every verdict takes for granted.
    pub assumption: String,
    /// The sentences.
    pub invariants: Vec<ProofForm>,
    /// Policies and rules that change no answer; null where they were not looked for.
    pub idle: Option<Vec<IdleForm>>,
    /// Whether every rule was looked at.
    pub idle_complete: Option<bool>,
}

/// A sentence and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofForm {
    /// The sentence.
    pub invariant: String,
    /// Why it is claimed.
    pub why: Option<String>,
    /// `proved`, `refuted`, `not-applicable` or `unknown`.
    pub verdict: String,
    /// What was found, in one sentence.
    pub reason: Option<String>,
    /// Of a refuted one: a flow that breaks it.
    pub flow: Option<FlowForm>,
    /// How many pairs of peers break it.
    pub pairs: Option<usize>,
    /// What decides the flow.
    pub policies: Vec<BlameForm>,
}

/// One flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowForm {
    /// Who begins.
    pub src: String,
    /// Who answers.
    pub dst: String,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: String,
    /// The port of the destination.
    pub port: u16,
}

/// What decides one direction of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlameForm {
    /// `ingress` or `egress`.
    pub direction: String,
    /// The policy; null where none governs the direction.
    pub policy: Option<String>,
    /// The number of its rule, from 1.
    pub rule: Option<usize>,
    /// The sentence for a person.
    pub reason: String,
    /// The place, field by field.
    #[serde(flatten)]
    pub place: FlatPlace,
    /// The place.
    pub location: Option<Place>,
}

/// What changes no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleForm {
    /// The policy.
    pub policy: String,
    /// The direction of the rule; null for the whole policy.
    pub direction: Option<String>,
    /// The number of the rule, from 1.
    pub rule: Option<usize>,
    /// Why, in a word.
    pub why: String,
    /// The sentence for a person.
    pub reason: String,
    /// What makes it change nothing.
    pub by: Vec<ByForm>,
    /// The place, field by field.
    #[serde(flatten)]
    pub place: FlatPlace,
    /// The place.
    pub location: Place,
}

/// A policy, or a rule of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByForm {
    /// The policy.
    pub policy: String,
    /// The number of the rule, from 1.
    pub rule: Option<usize>,
    /// The place, field by field.
    #[serde(flatten)]
    pub place: FlatPlace,
    /// The place.
    pub location: Place,
}

/// The form of proofs.
#[must_use]
pub fn proofs(proofs: &[Proof], idles: Option<&Idles>, documents: &Documents, lang: Lang) -> ProofsForm {
    ProofsForm {
        schema_version: SCHEMA_VERSION,
        assumption: ASSUMPTION.get(lang).to_owned(),
        invariants: proofs.iter().map(|it| ProofForm::of(it, documents, lang)).collect(),
        idle: idles.map(|it| it.found.iter().map(|it| IdleForm::of(it, documents, lang)).collect()),
        idle_complete: idles.map(|it| it.complete),
    }
}

impl Form for ProofsForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/network-prove.schema.json");
}

impl ProofForm {
    pub(crate) fn of(proof: &Proof, documents: &Documents, lang: Lang) -> ProofForm {
        let refuted: Option<&Refutation> = match &proof.verdict {
            Verdict::Refuted(it) => Some(it),
            _ => None,
        };
        let blame = |it: &Refutation| it.blame.iter().map(|it| BlameForm::of(it, documents, lang)).collect();
        ProofForm {
            invariant: proof.statement.invariant.to_string(),
            why: proof.statement.why.as_ref().map(|it| it.get(lang).to_owned()),
            verdict: proof.word().to_owned(),
            reason: proof.reason().map(|it| it.get(lang).to_owned()),
            flow: refuted.map(|it| FlowForm::of(&it.flow)),
            pairs: refuted.map(|it| it.n_pairs),
            policies: refuted.map(blame).unwrap_or_default(),
        }
    }
}

impl FlowForm {
    fn of(flow: &Flow) -> FlowForm {
        FlowForm {
            src: flow.src.to_string(),
            dst: flow.dst.to_string(),
            protocol: flow.protocol.name().to_owned(),
            port: flow.port,
        }
    }
}

impl BlameForm {
    fn of(blame: &Blame, documents: &Documents, lang: Lang) -> BlameForm {
        let reason = &blame.reason;
        let location = reason.place().map(|place| Place::of(documents, place));
        BlameForm {
            direction: direction(blame.direction).to_owned(),
            policy: reason.policy.as_ref().map(ToString::to_string),
            rule: reason.rule.as_ref().map(|it| it.number),
            reason: reason.text.get(lang).to_owned(),
            place: FlatPlace::from(location.as_ref()),
            location,
        }
    }
}

impl IdleForm {
    fn of(idle: &Idle, documents: &Documents, lang: Lang) -> IdleForm {
        let rule = idle.rule.as_ref();
        let location = stands(documents, &idle.policy, rule.map(|(_, rule)| rule));
        IdleForm {
            policy: idle.policy.to_string(),
            direction: rule.map(|(way, _)| direction(*way).to_owned()),
            rule: rule.map(|(_, rule)| rule.number),
            why: idle.why.name().to_owned(),
            reason: idle.text.get(lang).to_owned(),
            by: idle.by.iter().map(|(policy, rule)| ByForm::of(policy, rule.as_ref(), documents)).collect(),
            place: FlatPlace::from(Some(&location)),
            location,
        }
    }
}

impl ByForm {
    fn of(policy: &PolicyRef, rule: Option<&RuleRef>, documents: &Documents) -> ByForm {
        let location = stands(documents, policy, rule);
        ByForm {
            policy: policy.to_string(),
            rule: rule.map(|it| it.number),
            place: FlatPlace::from(Some(&location)),
            location,
        }
    }
}

fn stands(documents: &Documents, policy: &PolicyRef, rule: Option<&RuleRef>) -> Place {
    let node: Node = rule.map_or(policy.place, |it| it.place);
    Place::of(documents, node)
}
