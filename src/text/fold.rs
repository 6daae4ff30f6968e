//! The form by which names are compared.

/// Folds a name for comparison: transliterated to ASCII, lower case, without dots, apostrophes, a leading `the` and a
/// trailing possessive; everything else that is no letter or digit becomes one space.
///
/// `U.S.` and `US` fold to `us`, `Kata’ib Hezbollah` to `kataib hezbollah`, `al-Kadhimi’s` to `al kadhimi`.
pub fn fold_name(name: &str) -> String {
    let ascii = deunicode::deunicode(name);
    let trimmed = ascii.trim();
    let owned = trimmed.strip_suffix("'s").or_else(|| trimmed.strip_suffix("s'").and(trimmed.strip_suffix('\'')));
    let mut folded = String::with_capacity(ascii.len());
    for c in owned.unwrap_or(trimmed).chars() {
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '.' | '`') && !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    match folded.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        let check = |name: &str, expected: &str| assert_eq!(fold_name(name), expected, "{name}");
        check("U.S.", "us");
        check("the United States", "united states");
        check("Mustafa al-Kadhimi’s", "mustafa al kadhimi");
        check("Kata’ib Hezbollah", "kataib hezbollah");
        check("São Tomé", "sao tome");
        check("Kurdistan Workers’ Party", "kurdistan workers party");
        check("United States’", "united states");
        check(" — ", "");
    }
}
