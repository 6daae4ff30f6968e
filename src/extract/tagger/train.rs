//! Trains the name model: AdaGrad (Duchi, Hazan and Singer 2011) on the likelihood of the labels, where a label may be left open
//! (partial-label training: Tsuboi et al. 2008). The shipped weights are the mean of those after the later passes.

mod bracket;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

pub use self::bracket::columns;
use crate::extract::tagger::feature::{self, AROUND, Seen};
use crate::extract::tagger::form::fold;
use crate::extract::tagger::hash::{Hash, Phrase};
use crate::extract::tagger::lattice::{
    BEGIN, CLOSERS, Column, END, INSIDE, LABELS, OPENERS, OUTSIDE, Passes, SINGLE, Transitions,
};
use crate::extract::tagger::model::{self, List, Listed, MAGIC, Model};
use crate::extract::tagger::{case, find_stretches, see, word};
use crate::span::TextSpan;

/// Rows of the table, as a power of two.
const ROW_BITS: u32 = 17;

/// Passes over the training text.
const PASSES: usize = 6;

/// The first passes, whose weights are not averaged in.
const UNSETTLED: usize = 2;

/// Step size of AdaGrad. Greater ones fit the training text better and other texts worse.
const RATE: f32 = 0.03;

/// In how many of a hundred stretches the lists are hidden, so that the model does not lean on them alone.
const HIDDEN: usize = 15;

/// What a model is made of: texts as they lie on disk.
#[derive(Debug, Default)]
pub struct Material {
    /// Annotated texts: a word and its label a line, parted by a tab (IOB2 over `PER`, `ORG`, `PLACE`, `NORP`; `?` leaves the
    /// label open), an empty line between sentences.
    pub annotated: Vec<String>,
    /// Word clusters: a word, its cluster of 256 and of 1,024 a line, parted by tabs.
    pub clusters: String,
    /// Lists: the name of the list and its text, one entry a line.
    pub lists: Vec<(String, String)>,
}

/// Trains a model and gives the bytes of its file. `told` is called once a pass with the mean loss a stretch.
pub fn train(material: &Material, mut told: impl FnMut(usize, f32)) -> Vec<u8> {
    let tables = Tables::of(material);
    let blank = tables.file(&[0.0; Transitions::COUNT], &vec![0; 16 << ROW_BITS], 1.0);
    let model = Model::read(Cow::Owned(blank)).expect("the file was made a line above");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut stretches = Vec::new();
    for text in &material.annotated {
        cut(text, &model, &mut random, &mut stretches);
    }
    let mut weights = Weights::new();
    let mut mean = Weights::new();
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    for pass in 1..=PASSES {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for at in &order {
            loss += weights.learn(&stretches[*at]);
        }
        told(pass, loss / stretches.len() as f32);
        if let Some(nth) = pass.checked_sub(UNSETTLED).filter(|nth| *nth > 0) {
            mean.average_in(&weights, nth);
        }
    }
    let (steps, step) = mean.steps();
    tables.file(&mean.transitions, &steps, step)
}

/// A stretch with the rows of each word and the labels it may have.
struct Stretch {
    rows: Vec<Vec<u32>>,
    allowed: Vec<u32>,
}

/// Cuts an annotated text into stretches.
fn cut(text: &str, model: &Model, random: &mut Random, found: &mut Vec<Stretch>) {
    let mut ranges = Vec::new();
    let mut seen: Vec<Seen> = Vec::new();
    for sentence in text.split("\n\n") {
        let pairs = sentence.lines().filter_map(|line| line.split_once('\t'));
        let (words, labels): (Vec<&str>, Vec<&str>) = pairs.map(|(word, label)| (word, label.trim_end())).unzip();
        let case = case(&words);
        find_stretches(&words, case, model, &mut ranges);
        for range in &ranges {
            see(&words, range.clone(), case, model, &mut seen);
            if random.below(100) < HIDDEN {
                for word in &mut seen {
                    word.listed = 0;
                    word.form.stem_listed = Listed::default();
                }
            }
            let rows = (AROUND..seen.len() - AROUND).map(|at| {
                let mut rows = Vec::new();
                feature::rows(&seen, at, ROW_BITS, &mut rows);
                rows
            });
            found.push(Stretch { rows: rows.collect(), allowed: allowed(&labels[range.clone()]) });
        }
    }
}

/// The labels that each word may have, as bits.
fn allowed(labels: &[&str]) -> Vec<u32> {
    let split = |at: usize| labels.get(at).map(|label| label.split_once('-').unwrap_or((label, "")));
    let kind = |name: &str| match name {
        "PER" => Some(0),
        "ORG" => Some(1),
        "PLACE" => Some(2),
        "NORP" => Some(3),
        _ => None,
    };
    let sets = (0..labels.len()).map(|at| {
        let Some((position, name)) = split(at) else { return 1 << OUTSIDE };
        if position == "?" {
            return u32::MAX;
        }
        let Some(kind) = kind(name) else { return 1 << OUTSIDE };
        let goes_on = matches!(split(at + 1), Some(("I", next)) if next == name);
        let open = matches!(split(at + 1), Some(("?", _)));
        let begins = position == "B" || at == 0 || split(at - 1).is_none_or(|(_, last)| last != name);
        let (last, inner) = if begins { (SINGLE, BEGIN) } else { (END, INSIDE) };
        let bit = |position: usize| 1 << (4 * kind + position);
        match (goes_on, open) {
            (true, _) => bit(inner),
            (_, true) => bit(inner) | bit(last),
            _ => bit(last),
        }
    });
    sets.collect()
}

/// The weights while they are learned.
struct Weights {
    rows: Vec<[f32; LABELS - 1]>,
    row_squares: Vec<[f32; LABELS - 1]>,
    transitions: [f32; Transitions::COUNT],
    transition_squares: [f32; Transitions::COUNT],
}

impl Weights {
    fn new() -> Self {
        Self {
            rows: vec![[0.0; LABELS - 1]; 1 << ROW_BITS],
            row_squares: vec![[0.0; LABELS - 1]; 1 << ROW_BITS],
            transitions: [0.0; Transitions::COUNT],
            transition_squares: [0.0; Transitions::COUNT],
        }
    }

    /// One step along the gradient of one stretch; gives its loss before the step.
    fn learn(&mut self, stretch: &Stretch) -> f32 {
        let scores: Vec<Column> = stretch.rows.iter().map(|rows| self.score(rows)).collect();
        let exponentials = Transitions::of(&self.transitions).exponentials();
        let (mut free, mut told) = (Passes::default(), Passes::default());
        free.run(&scores, &[], &exponentials);
        told.run(&scores, &stretch.allowed, &exponentials);
        let mut gradient = [0.0; Transitions::COUNT];
        pairs(&free, &exponentials, 1.0, &mut gradient);
        pairs(&told, &exponentials, -1.0, &mut gradient);
        let mut loss = 0.0;
        for (at, rows) in stretch.rows.iter().enumerate() {
            let (guess, truth) = (free.marginals(at), told.marginals(at));
            let mut difference = [0.0; LABELS - 1];
            for (label, difference) in difference.iter_mut().enumerate() {
                *difference = guess[label] - truth[label];
            }
            loss += difference.iter().map(|difference| difference.abs()).sum::<f32>();
            for row in rows {
                step(&mut self.rows[*row as usize], &mut self.row_squares[*row as usize], &difference);
            }
        }
        step(&mut self.transitions, &mut self.transition_squares, &gradient);
        loss
    }

    fn score(&self, rows: &[u32]) -> Column {
        let mut column = [0.0; LABELS];
        for row in rows {
            for (score, weight) in column.iter_mut().zip(&self.rows[*row as usize]) {
                *score += weight;
            }
        }
        column
    }

    /// Moves these weights, the mean of `nth - 1` others, to the mean of `nth`.
    fn average_in(&mut self, weights: &Self, nth: usize) {
        let means = self.rows.iter_mut().flatten().chain(&mut self.transitions);
        for (mean, weight) in means.zip(weights.rows.iter().flatten().chain(&weights.transitions)) {
            *mean += (weight - *mean) / nth as f32;
        }
    }

    /// The rows in 8 bits, and the weight of one step. The few greatest weights are clipped.
    fn steps(&self) -> (Vec<u8>, f32) {
        let mut sizes: Vec<f32> = self.rows.iter().flatten().map(|weight| weight.abs()).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let step = sizes[sizes.len() - sizes.len() / 20_000 - 1] / 127.0;
        let steps = self.rows.iter().flatten();
        (steps.map(|weight| (weight / step).round().clamp(-127.0, 127.0) as i8 as u8).collect(), step)
    }
}

/// One step of AdaGrad.
fn step<const N: usize>(weights: &mut [f32; N], squares: &mut [f32; N], gradient: &[f32; N]) {
    for ((weight, square), gradient) in weights.iter_mut().zip(squares).zip(gradient) {
        if *gradient != 0.0 {
            *square += gradient * gradient;
            *weight -= RATE * gradient / (square.sqrt() + 1e-6);
        }
    }
}

/// Adds how often each transition is expected, times `sign`.
fn pairs(passes: &Passes, exponentials: &Transitions, sign: f32, gradient: &mut [f32; Transitions::COUNT]) {
    let mut before = [0.0; LABELS];
    before[OUTSIDE] = 1.0;
    for (at, alpha) in passes.alpha.iter().enumerate() {
        let mut weighed = passes.potentials[at];
        for (potential, beta) in weighed.iter_mut().zip(&passes.beta[at]) {
            *potential *= beta;
        }
        let mut expected = [0.0; Transitions::COUNT];
        for (i, &closer) in CLOSERS.iter().enumerate() {
            for (j, &to) in OPENERS.iter().enumerate() {
                expected[9 * i + j] = before[closer] * exponentials.between[i][j] * weighed[to];
            }
        }
        for (kind, within) in exponentials.within.iter().enumerate() {
            let label = |position: usize| 4 * kind + position;
            let moves = [(BEGIN, INSIDE), (BEGIN, END), (INSIDE, INSIDE), (INSIDE, END)];
            for (nth, (from, to)) in moves.into_iter().enumerate() {
                expected[81 + 4 * kind + nth] = before[label(from)] * within[nth] * weighed[label(to)];
            }
        }
        let sum: f32 = expected.iter().sum();
        if sum > 0.0 {
            for (gradient, expected) in gradient.iter_mut().zip(expected) {
                *gradient += sign * expected / sum;
            }
        }
        before = *alpha;
    }
}

/// The tables that do not change while weights are learned.
struct Tables {
    clusters: Vec<u32>,
    lists: Vec<u32>,
}

impl Tables {
    fn of(material: &Material) -> Self {
        Self { clusters: clusters(&material.clusters), lists: lists(&material.lists) }
    }

    /// The bytes of a model file.
    fn file(&self, transitions: &[f32; Transitions::COUNT], steps: &[u8], step: f32) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        for size in [ROW_BITS as usize, self.clusters.len(), self.lists.len()] {
            file.extend((size as u32).to_le_bytes());
        }
        file.extend(step.to_le_bytes());
        transitions.iter().for_each(|weight| file.extend(weight.to_le_bytes()));
        file.extend(steps);
        self.clusters.iter().chain(&self.lists).for_each(|slot| file.extend(slot.to_le_bytes()));
        file
    }
}

/// Puts an entry into an open-addressed table.
fn insert(table: &mut [u32], hash: u64, slot: u32) {
    let mut index = model::first_slot(hash, table.len());
    while table[index] != 0 {
        index = (index + 1) % table.len();
    }
    table[index] = slot;
}

/// A table with room for this many entries, five sixths full.
fn table(entries: usize) -> Vec<u32> {
    vec![0; entries * 6 / 5 + 1]
}

fn clusters(text: &str) -> Vec<u32> {
    let mut known: BTreeMap<u64, u32> = BTreeMap::new();
    for line in text.lines() {
        let mut fields = line.split('\t');
        let (Some(word), Some(coarse), Some(fine)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let (Ok(coarse), Ok(fine)) = (coarse.parse::<u32>(), fine.trim_end().parse::<u32>()) else { continue };
        let word = fold(word);
        known.entry(word.0).or_insert(model::cluster_check(word) << 18 | coarse << 10 | fine);
    }
    let mut slots = table(known.len());
    known.into_iter().for_each(|(hash, slot)| insert(&mut slots, hash, slot));
    slots
}

fn lists(texts: &[(String, String)]) -> Vec<u32> {
    let mut known: BTreeMap<u64, u16> = BTreeMap::new();
    let by_name: HashMap<&str, List> = [
        ("given", List::Given),
        ("surname", List::Surname),
        ("particle", List::Particle),
        ("title", List::Title),
        ("office", List::Office),
        ("countries", List::Country),
        ("place", List::City),
        ("region", List::Region),
        ("place-word", List::PlaceWord),
        ("organization", List::Organization),
        ("organizations", List::Organization),
        ("organization-word", List::OrganizationWord),
        ("demonym", List::Demonym),
    ]
    .into();
    for (name, text) in texts {
        let Some(list) = by_name.get(name.as_str()) else { continue };
        // The first field of a line of the gazetteer of organisations is what kind it is.
        let skipped = usize::from(name == "organizations");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for entry in lines.flat_map(|line| line.split('|').skip(skipped)) {
            let mut words = Vec::new();
            word::cut(entry, TextSpan::new(0, entry.len() as u32), &mut words);
            let mut phrase: Option<Phrase> = None;
            for (at, span) in words.iter().enumerate() {
                let word: Hash = fold(span.of(entry));
                let longer = phrase.map_or(Phrase::of(word), |phrase| phrase.then(word));
                let last = at + 1 == words.len();
                let mark = if last { Listed::only(*list) } else { Listed::BEGINS_LONGER };
                *known.entry(longer.0).or_default() |= mark.0;
                phrase = Some(longer);
            }
        }
    }
    let mut slots = table(known.len());
    for (hash, listed) in known {
        insert(&mut slots, hash, model::list_check(Phrase(hash)) << 16 | u32::from(listed));
    }
    slots
}

/// A small generator of random numbers (xorshift64*: Vigna 2016), the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }

    fn shuffle(&mut self, list: &mut [usize]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tagger::Tagger;

    fn material() -> Material {
        let sentence = "Mara\tB-PER\nLind\tI-PER\nleft\tO\nOslo\tB-PLACE\n.\tO\n\nThe\tO\nLumia\tB-ORG\nBank\tI-ORG\nclosed\t?\n.\tO";
        Material {
            annotated: vec![[sentence; 40].join("\n\n")],
            clusters: "bank\t3\t70\noslo\t9\t4\n".to_owned(),
            lists: vec![("given".to_owned(), "Mara\n".to_owned()), ("place".to_owned(), "Oslo\n".to_owned())],
        }
    }

    #[test]
    fn what_was_annotated_is_learned_and_the_file_is_the_same_each_time() {
        let file = train(&material(), |_, _| {});
        assert!(file == train(&material(), |_, _| {}), "two trainings differ");
        let model = Model::read(Cow::Owned(file)).unwrap();
        let mut names = Vec::new();
        Tagger::new(&model).sentence(&["The", "Lumia", "Bank", "met", "Mara", "Lind", "."], 0, &mut names);
        let found: Vec<_> = names.iter().map(|name| (name.words.clone(), name.kind)).collect();
        use crate::extract::tagger::Kind::{Organization, Person};
        assert_eq!(found, [(1..3, Organization), (4..6, Person)]);
    }

    #[test]
    fn open_labels_allow_all_and_leave_the_end_of_a_name_open() {
        let bit = |label: usize| 1 << label;
        assert_eq!(allowed(&["O", "B-PER", "I-PER"]), [bit(OUTSIDE), bit(BEGIN), bit(END)]);
        assert_eq!(allowed(&["B-ORG", "?"]), [bit(4 + BEGIN) | bit(4 + SINGLE), u32::MAX]);
        // A stretch may cut off the beginning of a name.
        assert_eq!(allowed(&["I-PLACE", "I-PLACE"]), [bit(8 + BEGIN), bit(8 + END)]);
    }
}
