//! Reading one file that was named by itself, outside any site.

#![expect(clippy::disallowed_methods, reason = "reads the file that was named")]

use std::path::Path;

use crate::config::Config;
use crate::diag::Error;
use crate::model::article::{Format, SidecarFile, Source};
use crate::span::SourceId;

/// The name of a file below the root of the configuration; the file's own name where it lies elsewhere.
pub fn id(path: &Path, config: &Config) -> SourceId {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let below = whole.strip_prefix(&config.root).ok().or(whole.file_name().map(Path::new)).unwrap_or(&whole);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    SourceId::new(&parts.join("/"))
}

/// Reads an article and the sidecar beside it.
///
/// # Errors
///
/// The file cannot be read.
pub fn source(path: &Path, config: &Config) -> Result<Source, Error> {
    let bytes = std::fs::read(path).map_err(|cause| Error::disk("read", path, cause))?;
    let markdown = path.extension().is_some_and(|extension| extension == "md");
    let sidecar = ["meta.json", "meta.toml"].iter().find_map(|ending| {
        let beside = path.with_extension(ending);
        let bytes = std::fs::read(&beside).ok()?;
        Some(SidecarFile { id: id(&beside, config), bytes })
    });
    let format = if markdown { Format::Markdown } else { Format::Wire };
    Ok(Source { id: id(path, config), format, bytes, sidecar })
}
