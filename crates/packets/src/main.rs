//! One end of a wire: it answers on some ports with its name, and tries connections as it is told.
//!
//! The tests of this crate start one in each network namespace. Arguments: the name, then the ports. Standard input: a line
//! for each try, `ID tcp|udp ADDRESS PORT MILLISECONDS`; standard output: `ID NAME` of who answered, or `ID -`. It ends with
//! its standard input.

use std::io::{self, BufRead as _, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// So many tries are under way at once: what is dropped only waits. More would overrun an enforcer that reads packets one by one.
const AT_ONCE: usize = 16;

/// A datagram that is lost is sent again, as clients do.
const AGAIN: Duration = Duration::from_millis(60);

/// Every datagram leaves from a port of its own, so that no connection that was tracked before is taken for this one.
static NEXT_PORT: AtomicU16 = AtomicU16::new(10_000);

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    for port in arguments.filter_map(|it| it.parse().ok()) {
        listen(&name, port)?;
    }
    say("ready");
    let (send, tries) = mpsc::channel::<String>();
    let tries = Arc::new(Mutex::new(tries));
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let tries = Arc::clone(&tries);
            thread::spawn(move || {
                while let Some(line) = tries.lock().ok().and_then(|it| it.recv().ok()) {
                    say(&answer(&line));
                }
            })
        })
        .collect();
    for line in io::stdin().lock().lines() {
        let _ = send.send(line?);
    }
    drop(send);
    workers.into_iter().for_each(|it| drop(it.join()));
    Ok(())
}

fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Both families, TCP and UDP.
fn listen(name: &str, port: u16) -> io::Result<()> {
    // The IPv6 sockets of Linux take IPv4 too, unless somebody changed `bindv6only`.
    let all = SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), port);
    let (tcp, udp) = (TcpListener::bind(all)?, UdpSocket::bind(all)?);
    let own = name.to_owned();
    thread::spawn(move || {
        for stream in tcp.incoming().flatten() {
            let mut stream = stream;
            let _ = stream.write_all(own.as_bytes());
        }
    });
    let own = name.to_owned();
    thread::spawn(move || {
        let mut buffer = [0; 64];
        while let Ok((_, from)) = udp.recv_from(&mut buffer) {
            let _ = udp.send_to(own.as_bytes(), from);
        }
    });
    Ok(())
}

fn answer(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let [id, protocol, address, port, wait] = words[..] else { return format!("{line} ?") };
    let (Ok(address), Ok(port), Ok(wait)) = (address.parse(), port.parse(), wait.parse()) else {
        return format!("{id} ?");
    };
    let (to, wait) = (SocketAddr::new(address, port), Duration::from_millis(wait));
    let heard = if protocol == "tcp" { tcp(to, wait) } else { udp(to, wait) };
    format!("{id} {}", heard.unwrap_or_else(|_| "-".to_owned()))
}

fn tcp(to: SocketAddr, wait: Duration) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&to, wait)?;
    stream.set_read_timeout(Some(wait.max(Duration::from_secs(2))))?;
    let mut heard = String::new();
    stream.read_to_string(&mut heard)?;
    Ok(heard)
}

fn udp(to: SocketAddr, wait: Duration) -> io::Result<String> {
    let any = if to.is_ipv4() { IpAddr::V4(Ipv4Addr::UNSPECIFIED) } else { IpAddr::V6(Ipv6Addr::UNSPECIFIED) };
    let socket = loop {
        let port = NEXT_PORT.fetch_add(1, Ordering::Relaxed).max(10_000);
        if let Ok(socket) = UdpSocket::bind((any, port)) {
            break socket;
        }
    };
    socket.set_read_timeout(Some(AGAIN))?;
    let start = Instant::now();
    let mut buffer = [0; 64];
    loop {
        socket.send_to(b"?", to)?;
        match socket.recv(&mut buffer) {
            Ok(n) => return Ok(String::from_utf8_lossy(&buffer[..n]).into_owned()),
            Err(error) if start.elapsed() >= wait => return Err(error),
            Err(_) => {}
        }
    }
}
