//! Any text is taken apart as a store without a panic; what can be encrypted comes back, and twice is the same.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use model::Moment;
use vault::{Format, Identities, Recipient, sops};

static KEY: LazyLock<(Identities, Recipient)> = LazyLock::new(|| {
    let (file, recipient) = vault::generate();
    let mut identities = Identities::default();
    identities.add_file(&file).expect("a key of our own");
    (identities, recipient)
});

fuzz_target!(|text: &str| {
    let (identities, recipient) = &*KEY;
    let readers = std::slice::from_ref(recipient);
    for format in [Format::Yaml, Format::Json, Format::Dotenv] {
        let _ = sops::outline(text, format);
        let _ = sops::exposed(text, format, None);
        let encrypt = |text: &str| {
            sops::encrypt(text, format, readers, Moment::of_unix(0), &mut credentials::OperatingSystem)
        };
        if let Ok(sealed) = encrypt(text) {
            let once = sops::decrypt(&sealed, format, identities).expect("ours opens");
            let again = encrypt(&once).expect("what came out goes in");
            assert_eq!(*once, *sops::decrypt(&again, format, identities).expect("ours opens"));
        }
    }
});
