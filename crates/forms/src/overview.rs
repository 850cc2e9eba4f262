//! The overview of an audit as data: causes, what mends each, what is left then.

use findings::Severity;
use lang::Lang;
use overview::{After, Cause, Judged, Left, Mending, Overview, Remedy, Row, Score, Tag, Tally, Way, Whose};
use rules::Audit;
use serde::Serialize;

/// An overview. Findings are named by their fingerprints.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OverviewForm<'a> {
    judged: JudgedForm<'a>,
    findings: TallyForm,
    controls: ScoreForm,
    causes: Vec<CauseForm<'a>>,
    ways: Vec<WayForm<'a>>,
    whole: Option<usize>,
    mending: MendingForm,
    workloads: Vec<RowForm<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JudgedForm<'a> {
    versions: &'a [String],
    charts: &'a [String],
    namespaces: &'a [String],
    workloads: usize,
    hooks_and_jobs: usize,
    objects: usize,
    files: usize,
    unread: usize,
}

#[derive(Serialize)]
struct TallyForm {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
}

#[derive(Serialize)]
struct ScoreForm {
    pass: usize,
    fail: usize,
    unknown: usize,
    manual: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CauseForm<'a> {
    cause: &'a str,
    title: String,
    gain: String,
    severity: &'a str,
    counts: TallyForm,
    rules: &'a [String],
    findings: Vec<&'a str>,
    way: Option<usize>,
    look: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WayForm<'a> {
    remedy: &'a str,
    commands: &'a [String],
    judge: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: Vec<TagForm<'a>>,
    after: Option<AfterForm<'a>>,
}

#[derive(Serialize)]
struct TagForm<'a> {
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AfterForm<'a> {
    findings: TallyForm,
    controls: ScoreForm,
    replaced: usize,
    mended: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MendingForm {
    safe: usize,
    on_request: usize,
    by_hand: usize,
}

#[derive(Serialize)]
struct RowForm<'a> {
    of: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    component: Option<&'a str>,
    counts: TallyForm,
}

impl<'a> OverviewForm<'a> {
    pub(crate) fn of(it: &'a Overview, audit: &'a Audit, lang: Lang) -> OverviewForm<'a> {
        let (safe, on_request, by_hand) = it.n_mended();
        OverviewForm {
            judged: JudgedForm::of(&it.judged),
            findings: TallyForm::of(&it.tally),
            controls: ScoreForm::of(&it.score),
            causes: it.causes.iter().map(|it| CauseForm::of(it, audit, lang)).collect(),
            ways: it.ways.iter().map(|it| WayForm::of(it, audit)).collect(),
            whole: it.whole,
            mending: MendingForm { safe, on_request, by_hand },
            workloads: it.rows.iter().map(RowForm::of).collect(),
        }
    }
}

impl<'a> JudgedForm<'a> {
    fn of(it: &'a Judged) -> JudgedForm<'a> {
        JudgedForm {
            versions: &it.versions,
            charts: &it.charts,
            namespaces: &it.namespaces,
            workloads: it.n_workloads,
            hooks_and_jobs: it.n_passing,
            objects: it.n_objects,
            files: it.n_files,
            unread: it.n_unread,
        }
    }
}

impl TallyForm {
    fn of(it: &Tally) -> TallyForm {
        let [critical, high, medium, low] = Severity::WORST_FIRST.map(|severity| it.n(severity));
        TallyForm { critical, high, medium, low }
    }
}

impl ScoreForm {
    const fn of(it: &Score) -> ScoreForm {
        ScoreForm { pass: it.pass, fail: it.fail, unknown: it.unknown, manual: it.manual }
    }
}

impl<'a> CauseForm<'a> {
    fn of(it: &'a Cause, audit: &'a Audit, lang: Lang) -> CauseForm<'a> {
        CauseForm {
            cause: it.kind.id(),
            title: it.kind.title().get(lang).to_owned(),
            gain: it.kind.gain().get(lang).to_owned(),
            severity: it.severity.name(),
            counts: TallyForm::of(&it.tally),
            rules: &it.rules,
            findings: fingerprints(audit, it.findings.iter().copied()),
            way: it.way,
            look: it.look.as_deref(),
        }
    }
}

fn fingerprints(audit: &Audit, findings: impl Iterator<Item = usize>) -> Vec<&str> {
    findings.map(|at| audit.findings[at].fingerprint.as_str()).collect()
}

impl<'a> WayForm<'a> {
    fn of(it: &'a Way, audit: &'a Audit) -> WayForm<'a> {
        let (remedy, tags): (_, &[Tag]) = match &it.remedy {
            Remedy::Credentials => ("credentials", &[]),
            Remedy::Policies => ("policies", &[]),
            Remedy::Harden(_) => ("harden", &[]),
            Remedy::Fix(_) => ("fix", &[]),
            Remedy::Whole(_) => ("whole", &[]),
            Remedy::Upgrade(tags) => ("upgrade", tags),
        };
        WayForm {
            remedy,
            commands: it.line.as_ref().map_or(&[], |it| &it.run),
            judge: it.line.as_ref().and_then(|it| it.judge.as_deref()),
            tags: tags.iter().map(|it| TagForm { from: &it.from, to: &it.to }).collect(),
            after: match &it.after {
                After::Judged(left) => Some(AfterForm::of(left, audit)),
                After::TooLarge => None,
            },
        }
    }
}

impl<'a> AfterForm<'a> {
    fn of(it: &Left, audit: &'a Audit) -> AfterForm<'a> {
        AfterForm {
            findings: TallyForm::of(&it.tally),
            controls: ScoreForm::of(&it.score),
            replaced: it.replaced,
            mended: fingerprints(audit, it.gone.iter().copied()),
        }
    }
}

impl<'a> RowForm<'a> {
    fn of(it: &'a Row) -> RowForm<'a> {
        let counts = TallyForm::of(&it.tally);
        let bare = |of, counts| RowForm { of, kind: None, namespace: None, name: None, component: None, counts };
        match &it.whose {
            Whose::Workload(resource, component) => RowForm {
                kind: Some(&resource.kind),
                namespace: Some(&resource.namespace),
                name: Some(&resource.name),
                component: component.map(dify::Component::id),
                ..bare("workload", counts)
            },
            Whose::Passing(_) => bare("hooks-and-jobs", counts),
            Whose::Others => bare("others", counts),
        }
    }
}

/// How one finding is mended.
#[derive(Serialize)]
pub(crate) struct MendForm<'a> {
    how: &'a str,
    commands: &'a [String],
}

impl<'a> MendForm<'a> {
    pub(crate) fn of(it: &'a Overview, finding: usize) -> Option<MendForm<'a>> {
        let how = match it.mending.get(finding)? {
            Mending::Safe => "safe",
            Mending::Request(_) => "request",
            Mending::Hand => "hand",
        };
        Some(MendForm { how, commands: it.commands(finding) })
    }
}
