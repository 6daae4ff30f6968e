//! Corpora made by hand: articles with facts, without any reading or extraction.

use std::sync::Arc;

use dateline::model::article::{
    Article, Block, BlockKind, Body, Dateline, Header, LeadIn, Repair, RepairEvidence, SectionRole, Sentence,
};
use dateline::model::corpus::{
    Actor, ActorId, ActorKind, Alias, ArticleId, Briefing, Connection, Corpus, DatedRole, Entry, EntryId, EntryWhen,
    Provenance, QuotationId, SaidOfActor, SaidOfTopic, Standing, Telling, Topic, TopicId,
};
use dateline::model::facts::{
    At, Basis, DateExpression, DateKind, Event, Facts, Figure, Headline, Mention, NameKind, Quotation, QuotationKind,
    Role, Speaker, Status,
};
use dateline::model::later::Later;
use dateline::model::when::When;
use dateline::span::{SourceId, TextSpan};
use jiff::civil::{Date, date};

/// An article on its way: facts are added by the words they stand in.
pub(crate) struct Draft {
    article: Article,
    facts: Facts,
    actors: Vec<ActorId>,
    entries: Vec<EntryId>,
    slug: String,
}

impl Draft {
    /// An article of some paragraphs, each of which is a list of sentences.
    pub(crate) fn new(slug: &str, published: Option<Date>, paragraphs: &[&[&str]]) -> Self {
        let mut body = Body::default();
        for sentences in paragraphs {
            if !body.text.is_empty() {
                body.text.push_str("\n\n");
            }
            let start = body.text.len() as u32;
            for (index, sentence) in sentences.iter().enumerate() {
                if index > 0 {
                    body.text.push(' ');
                }
                let from = body.text.len() as u32;
                body.text.push_str(sentence);
                let span = TextSpan::new(from, body.text.len() as u32);
                body.sentences.push(Sentence { span, block: body.blocks.len() as u32 });
            }
            let span = TextSpan::new(start, body.text.len() as u32);
            body.blocks.push(Block { kind: BlockKind::Paragraph { lead_in: None }, span, within: Vec::new() });
        }
        let header = Header { published, ..Header::default() };
        let id = SourceId::new(&format!("content/articles/{slug}.txt"));
        Self {
            article: Article { id, header, body, decided: None },
            facts: Facts {
                headline: Headline::Written(slug.replace('-', " ")),
                mentions: Vec::new(),
                roles: Vec::new(),
                quotations: Vec::new(),
                dates: Vec::new(),
                heading_names: Vec::new(),
                heading_dates: Vec::new(),
                events: Vec::new(),
                figures: Vec::new(),
                phrases: Vec::new(),
            },
            actors: Vec::new(),
            entries: Vec::new(),
            slug: slug.to_owned(),
        }
    }

    pub(crate) fn header(mut self, change: impl FnOnce(&mut Header)) -> Self {
        change(&mut self.article.header);
        if let Some(title) = &self.article.header.title {
            self.facts.headline = Headline::Written(title.clone());
        }
        self
    }

    pub(crate) fn lead_in(mut self, block: usize, label: &str) -> Self {
        let start = self.article.body.blocks[block].span.start;
        let label = TextSpan::new(start, start + label.len() as u32);
        let lead_in = LeadIn { label, rest: label.end + 2, role: SectionRole::StateOfPlay };
        self.article.body.blocks[block].kind = BlockKind::Paragraph { lead_in: Some(lead_in) };
        self
    }

    pub(crate) fn repair(mut self, read: &str, written: &str) -> Self {
        let span = self.span(read);
        let repair = Repair { span, written: written.to_owned(), evidence: RepairEvidence::Text };
        self.article.body.repairs.push(repair);
        self
    }

    pub(crate) fn taken_title(mut self, words: &str) -> Self {
        let at = self.at(words);
        self.facts.headline = Headline::Taken { text: words.to_owned(), at };
        self
    }

    pub(crate) fn mention(mut self, words: &str, actor: u32) -> Self {
        let at = self.at(words);
        self.facts.mentions.push(Mention { at, kind: NameKind::Person });
        self.actors.push(ActorId(actor));
        self
    }

    pub(crate) fn role(mut self, words: &str, mention: u32) -> Self {
        let at = self.at(words);
        self.facts.roles.push(Role { at, mention });
        self
    }

    pub(crate) fn quotation(mut self, kind: QuotationKind, parts: &[&str], speaker: u32, cue: &str) -> Self {
        let parts: Vec<TextSpan> = parts.iter().map(|part| self.span(part)).collect();
        let at = self.place(parts[0]);
        let written = self.facts.mentions[speaker as usize].at.span();
        let speaker = Speaker::Named { written, mention: speaker };
        let cue = Some(self.span(cue));
        self.facts.quotations.push(Quotation { at, kind, parts, speaker, cue, shown: true });
        self
    }

    pub(crate) fn event(mut self, line: &str, date: &str, when: Option<When>, basis: Basis, entry: u32) -> Self {
        let at = self.at(date);
        let kind = DateKind::Date;
        self.facts.dates.push(DateExpression { at, kind, value: "XXXX".to_owned(), when, basis });
        let line = self.span(line);
        let mentions = (0..).zip(&self.facts.mentions).filter(|(_, mention)| line.contains(mention.at.span()));
        self.facts.events.push(Event {
            at: self.place(line),
            line: vec![line],
            date: self.facts.dates.len() as u32 - 1,
            when,
            status: Status::Occurred,
            mentions: mentions.map(|(index, _)| index).collect(),
        });
        self.entries.push(EntryId(entry));
        self
    }

    pub(crate) fn figure(mut self, number: &str, counted: &str) -> Self {
        let (number, counted) = (self.span(number), self.span(counted));
        self.facts.figures.push(Figure { at: self.place(number.join(counted)), number, counted });
        self
    }

    fn span(&self, words: &str) -> TextSpan {
        let start = self.article.body.text.find(words).unwrap_or_else(|| panic!("`{words}` is not in the text"));
        TextSpan::new(start as u32, (start + words.len()) as u32)
    }

    fn at(&self, words: &str) -> At {
        self.place(self.span(words))
    }

    fn place(&self, span: TextSpan) -> At {
        let (number, sentence) = self.article.body.sentence_at(span.start).expect("facts stand in sentences");
        At::within(number, sentence, span, "test", 0.9)
    }

    fn briefing(self) -> Briefing {
        let quotations = (0..self.facts.quotations.len()).map(|index| format!("q-{}-{index}", self.slug)).collect();
        Briefing {
            article: Arc::new(self.article),
            facts: Arc::new(self.facts),
            slug: self.slug,
            actors: self.actors.into(),
            headings: [].into(),
            dateline: None,
            entries: self.entries.into(),
            quotations,
            topics: Vec::new(),
            related: Later::default(),
        }
    }
}

/// Puts articles together as `index` would. `actors` are name and kind by id; `standings` are those of the entries that
/// did not simply happen.
pub(crate) fn corpus(drafts: Vec<Draft>, actors: &[(&str, ActorKind)], standings: &[(u32, Standing)]) -> Corpus {
    let mut briefings: Vec<Briefing> = drafts.into_iter().map(Draft::briefing).collect();
    for briefing in briefings.iter_mut().filter(|briefing| !briefing.article.body.sentences.is_empty()) {
        briefing.topics = vec![TopicId(0)];
    }
    let as_of = briefings.iter().filter_map(Briefing::published).max();
    for briefing in briefings.iter_mut().skip(1) {
        briefing.related = vec![ArticleId(0)].into();
    }
    let briefings = briefings.into_iter().map(Arc::new).collect();
    let mut corpus = Corpus { briefings, as_of, ..Corpus::default() };
    corpus.entries = entries(&corpus, standings).into_iter().map(Arc::new).collect();
    let actor = |(id, (name, kind)): (u32, &(&str, ActorKind))| Arc::new(actor(&corpus, ActorId(id), name, *kind));
    corpus.actors = (0..).zip(actors).map(actor).collect();
    corpus.topics = vec![Arc::new(topic(&corpus))];
    corpus.salience = Arc::new(vec![1.0; corpus.entries.len()].into());
    corpus
}

fn entries(corpus: &Corpus, standings: &[(u32, Standing)]) -> Vec<Entry> {
    let number = corpus.briefings.iter().flat_map(|briefing| &*briefing.entries).map(|id| id.0 + 1).max();
    (0..number.unwrap_or_default()).map(|id| entry(corpus, EntryId(id), standings)).collect()
}

fn entry(corpus: &Corpus, id: EntryId, standings: &[(u32, Standing)]) -> Entry {
    let mut tellings = Vec::new();
    for article in corpus.article_ids() {
        for (event, entry) in (0..).zip(&*corpus.briefing(article).entries) {
            if *entry == id {
                tellings.push(Telling { article, event });
            }
        }
    }
    let facts = |telling: &Telling| &corpus.briefing(telling.article).facts;
    let mut whens: Vec<When> =
        tellings.iter().filter_map(|telling| facts(telling).events[telling.event as usize].when).collect();
    whens.dedup();
    let when = match whens.as_slice() {
        [] => {
            let briefing = corpus.briefing(tellings[0].article);
            let event = &briefing.facts.events[tellings[0].event as usize];
            EntryWhen::Undated { words: briefing.words(briefing.facts.dates[event.date as usize].at).to_owned() }
        }
        [when] => EntryWhen::Dated(*when),
        several => EntryWhen::Conflicting(several.to_vec()),
    };
    let standing = standings.iter().find(|(entry, _)| *entry == id.0).map_or(Standing::Occurred, |(_, as_is)| *as_is);
    Entry { key: format!("e-{:08x}", id.0), when, standing, tellings, actors: Vec::new() }
}

fn actor(corpus: &Corpus, id: ActorId, name: &str, kind: ActorKind) -> Actor {
    let mut mentions = Vec::new();
    let mut quotations = Vec::new();
    let mut entries = Vec::new();
    let mut roles: Vec<DatedRole> = Vec::new();
    for article in corpus.article_ids() {
        let briefing = corpus.briefing(article);
        for (mention, actor) in briefing.facts.mentions.iter().zip(&*briefing.actors) {
            if *actor == id {
                mentions.push(Provenance { article, at: mention.at });
            }
        }
        for role in briefing.facts.roles.iter().filter(|role| briefing.actors[role.mention as usize] == id) {
            let evidence = vec![Provenance { article, at: role.at }];
            let seen = briefing.published().map(|day| (day, day));
            roles.push(DatedRole { title: briefing.words(role.at).to_owned(), evidence, seen });
        }
        for index in 0..briefing.facts.quotations.len() as u32 {
            let quotation = QuotationId { article, index };
            if corpus.speaker(quotation) == Some(id) {
                quotations.push(quotation);
            }
        }
        for (event, entry) in briefing.facts.events.iter().zip(&*briefing.entries) {
            if event.mentions.iter().any(|mention| briefing.actors[*mention as usize] == id) {
                entries.push(*entry);
            }
        }
    }
    entries.sort_unstable();
    entries.dedup();
    let mut articles: Vec<ArticleId> = mentions.iter().map(|mention| mention.article).collect();
    articles.dedup();
    let others = corpus.briefings.iter().flat_map(|briefing| &*briefing.actors).copied().filter(|other| *other != id);
    let said = SaidOfActor {
        roles,
        quotations,
        entries,
        with: others.take(1).map(|actor| Connection { actor, sentences: 2, articles: articles.clone() }).collect(),
        topics: vec![(TopicId(0), articles.len() as u32)],
        headings: Vec::new(),
        datelines: Vec::new(),
        mentions,
    };
    Actor {
        slug: dateline::text::slug(name),
        name: name.to_owned(),
        short_name: name.split(' ').next_back().unwrap_or(name).to_owned(),
        kind,
        aliases: vec![Alias { surface: format!("{name}’s people"), count: 1 }],
        curated: None,
        articles: articles.into(),
        said: said.into(),
    }
}

/// Changes what is said about an actor.
pub(crate) fn say(corpus: &mut Corpus, actor: usize, change: impl FnOnce(&mut SaidOfActor)) {
    let actor = Arc::make_mut(&mut corpus.actors[actor]);
    let mut said = SaidOfActor::clone(&actor.said);
    change(&mut said);
    actor.said = said.into();
}

fn topic(corpus: &Corpus) -> Topic {
    let articles: Vec<ArticleId> = corpus.article_ids().collect();
    let quotations = articles.iter().flat_map(|article| {
        let number = corpus.briefing(*article).facts.quotations.len() as u32;
        (0..number).map(|index| QuotationId { article: *article, index })
    });
    let state = corpus.briefings.first().and_then(|briefing| {
        let sentence = briefing.article.body.sentence(1)?;
        let at = At::within(1, sentence, sentence.span, "test", 1.0);
        Some(Provenance { article: ArticleId(0), at })
    });
    let said = SaidOfTopic {
        entries: (0..corpus.entries.len() as u32).map(EntryId).collect(),
        highlights: Vec::new(),
        actors: (0..corpus.actors.len() as u32).map(|id| (ActorId(id), 3)).collect(),
        quotations: quotations.collect(),
        state,
        next: state.into_iter().collect(),
    };
    Topic { slug: "the-harbour".to_owned(), name: "The harbour".to_owned(), articles, curated: None, said: said.into() }
}

/// A small site with every kind of fact, most forms of date, and an article without a date.
pub(crate) fn harbour() -> Corpus {
    use dateline::model::when::{Extent, Point};
    let day = |month, day| When::day(date(2021, month, day));
    let exact = |extent| Some(When::exact(extent));
    let kadri = Draft::new(
        "ferry-to-run-again",
        Some(date(2021, 4, 14)),
        &[
            &[
                "The ferry between the two islands ran again on Tuesday, Mayor Ana Lund said.",
                "“It is safe & sound,” she said.",
            ],
            &[
                "The state of play: About 1,200 islanders have waited since January 2021.",
                "The old ferry sank in 2011.",
                "In the 1990s there were three boats.",
            ],
            &[
                "The Harbour Office plans a second boat for October.",
                "A vote is expected by 30 June.",
                "Work lasted from 1 March to 10 September 2020.",
                "Last week Lund met engineers in Port Vell.",
                "“We never meant to stop,” Lund told reporters, “and we will not.”",
            ],
        ],
    )
    .header(|header| {
        header.title = Some("Ferry to run again".to_owned());
        header.byline = vec!["Olaf Berg".to_owned()];
        header.dateline = Some(Dateline { place: "Port Vell".to_owned(), agency: None, raw: None });
        header.outlet = Some("The Island Post".to_owned());
        header.summary = Some("After ten weeks the islanders have their boat back.".to_owned());
        header.url = Some("https://www.island-post.example/ferry".to_owned());
    })
    .lead_in(1, "The state of play")
    .repair("engineers", "engi-neers")
    .mention("Ana Lund", 0)
    .mention("Harbour Office", 1)
    .mention("Port Vell", 2)
    .role("Mayor", 0)
    .quotation(QuotationKind::Direct, &["It is safe & sound,"], 0, "said.")
    .quotation(QuotationKind::Partial, &["We never meant to stop,", "and we will not."], 0, "told")
    .event("The ferry between the two islands ran again", "Tuesday", Some(day(4, 13)), Basis::RelativeToPublication, 4)
    .event("The old ferry sank", "2011", exact(Extent::Point(Point::Year(2011))), Basis::Explicit, 1)
    .event("there were three boats", "the 1990s", exact(Extent::Decade(1990)), Basis::Explicit, 0)
    .event(
        "The Harbour Office plans a second boat",
        "October",
        exact(Extent::Point(Point::Month(2021, 10))),
        Basis::Inferred,
        6,
    )
    .event("A vote is expected", "30 June", exact(Extent::Until(Point::Day(date(2021, 6, 30)))), Basis::Inferred, 5)
    .event(
        "Work lasted",
        "from 1 March to 10 September 2020",
        exact(Extent::Between(Point::Day(date(2020, 3, 1)), Point::Day(date(2020, 9, 10)))),
        Basis::Explicit,
        2,
    )
    .event("Lund met engineers", "Last week", exact(Extent::Week(date(2021, 4, 5))), Basis::RelativeToPublication, 3)
    .figure("About 1,200", "islanders");
    let second = Draft::new(
        "harbour-office-answers",
        Some(date(2021, 4, 2)),
        &[&["The Harbour Office said that no boat would run before 20 April.", "It ran on 12 April."]],
    )
    .mention("Harbour Office", 1)
    .quotation(QuotationKind::Indirect, &["no boat would run before 20 April"], 0, "said")
    .event("It ran", "12 April", Some(day(4, 12)), Basis::Explicit, 4);
    let undated = Draft::new(
        "talks-on-the-quay",
        None,
        &[&[
            "Talks on the quay will go on, Ana Lund says.",
            "On Monday the mayor is to see the owners <of> the boats.",
        ]],
    )
    .taken_title("Talks on the quay will go on")
    .mention("Ana Lund", 0)
    .event("the mayor is to see the owners", "Monday", None, Basis::RelativeToPublication, 7);
    let bare = Draft::new("bare", None, &[]);
    corpus(
        vec![kadri, second, undated, bare],
        &[("Ana Lund", ActorKind::Person), ("Harbour Office", ActorKind::PublicBody), ("Port Vell", ActorKind::Place)],
        &[(6, Standing::Scheduled), (5, Standing::Expected), (7, Standing::Scheduled)],
    )
}
