//! A wiki in memory that can be told to fail, and in which people write too.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use dateline::model::form::{Form, Markup};
use dateline::push::marker::Style;
use dateline::push::wiki::{Cause, Edit, Failure, Page, Wiki, Written};

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    None,
    /// Nothing answers after so many requests; the last one was done, or was not.
    Cut {
        after: usize,
        done: bool,
    },
    /// Every so manieth request fails for the moment, done or not.
    Every(usize, bool),
    /// Writing fails for this cause.
    Writing(Cause),
}

/// A wiki in memory: for each page its texts, the newest last.
pub(crate) struct Memory {
    style: Style,
    pages: RefCell<BTreeMap<String, Vec<String>>>,
    pub(crate) requests: Cell<usize>,
    pub(crate) fault: Cell<Fault>,
    /// What somebody else does just before the next write: a page and its new text.
    pub(crate) meanwhile: RefCell<Vec<(String, String)>>,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self::in_style(Style::Comment)
    }

    pub(crate) fn in_style(style: Style) -> Self {
        Self {
            style,
            pages: RefCell::default(),
            requests: Cell::new(0),
            fault: Cell::new(Fault::None),
            meanwhile: RefCell::default(),
        }
    }

    /// Somebody writes a page.
    pub(crate) fn set(&self, name: &str, text: &str) {
        self.pages.borrow_mut().entry(name.to_owned()).or_default().push(text.to_owned());
    }

    pub(crate) fn delete(&self, name: &str) {
        self.pages.borrow_mut().remove(name);
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.pages.borrow().get(name).and_then(|texts| texts.last()).unwrap_or_else(|| panic!("no page {name}")).clone()
    }

    /// How often a page was written.
    pub(crate) fn revisions(&self, name: &str) -> usize {
        self.pages.borrow().get(name).map_or(0, Vec::len)
    }

    /// The newest text of all pages.
    pub(crate) fn all(&self) -> BTreeMap<String, String> {
        let pages = self.pages.borrow();
        pages.iter().map(|(name, texts)| (name.clone(), texts.last().unwrap().clone())).collect()
    }

    /// Counts a request: whether it is done, and whether its answer arrives.
    fn request(&self) -> (bool, Result<(), Failure>) {
        let number = self.requests.get();
        self.requests.set(number + 1);
        let lost = || Err(Failure::new(Cause::Passing, "no answer: the line is dead"));
        match self.fault.get() {
            Fault::Cut { after, done } if number == after => (done, lost()),
            Fault::Cut { after, .. } if number > after => (false, lost()),
            Fault::Every(every, done) if (number + 1).is_multiple_of(every) => {
                (done, Err(Failure { after: Some(Duration::from_secs(1)), ..Failure::new(Cause::Passing, "busy") }))
            }
            _ => (true, Ok(())),
        }
    }

    fn page(&self, name: &str) -> Option<Page> {
        let pages = self.pages.borrow();
        let texts = pages.get(name)?;
        Some(Page { name: name.to_owned(), text: texts.last()?.clone(), base: texts.len().to_string() })
    }
}

impl Wiki for Memory {
    fn place(&self) -> String {
        "memory".to_owned()
    }

    fn markup(&self) -> Markup {
        Markup::MediaWiki
    }

    fn style(&self) -> Style {
        self.style
    }

    fn name(&self, form: &Form, apart: Option<&str>) -> String {
        let ending = apart.map(|apart| format!(" ({apart})")).unwrap_or_default();
        format!("B/{}{ending}", form.title)
    }

    fn fold(&self, name: &str) -> String {
        name.to_lowercase()
    }

    fn open(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn survey(&self, see: &mut dyn FnMut(Page)) -> Result<(), Failure> {
        // What only reads is asked again by the wiki itself.
        match self.request().1 {
            Err(failure) if matches!(self.fault.get(), Fault::Cut { .. }) => return Err(failure),
            _ => {}
        }
        let names: Vec<String> = self.pages.borrow().keys().filter(|name| name.starts_with("B/")).cloned().collect();
        names.iter().filter_map(|name| self.page(name)).for_each(see);
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<Page>, Failure> {
        // What only reads is asked again here.
        if self.request().1.is_err() {
            self.request().1?;
        }
        Ok(self.page(name))
    }

    fn write(&self, edit: &Edit<'_>) -> Result<Written, Failure> {
        if let Some((name, text)) = self.meanwhile.borrow_mut().pop() {
            self.set(&name, &text);
        }
        if let Fault::Writing(cause) = self.fault.get() {
            return Err(Failure::new(cause, "no"));
        }
        let (done, answer) = self.request();
        let now = self.page(edit.name).map(|page| page.base);
        if now.as_deref() != edit.base {
            return answer.map(|()| Written::Clash);
        }
        if done {
            self.set(edit.name, edit.text);
        }
        answer.map(|()| Written::Done)
    }
}
