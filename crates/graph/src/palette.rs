//! Colours, for a light and a dark surface. Written out by class and not by CSS variables, which some renderers do not know.

struct Palette {
    back: &'static str,
    ink: &'static str,
    faint: &'static str,
    card: &'static str,
    frame: &'static str,
    needed: &'static str,
    wider: &'static str,
    other: &'static str,
    never: &'static str,
}

const LIGHT: Palette = Palette {
    back: "#ffffff",
    ink: "#1c2128",
    faint: "#57606a",
    card: "#f6f8fa",
    frame: "#afb8c1",
    needed: "#0a5cc2",
    wider: "#9a6700",
    other: "#818b96",
    never: "#c4162a",
};

const DARK: Palette = Palette {
    back: "#0d1117",
    ink: "#e6edf3",
    faint: "#9da7b3",
    card: "#1b222c",
    frame: "#57606a",
    needed: "#6cb2ff",
    wider: "#e0a526",
    other: "#7d8792",
    never: "#ff6f69",
};

const FONT: &str =
    "system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif";

/// The rules for a picture on its own: they follow the reader's colour scheme.
pub(crate) fn of_picture() -> String {
    let dark = format!("@media (prefers-color-scheme: dark) {{{}}}", colours("svg.sk", &DARK));
    format!("{}{}{dark}", shapes(), colours("svg.sk", &LIGHT))
}

/// The rules for a page, where the reader may also choose.
pub(crate) fn of_page() -> String {
    let dark = |scope: &str| format!("{scope} {{color-scheme: dark;}}{}", colours(scope, &DARK));
    let (chosen, asked) = (dark(":root[data-theme=dark]"), dark(":root:not([data-theme=light])"));
    format!("{}{}{chosen}@media (prefers-color-scheme: dark) {{{asked}}}", shapes(), colours(":root", &LIGHT))
}

fn shapes() -> String {
    format!(
        ".sk text {{font-family: {FONT};}} .sk path {{fill: none;}} .sk .name {{font-size: 13px; font-weight: 600;}} \
         .sk .note, .sk .port {{font-size: 10.5px;}} .sk .head {{font-size: 12px; font-weight: 600;}} \
         .sk .title {{font-size: 17px; font-weight: 700;}} .sk .plain {{font-size: 12px;}} \
         .sk .port, .sk .head {{paint-order: stroke; stroke-width: 3px; stroke-linejoin: round;}} \
         .sk .edge {{stroke-width: 1.5px;}} .sk .edge.never {{stroke-width: 2.4px;}} .sk .edge.band {{stroke-width: 9px;}} .sk .possible {{stroke-dasharray: 6 4;}} \
         .sk .lane {{stroke-dasharray: 2 4;}} .sk .hidden {{display: none;}} "
    )
}

fn colours(scope: &str, palette: &Palette) -> String {
    let Palette { back, ink, faint, card, frame, .. } = palette;
    let mut out = format!(
        "{scope} .back {{fill: {back};}} {scope} .name, {scope} .title, {scope} .plain {{fill: {ink};}} \
         {scope} text.note, {scope} .head {{fill: {faint};}} {scope} .head, {scope} .port {{stroke: {back};}} \
         {scope} .card {{fill: {card}; stroke: {frame};}} {scope} .area, {scope} .lane {{fill: none; stroke: {frame};}} "
    );
    let classes =
        [("needed", palette.needed), ("wider", palette.wider), ("other", palette.other), ("never", palette.never)];
    for (class, colour) in classes {
        out.push_str(&format!(
            "{scope} .edge.{class} {{stroke: {colour};}} {scope} .tip.{class}, {scope} .port.{class}, {scope} .fill.{class} {{fill: {colour};}} \
             {scope} .mark.{class} {{color: {colour};}} "
        ));
    }
    out
}
