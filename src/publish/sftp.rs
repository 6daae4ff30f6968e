//! A folder on a server that ssh leads to, through the `ssh` program: keys, agent, known hosts and configuration are ssh's,
//! and no password passes through here. On the other side only the file service that every OpenSSH has is needed.

mod session;
mod wire;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use self::session::Session;
use self::wire::{Code, Reply, Request};
use crate::publish::target::{Cause, Failure, Nature, Target, Upload};

/// The folder for files that are not whole yet.
const STAGING: &str = ".dateline-staging";

/// Files at once. One connection carries them all; more of them hide a longer way.
const PARALLEL: usize = 16;

/// Questions about single files that are on their way at once.
const WINDOW: usize = 128;

/// Bytes of one piece: what every server takes.
const PIECE: usize = 32 * 1024;

/// A folder on a server.
#[derive(Debug)]
pub(super) struct Sftp {
    host: String,
    port: Option<u16>,
    /// As the server takes it: from its root, or from the home folder.
    folder: String,
    session: Mutex<Option<Arc<Session>>>,
    /// Folders known to exist.
    made: Mutex<BTreeSet<String>>,
    /// Names of unfinished files that are free.
    slots: Mutex<Vec<usize>>,
}

impl Sftp {
    /// Does not connect yet.
    pub(super) fn new(host: &str, port: Option<u16>, path: &str) -> Self {
        // A path that does not begin with a slash is one from the home folder.
        let folder = match path.strip_prefix('~') {
            Some("") => ".".to_owned(),
            Some(below) => below.trim_start_matches('/').to_owned(),
            None => path.to_owned(),
        };
        Self {
            host: host.to_owned(),
            port,
            folder,
            session: Mutex::default(),
            made: Mutex::default(),
            slots: Mutex::new((0..PARALLEL + 1).collect()),
        }
    }

    /// The connection; a new one where there is none or the last one broke.
    fn session(&self) -> Result<Arc<Session>, Failure> {
        let mut held = lock(&self.session);
        if let Some(session) = held.as_ref().filter(|session| session.is_alive()) {
            return Ok(Arc::clone(session));
        }
        let session = Arc::new(Session::open(&self.host, self.port)?);
        *held = Some(Arc::clone(&session));
        Ok(session)
    }

    fn path(&self, route: &str) -> String {
        format!("{}/{route}", self.folder)
    }

    /// Makes a folder and those above it.
    fn make_folder(&self, session: &Session, path: &str) -> Result<(), Failure> {
        if path.is_empty() || lock(&self.made).contains(path) {
            return Ok(());
        }
        match session.ask(&Request::MakeFolder(path))? {
            Reply::Status(Code::Ok, _) => {}
            Reply::Status(Code::NoSuchFile, _) if path.trim_start_matches('/').contains('/') => {
                let above = path.rsplit_once('/').map_or("", |(above, _)| above);
                self.make_folder(session, above)?;
                // Another thread may have made it in between.
                if !session.exists(path)? {
                    let made = session.done(&Request::MakeFolder(path));
                    if made.is_err() && !session.exists(path)? {
                        return made;
                    }
                }
            }
            other if !session.exists(path)? => return Err(other.refusal()),
            _ => {}
        }
        lock(&self.made).insert(path.to_owned());
        Ok(())
    }

    /// Opens a file to write it; the folders above it come to be.
    fn open(&self, session: &Session, path: &str, only_new: bool) -> Result<Option<Vec<u8>>, Failure> {
        let request = Request::Create { path, only_new };
        let mut reply = session.ask(&request)?;
        if matches!(reply, Reply::Status(Code::NoSuchFile, _)) {
            self.make_folder(session, path.rsplit_once('/').map_or("", |(above, _)| above))?;
            reply = session.ask(&request)?;
        }
        match reply {
            Reply::Handle(handle) => Ok(Some(handle)),
            // The protocol has no word for "it exists".
            Reply::Status(Code::Failure, _) if only_new && session.exists(path)? => Ok(None),
            other => Err(other.refusal()),
        }
    }

    /// Writes through an open file and closes it, whatever happens.
    fn fill(session: &Session, handle: &[u8], bytes: &[u8]) -> Result<(), Failure> {
        let written = bytes.chunks(PIECE).enumerate().try_for_each(|(number, piece)| {
            let at = (number * PIECE) as u64;
            match session.ask(&Request::Write { handle, at, piece })? {
                Reply::Status(Code::Ok, _) => Ok(()),
                // The protocol has no word for a full disk either.
                Reply::Status(Code::Failure, _) => {
                    Err(Failure::new(Cause::Full, "the server cannot write on; its disk or quota may be full"))
                }
                other => Err(other.refusal()),
            }
        });
        let closed = session.ask(&Request::Close(handle));
        written.and_then(|()| match closed? {
            Reply::Status(Code::Ok, _) => Ok(()),
            Reply::Status(Code::Failure, _) => {
                Err(Failure::new(Cause::Full, "the server cannot finish the file; its disk or quota may be full"))
            }
            other => Err(other.refusal()),
        })
    }

    /// Writes a file beside and moves it into place, all in one connection: a handle is worth nothing in another.
    fn replace(&self, session: &Session, slot: usize, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let staged = self.path(&format!("{STAGING}/{slot}"));
        let Some(handle) = self.open(session, &staged, false)? else { return Ok(()) };
        Self::fill(session, &handle, bytes)?;
        let rename = Request::Rename { from: &staged, to: path, replacing: session.replaces() };
        let mut reply = session.ask(&rename)?;
        if matches!(reply, Reply::Status(Code::NoSuchFile, _)) {
            self.make_folder(session, path.rsplit_once('/').map_or("", |(above, _)| above))?;
            reply = session.ask(&rename)?;
        }
        if matches!(reply, Reply::Status(Code::Failure, _)) && !session.replaces() {
            // A server of the old kind moves only to where nothing is.
            session.done(&Request::Remove(path))?;
            reply = session.ask(&rename)?;
        }
        match reply {
            Reply::Status(Code::Ok, _) => Ok(()),
            other => Err(other.refusal()),
        }
    }
}

impl Target for Sftp {
    fn place(&self) -> String {
        let port = self.port.map_or_else(String::new, |port| format!(":{port}"));
        let home = if self.folder.starts_with('/') { "" } else { "/~/" };
        format!("sftp://{}{port}{home}{}", self.host, self.folder)
    }

    fn nature(&self) -> Nature {
        Nature { parallel: PARALLEL, at_once: false, lock: true }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        let session = self.session()?;
        let path = self.path(route);
        let handle = match session.ask(&Request::Open(&path))? {
            Reply::Handle(handle) => handle,
            Reply::Status(Code::NoSuchFile, _) => return Ok(None),
            other => return Err(other.refusal()),
        };
        let mut bytes = Vec::new();
        loop {
            let request = Request::Read { handle: &handle, at: bytes.len() as u64, length: PIECE as u32 };
            match session.ask(&request)? {
                Reply::Data(piece) if !piece.is_empty() => bytes.extend(piece),
                Reply::Data(_) | Reply::Status(Code::End, _) => break,
                other => return Err(other.refusal()),
            }
        }
        session.ask(&Request::Close(&handle))?;
        Ok(Some(bytes))
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        let session = self.session()?;
        if !session.exists(&self.folder)? {
            return Ok(Vec::new());
        }
        let mut taken = Vec::new();
        for some in routes.chunks(WINDOW) {
            let paths: Vec<String> = some.iter().map(|route| self.path(route)).collect();
            let asked: Vec<_> =
                paths.iter().map(|path| session.send(&Request::Stat(path))).collect::<Result<_, _>>()?;
            for (route, answer) in some.iter().zip(asked) {
                match answer.wait()? {
                    Reply::Attributes => taken.push((*route).to_owned()),
                    Reply::Status(Code::NoSuchFile, _) => {}
                    // "Not a directory": a file is where a folder is needed.
                    Reply::Status(Code::Failure, _) => taken.push((*route).to_owned()),
                    other => return Err(other.refusal()),
                }
            }
        }
        Ok(taken)
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        let session = self.session()?;
        let slot = lock(&self.slots).pop().unwrap_or(PARALLEL + 1);
        let written = self.replace(&session, slot, &self.path(upload.route), upload.bytes);
        lock(&self.slots).push(slot);
        written
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        let session = self.session()?;
        match self.open(&session, &self.path(upload.route), true)? {
            Some(handle) => Self::fill(&session, &handle, upload.bytes).map(|()| true),
            None => Ok(false),
        }
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        let session = self.session()?;
        match session.ask(&Request::Remove(&self.path(route)))? {
            Reply::Status(Code::Ok | Code::NoSuchFile, _) => {}
            // Where a folder is, or a file above it, there is no such file.
            other if session.exists(&self.path(route))? => return Err(other.refusal()),
            _ => {}
        }
        let mut below = route;
        while let Some((folder, _)) = below.rsplit_once('/') {
            let Reply::Status(Code::Ok, _) = session.ask(&Request::RemoveFolder(&self.path(folder)))? else { break };
            lock(&self.made).remove(&self.path(folder));
            below = folder;
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), Failure> {
        let session = self.session()?;
        // Names of unfinished files are few and always the same, so that nothing else can be in the way.
        for slot in 0..PARALLEL + 2 {
            session.ask(&Request::Remove(&self.path(&format!("{STAGING}/{slot}"))))?;
        }
        let staging = self.path(STAGING);
        session.ask(&Request::RemoveFolder(&staging))?;
        lock(&self.made).remove(&staging);
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
