//! What is sealed here, `age` opens, and the other way round.

use std::process::Command;

use vault::age::{open, seal};
use vault::{Error, Identities, Recipient};

use crate::support::{Key, fed, peers};

#[test]
fn age_opens_what_is_sealed_here_and_the_other_way_round() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("key");
    std::fs::write(&file, &key.file).expect("written");
    let sealed = seal(b"hunter2\n", key.alone()).expect("sealed");
    let mut age = peers.command("age");
    age.arg("-d").arg("-i").arg(&file);
    assert_eq!(fed(age, &sealed).expect("opened"), "hunter2\n");
    let mut age = peers.command("age");
    age.args(["-a", "-r", key.recipient.as_str()]);
    let theirs = fed(age, "swordfish").expect("sealed");
    assert_eq!(&**open(theirs.as_bytes(), &key.identities()).expect("opened"), b"swordfish");
}

#[test]
fn an_ssh_key_opens_and_rsa_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = |kind: &str| {
        let file = folder.path().join(kind);
        let made = Command::new("ssh-keygen").args(["-q", "-N", "", "-t", kind, "-f"]).arg(&file).status();
        assert!(made.is_ok_and(|it| it.success()), "ssh-keygen is needed (openssh-client)");
        let read = |path: &std::path::Path| std::fs::read_to_string(path).expect("a key");
        (read(&file), read(&file.with_extension("pub")))
    };
    let (private, public) = make("ed25519");
    let recipient = Recipient::parse(&public).expect("a key");
    let sealed = seal(b"hunter2", &[recipient]).expect("sealed");
    let mut keys = Identities::default();
    keys.add_file(&private).expect("a key");
    assert_eq!(&**open(sealed.as_bytes(), &keys).expect("opened"), b"hunter2");
    if let Some(peers) = peers() {
        let mut age = peers.command("age");
        age.arg("-d").arg("-i").arg(folder.path().join("ed25519"));
        assert_eq!(fed(age, &sealed).expect("opened"), "hunter2");
    }
    let (private, public) = make("rsa");
    assert_eq!(Recipient::parse(&public).err(), Some(vault::KeyError::SshKind));
    assert_eq!(Identities::default().add_file(&private), Err(vault::KeyError::SshKind));
}

#[test]
fn a_passphrase_is_not_asked_for() {
    // `age -p` asks a terminal; what it writes begins so. The work factor would cost years.
    let file = "age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 30\ngUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n\
                --- IDVTpGMCxGXtoF8wUm4nQMqhlzG0ZcyFHz8TZ8qpbc8\n0123456789abcdef0123456789abcdef";
    assert_eq!(open(file.as_bytes(), &Key::new().identities()).err(), Some(Error::Passphrase));
}
