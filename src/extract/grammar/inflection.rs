//! The regular forms of English verbs.

/// Whether the last two letters of a base form are a consonant and `y`, which becomes `ie`.
fn ends_in_consonant_y(base: &str) -> bool {
    matches!(base.as_bytes(), [.., before, b'y'] if !b"aeiou".contains(before))
}

/// The third person present: `says`, `replies`, `teaches`.
pub(super) fn present(base: &str) -> String {
    if ends_in_consonant_y(base) {
        return format!("{}ies", base.trim_end_matches('y'));
    }
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| base.ends_with(ending));
    format!("{base}{}", if hisses { "es" } else { "s" })
}

/// The past tense and participle of a regular verb: `argued`, `denied`, `added`.
pub(super) fn past(base: &str) -> String {
    if base.ends_with('e') {
        format!("{base}d")
    } else if ends_in_consonant_y(base) {
        format!("{}ied", base.trim_end_matches('y'))
    } else {
        format!("{base}ed")
    }
}

/// The `-ing` form where no letter is doubled: `arguing`, `seeing`, `saying`.
pub(super) fn ing(base: &str) -> String {
    match base.strip_suffix('e') {
        Some(stem) if !stem.ends_with('e') => format!("{stem}ing"),
        _ => format!("{base}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms() {
        let check = |base: &str, expected: [&str; 3]| {
            assert_eq!([present(base), past(base), ing(base)], expected.map(str::to_owned), "{base}");
        };
        check("add", ["adds", "added", "adding"]);
        check("argue", ["argues", "argued", "arguing"]);
        check("deny", ["denies", "denied", "denying"]);
        check("stress", ["stresses", "stressed", "stressing"]);
        check("agree", ["agrees", "agreed", "agreeing"]);
        check("convey", ["conveys", "conveyed", "conveying"]);
    }
}
