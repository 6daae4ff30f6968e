//! Profiles of Amazon's own tools: `~/.aws/credentials` and `~/.aws/config`, which object stores do not read by themselves.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::diag::Error;
use crate::publish::target::{Cause, Failure, conceal};

/// What a profile says. It is never shown.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) key: Option<Key>,
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<String>,
}

/// An access key.
pub(super) struct Key {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) token: Option<String>,
}

type Sections = BTreeMap<String, BTreeMap<String, String>>;

/// Variables of the environment by which credentials come that outrank those of a profile.
const OTHERS: [&str; 4] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Other ways to credentials that a profile may name.
const WAYS: [&str; 5] = ["sso_session", "sso_start_url", "role_arn", "credential_process", "login_session"];

impl Profile {
    /// The profile that the environment names, or the one called `default`.
    ///
    /// # Errors
    ///
    /// The environment names one that is not there, or one whose credentials come in a way that is not known here.
    pub(super) fn read() -> Result<Self, Error> {
        let named = variable("AWS_PROFILE").or_else(|| variable("AWS_DEFAULT_PROFILE"));
        let name = named.as_deref().unwrap_or("default");
        let credentials = sections(&file("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
        let settings = sections(&file("AWS_CONFIG_FILE", "config"));
        let found = Self::of(name, &credentials, &settings);
        let wanted = !is_outranked();
        match found {
            None if named.is_some() && wanted => {
                let message = format!("there is no profile `{name}` in `~/.aws`");
                Err(Failure::new(Cause::Denied, message).error("log in"))
            }
            Some((profile, Some(way))) if profile.key.is_none() && wanted => {
                let message = format!(
                    "the profile `{name}` gets its credentials by `{way}`, which dateline does not; `aws configure \
                     export-credentials --format env` gives them for a while"
                );
                Err(Failure::new(Cause::Denied, message).error("log in"))
            }
            found => Ok(found.map(|(profile, _)| profile).unwrap_or_default()),
        }
    }

    /// A profile, and the other way to credentials that it names; `None` where neither file has it.
    fn of(name: &str, credentials: &Sections, settings: &Sections) -> Option<(Self, Option<&'static str>)> {
        let section = if name == "default" { name.to_owned() } else { format!("profile {name}") };
        let parts: Vec<_> = [credentials.get(name), settings.get(&section)].into_iter().flatten().collect();
        if parts.is_empty() {
            return None;
        }
        let value = |key: &str| parts.iter().find_map(|part| part.get(key)).cloned();
        let key = |part: &&&BTreeMap<String, String>| part.contains_key("aws_access_key_id");
        let key = parts.iter().find(key).and_then(|part| {
            let (id, secret) = (part.get("aws_access_key_id")?.clone(), part.get("aws_secret_access_key")?.clone());
            Some(Key { id, secret, token: part.get("aws_session_token").cloned() })
        });
        let secrets = key.iter().flat_map(|key| [Some(&key.id), Some(&key.secret), key.token.as_ref()]);
        secrets.flatten().for_each(|secret| conceal(secret));
        let way = WAYS.into_iter().find(|way| parts.iter().any(|part| part.contains_key(*way)));
        Some((Self { key, region: value("region"), endpoint: value("endpoint_url") }, way))
    }
}

/// Whether credentials come from the environment.
pub(super) fn is_outranked() -> bool {
    OTHERS.iter().any(|other| variable(other).is_some())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The text of a file: the one that the environment names, or that of the name in the home folder; empty where there is none.
fn file(name: &str, usual: &str) -> String {
    let home = || variable("HOME").or_else(|| variable("USERPROFILE"));
    let path = variable(name).map(PathBuf::from).or_else(|| Some(PathBuf::from(home()?).join(".aws").join(usual)));
    path.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default()
}

/// The sections of a file and their keys. Lines that are indented belong to a key with several values; none is needed here.
fn sections(text: &str) -> Sections {
    let mut all = Sections::new();
    let mut section = None;
    for line in text.lines().filter(|line| !line.starts_with(char::is_whitespace)) {
        let line = line.split_once(" #").map_or(line, |(line, _)| line).trim_end();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            section = Some(all.entry(name).or_default());
        } else if let (Some(section), Some((key, value))) = (&mut section, line.split_once('=')) {
            let key = key.trim().to_ascii_lowercase();
            if !key.starts_with(['#', ';']) {
                section.insert(key, value.trim().to_owned());
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: &str = "\
# made by a tool
[default]
aws_access_key_id = AKIDDEFAULT
aws_secret_access_key = of/default+x==

[desk]
aws_access_key_id=AKIDDESK
aws_secret_access_key=of-desk # the desk's
aws_session_token = token
";

    const SETTINGS: &str = "\
[default]
region = eu-central-1
s3 =
    max_concurrent_requests = 20
    region = elsewhere
[profile desk]
region = eu-north-1
endpoint_url = https://store.example
[profile signed-on]
sso_session = desk
";

    fn profile(name: &str) -> Option<(Profile, Option<&'static str>)> {
        Profile::of(name, &sections(CREDENTIALS), &sections(SETTINGS))
    }

    #[test]
    fn keys_and_region_of_a_profile() {
        let (default, way) = profile("default").expect("it is there");
        let key = default.key.expect("it has a key");
        assert_eq!((key.id.as_str(), key.secret.as_str(), key.token), ("AKIDDEFAULT", "of/default+x==", None));
        assert_eq!((default.region.as_deref(), default.endpoint, way), (Some("eu-central-1"), None, None));
        let (desk, _) = profile("desk").expect("it is there");
        let key = desk.key.expect("it has a key");
        assert_eq!((key.secret.as_str(), key.token.as_deref()), ("of-desk", Some("token")));
        assert_eq!(desk.endpoint.as_deref(), Some("https://store.example"));
    }

    #[test]
    fn other_ways_to_credentials_are_seen_and_profiles_that_are_not_there() {
        let (signed_on, way) = profile("signed-on").expect("it is there");
        assert!(signed_on.key.is_none() && way == Some("sso_session"));
        assert!(profile("nobody").is_none());
        assert!(sections("no section\nx = y\n").is_empty());
    }
}
