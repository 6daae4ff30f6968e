//! Words that become no markup.

/// Words in which no character has a meaning in Markdown (CommonMark and its usual extensions). They stand after other
/// words or at the start of a line.
pub(super) fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut start = true;
    let mut number = true;
    for c in words.trim().chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' => out.extend(['\\', c]),
            '#' | '+' | '-' | '=' | ':' | '!' if start => out.extend(['\\', c]),
            // `1.` and `1)` open a list.
            '.' | ')' if number && !start => out.extend(['\\', c]),
            c => out.push(c),
        }
        number = number && c.is_ascii_digit();
        start = false;
    }
    out
}

/// A link.
pub(super) fn link(words: &str, target: &str) -> String {
    format!("[{}]({target})", escaped(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_markup() {
        let check = |words: &str, expected: &str| assert_eq!(escaped(words), expected);
        check("The *first* <b> of [three]", "The \\*first\\* \\<b\\> of \\[three\\]");
        check("# no heading", "\\# no heading");
        check("- no item", "\\- no item");
        check("1. no list", "1\\. no list");
        check("1) no list", "1\\) no list");
        check("In 2021. It rained", "In 2021. It rained");
        check("de-escalation & peace", "de-escalation \\& peace");
        check("two\nlines", "two lines");
    }
}
