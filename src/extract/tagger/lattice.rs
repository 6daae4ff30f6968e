//! Label sequences of a linear-chain CRF (Lafferty, McCallum and Pereira 2001): the best one, and how likely each label is.
//!
//! Labels are "no name" and, for each kind of name, its begin, inside, end and single word (BIES). A sequence opens and closes
//! outside a name. All arithmetic is plain 32-bit IEEE, so that every machine finds the same.

use std::ops::Range;

/// The kinds of name the model knows, in the order of their labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A person.
    Person,
    /// An organisation.
    Organization,
    /// A country or any other place.
    Place,
    /// A people, faith or nationality, as noun or adjective.
    People,
}

impl Kind {
    /// All kinds, in the order of their labels.
    pub(crate) const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::People];
}

/// How many labels there are.
pub(super) const LABELS: usize = 17;

/// The label of a word outside all names; the others are `4 * kind + position`.
pub(super) const OUTSIDE: usize = 16;

/// The positions in a name.
pub(super) const BEGIN: usize = 0;
/// See [`BEGIN`].
pub(super) const INSIDE: usize = 1;
/// See [`BEGIN`].
pub(super) const END: usize = 2;
/// See [`BEGIN`].
pub(super) const SINGLE: usize = 3;

/// The labels after which a name may begin.
pub(super) const CLOSERS: [usize; 9] = [16, 2, 3, 6, 7, 10, 11, 14, 15];
/// The labels that may follow them.
pub(super) const OPENERS: [usize; 9] = [16, 0, 3, 4, 7, 8, 11, 12, 15];

/// One number for each label of one word.
pub(super) type Column = [f32; LABELS];

/// A number for each pair of neighbouring labels that may follow each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Transitions {
    /// `between[i][j]`: from `CLOSERS[i]` to `OPENERS[j]`.
    pub(super) between: [[f32; 9]; 9],
    /// For each kind: begin to inside, begin to end, inside to inside, inside to end.
    pub(super) within: [[f32; 4]; 4],
}

impl Transitions {
    /// How many numbers that is.
    pub(super) const COUNT: usize = 81 + 16;

    /// From a list of all numbers: `between` row by row, then `within`.
    pub(super) fn of(numbers: &[f32; Self::COUNT]) -> Self {
        let mut made = Self { between: [[0.0; 9]; 9], within: [[0.0; 4]; 4] };
        for (at, number) in numbers.iter().enumerate() {
            match at.checked_sub(81) {
                None => made.between[at / 9][at % 9] = *number,
                Some(at) => made.within[at / 4][at % 4] = *number,
            }
        }
        made
    }

    /// The same with each number replaced by its exponential.
    pub(super) fn exponentials(&self) -> Self {
        Self { between: self.between.map(|row| row.map(exp)), within: self.within.map(|row| row.map(exp)) }
    }
}

/// The natural exponential, by a polynomial for the fraction of the power of two: within 3e-7 of the true value, and the same
/// on every machine, which the standard library does not promise.
pub(super) fn exp(x: f32) -> f32 {
    let power = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    // Rounded down; the processors we build for have no instruction for it.
    let cut = power as i32 as f32;
    let whole = if cut > power { cut - 1.0 } else { cut };
    let y = (power - whole) * std::f32::consts::LN_2;
    let fraction = 1.0
        + y * (1.0
            + y * (0.5 + y * (1.0 / 6.0 + y * (1.0 / 24.0 + y * (1.0 / 120.0 + y * (1.0 / 720.0 + y / 5040.0))))));
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * fraction
}

/// The best sequence of labels for these scores, by the algorithm of Viterbi (1967).
pub(super) fn best(scores: &[Column], transitions: &Transitions, labels: &mut Vec<usize>) {
    labels.clear();
    let mut origin: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    let mut last = [f32::NEG_INFINITY; LABELS];
    last[OUTSIDE] = 0.0;
    for score in scores {
        let (mut next, from) = step(&last, transitions);
        for (sum, score) in next.iter_mut().zip(score) {
            *sum += score;
        }
        last = next;
        origin.push(from);
    }
    let mut label = OUTSIDE;
    for closer in CLOSERS {
        if last[closer] > last[label] {
            label = closer;
        }
    }
    for from in origin.iter().rev() {
        labels.push(label);
        label = usize::from(from[label]);
    }
    labels.reverse();
}

/// The best sum with which each label of a word can be reached from the labels of the word before, and the label it comes from.
fn step(last: &Column, transitions: &Transitions) -> (Column, [u8; LABELS]) {
    // All openers side by side, so that the compiler can compare several at once.
    let mut opened = [f32::NEG_INFINITY; 9];
    let mut opened_from = [OUTSIDE as u32; 9];
    for (closer, row) in CLOSERS.into_iter().zip(&transitions.between) {
        for ((best, from), between) in opened.iter_mut().zip(&mut opened_from).zip(row) {
            let sum = last[closer] + between;
            let better = sum > *best;
            *best = if better { sum } else { *best };
            *from = if better { closer as u32 } else { *from };
        }
    }
    let mut next = [f32::NEG_INFINITY; LABELS];
    let mut from = [OUTSIDE as u8; LABELS];
    for ((to, sum), closer) in OPENERS.into_iter().zip(opened).zip(opened_from) {
        (next[to], from[to]) = (sum, closer as u8);
    }
    for (kind, within) in transitions.within.iter().enumerate() {
        let (begin, inside) = (4 * kind + BEGIN, 4 * kind + INSIDE);
        for (to, after_begin, after_inside) in [(inside, within[0], within[2]), (4 * kind + END, within[1], within[3])]
        {
            let (one, other) = (last[begin] + after_begin, last[inside] + after_inside);
            (next[to], from[to]) = if one >= other { (one, begin as u8) } else { (other, inside as u8) };
        }
    }
    (next, from)
}

/// What the forward and backward passes give, each column scaled to sum to one.
#[derive(Debug, Default)]
pub(super) struct Passes {
    /// Potentials: exponentials of the scores, of each word less its greatest.
    pub(super) potentials: Vec<Column>,
    /// Forward.
    pub(super) alpha: Vec<Column>,
    /// Backward.
    pub(super) beta: Vec<Column>,
}

impl Passes {
    /// Runs both passes over the labels that `allowed` leaves: a set of bits for each word, or all where it is empty.
    pub(super) fn run(&mut self, scores: &[Column], allowed: &[u32], transitions: &Transitions) {
        self.potentials.clear();
        for (at, score) in scores.iter().enumerate() {
            let mut kept = *score;
            if let Some(set) = allowed.get(at) {
                for (_, score) in kept.iter_mut().enumerate().filter(|(label, _)| set >> label & 1 == 0) {
                    *score = f32::NEG_INFINITY;
                }
            }
            let greatest = kept.iter().copied().fold(f32::MIN, f32::max);
            let mut column = [0.0; LABELS];
            for (potential, score) in column.iter_mut().zip(kept) {
                *potential = if score > f32::NEG_INFINITY { exp(score - greatest) } else { 0.0 };
            }
            self.potentials.push(column);
        }
        self.forward(transitions);
        self.backward(transitions);
    }

    fn forward(&mut self, transitions: &Transitions) {
        self.alpha.clear();
        let mut last = [0.0; LABELS];
        last[OUTSIDE] = 1.0;
        for potential in &self.potentials {
            let mut next = [0.0; LABELS];
            let mut opened = [0.0; 9];
            for (closer, row) in CLOSERS.into_iter().zip(&transitions.between) {
                for (sum, between) in opened.iter_mut().zip(row) {
                    *sum += last[closer] * between;
                }
            }
            for (to, sum) in OPENERS.into_iter().zip(opened) {
                next[to] = sum;
            }
            for (kind, within) in transitions.within.iter().enumerate() {
                let (begin, inside) = (last[4 * kind + BEGIN], last[4 * kind + INSIDE]);
                next[4 * kind + INSIDE] = begin * within[0] + inside * within[2];
                next[4 * kind + END] = begin * within[1] + inside * within[3];
            }
            for (sum, potential) in next.iter_mut().zip(potential) {
                *sum *= potential;
            }
            scale(&mut next);
            last = next;
            self.alpha.push(next);
        }
    }

    fn backward(&mut self, transitions: &Transitions) {
        self.beta.clear();
        self.beta.resize(self.potentials.len(), [0.0; LABELS]);
        let mut next = [0.0; LABELS];
        for closer in CLOSERS {
            next[closer] = 1.0;
        }
        for at in (0..self.potentials.len()).rev() {
            self.beta[at] = next;
            let mut weighed = self.potentials[at];
            for (potential, beta) in weighed.iter_mut().zip(&next) {
                *potential *= beta;
            }
            let mut before = [0.0; LABELS];
            let opened = OPENERS.map(|to| weighed[to]);
            for (closer, row) in CLOSERS.into_iter().zip(&transitions.between) {
                before[closer] = row.iter().zip(&opened).fold(0.0, |sum, (between, opened)| sum + between * opened);
            }
            for (kind, within) in transitions.within.iter().enumerate() {
                let (inside, end) = (weighed[4 * kind + INSIDE], weighed[4 * kind + END]);
                before[4 * kind + BEGIN] = within[0] * inside + within[1] * end;
                before[4 * kind + INSIDE] = within[2] * inside + within[3] * end;
            }
            scale(&mut before);
            next = before;
        }
    }

    /// How likely each label of a word is.
    pub(super) fn marginals(&self, at: usize) -> Column {
        let mut column = self.alpha[at];
        for (alpha, beta) in column.iter_mut().zip(&self.beta[at]) {
            *alpha *= beta;
        }
        scale(&mut column);
        column
    }
}

/// Makes a column sum to one.
fn scale(column: &mut Column) {
    let sum: f32 = column.iter().sum();
    if sum > 0.0 {
        for value in column {
            *value /= sum;
        }
    }
}

/// The names in a sequence of labels: ranges of words, with their kind.
pub(super) fn names(labels: &[usize]) -> impl Iterator<Item = (Range<usize>, Kind)> + '_ {
    let mut start = 0;
    labels.iter().enumerate().filter_map(move |(at, label)| {
        let kind = *Kind::ALL.get(label / 4)?;
        match label % 4 {
            BEGIN => start = at,
            SINGLE => return Some((at..at + 1, kind)),
            END => return Some((start..at + 1, kind)),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores and transitions that look random and are the same each time.
    fn lattice(words: usize) -> (Vec<Column>, Transitions) {
        let mut state = 7_u32;
        let mut number = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 32_768.0 - 1.0
        };
        let columns = (0..words).map(|_| {
            let mut column = [0.0; LABELS];
            column.iter_mut().for_each(|score| *score = 2.0 * number());
            column
        });
        let columns = columns.collect();
        let mut weights = [0.0; Transitions::COUNT];
        weights.iter_mut().for_each(|weight| *weight = number());
        (columns, Transitions::of(&weights))
    }

    /// The weight between two labels, where they may follow each other.
    fn between(transitions: &Transitions, from: usize, to: usize) -> Option<f32> {
        let closer = CLOSERS.iter().position(|label| *label == from);
        let opener = OPENERS.iter().position(|label| *label == to);
        if let (Some(closer), Some(opener)) = (closer, opener) {
            return Some(transitions.between[closer][opener]);
        }
        let moves = [(BEGIN, INSIDE), (BEGIN, END), (INSIDE, INSIDE), (INSIDE, END)];
        let inner = from / 4 == to / 4 && from < OUTSIDE && to < OUTSIDE;
        let nth = moves.iter().position(|positions| *positions == (from % 4, to % 4))?;
        inner.then(|| transitions.within[from / 4][nth])
    }

    /// All sequences with the sum of their scores.
    fn sequences(scores: &[Column], transitions: &Transitions) -> Vec<(Vec<usize>, f32)> {
        let mut open = vec![(Vec::new(), 0.0)];
        for column in scores {
            let mut longer = Vec::new();
            for (labels, sum) in &open {
                let from = labels.last().copied().unwrap_or(OUTSIDE);
                for (to, score) in column.iter().enumerate() {
                    if let Some(weight) = between(transitions, from, to) {
                        let mut labels: Vec<usize> = labels.clone();
                        labels.push(to);
                        longer.push((labels, sum + weight + score));
                    }
                }
            }
            open = longer;
        }
        open.retain(|(labels, _)| labels.last().is_some_and(|last| CLOSERS.contains(last)));
        open
    }

    #[test]
    fn the_best_sequence_is_the_best_of_all() {
        let (scores, transitions) = lattice(4);
        let all = sequences(&scores, &transitions);
        let (expected, _) = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let mut found = Vec::new();
        best(&scores, &transitions, &mut found);
        assert_eq!(&found, expected);
    }

    #[test]
    fn marginals_are_shares_of_all_sequences() {
        let (scores, transitions) = lattice(4);
        let all = sequences(&scores, &transitions);
        let total: f32 = all.iter().map(|(_, sum)| sum.exp()).sum();
        let mut passes = Passes::default();
        passes.run(&scores, &[], &transitions.exponentials());
        for at in 0..scores.len() {
            for (label, found) in passes.marginals(at).into_iter().enumerate() {
                let share: f32 = all.iter().filter(|(labels, _)| labels[at] == label).map(|(_, sum)| sum.exp()).sum();
                assert!(
                    (found - share / total).abs() < 1e-4,
                    "word {at}, label {label}: {found}, not {}",
                    share / total
                );
            }
        }
    }

    #[test]
    fn exponentials_are_close() {
        for step in -400..400 {
            let x = step as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp({x})");
        }
    }

    #[test]
    fn labels_become_names() {
        let labels = [OUTSIDE, 0, 1, 2, 7, OUTSIDE, 8, 10];
        let found: Vec<_> = names(&labels).collect();
        assert_eq!(found, [(1..4, Kind::Person), (4..5, Kind::Organization), (6..8, Kind::Place)]);
    }
}
