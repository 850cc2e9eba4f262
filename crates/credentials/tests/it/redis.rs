//! A real Redis takes every value as its password: from redis-cli, and from kombu, which reads it out of a broker's URL as Celery
//! does.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use credentials::notation;
use sha2::{Digest as _, Sha256};
use testkit::not_run;

use crate::programs::run;
use crate::{readers, values};

/// A server of the test's own on loopback.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// Starts one whose default user has these passwords. It is told their hashes alone, so that what a client sends is what
    /// was made, or is refused.
    fn start(passwords: &[String]) -> Server {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port");
        let port = free.port();
        let mut process = Command::new("redis-server")
            .arg("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it was there a moment ago");
        let hashes: Vec<String> = passwords.iter().map(|it| format!("#{}", hex(&Sha256::digest(it)))).collect();
        let settings =
            format!("bind 127.0.0.1\nport {port}\nsave \"\"\nuser default on {} ~* &* +@all\n", hashes.join(" "));
        let mut pipe = process.stdin.take().expect("a pipe");
        pipe.write_all(settings.as_bytes()).expect("it reads its settings");
        drop(pipe);
        let mut server = Server { process, port };
        server.wait();
        server
    }

    fn wait(&mut self) {
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            assert!(self.process.try_wait().expect("its state").is_none(), "redis-server ended");
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("redis-server does not listen on {}", self.port);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is missing, if anything.
fn missing() -> Option<&'static str> {
    let absent = |name| run(Command::new(name).arg("--version"), "").is_err();
    (absent("redis-server") || absent("redis-cli")).then_some("It needs Redis: apt-get install redis-server.")
}

#[test]
fn redis_cli_gives_back_the_password() {
    if let Some(how) = missing() {
        return not_run("passwords through redis-cli", how);
    }
    let passwords = values::all();
    let server = Server::start(&passwords);
    // The client has no other way to take one that is not seen in the list of processes.
    let ask = |password: &str| {
        let mut client = Command::new("redis-cli");
        client.args(["-h", "127.0.0.1", "-p", &server.port.to_string(), "PING"]).env("REDISCLI_AUTH", password);
        run(&mut client, "").unwrap_or_default()
    };
    for password in &passwords {
        assert_eq!(ask(password).trim(), "PONG", "{password}");
    }
    assert_ne!(ask("another").trim(), "PONG", "the server asks for a password");
}

#[test]
fn kombu_gives_back_the_password_of_a_broker_url() {
    const WHAT: &str = "passwords in the URL of a broker";
    if let Some(how) = missing() {
        return not_run(WHAT, how);
    }
    let mut reader = match readers::python() {
        Ok(reader) => reader,
        Err(how) => return not_run(WHAT, &how),
    };
    let passwords = values::all();
    let server = Server::start(&passwords);
    let url = |password| format!("redis://:{}@127.0.0.1:{}/1\n", *notation::userinfo(password), server.port);
    let urls: String = passwords.iter().map(|it| url(it)).collect();
    let answer = run(reader.arg("broker"), &urls).expect("it connects with each");
    let read: Vec<String> = serde_json::from_str(&answer).expect("it answers in JSON");
    assert_eq!(read, passwords);
    assert!(run(&mut reader, &url("another")).is_err(), "the server asks for a password");
}
