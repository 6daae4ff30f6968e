//! Text handling that knows no type of ours: slugs, case, escaping, nearest names.

pub mod fold;
pub mod gazetteer;
pub mod gender;
pub mod words;

/// Turns a name into one part of a URL: lower-case ASCII letters, digits and single hyphens.
///
/// Other scripts are transliterated, so that a name in Arabic or Chinese has a readable slug too. A text without any
/// letter or digit gives the empty string; the caller has to find another name.
pub fn slug(name: &str) -> String {
    const LONGEST: usize = 80;
    let mut slug = String::with_capacity(name.len());
    for c in deunicode::deunicode(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '.') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Writes `text` so that it can stand in HTML or XML text and in a quoted attribute.
pub fn escape_html(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters are not allowed in XML 1.0 and mean nothing in HTML.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
}

/// A path as it stands in an address, byte by byte.
pub fn escape_path(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The valid name that is most like the one found, if any is near enough to be a slip of the pen.
pub fn nearest<'a>(found: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    valid
        .into_iter()
        .map(|name| (edit_distance(found, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min()
        .map(|(_, name)| name)
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, in code points.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = last;
        last = row;
    }
    last.last().copied().unwrap_or_default()
}

/// Writes the first letter in upper case and leaves the rest as it is.
pub fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped_byte_by_byte() {
        assert_eq!(escape_path("a b/ü%#.html"), "a%20b/%C3%BC%25%23.html");
    }

    #[test]
    fn slugs() {
        let check = |name: &str, expected: &str| assert_eq!(slug(name), expected, "{name}");
        check("Mustafa al-Kadhimi", "mustafa-al-kadhimi");
        check("U.S. troops in Iraq", "us-troops-in-iraq");
        check("What’s next?", "whats-next");
        check("  Éire — 2021 ", "eire-2021");
        check("北京", "bei-jing");
        check("…", "");
    }

    #[test]
    fn the_nearest_name_is_offered_only_for_slips() {
        let keys = ["title", "published", "byline", "dateline"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("publised", keys), Some("published"));
        assert_eq!(nearest("colour", keys), None);
    }

    #[test]
    fn escaping_leaves_no_markup_and_no_control_character() {
        let mut out = String::new();
        escape_html("<a href='x'>\u{1}&\"", &mut out);
        assert_eq!(out, "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }

    #[test]
    fn capitalising_keeps_the_rest() {
        assert_eq!(capitalise("the U.S. left"), "The U.S. left");
        assert_eq!(capitalise("éire"), "Éire");
        assert_eq!(capitalise(""), "");
    }
}
