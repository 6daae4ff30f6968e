//! Reading one file that was named by itself, outside any site.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::config::Config;
use crate::diag::Error;
use crate::model::article::{Format, SidecarFile, Source};
use crate::read::walk::LARGEST_FILE;
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
/// The file cannot be read, or is larger than any article is.
pub fn source(path: &Path, config: &Config) -> Result<Source, Error> {
    let bytes = limited(path).map_err(|cause| Error::disk("read", path, cause))?;
    let markdown = path.extension().is_some_and(|extension| extension == "md");
    let sidecar = ["meta.json", "meta.toml"].iter().find_map(|ending| {
        let beside = path.with_extension(ending);
        let bytes = limited(&beside).ok()?;
        Some(SidecarFile { id: id(&beside, config), bytes })
    });
    let format = if markdown { Format::Markdown } else { Format::Wire };
    Ok(Source { id: id(path, config), format, bytes, sidecar })
}

/// The bytes of a file that is not too large.
fn limited(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        let message = format!("the file is too large; at most {LARGEST_FILE} bytes are read");
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}
