//! What a person does for a control that no rule judges: the sections of docs/on-call.md, so that they are at hand without a network.

use findings::Control;
use lang::Lang;

/// The section of the page for the person on call, without its heading.
pub(crate) fn of(control: Control, lang: Lang) -> Option<&'static str> {
    let page = match lang {
        Lang::En => include_str!("../../../docs/on-call.md"),
        Lang::Ja => include_str!("../../../docs/ja/on-call.md"),
    };
    let section = page.split("\n## ").skip(1).find_map(|it| it.strip_prefix(control.id()))?;
    Some(section.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_incident_has_its_procedure_in_both_languages() {
        for control in [Control::Ir1, Control::Ir2, Control::Ir3, Control::Ir4] {
            let [en, ja] = Lang::ALL.map(|lang| of(control, lang).unwrap_or_else(|| panic!("{}", control.id())));
            let commands = |it: &str| it.lines().filter(|it| it.contains("kubectl")).count();
            assert!(commands(en) >= 2 && commands(en) == commands(ja), "{}", control.id());
        }
        assert_eq!(of(Control::Net2, Lang::En), None);
    }
}
