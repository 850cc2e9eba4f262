//! The command line as a whole: every page of help is in a golden file, in both languages.

use crate::run;

/// The pages of help of a command and of all below it, in the order in which they are listed.
fn pages(command: &[&str], lang: &str, out: &mut String) {
    let page = run(&[command, &["--help", "--lang", lang]].concat());
    assert_eq!(page.code, Some(0), "{command:?}: {}", page.err);
    out.push_str(&format!("===== sekisho {}\n{}\n", command.join(" "), page.out.trim_end()));
    for below in subcommands(&page.out) {
        pages(&[command, &[below.as_str()]].concat(), lang, out);
    }
}

/// The commands that a page of help lists: the lines indented by two below the heading.
fn subcommands(page: &str) -> Vec<String> {
    let block = page.lines().skip_while(|it| !["Commands:", "コマンド:"].contains(&it.trim_end()));
    let lines = block.skip(1).take_while(|it| it.starts_with("  ") || it.is_empty());
    let words = lines.filter(|it| it.starts_with("  ") && !it.starts_with("   "));
    let words = words.filter_map(|it| it.split_whitespace().next()).filter(|it| *it != "help");
    words.map(str::to_owned).collect()
}

#[test]
fn help_is_as_it_was_read() {
    for lang in ["en", "ja"] {
        let mut out = String::new();
        pages(&[], lang, &mut out);
        assert!(out.matches("=====").count() > 25, "the pages below the first were found");
        insta::assert_snapshot!(format!("help_{lang}"), out);
    }
}
