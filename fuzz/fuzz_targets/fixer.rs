//! Any text is mended without a panic, stays as readable as it was, and has nothing to be mended the second time; any node of
//! it can be replaced or removed, or that is refused.
#![no_main]

use edit::{Change, Editor, Value};
use inventory::{Input, Options};
use libfuzzer_sys::fuzz_target;
use rules::FixClass;

fuzz_target!(|text: &str| {
    let mend = |text: &str| fix::mend(vec![Input::file("a.yaml", text)], &Options::default(), FixClass::Review);
    let mended = mend(text);
    if let Some(after) = mended.texts.get(&0) {
        assert!(mended.inventory.documents.n_documents() > 0);
        assert!(mend(after).texts.is_empty(), "twice is not once");
    }
    let before = inventory::read(vec![Input::file("a.yaml", text)], &Options::default());
    for (number, doc) in before.documents.ids().enumerate().take(2) {
        let tree = &before.documents.document(doc).tree;
        for node in (0..tree.n_nodes() as u32).take(24) {
            let path = tree.path_to(text, yaml::NodeId(node));
            for change in [
                Change::Set(path.clone(), Value::Bool(false)),
                Change::Push(path.clone(), Value::map([("a", "b: c".into())])),
                Change::Remove(path.clone()),
            ] {
                let mut editor = Editor::new(text);
                let done = editor.apply(number, &change);
                let after = editor.finish();
                assert_eq!(done == Ok(true), after != text);
            }
        }
    }
});
