//! A Pod Security check for a person.

use lang::Text;
use pss::Version;

use crate::audit::Page;
use crate::layout::{Cell, Table, of_severity, of_verdict, printable, wrap};
use forms::PodSecurity;
use forms::words;
use rules::{Judgement, Severity};

pub(crate) fn write(page: &mut Page, check: &PodSecurity<'_>) {
    let (level, version) = (check.level, check.version);
    page.heading(&lang::text!("Pod Security: {level}, {version}", "Pod Security: {level}、{version}"));
    if version.is_beyond_known() {
        let newest = Version::Minor(Version::NEWEST_MINOR);
        page.say(&lang::text!(
            "  newer than anything known here: judged as {newest}",
            "  既知のどの版よりも新しいため、{newest} として判定しました"
        ));
    }
    if check.workloads.is_empty() {
        page.say(&Text::new("  no workloads", "  ワークロードはありません"));
        return;
    }
    write_table(page, check);
    write_refused(page, check);
    let (n, all) = (check.n_refused(), check.workloads.len());
    let total = if n == 0 {
        lang::text!(
            "all {all} would run in a namespace that enforces {level}",
            "{level} を強制する名前空間で {all} 件すべてが動きます"
        )
    } else {
        lang::text!(
            "{n} of {all} would get no pods in a namespace that enforces {level}",
            "{level} を強制する名前空間では {all} 件中 {n} 件の Pod が拒否されます"
        )
    };
    page.out.push('\n');
    page.say(&total);
}

fn write_table(page: &mut Page, check: &PodSecurity<'_>) {
    let lang = page.lang();
    let mut table = Table::new();
    table.heading([
        "",
        Text::new("strictest level met", "満たす最も厳しいレベル").get(lang),
        Text::new("workload", "ワークロード").get(lang),
    ]);
    for judged in &check.workloads {
        let meta = &judged.workload.meta;
        let (word, judgement) = if judged.violations.is_empty() {
            (Text::new("allowed", "許可"), Judgement::Pass)
        } else {
            (Text::new("refused", "拒否"), Judgement::Fail)
        };
        table.row([
            Cell::styled(word.get(lang), of_verdict(judgement)),
            Cell::new(judged.strictest.name()),
            Cell::new(words::object(&meta.kind, &meta.namespace, &meta.name.value)),
        ]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
}

fn write_refused(page: &mut Page, check: &PodSecurity<'_>) {
    let lang = page.lang();
    for judged in check.workloads.iter().filter(|it| !it.violations.is_empty()) {
        let meta = &judged.workload.meta;
        let object = words::object(&meta.kind, &meta.namespace, &meta.name.value);
        page.out.push('\n');
        let origin = judged.origin(check.inventory).to_owned();
        page.line(&format!("{}  {}", printable(&object), printable(&origin)));
        for violation in &judged.violations {
            let name = page.paint.paint(of_severity(Severity::High), violation.check).into_owned();
            page.line(&format!("  {name}"));
            for line in wrap(&printable(violation.detail.get(lang)), page.options.width.saturating_sub(4)) {
                page.line(&format!("    {line}"));
            }
        }
    }
}
