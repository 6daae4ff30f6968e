//! Names for pages in a wiki: legal there, one for each page, and the same from run to run.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::model::form::Form;
use crate::push::wiki::Wiki;

/// Signs that wikis do not allow in the names of pages, and those that look most like them. Nobody has to read a name that
/// says something else, and no two names become one.
const LOOK_ALIKES: [(char, char); 12] = [
    ('#', '＃'),
    ('<', '＜'),
    ('>', '＞'),
    ('[', '［'),
    (']', '］'),
    ('|', '｜'),
    ('{', '｛'),
    ('}', '｝'),
    ('_', '＿'),
    ('~', '～'),
    ('%', '％'),
    ('&', '＆'),
];

/// How much fits into a name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Room {
    /// So many bytes.
    Bytes(usize),
    /// So many UTF-16 units, as Java counts.
    Units(usize),
}

/// The key by which a page is known for good: `actor/ines-calloway`.
pub fn key(form: &Form) -> String {
    format!("{}/{}", form.about.name(), form.slug)
}

/// A name out of prefix and title. What sets it apart stands in brackets at its end, and is never cut.
pub(super) fn titled(prefix: &str, title: &str, apart: Option<&str>, room: Room) -> String {
    let title = plain(title);
    let ending = apart.map(|apart| format!(" ({})", plain(apart))).unwrap_or_default();
    let whole = format!("{prefix}{title}{ending}");
    if room.holds(&whole) {
        return whole;
    }
    let mut cut: Vec<char> = title.chars().collect();
    loop {
        cut.pop();
        let text: String = cut.iter().collect();
        let name = format!("{prefix}{}…{ending}", text.trim_end());
        if room.holds(&name) || cut.is_empty() {
            return name;
        }
    }
}

impl Room {
    fn holds(self, name: &str) -> bool {
        match self {
            Self::Bytes(most) => name.len() <= most,
            Self::Units(most) => name.encode_utf16().count() <= most,
        }
    }
}

/// A title without what has a meaning in names.
fn plain(title: &str) -> String {
    let invisible = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
    };
    let alike = |c: char| LOOK_ALIKES.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, alike)| *alike);
    let kept: String = title.nfc().filter(|c| !invisible(*c) || c.is_whitespace()).map(alike).collect();
    let spaced = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    // A part of a path that is all dots would lead elsewhere.
    let parts: Vec<String> = spaced
        .split('/')
        .map(|part| {
            if !part.is_empty() && part.chars().all(|c| c == '.') { part.replace('.', "．") } else { part.to_owned() }
        })
        .collect();
    let name = parts.join("/");
    if name.is_empty() { "…".to_owned() } else { name }
}

/// Gives each form a name. One whose page is there already, by `known`, keeps it, wherever somebody may have moved it.
/// Others that would have one name are told apart by their slug, or where that is not enough by a digest; which of them comes
/// first changes nothing.
pub fn give(wiki: &dyn Wiki, forms: &[Form], known: &BTreeMap<String, String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = known.values().map(|name| wiki.fold(name)).collect();
    let mut names: Vec<Option<String>> = forms.iter().map(|form| known.get(&key(form)).cloned()).collect();
    for round in 0..3 {
        let wanted: Vec<Option<String>> = forms
            .iter()
            .zip(&names)
            .map(|(form, name)| {
                let digest = || blake3::hash(key(form).as_bytes()).to_hex().chars().take(8).collect::<String>();
                name.is_none().then(|| match round {
                    0 => wiki.name(form, None),
                    1 => wiki.name(form, Some(&form.slug)),
                    _ => wiki.name(form, Some(&digest())),
                })
            })
            .collect();
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for name in wanted.iter().flatten() {
            *times.entry(wiki.fold(name)).or_default() += 1;
        }
        let mut given = BTreeSet::new();
        for (name, wanted) in names.iter_mut().zip(wanted) {
            let Some(wanted) = wanted else { continue };
            let fold = wiki.fold(&wanted);
            if times.get(&fold) == Some(&1) && !taken.contains(&fold) {
                given.insert(fold);
                *name = Some(wanted);
            }
        }
        taken.append(&mut given);
    }
    forms.iter().zip(names).map(|(form, name)| name.unwrap_or_else(|| wiki.name(form, Some(&key(form))))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_legal_and_reads_as_the_title() {
        let name = |title: &str| titled("B/", title, None, Room::Bytes(255));
        assert_eq!(name("C# <b>[x]|{y}</b>"), "B/C＃ ＜b＞［x］｜｛y｝＜/b＞");
        assert_eq!(name("  a\t\nb__c  "), "B/a b＿＿c");
        assert_eq!(name("100%41 &amp; ~~~~"), "B/100％41 ＆amp; ～～～～");
        assert_eq!(name("../x/./y..z"), "B/．．/x/．/y..z");
        assert_eq!(name("\u{202e}evil\u{0}"), "B/evil");
        assert_eq!(name("e\u{301}"), "B/é");
        assert_eq!(name(""), "B/…");
    }

    #[test]
    fn a_long_name_is_cut_at_a_letter_and_keeps_what_sets_it_apart() {
        let long = "المحافظة ".repeat(60);
        for apart in [None, Some("the-slug-of-it")] {
            let name = titled("Briefings/", &long, apart, Room::Bytes(255));
            assert!(name.len() <= 255 && name.len() > 245, "{}", name.len());
            assert!(name.ends_with(if apart.is_some() { "… (the-slug-of-it)" } else { "…" }), "{name}");
        }
        let name = titled("B/", &"𝄞".repeat(200), None, Room::Units(255));
        assert!(name.encode_utf16().count() <= 255);
    }
}
