//! Rooms that ARCHITECTURE.md calls pure do no I/O, read no clock, no environment and draw no randomness.

use crate::workspace::{code, listed, rooms, rust_files};

/// What a pure room may not say.
const IMPURE: [&str; 15] = [
    "std::fs",
    "std::env",
    "std::process",
    "std::net::Tcp",
    "std::net::Udp",
    "ToSocketAddrs",
    "std::io::std",
    "SystemTime",
    "Instant::",
    "getrandom",
    "RandomState",
    "println!",
    "eprintln!",
    "print!",
    "clap",
];

#[test]
fn pure_rooms_touch_nothing() {
    let pure: Vec<String> = listed().into_iter().filter(|it| it.is_pure).map(|it| it.name).collect();
    assert!(pure.len() > 8, "the list says which rooms are pure: {pure:?}");
    let mut wrong = Vec::new();
    for room in rooms().iter().filter(|it| pure.contains(&it.name)) {
        for (name, text) in rust_files(&room.folder.join("src")) {
            let code = code(&text);
            let said = IMPURE.iter().filter(|it| code.contains(*it));
            wrong.extend(said.map(|it| format!("{}/{name} says `{it}`", room.name)));
        }
        for dependency in room.dependencies.iter().filter(|it| !it.is_dev) {
            assert!(
                !["clap", "source", "getrandom"].contains(&dependency.name.as_str()),
                "{} is pure and depends on {}",
                room.name,
                dependency.name
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
