//! Annotated sentences as people write them: `[Mara Lind]PER left [Oslo]PLACE .`

use crate::extract::tagger::word;
use crate::span::TextSpan;

/// Turns marked sentences, one a line, into the columns that [`Material::annotated`](super::Material::annotated) wants.
///
/// A name stands between square brackets with its kind right after them. Empty lines and lines that begin with `#` are left out.
///
/// # Errors
///
/// The number of the first line whose brackets do not pair or whose kind is unknown, and what is wrong with it.
pub fn columns(text: &str) -> Result<String, String> {
    let mut columns = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        if !line.is_empty() && !line.starts_with('#') {
            sentence(line, &mut columns).map_err(|wrong| format!("line {number}: {wrong}"))?;
            columns.push('\n');
        }
    }
    Ok(columns)
}

fn sentence(line: &str, columns: &mut String) -> Result<(), String> {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        let (name, after) = after.split_once(']').ok_or("a bracket is not closed")?;
        let len = after.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(after.len());
        let (kind, after) = after.split_at(len);
        if !["PER", "ORG", "PLACE", "NORP"].contains(&kind) {
            return Err(format!("`{kind}` is no kind of name"));
        }
        append(before, |_| "O".to_owned(), columns);
        append(name, |nth| format!("{}-{kind}", if nth == 0 { 'B' } else { 'I' }), columns);
        rest = after;
    }
    append(rest, |_| "O".to_owned(), columns);
    Ok(())
}

/// Appends the words of a text, with the label that each has by its place.
fn append(text: &str, label: impl Fn(usize) -> String, columns: &mut String) {
    let mut words = Vec::new();
    word::cut(text, TextSpan::new(0, text.len() as u32), &mut words);
    for (nth, span) in words.iter().enumerate() {
        columns.push_str(&format!("{}\t{}\n", span.of(text), label(nth)));
    }
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn brackets_become_columns() {
        let text = "# A comment.\n\n[Mara Lind]PER’s [Oslo]PLACE\nIt rains .\n";
        let expected = "Mara\tB-PER\nLind\tI-PER\n’s\tO\nOslo\tB-PLACE\n\nIt\tO\nrains\tO\n.\tO\n\n";
        assert_eq!(columns(text), Ok(expected.to_owned()));
    }

    #[test]
    fn what_is_marked_wrongly_is_named() {
        assert_eq!(columns("It rains .\n[Oslo"), Err("line 2: a bracket is not closed".to_owned()));
        assert_eq!(columns("[Oslo]TOWN"), Err("line 1: `TOWN` is no kind of name".to_owned()));
    }
}
