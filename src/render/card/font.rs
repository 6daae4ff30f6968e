//! Fonts, and drawing with them.

#![expect(clippy::disallowed_methods, reason = "reads the font files that a site names, once a build")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source, Style};
use resvg::usvg::{FontResolver, Options, Tree};

use crate::diag::Error;

/// Families of the system that titles are set in, the best first.
const SERIF: [&str; 6] =
    ["Noto Serif", "Source Serif 4", "Georgia", "Liberation Serif", "Times New Roman", "DejaVu Serif"];

/// Families of the system that all else is set in.
const SANS: [&str; 6] = ["Noto Sans", "Source Sans 3", "Helvetica Neue", "Liberation Sans", "Arial", "DejaVu Sans"];

/// Beginnings of families that are asked first for a character that the chosen ones lack.
const FALLBACK: [&str; 3] = ["Noto Naskh", "Noto Serif", "Noto Sans"];

/// The fonts of the cards, in an order that does not depend on how a folder is listed.
pub(super) struct Fonts {
    database: Arc<Database>,
    /// What titles are set in.
    pub(super) serif: String,
    /// What all else is set in.
    pub(super) sans: String,
    /// A digest of the fonts.
    pub(super) digest: [u8; 32],
}

impl Fonts {
    /// The fonts of these files; those of the system where none is named. `None` where the system has none.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or is no font.
    pub(super) fn load(named: &[PathBuf]) -> Result<Option<Self>, Error> {
        if named.is_empty() { Ok(Self::of_system()) } else { Self::of_files(named).map(Some) }
    }

    fn of_files(named: &[PathBuf]) -> Result<Self, Error> {
        let mut database = Database::new();
        let mut hasher = blake3::Hasher::new();
        for path in named {
            let bytes = std::fs::read(path).map_err(|cause| Error::disk("read", path, cause))?;
            hasher.update(&bytes);
            let loaded = database.load_font_source(Source::Binary(Arc::new(bytes)));
            if loaded.is_empty() {
                return Err(no_font(path));
            }
        }
        let families = families(&database);
        let first = families.first().cloned().unwrap_or_default();
        let second = families.get(1).cloned().unwrap_or_else(|| first.clone());
        Ok(Self { database: Arc::new(database), serif: first, sans: second, digest: *hasher.finalize().as_bytes() })
    }

    fn of_system() -> Option<Self> {
        let mut installed = Database::new();
        installed.load_system_fonts();
        let mut files: Vec<(usize, u16, String, PathBuf)> = installed
            .faces()
            .filter(|face| face.style == Style::Normal)
            .filter_map(|face| {
                let (family, _) = face.families.first()?;
                let rank = FALLBACK.iter().position(|start| family.starts_with(start)).unwrap_or(FALLBACK.len());
                let Source::File(path) = &face.source else { return None };
                Some((rank, face.weight.0.abs_diff(400), family.clone(), path.clone()))
            })
            .collect();
        files.sort();
        let mut seen = BTreeSet::new();
        files.retain(|(.., path)| seen.insert(path.clone()));
        let mut database = Database::new();
        let mut hasher = blake3::Hasher::new();
        for (.., family, path) in &files {
            // A font that has gone since the folder was listed is as good as none.
            if database.load_font_file(path).is_ok() {
                let size = std::fs::metadata(path).map(|file| file.len()).unwrap_or_default();
                hasher.update(family.as_bytes());
                hasher.update(path.to_string_lossy().as_bytes());
                hasher.update(&size.to_le_bytes());
            }
        }
        let families = families(&database);
        let first = families.first()?.clone();
        let chosen = |wanted: &[&str]| {
            let found = wanted.iter().find(|family| families.iter().any(|other| other == *family));
            found.map_or_else(|| first.clone(), |family| (*family).to_owned())
        };
        let (serif, sans) = (chosen(&SERIF), chosen(&SANS));
        Some(Self { database: Arc::new(database), serif, sans, digest: *hasher.finalize().as_bytes() })
    }

    /// A drawing with its text laid out, and the characters that no font has.
    fn tree(&self, svg: &str) -> Option<(Tree, BTreeSet<char>)> {
        let lacking = Arc::new(Mutex::new(BTreeSet::new()));
        let noted = Arc::clone(&lacking);
        let fallback = FontResolver::default_fallback_selector();
        let resolver = FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(move |c, tried, database| {
                let found = fallback(c, tried, database);
                if found.is_none() && !invisible(c) {
                    noted.lock().unwrap_or_else(PoisonError::into_inner).insert(c);
                }
                found
            }),
        };
        let options = Options {
            font_family: self.sans.clone(),
            fontdb: Arc::clone(&self.database),
            font_resolver: resolver,
            ..Options::default()
        };
        let tree = Tree::from_str(svg, &options).ok()?;
        let lacking = lacking.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Some((tree, lacking))
    }

    /// The characters of a text that no font has.
    pub(super) fn lacking(&self, text: &str) -> BTreeSet<char> {
        let mut pieces = String::new();
        for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
            pieces.push_str(&format!("<text y=\"20\" font-family=\"{}\">", self.serif));
            crate::text::escape_html(c.encode_utf8(&mut [0; 4]), &mut pieces);
            pieces.push_str("</text>");
        }
        self.tree(&drawing(&pieces)).map(|(_, lacking)| lacking).unwrap_or_default()
    }

    /// The widths of words in the font of titles, at a size of 100 pixels.
    pub(super) fn widths(&self, words: &[&str]) -> Vec<f32> {
        let mut pieces = String::new();
        for (number, word) in words.iter().enumerate() {
            pieces.push_str(&format!(
                "<text id=\"w{number}\" y=\"200\" font-size=\"100\" font-family=\"{}\">",
                self.serif
            ));
            crate::text::escape_html(word, &mut pieces);
            pieces.push_str("</text>");
        }
        let Some((tree, _)) = self.tree(&drawing(&pieces)) else { return vec![0.0; words.len()] };
        let width = |number: usize| tree.node_by_id(&format!("w{number}")).map(|node| node.bounding_box().width());
        (0..words.len()).map(|number| width(number).unwrap_or_default()).collect()
    }

    /// A drawing as a picture.
    ///
    /// # Errors
    ///
    /// It cannot be drawn, which no content can cause.
    pub(super) fn png(&self, svg: &str, width: u32, height: u32) -> Result<Vec<u8>, Error> {
        let failed = |message: &str| Error::Template {
            place: None,
            message: format!("cannot draw a card: {message}"),
            rendering: None,
        };
        let (tree, _) = self.tree(svg).ok_or_else(|| failed("the drawing is no SVG"))?;
        let mut picture = Pixmap::new(width, height).ok_or_else(|| failed("no room for the picture"))?;
        resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
        picture.encode_png().map_err(|error| failed(&error.to_string()))
    }
}

/// Families in the order of the fonts, each once.
fn families(database: &Database) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for (family, _) in database.faces().filter_map(|face| face.families.first()) {
        if !families.contains(family) {
            families.push(family.clone());
        }
    }
    families
}

fn drawing(pieces: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">{pieces}</svg>")
}

/// Marks of direction and joiners have no shape of their own.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn no_font(path: &Path) -> Error {
    Error::Config {
        place: None,
        message: format!("`{}`, named in the table `[cards]`, is no font", path.display()),
        hint: Some("name a TrueType or OpenType file (`.ttf`, `.otf`, `.ttc`)".to_owned()),
    }
}
