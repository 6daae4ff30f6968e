//! Object stores: S3 and what speaks its language, Google Cloud Storage, Azure Blob Storage. Credentials come from the
//! environment or from the machine's own role, as each provider has it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use futures_util::TryStreamExt as _;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::client::ClientConfigKey;
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, PutPayload, RetryConfig,
};
use tokio::runtime::Runtime;

use crate::config::publish::{Destination, Store};
use crate::diag::Error;
use crate::http;
use crate::publish::profile::{self, Profile};
use crate::publish::target::{Cause, Failure, Nature, Target, Upload};

/// A request may take this long: a large file over a slow line.
const TIMEOUT: &str = "300 seconds";

/// Up to so many routes are asked for one by one; more are found in a listing.
const FEW: usize = 8;

/// A bucket or container, or a folder in it.
#[derive(Debug)]
pub(super) struct Bucket {
    store: Box<dyn ObjectStore>,
    /// As people may see it.
    place: String,
    prefix: String,
    listed: Mutex<Option<Arc<BTreeSet<String>>>>,
    runtime: Runtime,
}

impl Bucket {
    /// Does not connect yet.
    pub(super) fn open(store: Store, name: &str, prefix: &str, destination: &Destination) -> Result<Self, Error> {
        let runtime = http::runtime().map_err(|cause| Failure::from(cause).error("begin"))?;
        let built = match store {
            Store::S3 => s3(name, destination, Profile::read()?),
            Store::Gcs => gcs(name),
            Store::Azure => azure(name),
        };
        let scheme = match store {
            Store::S3 => "s3",
            Store::Gcs => "gs",
            Store::Azure => "az",
        };
        Ok(Self {
            // Nothing was asked yet: it is what the environment says of the account.
            store: built
                .map_err(|error| Failure { cause: Cause::Denied, ..failure(&error) }.error("open the store"))?,
            place: format!("{scheme}://{name}/{prefix}"),
            prefix: prefix.to_owned(),
            listed: Mutex::default(),
            runtime,
        })
    }

    fn path(&self, route: &str) -> Result<Path, object_store::Error> {
        let whole = if self.prefix.is_empty() { route.to_owned() } else { format!("{}/{route}", self.prefix) };
        Ok(Path::parse(whole)?)
    }

    fn send(&self, upload: &Upload<'_>, mode: PutMode) -> Result<(), object_store::Error> {
        let path = self.path(upload.route)?;
        let headers = &upload.headers;
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, headers.content_type.into());
        attributes.insert(Attribute::CacheControl, headers.cache_control.clone().into());
        attributes.insert(Attribute::Metadata("blake3".into()), headers.digest.clone().into());
        if let Some(encoding) = headers.encoding {
            attributes.insert(Attribute::ContentEncoding, encoding.into());
        }
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        let payload = PutPayload::from(upload.bytes.to_vec());
        self.runtime.block_on(self.store.put_opts(&path, payload, options)).map(drop)
    }

    fn is_there(&self, route: &str) -> Result<bool, Failure> {
        let path = self.path(route).map_err(|error| failure(&error))?;
        match self.runtime.block_on(self.store.head(&path)) {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failure(&error)),
        }
    }

    /// All routes of the folder; listed once.
    fn list(&self) -> Result<Arc<BTreeSet<String>>, Failure> {
        let mut known = self.listed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(routes) = known.as_ref() {
            return Ok(Arc::clone(routes));
        }
        let prefix = (!self.prefix.is_empty()).then(|| Path::from(self.prefix.as_str()));
        let listed = self.store.list(prefix.as_ref()).try_collect::<Vec<_>>();
        let objects = self.runtime.block_on(listed).map_err(|error| failure(&error))?;
        let route = |path: &Path| {
            let whole = path.as_ref();
            whole.strip_prefix(self.prefix.as_str()).unwrap_or(whole).trim_start_matches('/').to_owned()
        };
        let routes = Arc::new(objects.iter().map(|object| route(&object.location)).collect());
        Ok(Arc::clone(known.insert(routes)))
    }
}

impl Target for Bucket {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn nature(&self) -> Nature {
        Nature { parallel: 16, at_once: false, lock: true }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        let path = self.path(route).map_err(|error| failure(&error))?;
        let got = self.runtime.block_on(async { self.store.get(&path).await?.bytes().await });
        match got {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { source, .. }) if !is_no_store(&source.to_string()) => Ok(None),
            Err(error) => Err(failure(&error)),
        }
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        if routes.len() > FEW {
            // A name that is a folder's elsewhere is nothing special here.
            let there = self.list()?;
            return Ok(routes
                .iter()
                .filter(|route| there.contains(**route))
                .map(|route| (*route).to_owned())
                .collect());
        }
        let asked = routes.iter().map(|route| Ok(self.is_there(route)?.then(|| (*route).to_owned())));
        Ok(asked.collect::<Result<Vec<_>, Failure>>()?.into_iter().flatten().collect())
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        self.send(upload, PutMode::Overwrite).map_err(|error| failure(&error))
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        match self.send(upload, PutMode::Create) {
            Ok(()) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => Ok(false),
            // A store that knows no conditions: nearly as good, and the lock is read again.
            Err(object_store::Error::NotImplemented { .. }) => {
                let free = !self.is_there(upload.route)?;
                if free { self.put(upload).map(|()| true) } else { Ok(false) }
            }
            Err(error) => Err(failure(&error)),
        }
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        let path = self.path(route).map_err(|error| failure(&error))?;
        match self.runtime.block_on(self.store.delete(&path)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failure(&error)),
        }
    }
}

/// The engine tries again, and counts.
fn retry() -> RetryConfig {
    RetryConfig { max_retries: 0, ..RetryConfig::default() }
}

fn s3(bucket: &str, destination: &Destination, profile: Profile) -> Result<Box<dyn ObjectStore>, object_store::Error> {
    let mut builder = profiled(AmazonS3Builder::from_env(), profile)
        .with_bucket_name(bucket)
        // One file at a time is deleted anyhow, and not every store knows the other way.
        .with_disable_bulk_delete(true)
        .with_config(AmazonS3ConfigKey::Client(ClientConfigKey::Timeout), TIMEOUT)
        .with_retry(retry());
    if let Some(endpoint) = &destination.endpoint {
        // Somebody who writes `http://` means it.
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if let Some(region) = &destination.region {
        builder = builder.with_region(region);
    }
    Ok(Box::new(builder.build()?))
}

/// What the environment leaves open, as the profile has it.
fn profiled(mut builder: AmazonS3Builder, profile: Profile) -> AmazonS3Builder {
    let is_open = |builder: &AmazonS3Builder, key| builder.get_config_value(&key).is_none();
    if let Some(key) = profile.key.filter(|_| !profile::is_outranked()) {
        builder = builder.with_access_key_id(key.id).with_secret_access_key(key.secret);
        if let Some(token) = key.token {
            builder = builder.with_token(token);
        }
    }
    if let Some(region) = profile.region.filter(|_| is_open(&builder, AmazonS3ConfigKey::Region)) {
        builder = builder.with_region(region);
    }
    let endpoints = [AmazonS3ConfigKey::Endpoint, AmazonS3ConfigKey::S3Endpoint];
    match profile.endpoint {
        Some(endpoint) if endpoints.into_iter().all(|key| is_open(&builder, key)) => builder.with_endpoint(endpoint),
        _ => builder,
    }
}

fn gcs(bucket: &str) -> Result<Box<dyn ObjectStore>, object_store::Error> {
    let builder = GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket);
    let builder = builder.with_config(GoogleConfigKey::Client(ClientConfigKey::Timeout), TIMEOUT);
    Ok(Box::new(builder.with_retry(retry()).build()?))
}

fn azure(container: &str) -> Result<Box<dyn ObjectStore>, object_store::Error> {
    let builder = MicrosoftAzureBuilder::from_env().with_container_name(container);
    let builder = builder.with_config(AzureConfigKey::Client(ClientConfigKey::Timeout), TIMEOUT);
    Ok(Box::new(builder.with_retry(retry()).build()?))
}

/// What an error of the store means. Its own words may be long and hold addresses; what is said is the status and the code
/// that the server gave.
fn failure(error: &object_store::Error) -> Failure {
    let whole = error.to_string();
    let status = status(&whole);
    if whole.contains("169.254.169.254") || whole.contains("metadata.google.internal") {
        return Failure::new(Cause::Denied, "no credentials were found in the environment");
    }
    let cause = match (error, status) {
        (object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. }, _) => {
            Cause::Denied
        }
        (object_store::Error::NotFound { .. }, _) => Cause::Absent,
        (object_store::Error::Generic { .. }, Some(status)) => http::cause(status).into(),
        // Without an answer it was the network, unless it was the configuration.
        (object_store::Error::Generic { .. }, None) if whole.contains("Error performing") => Cause::Passing,
        _ => Cause::Other,
    };
    let code = whole.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map(|(code, _)| code);
    let message = match (status, code) {
        (Some(status), Some(code)) => format!("the server answers {status} ({code})"),
        (Some(status), None) => format!("the server answers {status}"),
        (None, Some(code)) => format!("the server answers {code}"),
        (None, None) => http::deepest(error),
    };
    Failure::new(cause, message)
}

/// Whether a server says that there is no such bucket or container, rather than no such file.
fn is_no_store(text: &str) -> bool {
    text.contains("NoSuchBucket") || text.contains("ContainerNotFound")
}

/// The status of the answer, as the text of an error gives it.
fn status(text: &str) -> Option<u16> {
    text.split_once("status code: ")?.1.get(..3)?.parse().ok()
}
