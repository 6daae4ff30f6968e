//! Articles and facts from lines of text with their findings marked in square brackets.

use std::path::Path;
use std::sync::Arc;

use dateline::config::{Config, Overrides};
use dateline::model::article::{Article, Block, BlockKind, Body, Header, LeadIn, SectionRole, Sentence};
use dateline::model::facts::{
    At, Basis, DateExpression, DateKind, Event, Facts, Headline, Mention, NameKind, Phrase, Quotation, QuotationKind,
    Role, Speaker, Status,
};
use dateline::model::when::{Point, When};
use dateline::span::{OffsetMap, SourceId, TextSpan};
use jiff::civil::Date;

pub(super) type Pair = (Arc<Article>, Arc<Facts>);

/// A configuration with no choice made: that of an empty folder.
pub(super) fn config() -> Config {
    Config::load(Path::new(env!("CARGO_TARGET_TMPDIR")), &Overrides::default())
        .expect("a folder needs no configuration")
}

/// An article of one sentence a line; `published` is a day or empty.
///
/// A line holds text and findings: `[p:…]` a person, `[o:…]` an organisation, `[c:…]` a country, `[l:…]` a place, `[r:…]`
/// the role of the next name, `[t:…]` a phrase, `[d:DATE:…]` a date that makes the line an event (without `DATE` it is not
/// known). A line that begins with `+` is scheduled, one with `"` a quotation by its first name, one with `?"` a quotation
/// that is not shown.
pub(super) fn article(path: &str, published: &str, lines: &[&str]) -> Pair {
    headed(path, published, &[], lines)
}

/// The same, put under topics by its author.
pub(super) fn headed(path: &str, published: &str, topics: &[&str], lines: &[&str]) -> Pair {
    let mut builder = Builder::default();
    for line in lines {
        builder.line(line.trim());
    }
    let Builder { mut body, facts } = builder;
    body.offsets = OffsetMap::identity(body.text.len() as u32);
    let header = Header {
        published: published.parse().ok(),
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        ..Header::default()
    };
    (Arc::new(Article { id: SourceId::new(path), header, body, decided: None }), Arc::new(facts))
}

struct Builder {
    body: Body,
    facts: Facts,
}

impl Default for Builder {
    fn default() -> Self {
        let facts = Facts {
            headline: Headline::FileName(String::new()),
            mentions: Vec::new(),
            roles: Vec::new(),
            quotations: Vec::new(),
            dates: Vec::new(),
            heading_names: Vec::new(),
            heading_dates: Vec::new(),
            events: Vec::new(),
            figures: Vec::new(),
            phrases: Vec::new(),
        };
        Self { body: Body::default(), facts }
    }
}

impl Builder {
    fn line(&mut self, line: &str) {
        let (line, status) = line.strip_prefix('+').map_or((line, Status::Occurred), |rest| (rest, Status::Scheduled));
        let (line, shown) = line.strip_prefix('?').map_or((line, true), |rest| (rest, false));
        let (line, quoted) = line.strip_prefix('"').map_or((line, false), |rest| (rest, true));
        if !self.body.text.is_empty() {
            self.body.text.push_str("\n\n");
        }
        let start = self.body.text.len() as u32;
        let marks = self.text(line);
        let span = TextSpan::new(start, self.body.text.len() as u32);
        let sentence = Sentence { span, block: self.body.blocks.len() as u32 };
        self.body.blocks.push(Block {
            kind: BlockKind::Paragraph { lead_in: self.lead_in(span) },
            span,
            within: Vec::new(),
        });
        self.body.sentences.push(sentence);
        self.findings(&marks, sentence, status);
        if quoted {
            self.quotation(sentence, shown);
        }
    }

    /// Appends a line without its marks and gives these: letter, date, span.
    fn text(&mut self, line: &str) -> Vec<(char, String, TextSpan)> {
        let mut marks = Vec::new();
        let mut rest = line;
        while let Some((before, marked)) = rest.split_once('[') {
            let (inside, after) = marked.split_once(']').expect("a mark ends with a bracket");
            let (letter, mut words) = inside.split_once(':').expect("a mark begins with a letter");
            let mut date = String::new();
            if letter == "d" {
                let (written, surface) = words.split_once(':').expect("a date has a value");
                date = written.to_owned();
                words = surface;
            }
            self.body.text.push_str(before);
            let start = self.body.text.len() as u32;
            self.body.text.push_str(words);
            let letter = letter.chars().next().expect("a mark has a letter");
            marks.push((letter, date, TextSpan::new(start, self.body.text.len() as u32)));
            rest = after;
        }
        self.body.text.push_str(rest);
        marks
    }

    fn lead_in(&self, span: TextSpan) -> Option<LeadIn> {
        let (label, _) = span.of(&self.body.text).split_once(": ")?;
        let role = match label {
            "The state of play" => SectionRole::StateOfPlay,
            "What’s next" => SectionRole::WhatsNext,
            _ => return None,
        };
        let end = span.start + label.len() as u32;
        Some(LeadIn { label: TextSpan::new(span.start, end), rest: end + 2, role })
    }

    fn findings(&mut self, marks: &[(char, String, TextSpan)], sentence: Sentence, status: Status) {
        let number = self.body.sentences.len() as u32;
        let at = |span| At::within(number, sentence, span, "by-hand", 1.0);
        let mut named = Vec::new();
        for (letter, date, span) in marks {
            let kind = match letter {
                'p' => NameKind::Person,
                'o' => NameKind::Organization,
                'c' => NameKind::Country,
                'l' => NameKind::Place,
                'r' => {
                    self.facts.roles.push(Role { at: at(*span), mention: self.facts.mentions.len() as u32 });
                    continue;
                }
                't' => {
                    let key = span.of(&self.body.text).to_lowercase();
                    self.facts.phrases.push(Phrase { at: at(*span), key });
                    continue;
                }
                _ => {
                    self.facts.dates.push(expression(at(*span), date));
                    continue;
                }
            };
            named.push(self.facts.mentions.len() as u32);
            self.facts.mentions.push(Mention { at: at(*span), kind });
        }
        if marks.iter().any(|(letter, ..)| *letter == 'd') {
            let date = self.facts.dates.len() as u32 - 1;
            let when = self.facts.dates[date as usize].when;
            self.facts.events.push(Event {
                at: at(sentence.span),
                line: vec![sentence.span],
                date,
                when,
                status,
                mentions: named,
            });
        }
    }

    fn quotation(&mut self, sentence: Sentence, shown: bool) {
        let number = self.body.sentences.len() as u32;
        let mention = self.facts.mentions.iter().position(|mention| mention.at.sentence() == number);
        let mention = mention.expect("a quotation has a speaker") as u32;
        let written = self.facts.mentions[mention as usize].at.span();
        self.facts.quotations.push(Quotation {
            at: At::within(number, sentence, sentence.span, "by-hand", 1.0),
            kind: QuotationKind::Indirect,
            parts: vec![TextSpan::new(sentence.span.start, written.start)],
            speaker: Speaker::Named { written, mention },
            cue: None,
            shown,
        });
    }
}

fn expression(at: At, date: &str) -> DateExpression {
    let when = when(date);
    DateExpression { at, kind: DateKind::Date, value: date.to_owned(), when, basis: Basis::RelativeToPublication }
}

/// A year, month or day.
fn when(date: &str) -> Option<When> {
    let parts: Vec<i16> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    let point = match *parts.as_slice() {
        [year] => Point::Year(year),
        [year, month] => Point::Month(year, month as i8),
        [year, month, day] => Point::Day(Date::new(year, month as i8, day as i8).ok()?),
        _ => return None,
    };
    Some(When::point(point))
}
