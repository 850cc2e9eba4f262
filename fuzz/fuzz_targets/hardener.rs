//! Any text is hardened in every way without a panic; what could be read before can be read after, and no word said about it
//! holds a value.
#![no_main]

use harden::Request;
use inventory::{Input, Options};
use lang::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let request = Request {
        confirmed_only: false,
        sandbox_namespace: Some("cage".to_owned()),
        ssrf_proxy: true,
        secret_refs: true,
        policies: Some(policies::Options::default()),
    };
    let read = |text: &str| inventory::read(vec![Input::file("a.yaml", text)], &Options::default());
    let before = read(text);
    let hardened = harden::harden(Input::file("a.yaml", text), &Options::default(), &request, Lang::Ja);
    let after = read(hardened.text());
    assert!(after.n_objects() + before.network_policies.len() >= before.n_objects(), "an object is lost");
    assert!(after.unread().count() <= before.unread().count(), "something can no longer be read");
});
