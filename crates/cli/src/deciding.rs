//! What the findings of every judge but `audit` go through: suppressions, a baseline, and the formats that all of them share.

use app::decide::Leaving;
use findings::Audit;
use lang::{Lang, Text};
use page::report::HtmlOptions;

use crate::exit::Failure;
use crate::flags::{Format, Judging};
use crate::judging;
use crate::told::Told;

/// By what findings of a judge are left out.
pub(crate) fn leaving(asked: &Judging) -> Result<Leaving, Failure> {
    let baseline = asked.baseline.as_deref().map(judging::known).transpose()?;
    Ok(Leaving { baseline, today: asked.today })
}

/// Writes the baseline that was asked for; what was found is known from then on.
pub(crate) fn write(asked: &Judging, audit: &Audit, lang: Lang, told: &mut Told) -> Result<bool, Failure> {
    let Some(path) = &asked.write_baseline else { return Ok(false) };
    judging::write_baseline(path, audit, lang, told)?;
    Ok(true)
}

/// The formats that every judge has: `sarif`, `junit`, `html`, and those of CI services; `None` for what is the command's own.
pub(crate) fn shown(asked: &Judging, title: &Title, audit: &Audit, lang: Lang) -> Option<String> {
    Some(match asked.format {
        Format::Sarif => forms::sarif::audit(audit, &[], judging::VERSION, lang),
        Format::Junit => forms::junit::named(title.command, audit, lang),
        Format::GitHub => forms::ci::github(audit, lang),
        Format::GitLab => forms::ci::gitlab(audit, lang),
        Format::Markdown => forms::ci::markdown(audit, lang),
        Format::Html => {
            let options = HtmlOptions { lang, version: judging::VERSION, date: Some(asked.today) };
            page::report::of_findings(&title.text, audit, &options)
        }
        _ => return None,
    })
}

/// What a command's results are called.
pub(crate) struct Title {
    pub(crate) command: &'static str,
    pub(crate) text: Text,
}
