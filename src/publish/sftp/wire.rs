//! Requests and replies of the SSH file transfer protocol, version 3 (draft-ietf-secsh-filexfer-02), as bytes.

use crate::publish::target::{Cause, Failure};

/// What a client asks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Request<'a> {
    /// To read.
    Open(&'a str),
    /// To write from the beginning.
    Create {
        path: &'a str,
        only_new: bool,
    },
    Close(&'a [u8]),
    Read {
        handle: &'a [u8],
        at: u64,
        length: u32,
    },
    Write {
        handle: &'a [u8],
        at: u64,
        piece: &'a [u8],
    },
    Remove(&'a str),
    MakeFolder(&'a str),
    RemoveFolder(&'a str),
    /// Whether there is something.
    Stat(&'a str),
    /// `replacing` is an extension of OpenSSH: what is there is replaced in one step.
    Rename {
        from: &'a str,
        to: &'a str,
        replacing: bool,
    },
}

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Status(Code, String),
    Handle(Vec<u8>),
    Data(Vec<u8>),
    Attributes,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    Ok,
    /// Of the file.
    End,
    NoSuchFile,
    PermissionDenied,
    /// Anything for which there is no other code.
    Failure,
    /// The connection is gone.
    Lost,
    Other,
}

/// The extension that renames over what is there.
pub(super) const POSIX_RENAME: &[u8] = b"posix-rename@openssh.com";

impl Request<'_> {
    /// The packet, with its length in front.
    pub(super) fn packet(&self, id: u32) -> Vec<u8> {
        const WRITE: u32 = 0x02;
        const CREATE: u32 = 0x08;
        const TRUNCATE: u32 = 0x10;
        const ONLY_NEW: u32 = 0x20;
        let mut out = Packet::new(self.kind(), id);
        match *self {
            Self::Open(path) => out.text(path.as_bytes()).number(1).number(0),
            Self::Create { path, only_new } => {
                let how = WRITE | CREATE | if only_new { ONLY_NEW } else { TRUNCATE };
                out.text(path.as_bytes()).number(how).number(0)
            }
            Self::Close(handle) => out.text(handle),
            Self::Read { handle, at, length } => out.text(handle).long(at).number(length),
            Self::Write { handle, at, piece } => out.text(handle).long(at).text(piece),
            Self::Remove(path) | Self::RemoveFolder(path) | Self::Stat(path) => out.text(path.as_bytes()),
            Self::MakeFolder(path) => out.text(path.as_bytes()).number(0),
            Self::Rename { from, to, replacing } => {
                if replacing {
                    out.text(POSIX_RENAME);
                }
                out.text(from.as_bytes()).text(to.as_bytes())
            }
        };
        out.closed()
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Open(_) | Self::Create { .. } => 3,
            Self::Close(_) => 4,
            Self::Read { .. } => 5,
            Self::Write { .. } => 6,
            Self::Remove(_) => 13,
            Self::MakeFolder(_) => 14,
            Self::RemoveFolder(_) => 15,
            Self::Stat(_) => 17,
            Self::Rename { replacing: false, .. } => 18,
            Self::Rename { replacing: true, .. } => 200,
        }
    }
}

/// The packet that opens a conversation.
pub(super) const HELLO: [u8; 9] = [0, 0, 0, 5, 1, 0, 0, 0, 3];

/// A packet being written.
struct Packet(Vec<u8>);

impl Packet {
    fn new(kind: u8, id: u32) -> Self {
        let mut packet = Self(vec![0, 0, 0, 0, kind]);
        packet.number(id);
        packet
    }

    fn number(&mut self, number: u32) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn long(&mut self, number: u64) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn text(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.0.extend(bytes);
        self
    }

    fn closed(mut self) -> Vec<u8> {
        let length = u32::try_from(self.0.len() - 4).unwrap_or(u32::MAX).to_be_bytes();
        self.0.splice(..4, length);
        self.0
    }
}

/// Reads a packet without its length: the id of the request it answers, and the answer. `None` where it makes no sense.
pub(super) fn reply(packet: &[u8]) -> Option<(u32, Reply)> {
    let (&kind, rest) = packet.split_first()?;
    let (id, rest) = number(rest)?;
    let reply = match kind {
        101 => {
            let (code, rest) = number(rest)?;
            let code = match code {
                0 => Code::Ok,
                1 => Code::End,
                2 => Code::NoSuchFile,
                3 => Code::PermissionDenied,
                4 => Code::Failure,
                6 | 7 => Code::Lost,
                _ => Code::Other,
            };
            // Old servers leave the message out.
            let message = text(rest).map_or(&[][..], |(message, _)| message);
            Reply::Status(code, String::from_utf8_lossy(message).into_owned())
        }
        102 => Reply::Handle(text(rest)?.0.to_owned()),
        103 => Reply::Data(text(rest)?.0.to_owned()),
        105 => Reply::Attributes,
        _ => return None,
    };
    Some((id, reply))
}

/// Whether a server's hello says that it renames over what is there. `None` where it is no hello.
pub(super) fn replaces(packet: &[u8]) -> Option<bool> {
    let (&2, rest) = packet.split_first()? else { return None };
    let (_, mut rest) = number(rest)?;
    while let Some((name, more)) = text(rest) {
        if name == POSIX_RENAME {
            return Some(true);
        }
        rest = text(more)?.1;
    }
    Some(false)
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_be_bytes(*number), rest))
}

fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = number(bytes)?;
    rest.split_at_checked(length as usize)
}

impl Reply {
    /// The failure that it tells of.
    pub(super) fn refusal(self) -> Failure {
        match self {
            Self::Status(code, message) => {
                let cause = match code {
                    Code::PermissionDenied => Cause::Denied,
                    Code::NoSuchFile => Cause::Absent,
                    Code::Lost => Cause::Passing,
                    _ => Cause::Other,
                };
                let message = if message.is_empty() { "no reason given".to_owned() } else { message.to_lowercase() };
                Failure::new(cause, format!("the server answers: {message}"))
            }
            _ => Failure::new(Cause::Other, "the server answers something else than was asked"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_carries_its_length() {
        let packet = Request::Remove("ab").packet(7);
        assert_eq!(packet, [0, 0, 0, 11, 13, 0, 0, 0, 7, 0, 0, 0, 2, b'a', b'b']);
    }

    #[test]
    fn replies_are_read_and_nonsense_is_not() {
        let status = [101, 0, 0, 0, 7, 0, 0, 0, 3, 0, 0, 0, 2, b'n', b'o', 0, 0, 0, 0];
        assert_eq!(reply(&status), Some((7, Reply::Status(Code::PermissionDenied, "no".to_owned()))));
        assert_eq!(reply(&[102, 0, 0, 0, 1, 0, 0, 0, 9, 1]), None, "a text that is longer than the packet");
        assert_eq!(reply(&[]), None);
        assert_eq!(replaces(&[2, 0, 0, 0, 3]), Some(false));
    }
}
