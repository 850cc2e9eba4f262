//! Any text is read and judged without a panic, as a manifest and as a `.env` file; every finding has a place in its text.
#![no_main]

use inventory::{Input, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for name in ["input.yaml", ".env"] {
        let inventory = inventory::read(vec![Input::file(name, text)], &Options::default());
        let audit = rules::audit(&inventory);
        assert_eq!(audit.verdicts.len(), rules::Control::ALL.len());
    }
});
