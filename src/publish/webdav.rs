//! A collection of a WebDAV server: of Apache, nginx, a wiki or a shared drive. User and password come from the environment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use crate::diag::Error;
use crate::http::{Answer, Http, Login, escaped};
use crate::publish::target::{Cause, Failure, Nature, Target, Upload};

/// The variables of the environment that hold the login.
const USER: &str = "WEBDAV_USERNAME";
const PASSWORD: &str = "WEBDAV_PASSWORD";

/// How often something is tried that is not worth failing for.
const TRIES: usize = 3;

/// A collection.
#[derive(Debug)]
pub(super) struct WebDav {
    http: Http,
    url: String,
    /// Collections known to exist, as routes with a slash at the end.
    made: Mutex<BTreeSet<String>>,
    /// Collections that a file was removed from.
    left: Mutex<BTreeSet<String>>,
    /// Whether collections were there when files of others were looked for.
    seen: Mutex<BTreeMap<String, bool>>,
}

impl WebDav {
    /// Does not connect yet.
    pub(super) fn open(url: &str) -> Result<Self, Error> {
        let login = match (std::env::var(USER), std::env::var(PASSWORD)) {
            (Ok(user), Ok(password)) => Login::Basic { user, password },
            _ => Login::None,
        };
        let http = Http::new(login).map_err(|failure| Failure::from(failure).error("begin"))?;
        Ok(Self { http, url: url.to_owned(), made: Mutex::default(), left: Mutex::default(), seen: Mutex::default() })
    }

    fn url(&self, route: &str) -> String {
        format!("{}/{}", self.url, escaped(route))
    }

    fn exists(&self, route: &str) -> Result<bool, Failure> {
        let answer = self.http.send("HEAD", &self.url(route), &[], Vec::new())?;
        match answer.status {
            404 => Ok(false),
            // A collection where a file belongs is answered by a way to it.
            200..=399 => Ok(true),
            _ => Err(refusal(answer.refusal())),
        }
    }

    /// A request that is not worth failing for: made a few times, and then left.
    fn patient(&self, method: &str, url: &str, headers: &[(&str, &str)]) -> Option<Answer> {
        (0..TRIES)
            .find_map(|_| self.http.send(method, url, headers, Vec::new()).ok().filter(|answer| answer.status < 500))
    }

    /// Whether there is a collection; yes where the server does not say. A page may be missing where a collection is.
    fn has_collection(&self, route: &str) -> Result<bool, Failure> {
        let answer = self.http.send("PROPFIND", &self.url(route), &[("Depth", "0")], Vec::new())?;
        Ok(answer.status != 404)
    }

    /// The same, asked once for each.
    fn is_seen(&self, route: &str) -> Result<bool, Failure> {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = seen.get(route) {
            return Ok(*known);
        }
        let there = self.has_collection(route)?;
        seen.insert(route.to_owned(), there);
        Ok(there)
    }

    /// Makes the collections above a file, one thread at a time: to make one twice is answered in many ways.
    fn make_above(&self, route: &str) -> Result<(), Failure> {
        let mut made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let above = route.match_indices('/').map(|(end, _)| route.get(..=end).unwrap_or_default());
        for collection in std::iter::once("").chain(above) {
            if made.contains(collection) {
                continue;
            }
            let answer = self.http.send("MKCOL", &self.url(collection), &[], Vec::new())?;
            // 405: it is there. Somebody who made it just now may bring about another answer.
            if !answer.is_ok() && answer.status != 405 && !self.has_collection(collection)? {
                let told = Failure::from(answer.refusal());
                let cause = if answer.status == 409 { Cause::Absent } else { told.cause };
                return Err(refusal(Failure { cause, ..told }));
            }
            made.insert(collection.to_owned());
        }
        Ok(())
    }

    /// Sends a file; the status of the answer where it is a yes or the condition did not hold.
    fn send(&self, upload: &Upload<'_>, only_new: bool) -> Result<u16, Failure> {
        let mut headers = vec![("Content-Type", upload.headers.content_type)];
        if only_new {
            headers.push(("If-None-Match", "*"));
        }
        let send = || self.http.send("PUT", &self.url(upload.route), &headers, upload.bytes.to_vec());
        let mut answer = send()?;
        // The collection above is not there yet; servers say so in different ways.
        if matches!(answer.status, 404 | 409) {
            self.make_above(upload.route)?;
            answer = send()?;
        }
        if answer.is_ok() || answer.status == 412 { Ok(answer.status) } else { Err(refusal(answer.refusal())) }
    }
}

impl Target for WebDav {
    fn place(&self) -> String {
        format!("webdav:{}", self.url)
    }

    fn nature(&self) -> Nature {
        Nature { parallel: 8, at_once: false, lock: true }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        let answer = self.http.send("GET", &self.url(route), &[], Vec::new())?;
        match answer.status {
            404 => Ok(None),
            200..=299 => Ok(Some(answer.body)),
            _ => Err(refusal(answer.refusal())),
        }
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        let mut taken = Vec::new();
        for route in routes {
            // Folders first: where there is none, nothing in it has to be asked for.
            let above = route.match_indices('/').map(|(end, _)| route.get(..=end).unwrap_or_default());
            let mut reachable = true;
            for folder in std::iter::once("").chain(above) {
                reachable = reachable && self.is_seen(folder)?;
            }
            if reachable && self.exists(route)? {
                taken.push((*route).to_owned());
            }
        }
        Ok(taken)
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        match self.send(upload, false)? {
            412 => Err(Failure::new(Cause::Other, "the server answers 412")),
            _ => Ok(()),
        }
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        Ok(self.send(upload, true)? != 412)
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        let answer = self.http.send("DELETE", &self.url(route), &[], Vec::new())?;
        if !answer.is_ok() && answer.status != 404 {
            return Err(refusal(answer.refusal()));
        }
        if let Some((folder, _)) = route.rsplit_once('/') {
            let mut left = self.left.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            left.insert(format!("{folder}/"));
        }
        Ok(())
    }

    /// Takes away the collections that this run has emptied. To remove one is to remove all that is in it, so it is looked at
    /// just before; one that cannot be looked at stays, and nothing fails for it.
    fn finish(&self) -> Result<(), Failure> {
        let mut left = std::mem::take(&mut *self.left.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        // The longest first: one inside another comes before it.
        while let Some(collection) = left.iter().max_by_key(|collection| collection.len()).cloned() {
            left.remove(&collection);
            let url = self.url(&collection);
            let inside = self.patient("PROPFIND", &url, &[("Depth", "1")]);
            let alone = inside.is_some_and(|answer| answer.status == 207 && responses(&answer.body) == 1);
            let gone = alone && self.patient("DELETE", &url, &[]).is_some_and(|answer| answer.is_ok());
            let above = collection.trim_end_matches('/').rsplit_once('/');
            left.extend(above.filter(|_| gone).map(|(above, _)| format!("{above}/")));
        }
        Ok(())
    }
}

/// The number of files and collections that an answer to `PROPFIND` tells of, with the one that was asked for.
fn responses(body: &[u8]) -> usize {
    let text = String::from_utf8_lossy(body);
    let name = |rest: &str| rest.split('>').next().map(|name| name.trim().rsplit(':').next() == Some("response"));
    text.split("</").skip(1).filter_map(name).filter(|is_one| *is_one).count()
}

/// Says where a login is looked for, where there was none.
fn refusal(failure: impl Into<Failure>) -> Failure {
    let failure = failure.into();
    if failure.cause == Cause::Denied && std::env::var_os(PASSWORD).is_none() {
        let message = format!("{}, and `{USER}` and `{PASSWORD}` are not set", failure.message);
        return Failure { message, ..failure };
    }
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_collection_holds_is_counted_whatever_its_prefix() {
        let one = "<D:response xmlns:a=\"DAV:\"><D:href>/x/</D:href></D:response>";
        assert_eq!(responses(format!("<D:multistatus>{one}</D:multistatus>").as_bytes()), 1);
        assert_eq!(
            responses(b"<multistatus><response>a</response><response/>b<response></response ></multistatus>"),
            2
        );
        assert_eq!(responses(b"<html>not this</html>"), 0);
    }
}
