//! What each actor is called: name, short name, kind, slug, and the spellings in the texts.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::Piece;
use super::aspect::Named;
use super::calls::Chained;
use super::dateline::Datelines;
use super::identity::{Doubt, Identities};
use super::name::{Name, NameId, Names};
use super::slug::{self, Claim};
use crate::diag::{Code, Diagnostic};
use crate::model::corpus::{ActorId, ActorKind, Alias, CuratedActor};
use crate::model::facts::NameKind;
use crate::span::SourceId;
use crate::text::fold::fold_name;
use crate::text::gazetteer::Nature;

/// An actor before anything is said about it.
#[derive(Clone, Debug)]
pub(super) struct Persona {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) kind: ActorKind,
    pub(super) aliases: Vec<Alias>,
    /// The actor file.
    pub(super) file: Option<SourceId>,
}

/// All personas by slug, and whom each mention means.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) personas: Vec<Persona>,
    /// The actor of each mention of each article.
    pub(super) of_mention: Vec<Arc<[ActorId]>>,
    /// The actor of each name in a heading of each article.
    pub(super) of_heading: Vec<Arc<[ActorId]>>,
    /// The actor of each article's dateline.
    pub(super) of_dateline: Vec<Option<ActorId>>,
    /// Folded names and spellings of all personas.
    pub(super) names: HashSet<String>,
    /// Bare names that were kept apart.
    pub(super) doubts: Vec<Doubtful>,
    /// Findings about actor files.
    pub(super) findings: Vec<Diagnostic>,
}

/// A bare name that fits several actors.
#[derive(Clone, Debug)]
pub(super) struct Doubtful {
    /// The article that has it first, and the mention there.
    article: usize,
    mention: usize,
    name: String,
    /// The two likeliest.
    candidates: [String; 2],
}

/// Which mentions and datelines mean one actor.
pub(super) struct Groups<'a> {
    pub(super) chains: &'a [Arc<Chained>],
    pub(super) identities: &'a Identities,
    pub(super) datelines: &'a Datelines,
}

/// What was counted about a group of chains.
#[derive(Clone, Debug, Default)]
struct Tally<'a> {
    /// Mentions and articles by spelling.
    spellings: BTreeMap<NameId, (u32, u32)>,
    kinds: BTreeMap<NameKind, u32>,
    /// The first article by path.
    first_path: Option<&'a str>,
    /// The first mention, in the order of articles: article and mention.
    first_mention: Option<(usize, usize)>,
}

/// Names all groups.
pub(super) fn cast(
    articles: &[Named<'_>],
    groups: &Groups<'_>,
    names: &Names,
    curated: &[(Arc<CuratedActor>, Vec<NameId>)],
) -> Cast {
    let Groups { chains, identities, datelines } = groups;
    let mut tallies = tally(articles, groups, identities.count);
    tally_datelines(articles, datelines, names, &mut tallies);
    let mut files: Vec<Option<&Arc<CuratedActor>>> = vec![None; identities.count];
    for ((actor, _), &group) in curated.iter().zip(&identities.of_curated) {
        files[group as usize] = Some(actor);
    }
    let mut personas: Vec<Persona> =
        tallies.iter().zip(&files).map(|(tally, file)| persona(tally, *file, names)).collect();
    let claims: Vec<Claim> = personas.iter().zip(&tallies).map(|(persona, tally)| claim(persona, tally)).collect();
    for (persona, slug) in personas.iter_mut().zip(slug::actors(&claims)) {
        persona.slug = slug;
    }
    let findings = shared_slugs(&personas, &claims);
    let doubts = identities.doubts.iter().filter_map(|doubt| doubtful(doubt, &personas, &tallies)).collect();

    let mut order: Vec<usize> = (0..personas.len()).collect();
    order.sort_by(|&a, &b| personas[a].slug.cmp(&personas[b].slug));
    let mut ids = vec![ActorId(0); personas.len()];
    for (id, &group) in (0..).map(ActorId).zip(&order) {
        ids[group] = id;
    }
    let of_article = |(place, article): (usize, &Named<'_>)| -> (Arc<[ActorId]>, Arc<[ActorId]>) {
        let chain_of = &chains[place].chains.of_mention;
        let (text, headings) = chain_of.split_at_checked(article.mentions()).unwrap_or((chain_of, &[]));
        let of_chain = &identities.of_chain[place];
        let actors = |chains: &[u32]| chains.iter().map(|&chain| ids[of_chain[chain as usize] as usize]).collect();
        (actors(text), actors(headings))
    };
    let (of_mention, of_heading) = articles.iter().enumerate().map(of_article).unzip();
    let of_dateline = datelines.of_article.iter().map(|group| group.map(|group| ids[group as usize])).collect();
    personas.sort_by(|a, b| a.slug.cmp(&b.slug));
    Cast { names: all_names(&personas), personas, of_mention, of_heading, of_dateline, doubts, findings }
}

/// Folded names and spellings of all personas.
fn all_names(personas: &[Persona]) -> HashSet<String> {
    let spellings = |persona: &Persona| {
        let aliases = persona.aliases.iter().map(|alias| fold_name(&alias.surface));
        aliases.chain([fold_name(&persona.name)]).collect::<Vec<_>>()
    };
    personas.iter().flat_map(spellings).collect()
}

fn tally<'a>(articles: &[Named<'a>], groups: &Groups<'_>, count: usize) -> Vec<Tally<'a>> {
    let mut tallies = vec![Tally::default(); count];
    let each = groups.chains.iter().zip(&groups.identities.of_chain).zip(articles).enumerate();
    for (article, ((chained, of_chain), own)) in each {
        let mut seen: Vec<(u32, NameId)> = Vec::new();
        for part in &chained.parts {
            let group = of_chain[part.chain as usize];
            let tally = &mut tallies[group as usize];
            let (mentions, articles) = tally.spellings.entry(part.name).or_default();
            *mentions += part.mentions;
            if !seen.contains(&(group, part.name)) {
                seen.push((group, part.name));
                *articles += 1;
            }
            *tally.kinds.entry(part.kind).or_default() += part.mentions;
        }
        let path = own.path().as_str();
        for (chain, &group) in (0..).zip(of_chain) {
            let tally = &mut tallies[group as usize];
            let first = chained.chains.of_mention.iter().position(|of_mention| *of_mention == chain);
            if let Some(mention) = first.filter(|mention| *mention < own.mentions()) {
                let first = tally.first_mention.get_or_insert((article, mention));
                *first = (*first).min((article, mention));
            }
            if tally.first_path.is_none_or(|first| path < first) {
                tally.first_path = Some(path);
            }
        }
    }
    tallies
}

/// A place that only datelines name is called as the first of them writes it.
fn tally_datelines<'a>(articles: &[Named<'a>], datelines: &Datelines, names: &Names, tallies: &mut [Tally<'a>]) {
    for &(group, name) in &datelines.places {
        let tally = &mut tallies[group as usize];
        tally.spellings.insert(name, (0, 0));
        tally.kinds.insert(if names.get(name).country.is_some() { NameKind::Country } else { NameKind::Place }, 1);
        let own = articles.iter().zip(&datelines.of_article).filter(|(_, dateline)| **dateline == Some(group));
        tally.first_path = own.map(|(article, _)| article.path().as_str()).min();
    }
}

fn persona(tally: &Tally<'_>, file: Option<&Arc<CuratedActor>>, names: &Names) -> Persona {
    let mut spellings: Vec<Spelling<'_>> = tally
        .spellings
        .iter()
        .map(|(&id, &(mentions, articles))| Spelling { name: names.get(id), mentions, articles })
        .collect();
    spellings.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.surface.cmp(&b.name.surface)));
    // Of equals the first of the order person, organisation, country, place wins, so it is read from behind.
    let voted = tally.kinds.iter().rev().max_by_key(|(_, count)| **count).map_or(NameKind::Person, |(kind, _)| *kind);
    let kind = file.and_then(|file| file.kind).unwrap_or_else(|| kind(voted, &spellings));
    let name = match file {
        Some(file) => file.name.clone(),
        None => display_name(kind, &spellings),
    };
    Persona {
        slug: file.and_then(|file| file.slug.as_deref()).map_or_else(|| crate::text::slug(&name), crate::text::slug),
        short_name: short_name(kind, &name, &spellings),
        name,
        kind,
        aliases: aliases(&spellings),
        file: file.map(|file| file.id.clone()),
    }
}

/// How often a spelling stands in the texts.
struct Spelling<'n> {
    name: &'n Name,
    mentions: u32,
    articles: u32,
}

fn aliases(spellings: &[Spelling<'_>]) -> Vec<Alias> {
    let in_texts = spellings.iter().filter(|spelling| spelling.mentions > 0);
    in_texts.map(|spelling| Alias { surface: spelling.name.surface.clone(), count: spelling.mentions }).collect()
}

/// The most frequent of some spellings: in most articles, then most often, then the longest, then by letters.
fn most_frequent<'n>(spellings: impl Iterator<Item = &'n Spelling<'n>>) -> Option<&'n str> {
    spellings
        .max_by(|a, b| {
            let count = |spelling: &Spelling<'_>| (spelling.articles, spelling.mentions, spelling.name.surface.len());
            count(a).cmp(&count(b)).then_with(|| b.name.surface.cmp(&a.name.surface))
        })
        .map(|spelling| spelling.name.surface.as_str())
}

/// A longer form that stands in fewer than one of so many articles with the shorter one is no name to show.
const SLIP: u32 = 8;

fn display_name(kind: ActorKind, spellings: &[Spelling<'_>]) -> String {
    let listed = match kind {
        ActorKind::Country => spellings.iter().find_map(|spelling| spelling.name.country),
        ActorKind::Person | ActorKind::Place => None,
        ActorKind::Organization | ActorKind::PublicBody | ActorKind::ArmedGroup => {
            spellings.iter().find_map(|spelling| spelling.name.organization.map(|listed| listed.name))
        }
    };
    if let Some(listed) = listed {
        return listed.to_owned();
    }
    let fullest = if kind == ActorKind::Person {
        most_frequent(spellings.iter().filter(|spelling| spelling.name.is_full()))
    } else {
        // A longer form that hardly any article uses is a slip: `Guardian Daily` once, `Guardian` in thirty articles.
        let short = |spelling: &Spelling<'_>| {
            let longer = |other: &&Spelling<'_>| is_part(&spelling.name.folded, &other.name.folded);
            let used = spellings.iter().filter(longer).map(|other| other.articles).max();
            spelling.name.acronym || used.is_some_and(|used| used * SLIP >= spelling.articles)
        };
        most_frequent(spellings.iter().filter(|spelling| !short(spelling)))
    };
    fullest.or_else(|| most_frequent(spellings.iter())).unwrap_or_default().to_owned()
}

/// Whether a folded name stands, word for word, at the start or end of a longer one.
fn is_part(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
        || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

fn short_name(kind: ActorKind, name: &str, spellings: &[Spelling<'_>]) -> String {
    let short = match kind {
        ActorKind::Person => {
            let own = Name::of(name);
            let bare = |spelling: &&Spelling<'_>| {
                let other = spelling.name;
                !other.is_full() && own.words.iter().any(|word| word == other.surname())
            };
            most_frequent(spellings.iter().filter(bare)).map(str::to_owned).or_else(|| Some(last_name(name)))
        }
        // A name of one word is short enough: nobody calls the Pentagon `DoD` the second time.
        ActorKind::Organization | ActorKind::PublicBody | ActorKind::ArmedGroup if name.contains(' ') => {
            let acronym = |spelling: &&Spelling<'_>| spelling.name.acronym && spelling.name.surface.len() < name.len();
            most_frequent(spellings.iter().filter(acronym)).map(str::to_owned)
        }
        _ => None,
    };
    short.unwrap_or_else(|| name.to_owned())
}

/// The last word of a person's name, with the small words that are written with it: `van der Meer`, `al-Tamimi`.
fn last_name(name: &str) -> String {
    const WRITTEN_WITH_IT: &[&str] = &[
        "al", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ter", "van", "von", "zu",
    ];
    const AFTER: &[&str] = &["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let end = words.iter().rposition(|word| !AFTER.contains(word)).map_or(words.len(), |last| last + 1);
    let mut start = end.saturating_sub(1);
    while start > 1 && words.get(start - 1).is_some_and(|word| WRITTEN_WITH_IT.contains(&word.to_lowercase().as_str()))
    {
        start -= 1;
    }
    words.get(start..end).unwrap_or_default().join(" ")
}

fn kind(voted: NameKind, spellings: &[Spelling<'_>]) -> ActorKind {
    match voted {
        NameKind::Person => ActorKind::Person,
        NameKind::Country => ActorKind::Country,
        NameKind::Place => ActorKind::Place,
        NameKind::Organization => {
            let listed = spellings.iter().find_map(|spelling| spelling.name.organization);
            match listed.map(|listed| listed.nature) {
                Some(Nature::Public) => ActorKind::PublicBody,
                Some(Nature::Armed) => ActorKind::ArmedGroup,
                Some(Nature::Other) => ActorKind::Organization,
                None => kind_by_words(spellings),
            }
        }
    }
}

/// The kind of an organisation that no list knows, by the words of its names.
fn kind_by_words(spellings: &[Spelling<'_>]) -> ActorKind {
    const ARMED: &[&str] = &["brigade", "brigades", "guerrillas", "insurgents", "militia", "militias", "rebels"];
    const PUBLIC: &[&str] = &[
        "army",
        "assembly",
        "attorney",
        "cabinet",
        "congress",
        "court",
        "customs",
        "defence",
        "defense",
        "department",
        "directorate",
        "embassy",
        "forces",
        "government",
        "gendarmerie",
        "guard",
        "legislature",
        "marines",
        "ministry",
        "municipality",
        "navy",
        "parliament",
        "police",
        "prosecutor",
        "senate",
        "tribunal",
    ];
    let any = |list: &[&str]| {
        spellings.iter().any(|spelling| spelling.name.folded.split(' ').any(|word| list.contains(&word)))
    };
    if any(ARMED) {
        ActorKind::ArmedGroup
    } else if any(PUBLIC) {
        ActorKind::PublicBody
    } else {
        ActorKind::Organization
    }
}

fn claim(persona: &Persona, tally: &Tally<'_>) -> Claim {
    let first_path = tally.first_path.map(str::to_owned).or_else(|| persona.file.as_ref().map(SourceId::to_string));
    let first_path = first_path.unwrap_or_default();
    let kind = match persona.kind {
        ActorKind::Person => "person",
        ActorKind::Organization => "organization",
        ActorKind::PublicBody => "public-body",
        ActorKind::ArmedGroup => "armed-group",
        ActorKind::Country => "country",
        ActorKind::Place => "place",
    };
    let wanted = slug::of(&persona.slug, kind, &persona.name);
    Claim { wanted, curated: persona.file.is_some(), kind, first_path }
}

/// Names the actor files that ask for a slug which another actor file has.
fn shared_slugs(personas: &[Persona], claims: &[Claim]) -> Vec<Diagnostic> {
    let file = |persona: &Persona| persona.file.clone();
    let owners: BTreeMap<&str, _> =
        personas.iter().filter_map(|persona| Some((persona.slug.as_str(), file(persona)?))).collect();
    let report = |(persona, claim): (&Persona, &Claim)| {
        let id = file(persona)?;
        let owner = owners.get(claim.wanted.as_str()).filter(|owner| **owner != id)?;
        Some(slug::duplicate(&id, owner, &claim.wanted, &persona.slug))
    };
    personas.iter().zip(claims).filter_map(report).collect()
}

/// A bare name that was kept apart, by where it stands first; `None` where it stands in no text.
fn doubtful(doubt: &Doubt, personas: &[Persona], tallies: &[Tally<'_>]) -> Option<Doubtful> {
    let (article, mention) = tallies[doubt.group as usize].first_mention?;
    let name = |group: u32| personas[group as usize].name.clone();
    let mut candidates = doubt.candidates.iter().map(|&group| name(group));
    let candidates = [candidates.next()?, candidates.next()?];
    Some(Doubtful { article, mention, name: name(doubt.group), candidates })
}

/// Says that a bare name fits several actors.
pub(super) fn report(doubt: &Doubtful, pieces: &[Piece]) -> Option<Diagnostic> {
    let piece = pieces.get(doubt.article)?;
    let at = piece.facts.mentions.get(doubt.mention)?.at;
    let (name, [first, second]) = (&doubt.name, &doubt.candidates);
    let span = piece.article.body.offsets.origin(at.span());
    let message = format!("`{name}` can be `{first}` or `{second}`; it was kept apart from both");
    let hint = format!("write an actor file for the one that is meant and add `{name}` to its `aliases`");
    Some(Diagnostic::at(Code::AmbiguousActor, &piece.article.id, span, message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_names_keep_the_words_written_with_them() {
        let check = |name: &str, expected: &str| assert_eq!(last_name(name), expected, "{name}");
        check("Hassan al-Tamimi", "al-Tamimi");
        check("Frans van der Meer", "van der Meer");
        check("Mohammed bin Faisal", "Faisal");
        check("Walter Hale Jr.", "Hale");
        check("Oyelaran", "Oyelaran");
        check("De Witt", "Witt");
    }

    fn check_display(kind: ActorKind, counts: &[(&str, u32)], name: &str, short: &str) {
        let known: Vec<Name> = counts.iter().map(|(surface, _)| Name::of(surface)).collect();
        let spellings: Vec<Spelling<'_>> = known
            .iter()
            .zip(counts)
            .map(|(name, &(_, count))| Spelling { name, mentions: count, articles: count })
            .collect();
        let display = display_name(kind, &spellings);
        assert_eq!((display.as_str(), short_name(kind, &display, &spellings).as_str()), (name, short));
    }

    #[test]
    fn people_are_shown_by_their_most_frequent_full_name() {
        let counts = [("Tamimi", 9), ("Hassan al-Tamimi", 3), ("Hassan Ali al-Tamimi", 1)];
        check_display(ActorKind::Person, &counts, "Hassan al-Tamimi", "Tamimi");
        check_display(ActorKind::Person, &[("Hassan al-Tamimi", 3)], "Hassan al-Tamimi", "al-Tamimi");
    }

    #[test]
    fn organizations_are_shown_by_their_long_form_and_countries_by_the_usual_name() {
        let counts = [("FRS", 9), ("Front for River Safety", 2), ("Front", 1)];
        check_display(ActorKind::Organization, &counts, "Front for River Safety", "FRS");
        check_display(ActorKind::Country, &[("U.S.", 9), ("America", 1)], "United States", "United States");
        check_display(ActorKind::PublicBody, &[("Department of Defense", 9), ("DoD", 1)], "Pentagon", "Pentagon");
    }
}
