//! A site of Netlify, through its interface for deploys by digest: a list of all files is sent, then those that the host
//! does not have, and the whole goes online at once. The token comes from the environment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use serde::Deserialize;
use sha1::{Digest as _, Sha1};

use crate::diag::Error;
use crate::http::{Answer, Http, Login, escaped};
use crate::publish::target::{Cause, Failure, Nature, Target, Upload, clashes};

/// Variables of the environment: the token, and another address of the interface, as Netlify's own tool reads them.
const TOKEN: &str = "NETLIFY_AUTH_TOKEN";
const API: &str = "NETLIFY_API_URL";

/// How often, and how many times, is asked whether a deploy is online.
const POLL: Duration = Duration::from_secs(1);
const POLLS: u32 = 300;

/// A site.
#[derive(Debug)]
pub(super) struct Netlify {
    http: Http,
    api: String,
    site: String,
    /// What is online, once it was asked for.
    online: Mutex<Option<Online>>,
    changes: Mutex<Changes>,
}

/// What is online.
#[derive(Clone, Debug)]
struct Online {
    deploy: Option<String>,
    /// SHA-1 of each file.
    files: BTreeMap<String, String>,
}

/// What the next deploy changes.
#[derive(Debug, Default)]
struct Changes {
    /// The bytes by SHA-1.
    bytes: BTreeMap<String, Vec<u8>>,
    /// SHA-1 of files put; `None` for those removed.
    files: BTreeMap<String, Option<String>>,
}

#[derive(Deserialize)]
struct Site {
    id: String,
    published_deploy: Option<Deploy>,
}

#[derive(Deserialize)]
struct Deploy {
    id: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    required: Vec<String>,
    error_message: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    sha: String,
}

impl Netlify {
    /// Does not connect yet.
    pub(super) fn open(site: &str) -> Result<Self, Error> {
        let token = std::env::var(TOKEN).ok().filter(|token| !token.is_empty());
        let Some(token) = token else {
            let failure = Failure::new(Cause::Denied, format!("`{TOKEN}` is not set"));
            return Err(failure.error("log in to Netlify"));
        };
        let api = std::env::var(API).unwrap_or_else(|_| "https://api.netlify.com/api/v1".to_owned());
        Ok(Self {
            http: Http::new(Login::Bearer(token)).map_err(|failure| Failure::from(failure).error("begin"))?,
            api: api.trim_end_matches('/').to_owned(),
            site: site.to_owned(),
            online: Mutex::default(),
            changes: Mutex::default(),
        })
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Answer, Failure> {
        let answer = self.http.send(method, &format!("{}{path}", self.api), headers, body)?;
        if answer.status == 401 && answer.body.is_empty() {
            // Seen of a host that is busy; one that knows the token to be wrong says so.
            return Err(Failure::new(Cause::Passing, "the server answers 401 without a reason"));
        }
        Ok(answer)
    }

    fn read_json<T: serde::de::DeserializeOwned>(&self, answer: &Answer) -> Result<T, Failure> {
        if !answer.is_ok() {
            return Err(answer.refusal().into());
        }
        serde_json::from_slice(&answer.body)
            .map_err(|_| Failure::new(Cause::Other, "the server answers something else than was asked"))
    }

    fn site(&self) -> Result<Site, Failure> {
        self.read_json(&self.ask("GET", &format!("/sites/{}", escaped(&self.site)), &[], Vec::new())?)
    }

    fn online(&self) -> Result<Online, Failure> {
        let mut known = self.online.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(online) = known.as_ref() {
            return Ok(online.clone());
        }
        let site = self.site()?;
        let deploy = site.published_deploy.map(|deploy| deploy.id);
        let files = match &deploy {
            None => BTreeMap::new(),
            Some(_) => {
                let answer = self.ask("GET", &format!("/sites/{}/files", escaped(&site.id)), &[], Vec::new())?;
                let listed: Vec<Listed> = self.read_json(&answer)?;
                listed.into_iter().map(|file| (file.path.trim_start_matches('/').to_owned(), file.sha)).collect()
            }
        };
        Ok(known.insert(Online { deploy, files }).clone())
    }

    /// Waits until a deploy is online.
    fn wait(&self, mut deploy: Deploy, wanted: &[&str]) -> Result<Deploy, Failure> {
        for _ in 0..POLLS {
            match deploy.state.as_str() {
                state if wanted.contains(&state) => return Ok(deploy),
                "error" => {
                    let reason = deploy.error_message.unwrap_or_else(|| "no reason given".to_owned());
                    return Err(Failure::new(Cause::Other, format!("Netlify did not put it online: {reason}")));
                }
                _ => std::thread::sleep(POLL),
            }
            deploy = self.read_json(&self.ask("GET", &format!("/deploys/{}", deploy.id), &[], Vec::new())?)?;
        }
        Err(Failure::new(Cause::Passing, "Netlify did not put it online in five minutes"))
    }
}

impl Target for Netlify {
    fn place(&self) -> String {
        format!("netlify:{}", self.site)
    }

    fn nature(&self) -> Nature {
        Nature { parallel: 4, at_once: true, lock: false }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        if !self.online()?.files.contains_key(route) {
            return Ok(None);
        }
        let path = format!("/sites/{}/files/{}", escaped(&self.site), escaped(route));
        // By this type the bytes are given instead of what is known about them.
        let raw = [("Content-Type", "application/vnd.bitballoon.v1.raw")];
        let answer = self.ask("GET", &path, &raw, Vec::new())?;
        if answer.is_ok() { Ok(Some(answer.body)) } else { Err(answer.refusal().into()) }
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        let files: BTreeSet<String> = self.online()?.files.into_keys().collect();
        Ok(clashes(&files, routes))
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        let digest: String = Sha1::digest(upload.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut changes = self.changes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        changes.bytes.insert(digest.clone(), upload.bytes.to_owned());
        changes.files.insert(upload.route.to_owned(), Some(digest));
        Ok(())
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        self.put(upload).map(|()| true)
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        let mut changes = self.changes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        changes.files.insert(route.to_owned(), None);
        Ok(())
    }

    fn finish(&self) -> Result<(), Failure> {
        let online = self.online()?;
        let changes = self.changes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut files = online.files;
        for (route, digest) in &changes.files {
            match digest {
                Some(digest) => files.insert(route.clone(), digest.clone()),
                None => files.remove(route),
            };
        }
        let site = self.site()?;
        if site.published_deploy.map(|deploy| deploy.id) != online.deploy {
            return Err(Failure::new(Cause::Busy, "somebody else has published meanwhile"));
        }
        let listed: BTreeMap<String, &String> = files.iter().map(|(route, sha)| (format!("/{route}"), sha)).collect();
        let body = serde_json::json!({ "files": listed, "async": true }).to_string().into_bytes();
        let json = [("Content-Type", "application/json")];
        let path = format!("/sites/{}/deploys", escaped(&site.id));
        let begun: Deploy = self.read_json(&self.ask("POST", &path, &json, body)?)?;
        let begun = self.wait(begun, &["prepared", "uploading", "uploaded", "ready"])?;
        let by_digest: BTreeMap<&String, &String> = files.iter().map(|(route, sha)| (sha, route)).collect();
        for digest in &begun.required {
            let (Some(route), Some(bytes)) = (by_digest.get(digest), changes.bytes.get(digest)) else {
                return Err(Failure::new(Cause::Other, "Netlify asks for a file that was not sent with this site"));
            };
            let path = format!("/deploys/{}/files/{}", begun.id, escaped(route));
            let answer = self.ask("PUT", &path, &[("Content-Type", "application/octet-stream")], bytes.clone())?;
            if !answer.is_ok() {
                return Err(answer.refusal().into());
            }
        }
        let deploy = self.read_json(&self.ask("GET", &format!("/deploys/{}", begun.id), &[], Vec::new())?)?;
        self.wait(deploy, &["ready"]).map(drop)
    }
}
