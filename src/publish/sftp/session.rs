//! A connection through the `ssh` program. Many threads may ask at once: each request carries a number, and a reader hands
//! every answer to the one who waits for it.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use crate::publish::sftp::lock;
use crate::publish::sftp::wire::{self, Code, Reply, Request};
use crate::publish::target::{Cause, Failure};

/// The longest packet that a server sends: data of one piece and some more.
const LONGEST: usize = 1024 * 1024;

/// A connection. It ends with the value.
#[derive(Debug)]
pub(super) struct Session {
    child: Mutex<Child>,
    input: Mutex<ChildStdin>,
    waiting: Arc<Waiting>,
    next: AtomicU32,
    replaces: bool,
}

/// Those who wait for answers.
#[derive(Debug, Default)]
struct Waiting {
    by_id: Mutex<HashMap<u32, Sender<Reply>>>,
    over: AtomicBool,
}

/// An answer that is on its way.
#[derive(Debug)]
pub(super) struct Answer(Receiver<Reply>);

impl Session {
    /// Connects.
    pub(super) fn open(host: &str, port: Option<u16>) -> Result<Self, Failure> {
        let mut command = Command::new("ssh");
        // Nobody is there to be asked.
        command.args(["-oBatchMode=yes", "-oServerAliveInterval=15"]);
        if let Some(port) = port {
            command.args(["-p", &port.to_string()]);
        }
        command.args(["-s", "--", host, "sftp"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child =
            command.spawn().map_err(|cause| Failure::new(Cause::Absent, format!("cannot start `ssh`: {cause}")))?;
        let (Some(mut input), Some(mut output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(Failure::new(Cause::Other, "cannot talk to `ssh`"));
        };
        let said = std::thread::spawn(move || all(errors));
        let hello = input.write_all(&wire::HELLO).ok().and_then(|()| packet(&mut output));
        let Some(replaces) = hello.as_deref().and_then(wire::replaces) else {
            child.kill().unwrap_or_default();
            child.wait().map(drop).unwrap_or_default();
            return Err(refused(&said.join().unwrap_or_default()));
        };
        let waiting = Arc::new(Waiting::default());
        let readers = Arc::clone(&waiting);
        std::thread::spawn(move || readers.hand_out(output));
        Ok(Self { child: Mutex::new(child), input: Mutex::new(input), waiting, next: AtomicU32::new(0), replaces })
    }

    /// Whether answers may still come.
    pub(super) fn is_alive(&self) -> bool {
        !self.waiting.over.load(Ordering::SeqCst)
    }

    /// Whether it can rename over what is there.
    pub(super) fn replaces(&self) -> bool {
        self.replaces
    }

    /// Sends a request; the answer comes later.
    pub(super) fn send(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = channel();
        lock(&self.waiting.by_id).insert(id, sender);
        let sent = lock(&self.input).write_all(&request.packet(id));
        // The reader may have ended after this one was put on its list.
        if sent.is_err() || !self.is_alive() {
            lock(&self.waiting.by_id).remove(&id);
            return Err(lost());
        }
        Ok(Answer(receiver))
    }

    /// Sends a request and waits for its answer.
    pub(super) fn ask(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        self.send(request)?.wait()
    }

    /// Asks for something that is done or not.
    pub(super) fn done(&self, request: &Request<'_>) -> Result<(), Failure> {
        match self.ask(request)? {
            Reply::Status(Code::Ok, _) => Ok(()),
            other => Err(other.refusal()),
        }
    }

    /// Whether there is something at a path.
    pub(super) fn exists(&self, path: &str) -> Result<bool, Failure> {
        match self.ask(&Request::Stat(path))? {
            Reply::Attributes => Ok(true),
            Reply::Status(Code::NoSuchFile, _) => Ok(false),
            other => Err(other.refusal()),
        }
    }
}

impl Answer {
    /// Waits for it.
    pub(super) fn wait(self) -> Result<Reply, Failure> {
        self.0.recv().map_err(|_| lost())
    }
}

impl Waiting {
    /// Hands out answers until the connection ends.
    fn hand_out(&self, mut output: ChildStdout) {
        while let Some((id, reply)) = packet(&mut output).as_deref().and_then(wire::reply) {
            if let Some(sender) = lock(&self.by_id).remove(&id) {
                // Whoever asked may have given up.
                sender.send(reply).unwrap_or_default();
            }
        }
        self.over.store(true, Ordering::SeqCst);
        lock(&self.by_id).clear();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let mut child = lock(&self.child);
        child.kill().unwrap_or_default();
        child.wait().map(drop).unwrap_or_default();
    }
}

/// One packet without its length; `None` at the end of the connection.
fn packet(output: &mut ChildStdout) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    output.read_exact(&mut length).ok()?;
    let length = usize::try_from(u32::from_be_bytes(length)).ok().filter(|length| *length <= LONGEST)?;
    let mut packet = vec![0; length];
    output.read_exact(&mut packet).ok()?;
    Some(packet)
}

fn all(mut errors: ChildStderr) -> String {
    let mut bytes = Vec::new();
    errors.read_to_end(&mut bytes).map(drop).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn lost() -> Failure {
    Failure::new(Cause::Passing, "the connection was lost")
}

/// Why there is no connection, by what ssh says.
fn refused(said: &str) -> Failure {
    let last = said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("the connection was closed");
    let has = |what: &str| said.contains(what);
    let cause = if has("Permission denied") || has("Host key verification failed") || has("Too many authentication") {
        Cause::Denied
    } else if has("Could not resolve") || has("subsystem request failed") {
        Cause::Absent
    } else {
        Cause::Passing
    };
    Failure::new(cause, format!("ssh says: {last}"))
}
