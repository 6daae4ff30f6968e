//! Earlier addresses of a page, as somebody writes them: `/2021/old-name/`, `old/name.html`.

use crate::diag::Code;
use crate::read::File;
use crate::read::fields::Fields;

/// The key that lists them.
pub(super) const KEY: &str = "redirect_from";

/// Characters that cannot stand in the name of a file everywhere, or mean something in an address.
const REFUSED: &[char] =
    &['\\', '?', '#', '%', '"', '\'', '`', '<', '>', '|', '*', ':', '^', '{', '}', '[', ']', '$', ';'];

/// The longest part of an address, in bytes; file systems take 255.
const LONGEST: usize = 200;

/// The earlier addresses that a file lists, each once, without slashes around them and without `index.html`.
pub(super) fn addresses(fields: &Fields<'_>, file: &File<'_>) -> Vec<String> {
    let mut addresses = Vec::new();
    for written in fields.texts(KEY) {
        match address(&written) {
            Some(address) if addresses.contains(&address) => {}
            Some(address) => addresses.push(address),
            None => {
                let span = fields.span(KEY).unwrap_or_default();
                let message = format!("`{written}` is no address below the site's own");
                let found = file.at(Code::EarlierAddress, span, message);
                file.report(found.hint("write the path alone, in plain letters: `/2021/old-name/`"));
            }
        }
    }
    addresses
}

fn address(written: &str) -> Option<String> {
    let path = written.strip_prefix('/').unwrap_or(written);
    let path = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_name = |part: &str| {
        let plain = !part.contains(REFUSED) && !part.contains(|c: char| c.is_control() || c.is_whitespace());
        // Names that end in a dot are others on Windows.
        !part.is_empty() && part.len() <= LONGEST && !part.starts_with('.') && !part.ends_with('.') && plain
    };
    path.split('/').all(is_name).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_brought_into_one_form() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(address(written), expected.map(str::to_owned), "{written}");
        };
        check("/2021/old-name/", Some("2021/old-name"));
        check("old", Some("old"));
        check("old/index.html", Some("old"));
        check("/old.html", Some("old.html"));
        check("/old.php", Some("old.php"));
        check("أخبار/قديم", Some("أخبار/قديم"));
        for written in ["", "/", "index.html", "//a", "a//b", "../a", "a/./b", "https://desk.example/a", "a?b=1", "a#b"]
        {
            check(written, None);
        }
        for written in ["a b", "a%20b", ".well-known/x", "a\\b", "con:", "a*", "a.", &"x".repeat(201)] {
            check(written, None);
        }
    }
}
