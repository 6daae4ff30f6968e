//! An article as Markdown: its text, then what was found in it.

use super::Sheet;
use super::words::{escaped, link};
use crate::model::article::{Block, BlockKind, Body, Container};
use crate::model::corpus::{ActorId, ArticleId, Briefing, EntryId, QuotationId};
use crate::render::export::Subject;
use crate::render::site;
use crate::render::when::YearShown;
use crate::span::TextSpan;

pub(super) fn article(mut sheet: Sheet<'_, '_>, id: ArticleId) -> String {
    let briefing = sheet.site.corpus.briefing(id);
    let words = &sheet.site.words.article;
    sheet.paragraph(&format!("# {}", escaped(briefing.title())));
    let header = header(&sheet, briefing);
    sheet.paragraph(&header);
    if let Some(summary) = &briefing.article.header.summary {
        sheet.paragraph(&format!("> {}", escaped(summary)));
    }
    let body = &briefing.article.body;
    for block in &body.blocks {
        let text = block_text(body, block);
        sheet.paragraph(&text);
    }
    let actors = actors(&sheet, id);
    sheet.list(&words.actors, &actors);
    let statements: Vec<String> = (0..)
        .zip(&briefing.facts.quotations)
        .filter(|(_, quotation)| quotation.shown)
        .map(|(index, _)| sheet.statement(QuotationId { article: id, index }, true))
        .collect();
    sheet.list(&words.statements, &statements);
    let dates = dates(&sheet, id);
    sheet.list(&words.dates, &dates);
    let figures: Vec<String> = briefing
        .facts
        .figures
        .iter()
        .map(|figure| {
            let (number, counted) = (escaped(body.words(figure.number)), escaped(body.words(figure.counted)));
            format!("**{number}** {counted} {}", sheet.source(id, figure.at.sentence()))
        })
        .collect();
    sheet.list(&words.figures, &figures);
    let topics: Vec<String> = briefing.topics.iter().map(|topic| sheet.file(Subject::Topic(*topic))).collect();
    sheet.list(&words.topics, &topics);
    sheet.out
}

/// Place, day, author, outlet, original: `Abu Dhabi, 14 April 2021 · Lena Hartwig`.
fn header(sheet: &Sheet<'_, '_>, briefing: &Briefing) -> String {
    let header = &briefing.article.header;
    let place = header.dateline.as_ref().map(|dateline| dateline.place.clone());
    let day = header.published.map(|day| sheet.site.calendar.day(day, YearShown::Always));
    let placed: Vec<String> = place.into_iter().chain(day).collect();
    let placed = if placed.is_empty() {
        sheet.site.words.date.undated.clone()
    } else {
        placed.join(&sheet.site.words.list.separator)
    };
    let byline = (!header.byline.is_empty()).then(|| header.byline.join(&sheet.site.words.list.separator));
    let parts: Vec<String> =
        std::iter::once(placed).chain(byline).chain(header.outlet.clone()).map(|part| escaped(&part)).collect();
    let original = header.url.as_deref().filter(|url| !url.contains([' ', '(', ')', '<', '>']));
    let original =
        original.map(|url| format!(" · {}", link(&sheet.site.words.article.source, url))).unwrap_or_default();
    format!("{}{original}", parts.join(" · "))
}

fn block_text(body: &Body, block: &Block) -> String {
    let words = |span: TextSpan| escaped(body.words(span));
    let text = match &block.kind {
        BlockKind::Paragraph { lead_in: None } | BlockKind::TableRow { .. } => words(block.span),
        BlockKind::Paragraph { lead_in: Some(lead_in) } => {
            let rest = TextSpan::new(lead_in.rest.min(block.span.end), block.span.end);
            format!("**{}:** {}", words(lead_in.label), words(rest))
        }
        BlockKind::Crosshead { level } => {
            format!("{} {}", "#".repeat(usize::from((*level).clamp(2, 6))), words(block.span))
        }
        BlockKind::Caption { .. } => {
            let caption = words(block.span);
            if caption.is_empty() { caption } else { format!("*{caption}*") }
        }
        BlockKind::Verbatim { .. } => verbatim(body.words(block.span)),
        BlockKind::Rule => "---".to_owned(),
        BlockKind::Picture { .. } => String::new(),
    };
    within(block, &text)
}

/// Text as it stands, between marks that do not occur in it.
fn verbatim(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest.max(2) + 1);
    format!("{marks}\n{}\n{marks}", text.trim_end_matches('\n'))
}

/// The text with the marks of the list or quotation that it stands in.
fn within(block: &Block, text: &str) -> String {
    let before: String = block
        .within
        .iter()
        .map(|container| match container {
            Container::Quotation(_) => "> ",
            Container::Item(_) => "- ",
            Container::List { .. } | Container::Table(_) => "",
        })
        .collect();
    let after: String = before.replace("- ", "  ");
    text.lines()
        .enumerate()
        .map(|(line, words)| format!("{}{words}", if line == 0 { &before } else { &after }))
        .collect::<Vec<_>>()
        .join("\n")
}

fn actors(sheet: &Sheet<'_, '_>, id: ArticleId) -> Vec<String> {
    let briefing = sheet.site.corpus.briefing(id);
    let mut seen: Vec<ActorId> = Vec::new();
    let mut rows = Vec::new();
    for (mention, actor) in briefing.facts.mentions.iter().zip(&*briefing.actors) {
        if seen.contains(actor) {
            continue;
        }
        seen.push(*actor);
        let role = site::role_in(briefing, *actor).map(|role| format!(", {}", escaped(&role))).unwrap_or_default();
        rows.push(format!("{}{role} {}", sheet.file(Subject::Actor(*actor)), sheet.source(id, mention.at.sentence())));
    }
    rows
}

/// The entries that the article tells, in timeline order, with its own sentences.
fn dates(sheet: &Sheet<'_, '_>, id: ArticleId) -> Vec<String> {
    let briefing = sheet.site.corpus.briefing(id);
    let mut told: Vec<(EntryId, u32)> =
        briefing.entries.iter().copied().zip(briefing.facts.events.iter().map(|event| event.at.sentence())).collect();
    told.sort_unstable();
    told.dedup_by_key(|(entry, _)| *entry);
    told.into_iter()
        .map(|(entry, sentence)| {
            let entry = sheet.site.corpus.entry(entry);
            let line = escaped(&super::entry::line(sheet.site, entry));
            format!("{}{line} {}", sheet.dated(entry), sheet.source(id, sentence))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_as_it_stands_has_marks_that_it_does_not_hold() {
        assert_eq!(verbatim("a\n"), "```\na\n```");
        assert_eq!(verbatim("a ``` b"), "````\na ``` b\n````");
    }
}
