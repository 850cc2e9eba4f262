//! Any text is read as Kubernetes' own reader reads it, which runs beside (it needs Go).
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use testkit::Reader;

#[path = "../../crates/yaml/tests/it/compare.rs"]
mod compare;

thread_local! {
    static READER: RefCell<Option<Reader>> = RefCell::new(Reader::start("the fuzz target of the reader"));
}

fuzz_target!(|text: &str| {
    READER.with_borrow_mut(|reader| {
        let reader = reader.as_mut().expect("Kubernetes' reader can be built");
        if let Some(difference) = compare::difference(reader, text) {
            panic!("{difference}");
        }
    });
});
