//! A site's font files in its stylesheet.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::config::Font;
use crate::diag::Error;
use crate::text;

/// The stylesheet that font files are added to.
const STYLESHEET: &str = "dateline.css";

/// Adds the fonts of a site to its stylesheet. A page never waits for them, nor moves when they come: who has none of them
/// yet sees the fonts of the system.
///
/// # Errors
///
/// There is no such file below `static/`.
pub(super) fn add(font: &Font, statics: &mut BTreeMap<String, Cow<'static, [u8]>>) -> Result<(), Error> {
    let mut rules = String::new();
    for (key, path) in font.files() {
        if !statics.contains_key(path) || path.contains(['"', '\\', '\n']) {
            return Err(missing(key, path, statics));
        }
        let (family, style) = match key {
            "serif_italic" => ("serif", "italic"),
            key => (key, "normal"),
        };
        // Writing to a string cannot fail.
        let _ = write!(
            rules,
            "\n@font-face {{ font-family: \"Site {family}\"; src: url(\"{path}\"); font-weight: 100 900; font-style: {style}; \
             font-display: optional; }}"
        );
    }
    for (family, set) in [("serif", font.serif.is_some()), ("sans", font.sans.is_some())] {
        if set {
            let _ = write!(rules, "\n:root {{ --{family}: \"Site {family}\", var(--{family}-system, {family}); }}");
        }
    }
    if let Some(stylesheet) = statics.get_mut(STYLESHEET).filter(|_| !rules.is_empty()) {
        stylesheet.to_mut().extend_from_slice(format!("{rules}\n").as_bytes());
    }
    Ok(())
}

fn missing(key: &str, path: &str, statics: &BTreeMap<String, Cow<'static, [u8]>>) -> Error {
    let hint = match text::nearest(path, statics.keys().map(String::as_str)) {
        Some(near) => format!("write `{near}`"),
        None => "put the font below `static/`, and name it by its path there".to_owned(),
    };
    let message = format!("`{key}` in `[font]` names `{path}`, and there is no file `static/{path}`");
    Error::Config { place: None, message, hint: Some(hint) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statics() -> BTreeMap<String, Cow<'static, [u8]>> {
        let file = |name: &str| (name.to_owned(), Cow::Borrowed(&b"x"[..]));
        [file(STYLESHEET), file("fonts/serif.woff2")].into()
    }

    #[test]
    fn a_font_stands_before_those_of_the_system() {
        let mut statics = statics();
        add(&Font { serif: Some("fonts/serif.woff2".to_owned()), ..Font::default() }, &mut statics).unwrap();
        let css = String::from_utf8(statics[STYLESHEET].to_vec()).unwrap();
        assert!(css.contains("src: url(\"fonts/serif.woff2\")") && css.contains("font-display: optional"), "{css}");
        assert!(
            css.contains("--serif: \"Site serif\", var(--serif-system, serif)") && !css.contains("--sans"),
            "{css}"
        );
    }

    #[test]
    fn without_fonts_the_stylesheet_stays_as_it_is() {
        let mut statics = statics();
        add(&Font::default(), &mut statics).unwrap();
        assert_eq!(statics[STYLESHEET].as_ref(), b"x");
    }

    #[test]
    fn a_font_that_is_not_there_is_an_error_with_the_nearest_file() {
        let font = Font { serif: Some("fonts/serf.woff2".to_owned()), ..Font::default() };
        let Err(Error::Config { hint: Some(hint), .. }) = add(&font, &mut statics()) else {
            panic!("a missing font must be an error");
        };
        assert_eq!(hint, "write `fonts/serif.woff2`");
    }
}
