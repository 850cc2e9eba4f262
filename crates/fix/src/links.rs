//! Variables that Kubernetes makes of the names of Services.

use edit::Value;
use lang::Text;
use model::EnvSource;

use crate::case::{Case, safe_if};

/// No part of Dify reads them by intent. A pod that names one of them itself keeps them.
pub(crate) fn off(case: &mut Case<'_>) {
    let broken = rules::links::broken_by(case.facts, case.place);
    for link in broken {
        let spec = &link.workload.pod.spec;
        let refers = |text: &str| text.contains("_SERVICE_HOST") || text.contains("_SERVICE_PORT");
        let literal = |it: &model::EnvVar| match &it.source {
            EnvSource::Literal(value) => refers(value.expose()),
            _ => false,
        };
        let used = spec.containers.iter().any(|it| {
            it.env.iter().any(literal) || it.command.iter().chain(&it.args).any(|word| refers(word.expose()))
        });
        if used {
            case.keep(Text::new(
                "the pod names variables that Kubernetes makes of Services",
                "Kubernetes が Service から作る変数をPodが参照しているため",
            ));
            continue;
        }
        let change = case.set(spec.place, &["enableServiceLinks"], Value::Bool(false));
        let setting = link.setting;
        let why = lang::text!(
            "it finds Services by name, and `{setting}` is no longer set by one",
            "Service は名前で見つけるため不要で、`{setting}` が Service によって設定されなくなるため"
        );
        if let Some(fix) = case.add(true, safe_if(true), spec.place, vec![change], why) {
            fix.component = link.workload.component;
        }
    }
}
