//! What the page of an article says: its text, then what was found in it.

use super::{Gather, Told};
use crate::model::article::{Block as Part, BlockKind, Body, Container};
use crate::model::corpus::{ActorId, ArticleId, Briefing, EntryId, QuotationId};
use crate::render::document::{self, Block, Inline, Line, Table};
use crate::render::export::Subject;
use crate::render::site;
use crate::render::when::YearShown;
use crate::span::TextSpan;

/// How much of a text stands in a text form, in bytes: some twenty pages. The file beside the page has all of it.
const LONGEST: u32 = 40_000;

/// How many findings of a kind stand in a text form.
const FINDINGS: usize = 100;

pub(super) fn gather(gather: &mut Gather<'_, '_>, id: ArticleId) {
    let site = gather.site;
    let briefing = site.corpus.briefing(id);
    let words = &site.words.article;
    let whole = gather.is_whole();
    let most = if whole { usize::MAX } else { FINDINGS };
    gather.paragraph(header(gather, briefing));
    if let Some(summary) = &briefing.article.header.summary {
        gather.blocks.push(Block::Quotation(vec![Inline::text(summary)]));
    }
    let cut = text(gather, &briefing.article.body, if whole { u32::MAX } else { LONGEST });
    let actors = actors(gather, id);
    let cut = cut || actors.len() > most;
    gather.list(&words.actors, actors.into_iter().take(most).collect());
    let statements: Vec<Line> = (0..)
        .zip(&briefing.facts.quotations)
        .filter(|(_, quotation)| quotation.shown)
        .map(|(index, _)| gather.statement(QuotationId { article: id, index }, true, true))
        .collect();
    let cut = cut || statements.len() > most;
    gather.list(&words.statements, statements.into_iter().take(most).collect());
    let dates = dates(gather, id);
    let cut = cut || dates.len() > most;
    gather.timeline(&words.dates, dates.into_iter().take(most).collect());
    let figures = figures(gather, id, briefing);
    gather.list(&words.figures, figures.into_iter().take(most).collect());
    let topics = briefing.topics.iter().map(|topic| vec![gather.subject(Subject::Topic(*topic))]).collect();
    gather.list(&words.topics, topics);
    if cut {
        gather.rest(Subject::Article(id));
    }
}

/// Place, day, author, outlet, original: `Abu Dhabi, 14 April 2021 · Lena Hartwig`.
fn header(gather: &Gather<'_, '_>, briefing: &Briefing) -> Line {
    let site = gather.site;
    let header = &briefing.article.header;
    let place = header.dateline.as_ref().map(|dateline| dateline.place.clone());
    let day = header.published.map(|day| site.calendar.day(day, YearShown::Always));
    let placed: Vec<String> = place.into_iter().chain(day).collect();
    let placed =
        if placed.is_empty() { site.words.date.undated.clone() } else { placed.join(&site.words.list.separator) };
    let byline = (!header.byline.is_empty()).then(|| header.byline.join(&site.words.list.separator));
    let parts: Vec<String> = std::iter::once(placed).chain(byline).chain(header.outlet.clone()).collect();
    let mut line = vec![Inline::text(&parts.join(" · "))];
    let original = header.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    if let Some(url) = original {
        line.extend([Inline::text(" · "), Inline::link(&site.words.article.source, url.to_owned())]);
    }
    line
}

/// The text, up to a length; whether some is left out.
fn text(gather: &mut Gather<'_, '_>, body: &Body, longest: u32) -> bool {
    for part in &body.blocks {
        if part.span.start > longest {
            return true;
        }
        match (block(body, part), gather.blocks.last_mut()) {
            (Some(Block::List(items)), Some(Block::List(before))) => before.extend(items),
            (Some(Block::Table(new)), Some(Block::Table(table))) if new.head.is_empty() => table.rows.extend(new.rows),
            (Some(block), _) => gather.blocks.push(block),
            (None, _) => {}
        }
    }
    false
}

/// A block of a text. What stands in an item of a list is an item, however deep.
fn block(body: &Body, part: &Part) -> Option<Block> {
    let line = match &part.kind {
        BlockKind::Paragraph { lead_in: None } => vec![Inline::text(body.words(part.span))],
        BlockKind::Paragraph { lead_in: Some(lead_in) } => {
            let rest = TextSpan::new(lead_in.rest.min(part.span.end), part.span.end);
            let label = Inline::strong(&format!("{}:", body.words(lead_in.label)));
            vec![label, Inline::text(&format!(" {}", body.words(rest)))]
        }
        BlockKind::Crosshead { level } => {
            return Some(Block::Heading((*level).clamp(2, 6), document::clean(body.words(part.span))));
        }
        BlockKind::Caption { .. } => vec![Inline::emphasis(body.words(part.span))],
        BlockKind::Verbatim { .. } => return Some(Block::Verbatim(document::clean_lines(body.words(part.span)))),
        BlockKind::TableRow { head, cells } => return Some(Block::Table(row(body, *head, cells))),
        BlockKind::Rule => return Some(Block::Rule),
        BlockKind::Picture { .. } => return None,
    };
    if line.iter().all(|piece| *piece == Inline::text("")) {
        return None;
    }
    Some(match part.within.iter().rev().find(|container| !matches!(container, Container::List { .. })) {
        Some(Container::Item(_)) => Block::List(vec![line]),
        Some(Container::Quotation(_)) => Block::Quotation(line),
        Some(Container::Table(_) | Container::List { .. }) | None => Block::Paragraph(line),
    })
}

fn row(body: &Body, head: bool, cells: &[TextSpan]) -> Table {
    if head {
        let head = cells.iter().map(|cell| document::clean(body.words(*cell))).collect();
        return Table { head, rows: Vec::new() };
    }
    let cells = cells.iter().map(|cell| vec![Inline::text(body.words(*cell))].into()).collect();
    Table { head: Vec::new(), rows: vec![cells] }
}

/// Who is in it, with the office that it gives them.
fn actors(gather: &Gather<'_, '_>, id: ArticleId) -> Vec<Line> {
    let briefing = gather.site.corpus.briefing(id);
    let mut seen: Vec<ActorId> = Vec::new();
    let mut rows = Vec::new();
    for (mention, actor) in briefing.facts.mentions.iter().zip(&*briefing.actors) {
        if seen.contains(actor) {
            continue;
        }
        seen.push(*actor);
        let mut line = vec![gather.subject(Subject::Actor(*actor))];
        line.extend(site::role_in(briefing, *actor).map(|role| Inline::text(&format!(", {role}"))));
        line.extend(gather.named(id, mention.at));
        rows.push(line);
    }
    rows
}

/// The entries that the article tells, in timeline order, with its own sentences.
fn dates(gather: &Gather<'_, '_>, id: ArticleId) -> Vec<Told> {
    let briefing = gather.site.corpus.briefing(id);
    let mut told: Vec<(EntryId, usize)> =
        briefing.entries.iter().copied().zip(0..briefing.facts.events.len()).collect();
    told.sort_unstable();
    told.dedup_by_key(|(entry, _)| *entry);
    let at = |event: usize| briefing.facts.events.get(event).map(|event| event.at);
    told.into_iter()
        .map(|(entry, event)| Told { entry, sources: at(event).map(|at| gather.own(id, at)).unwrap_or_default() })
        .collect()
}

fn figures(gather: &Gather<'_, '_>, id: ArticleId, briefing: &Briefing) -> Vec<Line> {
    let body = &briefing.article.body;
    briefing
        .facts
        .figures
        .iter()
        .map(|figure| {
            let counted = format!(" {}", body.words(figure.counted));
            let mut line = vec![Inline::strong(body.words(figure.number)), Inline::text(&counted)];
            line.extend(gather.own(id, figure.at));
            line
        })
        .collect()
}
