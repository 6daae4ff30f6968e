//! Carries out a push: looks at what the wiki has, decides page by page, writes what differs.
//!
//! Every page is for itself: written whole or not at all, from the revision it was read at. A run that is cut off leaves pages
//! that are right or as they were, and the next one looks again.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::diag::Error;
use crate::model::form::Form;
use crate::push::marker::{self, Digests, Found, Section};
use crate::push::names::{self, key};
use crate::push::plan::{Action, Plan, Step};
use crate::push::wiki::{Cause, Edit, Failure, Page, Wiki, Written};

/// How often a page is tried, whether the line is bad or others write at the same time.
const ATTEMPTS: u32 = 6;

/// The longest that a wiki is waited for because it asks for it; after that it is better to come back.
const LONGEST: Duration = Duration::from_secs(120);

/// How a run goes about it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What markers say to those who edit a page.
    pub note: String,
    /// What the history of a page says.
    pub summary: String,
    /// Whether what people changed between the markers is written over.
    pub overwrite: bool,
    /// Whether the part of a page that the site no longer has is emptied.
    pub empty: bool,
    /// Times.
    pub pace: Pace,
}

/// Times of a run.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The wait before something is tried the second time; it doubles each time.
    pub retry: Duration,
    /// How one waits.
    pub wait: fn(Duration),
}

impl Default for Pace {
    fn default() -> Self {
        Self { retry: Duration::from_millis(500), wait: std::thread::sleep }
    }
}

impl Pace {
    /// The wait after the attempt of this number: what the wiki asks for, or twice as long each time, less or more by half,
    /// so that many runs do not come back at once.
    pub(super) fn pause(self, number: u32, failure: &Failure) {
        let chance = RandomState::new().hash_one(number) % 1_000;
        let factor = 0.5 + f64::from(u32::try_from(chance).unwrap_or_default()) / 1_000.0;
        let own = self.retry.mul_f64(factor * f64::from(1_u32 << number.min(10)));
        (self.wait)(failure.after.map_or(own, |wanted| wanted.max(own)));
    }
}

/// Does something until it comes to more than a passing failure.
pub(super) fn again<T>(pace: Pace, mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    let mut number = 0;
    loop {
        match attempt() {
            Err(failure) if may_pass(&failure, number) => pace.pause(number, &failure),
            answer => return answer,
        }
        number += 1;
    }
}

fn may_pass(failure: &Failure, number: u32) -> bool {
    failure.cause == Cause::Passing && number + 1 < ATTEMPTS && failure.after.is_none_or(|wanted| wanted <= LONGEST)
}

/// Told after every page that was written: how many of how many.
pub type Progress<'a> = dyn Fn(usize, usize) + 'a;

/// What the wiki has, as far as it concerns the site.
struct There {
    name: String,
    standing: Standing,
}

enum Standing {
    /// No markers.
    Foreign,
    Damaged,
    Part {
        key: String,
        sent: Option<String>,
        untouched: bool,
        empty: bool,
    },
}

/// Says what a run would do.
///
/// # Errors
///
/// The wiki cannot be reached, the login is wrong, or the account may not write.
pub fn plan(forms: &[Form], wiki: &dyn Wiki, settings: &Settings) -> Result<Plan, Error> {
    wiki.open().map_err(|failure| failure.error("open the wiki"))?;
    let mut there = Vec::new();
    wiki.survey(&mut |page| there.push(looked_at(page, wiki)))
        .map_err(|failure| failure.error("look at the wiki's pages"))?;
    there.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(decided(forms, &there, wiki, settings))
}

/// Makes the wiki have what the site has.
///
/// # Errors
///
/// As [`plan`], or the wiki stops answering on the way. What was written is whole, and the next run goes on.
pub fn run(forms: &[Form], wiki: &dyn Wiki, settings: &Settings, progress: &Progress<'_>) -> Result<Plan, Error> {
    let mut plan = plan(forms, wiki, settings)?;
    let bodies: BTreeMap<String, &Form> = forms.iter().map(|form| (key(form), form)).collect();
    let of = plan.writes();
    let mut written = 0;
    for step in plan.steps.iter_mut().filter(|step| step.action.writes()) {
        let body = bodies.get(&step.page).filter(|_| step.action != Action::Empty).map(|form| wiki.body(form));
        let turn = Turn { wiki, settings, page: step.page.clone(), body: body.unwrap_or_default() };
        match turn.done(step) {
            Ok(()) => {}
            Err(failure) if failure.cause == Cause::Page => {
                (step.action, step.why) = (Action::Refused, Some(failure.message));
            }
            Err(failure) => {
                let so_far = if written > 0 { format!(" (after {written} of {of} pages)") } else { String::new() };
                return Err(failure.error(&format!("write `{}`{so_far}", step.name)));
            }
        }
        written += 1;
        progress(written, of);
    }
    Ok(plan)
}

fn looked_at(page: Page, wiki: &dyn Wiki) -> There {
    let style = wiki.style();
    let standing = match marker::find(style, &page.text) {
        Found::Nothing => Standing::Foreign,
        Found::Damaged => Standing::Damaged,
        Found::Part(section) => Standing::Part {
            untouched: section.is_untouched(style, &page.text),
            empty: section.is_empty(style, &page.text),
            sent: section.digests.map(|digests| digests.sent),
            key: section.key,
        },
    };
    There { name: page.name, standing }
}

/// Sets the site against what the wiki has.
fn decided(forms: &[Form], there: &[There], wiki: &dyn Wiki, settings: &Settings) -> Plan {
    let keys: BTreeSet<String> = forms.iter().map(key).collect();
    // The first of several pages with one key: the others are copies that somebody made.
    let mut by_key: BTreeMap<&str, &There> = BTreeMap::new();
    for page in there {
        if let Standing::Part { key, .. } = &page.standing {
            by_key.entry(key).or_insert(page);
        }
    }
    let known: BTreeMap<String, String> = by_key
        .iter()
        .filter(|(key, _)| keys.contains(**key))
        .map(|(key, page)| ((*key).to_owned(), page.name.clone()))
        .collect();
    let by_name: BTreeMap<String, &There> = there.iter().map(|page| (wiki.fold(&page.name), page)).collect();
    let mut taken_over = BTreeSet::new();
    let mut plan = Plan::default();
    for (form, name) in forms.iter().zip(names::give(wiki, forms, &known)) {
        let key = key(form);
        let step = match (by_key.get(key.as_str()), by_name.get(&wiki.fold(&name))) {
            (Some(page), _) => ours(&key, page, Some(&Digests::of(wiki.style(), &wiki.body(form)).sent), settings),
            (None, None) => Step { page: key, name, action: Action::Create, why: None },
            (None, Some(page)) => {
                taken_over.insert(page.name.as_str());
                in_the_way(&key, page, &keys, settings)
            }
        };
        plan.steps.push(step);
    }
    let gone = by_key.iter().filter(|(key, page)| !keys.contains(**key) && !taken_over.contains(page.name.as_str()));
    plan.steps.extend(gone.map(|(key, page)| left(key, page, settings)));
    let copies = there.iter().filter_map(|page| copy(page, &by_key));
    plan.steps.extend(copies);
    plan
}

/// A page of ours: `sent` is the digest of what the site has now.
fn ours(key: &str, there: &There, sent: Option<&String>, settings: &Settings) -> Step {
    let step = |action, why: Option<&str>| Step {
        page: key.to_owned(),
        name: there.name.clone(),
        action,
        why: why.map(str::to_owned),
    };
    match &there.standing {
        Standing::Part { untouched: false, .. } if !settings.overwrite => step(Action::Conflict, Some(EDITED)),
        Standing::Part { untouched: false, .. } => step(Action::Update, Some("somebody changed the generated part")),
        Standing::Part { sent: None, .. } => step(Action::Update, Some("somebody set the markers for it")),
        Standing::Part { sent: last, .. } if last.as_ref() == sent => step(Action::Keep, None),
        Standing::Part { .. } => step(Action::Update, None),
        Standing::Damaged => step(Action::Conflict, Some(DAMAGED)),
        Standing::Foreign => step(Action::Foreign, Some(FOREIGN)),
    }
}

const EDITED: &str = "somebody changed the generated part; move that out of it, or run with `--overwrite`";
const DAMAGED: &str = "its markers do not belong together; restore them, or delete the page";
const FOREIGN: &str = "dateline did not make this page; move it, or choose another `prefix`";

/// A new page of the site, and a page that has its name.
fn in_the_way(key: &str, there: &There, keys: &BTreeSet<String>, settings: &Settings) -> Step {
    match &there.standing {
        // Of a page that the site had under another slug.
        Standing::Part { key: old, .. } if !keys.contains(old) => ours(key, there, None, settings),
        Standing::Part { .. } => Step {
            page: key.to_owned(),
            name: there.name.clone(),
            action: Action::Conflict,
            why: Some("another page of the site stands there".to_owned()),
        },
        Standing::Damaged | Standing::Foreign => ours(key, there, None, settings),
    }
}

/// A page of ours that the site no longer has.
fn left(key: &str, there: &There, settings: &Settings) -> Step {
    let Standing::Part { untouched, empty, .. } = &there.standing else {
        return ours(key, there, None, settings);
    };
    let action = match (settings.empty, *empty, *untouched || settings.overwrite) {
        (_, true, _) => Action::Keep,
        (false, false, _) => Action::Gone,
        (true, false, true) => Action::Empty,
        (true, false, false) => Action::Conflict,
    };
    let why = match action {
        Action::Conflict => Some(EDITED),
        Action::Keep => Some("empty, as the site no longer has it"),
        Action::Gone => Some("the site no longer has it; delete the page, or run with `--empty`"),
        _ => None,
    };
    Step { page: key.to_owned(), name: there.name.clone(), action, why: why.map(str::to_owned) }
}

/// A page with markers that another page has too, or with damaged ones.
fn copy(there: &There, by_key: &BTreeMap<&str, &There>) -> Option<Step> {
    let Standing::Part { key, .. } = &there.standing else { return None };
    let first = by_key.get(key.as_str()).filter(|first| first.name != there.name)?;
    Some(Step {
        page: key.clone(),
        name: there.name.clone(),
        action: Action::Foreign,
        why: Some(format!("a copy of `{}`; take its markers out", first.name)),
    })
}

/// The turn of one page.
struct Turn<'a> {
    wiki: &'a dyn Wiki,
    settings: &'a Settings,
    page: String,
    /// What belongs between the markers.
    body: String,
}

/// What came of one attempt at a page.
enum Tried {
    Written(Written),
    /// It must not be written.
    Stays(Action, String),
    /// Nothing came of it. Whether it did at the wiki is not known.
    Failed(Failure),
}

impl From<Result<Written, Failure>> for Tried {
    fn from(answer: Result<Written, Failure>) -> Self {
        answer.map_or_else(Self::Failed, Self::Written)
    }
}

impl Turn<'_> {
    /// Writes the page, or finds that it must not be written; the step then says so.
    fn done(&self, step: &mut Step) -> Result<(), Failure> {
        let mut number = 0;
        // A page that the survey did not show is not asked for before it is made.
        let mut unseen = step.action == Action::Create;
        loop {
            let tried = if unseen { self.create(&step.name).into() } else { self.again(step)? };
            unseen = false;
            match tried {
                Tried::Written(Written::Done) => return Ok(()),
                Tried::Stays(action, why) => {
                    (step.action, step.why) = (action, Some(why));
                    return Ok(());
                }
                Tried::Written(Written::Clash) if number + 1 < ATTEMPTS => {}
                Tried::Written(Written::Clash) => {
                    (step.action, step.why) = (Action::Conflict, Some("others change it all the time".to_owned()));
                    return Ok(());
                }
                Tried::Failed(failure) if may_pass(&failure, number) => self.settings.pace.pause(number, &failure),
                Tried::Failed(failure) => return Err(failure),
            }
            number += 1;
        }
    }

    fn create(&self, name: &str) -> Result<Written, Failure> {
        let text = marker::wrapped(self.wiki.style(), &self.page, &self.body, &self.settings.note);
        self.wiki.write(&Edit { name, text: &text, base: None, summary: &self.settings.summary })
    }

    /// Writes the page as it is now. What it is now decides whether that may be done: the survey is old, and an attempt that
    /// seemed to fail may have arrived. Where it cannot even be read, in spite of the wiki's own patience, the run ends.
    fn again(&self, step: &Step) -> Result<Tried, Failure> {
        let stays = |action, why: &str| Ok(Tried::Stays(action, why.to_owned()));
        let style = self.wiki.style();
        let Some(page) = self.wiki.read(&step.name)? else {
            return match step.action {
                Action::Create => Ok(self.create(&step.name).into()),
                _ => stays(Action::Conflict, "somebody deleted it just now; the next run makes it anew"),
            };
        };
        let mut section = match marker::find(style, &page.text) {
            Found::Part(section) if self.may_take(&section, step) => section,
            Found::Part(_) => return stays(Action::Conflict, "another page of the site stands there"),
            Found::Damaged => return stays(Action::Conflict, DAMAGED),
            Found::Nothing => return stays(Action::Foreign, FOREIGN),
        };
        if !section.is_untouched(style, &page.text) && !self.settings.overwrite {
            return stays(Action::Conflict, EDITED);
        }
        let here = section.key == self.page && section.digests == Some(Digests::of(style, &self.body));
        if here && section.is_untouched(style, &page.text) {
            return Ok(Tried::Written(Written::Done));
        }
        section.key.clone_from(&self.page);
        let text = section.replaced(style, &page.text, &self.body, &self.settings.note);
        let edit = Edit { name: &step.name, text: &text, base: Some(&page.base), summary: &self.settings.summary };
        Ok(self.wiki.write(&edit).into())
    }

    /// Whether a marked part is that of this page. One with another key is taken over only where the plan has seen to it that
    /// nothing else of the site stands there.
    fn may_take(&self, section: &Section, step: &Step) -> bool {
        section.key == self.page || step.action == Action::Update
    }
}
