//! What was found in one article, for people.

use std::fmt::Write as _;

use crate::model::article::{Article, RepairEvidence};
use crate::model::corpus::{ArticleId, Briefing, Corpus};
use crate::model::facts::{At, Basis, DateKind, Event, Headline, NameKind, Quotation, QuotationKind, Speaker, Status};

/// Code points of the text that a line shows at most.
const LONGEST: usize = 100;

/// A table of findings, written with columns of equal width.
struct Table {
    title: &'static str,
    rows: Vec<Vec<String>>,
}

/// All that was found in an article.
pub(crate) fn article(corpus: &Corpus, id: ArticleId) -> String {
    let briefing = corpus.briefing(id);
    let mut out = format!("{}\n", briefing.article.id);
    header(briefing, &mut out);
    let tables = [
        repairs(&briefing.article),
        names(corpus, briefing),
        roles(corpus, briefing),
        quotations(corpus, briefing),
        dates(briefing),
        events(corpus, briefing),
        figures(briefing),
        topics(corpus, briefing),
    ];
    for table in tables {
        table.write(&mut out);
    }
    out.push('\n');
    out
}

fn header(briefing: &Briefing, out: &mut String) {
    let header = &briefing.article.header;
    let how = match &briefing.facts.headline {
        Headline::Written(_) => String::new(),
        Headline::Taken { at, .. } => format!("   (taken from {})", place(*at)),
        Headline::FileName(_) => "   (from the file's name)".to_owned(),
    };
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("  {name:<10} {value}\n"));
        }
    };
    line("title", &format!("{}{how}", briefing.title()));
    line("published", &header.published.map_or_else(|| "not known".to_owned(), |day| day.to_string()));
    line("byline", &header.byline.join(", "));
    let agency = |agency: &String| format!(" ({agency})");
    let dateline = header.dateline.as_ref();
    line(
        "dateline",
        &dateline.map_or_else(String::new, |d| d.place.clone() + &d.agency.as_ref().map_or_else(String::new, agency)),
    );
    line("outlet", header.outlet.as_deref().unwrap_or_default());
}

fn repairs(article: &Article) -> Table {
    let rows = article.body.repairs.iter().map(|repair| {
        let evidence = match repair.evidence {
            RepairEvidence::Dictionary => "the joined form is a word",
            RepairEvidence::Text => "the joined form stands elsewhere in the text",
        };
        let number = article.body.sentence_at(repair.span.start).map_or_else(String::new, |(n, _)| format!("s{n}"));
        vec![number, format!("{} -> {}", repair.written, article.body.words(repair.span)), evidence.to_owned()]
    });
    Table { title: "repairs", rows: rows.collect() }
}

fn names(corpus: &Corpus, briefing: &Briefing) -> Table {
    let rows = briefing.facts.mentions.iter().enumerate().map(|(index, mention)| {
        let kind = match mention.kind {
            NameKind::Person => "person",
            NameKind::Organization => "organisation",
            NameKind::Country => "country",
            NameKind::Place => "place",
        };
        let words = briefing.words(mention.at);
        let name = actor(corpus, briefing, index as u32).unwrap_or(words);
        let resolved = if name == words { words.to_owned() } else { format!("{words} = {name}") };
        let mut row = how(mention.at);
        row.extend([kind.to_owned(), resolved]);
        row
    });
    Table { title: "names", rows: rows.collect() }
}

fn roles(corpus: &Corpus, briefing: &Briefing) -> Table {
    let rows = briefing.facts.roles.iter().map(|role| {
        let mut row = how(role.at);
        row.push(format!(
            "{}: {}",
            actor(corpus, briefing, role.mention).unwrap_or("?"),
            one_line(briefing.words(role.at))
        ));
        row
    });
    Table { title: "roles", rows: rows.collect() }
}

fn quotations(corpus: &Corpus, briefing: &Briefing) -> Table {
    let rows = briefing.facts.quotations.iter().enumerate().map(|(index, quotation)| {
        let mut row = vec![briefing.quotations.get(index).cloned().unwrap_or_default()];
        row.extend(how(quotation.at));
        row.push(if quotation.shown { kind(quotation) } else { format!("{}, not shown", kind(quotation)) });
        let cue = quotation.cue.map_or_else(String::new, |cue| format!(" [{}]", briefing.article.body.words(cue)));
        row.push(format!("{}{cue}: {}", speaker(corpus, briefing, quotation), said(briefing, quotation)));
        row
    });
    Table { title: "quotations", rows: rows.collect() }
}

/// How somebody's words are given.
pub(crate) fn kind(quotation: &Quotation) -> String {
    match quotation.kind {
        QuotationKind::Direct => "direct",
        QuotationKind::Partial => "partial",
        QuotationKind::Indirect => "indirect",
    }
    .to_owned()
}

/// Who said it, and by which words the text says so.
pub(crate) fn speaker(corpus: &Corpus, briefing: &Briefing, quotation: &Quotation) -> String {
    let words = |span| one_line(briefing.article.body.words(span));
    let name = |mention: u32| actor(corpus, briefing, mention).map(str::to_owned);
    match quotation.speaker {
        Speaker::Named { written, mention } => match name(mention) {
            Some(name) if name != words(written) => format!("{} = {name}", words(written)),
            _ => words(written),
        },
        Speaker::Pronoun { written, mention: Some(mention) } => {
            format!("{} = {}", words(written), name(mention).unwrap_or_else(|| "?".to_owned()))
        }
        Speaker::Pronoun { written, mention: None } => format!("{} (nobody for sure)", words(written)),
        Speaker::Described { written } => format!("{} (no name)", words(written)),
        Speaker::Unknown => "not said by whom".to_owned(),
    }
}

/// The words of a quotation, its parts joined by an ellipsis.
fn said(briefing: &Briefing, quotation: &Quotation) -> String {
    let parts: Vec<_> = quotation.parts.iter().map(|part| briefing.article.body.words(*part)).collect();
    one_line(&parts.join(" … "))
}

fn dates(briefing: &Briefing) -> Table {
    let rows = briefing.facts.dates.iter().map(|date| {
        let kind = match date.kind {
            DateKind::Date => "date",
            DateKind::Time => "time",
            DateKind::Duration => "duration",
            DateKind::Set => "set",
            DateKind::Reference => "reference",
        };
        let when = date.when.map_or_else(|| "not known".to_owned(), |when| when.edtf());
        let mut row = how(date.at);
        row.extend([
            kind.to_owned(),
            format!("{} = {} ({})", one_line(briefing.words(date.at)), date.value, basis(date.basis)),
            when,
        ]);
        row
    });
    Table { title: "dates", rows: rows.collect() }
}

/// How a date was worked out.
pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Explicit => "as written",
        Basis::RelativeToPublication => "counted from the day of publication",
        Basis::RelativeToEvent => "counted from another date in the text",
        Basis::Inferred => "filled in from the context",
    }
}

fn events(corpus: &Corpus, briefing: &Briefing) -> Table {
    let rows = briefing.facts.events.iter().enumerate().map(|(index, event)| {
        let key = briefing.entries.get(index).map_or_else(String::new, |id| corpus.entry(*id).key.clone());
        let mut row = vec![key];
        row.extend(how(event.at));
        row.extend([
            event.when.map_or_else(|| "no date".to_owned(), |when| when.edtf()),
            status(event.status).to_owned(),
            line(briefing, event),
        ]);
        row
    });
    Table { title: "events", rows: rows.collect() }
}

/// What the text says about an event.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Occurred => "occurred",
        Status::Scheduled => "scheduled",
        Status::Expected => "expected",
        Status::Claimed => "claimed",
        Status::Denied => "denied",
        Status::Cancelled => "cancelled",
    }
}

/// What happened, in the words of the text.
pub(crate) fn line(briefing: &Briefing, event: &Event) -> String {
    let pieces: Vec<_> = event.line.iter().map(|span| briefing.article.body.words(*span)).collect();
    one_line(&pieces.join(" "))
}

fn figures(briefing: &Briefing) -> Table {
    let rows = briefing.facts.figures.iter().map(|figure| {
        let body = &briefing.article.body;
        let mut row = how(figure.at);
        row.push(format!("{} | {}", one_line(body.words(figure.number)), one_line(body.words(figure.counted))));
        row
    });
    Table { title: "figures", rows: rows.collect() }
}

fn topics(corpus: &Corpus, briefing: &Briefing) -> Table {
    let rows = briefing.topics.iter().map(|id| vec![corpus.topic(*id).name.clone()]);
    Table { title: "topics", rows: rows.collect() }
}

/// The name of the actor that a mention means.
pub(crate) fn actor<'c>(corpus: &'c Corpus, briefing: &Briefing, mention: u32) -> Option<&'c str> {
    briefing.actors.get(mention as usize).map(|id| corpus.actor(*id).name.as_str())
}

/// Sentence, confidence and rule.
fn how(at: At) -> Vec<String> {
    vec![place(at), percent(at), at.rule().to_owned()]
}

fn place(at: At) -> String {
    format!("s{}", at.sentence())
}

/// `93%`.
pub(crate) fn percent(at: At) -> String {
    format!("{:.0}%", at.confidence() * 100.0)
}

/// The words on one line, cut where they are long.
fn one_line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words,
    }
}

impl Table {
    /// Writes it where it has rows. All columns but the last are as wide as their widest cell.
    fn write(&self, out: &mut String) {
        if self.rows.is_empty() {
            return;
        }
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        };
        let widths: Vec<_> = (0..columns).map(width).collect();
        out.push_str(&format!("\n  {}\n", self.title));
        for row in &self.rows {
            let mut line = String::from("   ");
            for (cell, width) in row.iter().zip(&widths) {
                write!(line, " {cell:<width$} ").expect("a string takes everything");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}
