use std::path::PathBuf;
fn main() {
    let mut args = std::env::args().skip(1);
    let width: usize = args.next().unwrap().parse().unwrap();
    let lang = if args.next().unwrap() == "ja" { lang::Lang::Ja } else { lang::Lang::En };
    let paths: Vec<PathBuf> = args.map(PathBuf::from).collect();
    let sources = app::Sources { paths: paths.clone(), ..Default::default() };
    let t = std::time::Instant::now();
    let (inventory, options) = app::input::gather(&sources, &mut std::io::stdin().lock()).unwrap().read();
    let today = model::Date::parse("2026-12-01").unwrap();
    let audit = app::audit::judge(&inventory, None, today);
    let t1 = t.elapsed();
    let names = app::overview::Names { hardened: "hardened.yaml".into(), secrets: "secrets.yaml".into(), policies: "policies.yaml".into() };
    let mut o = app::overview::overview(&app::overview::Request { inventory: &inventory, options: &options, audit: &audit, baseline: None, today, lang, names: &names });
    let t2 = t.elapsed();
    let place = text::commands::Place { paths: &paths, made: ["hardened.yaml", "secrets.yaml", "policies.yaml"], ..Default::default() };
    text::commands::word(&mut o, &place);
    let s = text::overview::first_screen(&audit, &o, &[], &text::TextOptions { lang, colour: false, width });
    println!("{s}");
    eprintln!("{} lines; judge {:?}, overview {:?}", s.lines().count(), t1, t2 - t1);
}
