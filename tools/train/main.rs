//! Trains the name model that `dateline` carries.
//!
//! ```text
//! dateline-train OUT CLUSTERS LIST... -- ANNOTATED...
//! ```
//!
//! `tools/train.sh` calls it with the files that the shipped model is made of; the same files give the same bytes. What the
//! files hold is described at `dateline::extract::train::Material`; annotated texts whose name does not end in `.iob2.txt` are
//! marked with brackets.
#![allow(clippy::print_stderr, reason = "a tool for the terminal")]
#![allow(clippy::disallowed_methods, reason = "a tool of its own, outside the pipeline")]

use std::path::Path;
use std::process::ExitCode;

use dateline::extract::train::{Material, columns, train};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(bytes) => {
            eprintln!("{bytes} bytes");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("dateline-train: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<usize, String> {
    let usage = "usage: dateline-train OUT CLUSTERS LIST... -- ANNOTATED...";
    let mut halves = arguments.splitn(2, |argument| argument == "--");
    let (Some([out, clusters, lists @ ..]), Some(annotated)) = (halves.next(), halves.next()) else {
        return Err(usage.to_owned());
    };
    let read = |path: &String| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let name = |path: &String| Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let annotation = |path: &String| match path.ends_with(".iob2.txt") {
        true => read(path),
        false => columns(&read(path)?).map_err(|wrong| format!("{path}, {wrong}")),
    };
    let material = Material {
        annotated: annotated.iter().map(annotation).collect::<Result<_, _>>()?,
        clusters: read(clusters)?,
        lists: lists.iter().map(|path| Ok((name(path), read(path)?))).collect::<Result<_, String>>()?,
    };
    let file = train(&material, |pass, loss| eprintln!("pass {pass}: loss {loss:.4}"));
    std::fs::write(out, &file).map_err(|error| format!("{out}: {error}"))?;
    Ok(file.len())
}
