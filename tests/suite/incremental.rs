//! What is kept from one build to the next changes no result: after any edits the pages are those of a clean build.
//!
//! Edits are made on disk and told as paths, as a watch tells them. `SEQUENCES=1000 cargo test incremental` tries more
//! sequences than a usual run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use dateline::config::{Config, Overrides};
use dateline::diag::Diagnostic;
use dateline::model::change::Changes;
use dateline::pipeline::kept::Kept;
use dateline::render;
use proptest::prelude::*;

/// One edit of a site.
#[derive(Clone, Debug)]
enum Edit {
    Article(u8, Text),
    /// Adds a sentence at the end, as one does who writes.
    Sentence(u8, u8),
    /// Takes the last line away again.
    Shorten(u8),
    /// Changes the day of publication alone.
    Day(u8, u8),
    /// Says in one article what another says.
    Twin(u8, u8),
    Delete(u8),
    Rename(u8, u8),
    Sidecar(u8, Option<u8>),
    Actor(u8, Option<(u8, u8)>),
    Topic(Option<u8>),
    Page(u8),
    Template(Option<u8>),
    Config(u8),
    Static(u8),
    Folder,
}

/// What an article says, as numbers that choose from the lists below.
#[derive(Clone, Debug)]
struct Text {
    day: Option<u8>,
    title: u8,
    sentences: Vec<(u8, u8)>,
}

const NAMES: [&str; 18] = [
    "Ines Calloway",
    "Piet Marlow",
    "Prime Minister Dana Orlov",
    "Orlov",
    "Marlow",
    "the Front for River Safety (FRS)",
    "FRS",
    "Tern Bay",
    "the Ministry of Water",
    // One string that is a person here and something else there, and names that another article makes longer.
    "Marlow Holdings Ltd.",
    "Harbour Bank",
    "Pete Marlow",
    "Ines B. Calloway",
    "the ministry",
    "Dana Orlow",
    "Calloway",
    // Names for an actor file alone.
    "old bridge",
    "water strategy",
];
const SENTENCES: [&str; 15] = [
    "“We will not wait any longer,” {} said on Monday.",
    "{} met the council on 4 March 2021.",
    "{} met the harbour council on 4 March 2021 to talk about the old bridge.",
    // The same event in nearly the same words, with the same day, another, and a coarser one.
    "{} met the harbour council on 5 March 2021 to talk about the old bridge.",
    "On 4 March 2021 {} met the council to talk about the old bridge and the harbour.",
    "{} met the harbour council in March 2021 to talk about the old bridge.",
    "{} is to meet the harbour council on 4 March 2021 to talk about the old bridge.",
    "The council met on 4 March 2021 to talk about the old bridge of the harbour.",
    "{} of Marlow resigned as head of Marlow after Orlov spoke in Tern Bay.",
    "The old bridge is to open in October 2021, according to {}.",
    "{} said that 2,500 people had left the old town last week.",
    "The old bridge was closed by {} in 2019.",
    "Nothing was said about {} or the water strategy.",
    "The water strategy of {} was dis-cussed at length.",
    "What’s next: {} will vote on the water strategy on 1 June 2021.",
];

fn sentence((name, sentence): (u8, u8)) -> String {
    let pick = |list: &[&'static str], at: u8| list[usize::from(at) % list.len()];
    pick(&SENTENCES, sentence).replace("{}", pick(&NAMES, name))
}

impl Text {
    fn written(&self) -> String {
        let mut text = String::new();
        if let Some(day) = self.day {
            text.push_str(&format!("date 2021-0{}-1{}\n\n", 1 + day % 9, day % 7));
        }
        text.push_str(&format!(
            "{}\n\n",
            ["A day at the bridge", "Orlov and the water", "News"][usize::from(self.title) % 3]
        ));
        for piece in &self.sentences {
            text.push_str(&sentence(*piece));
            text.push_str("\n\n");
        }
        text
    }
}

fn text() -> impl Strategy<Value = Text> {
    let sentences = prop::collection::vec((any::<u8>(), any::<u8>()), 1..5);
    (prop::option::weighted(0.8, any::<u8>()), any::<u8>(), sentences).prop_map(|(day, title, sentences)| Text {
        day,
        title,
        sentences,
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let file = || 0_u8..8;
    prop_oneof![
        6 => (file(), text()).prop_map(|(file, text)| Edit::Article(file, text)),
        6 => (file(), any::<u8>()).prop_map(|(file, piece)| Edit::Sentence(file, piece)),
        3 => file().prop_map(Edit::Shorten),
        3 => (file(), any::<u8>()).prop_map(|(file, day)| Edit::Day(file, day)),
        2 => (file(), file()).prop_map(|(from, to)| Edit::Twin(from, to)),
        3 => file().prop_map(Edit::Delete),
        2 => (file(), file()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => (file(), prop::option::of(any::<u8>())).prop_map(|(file, title)| Edit::Sidecar(file, title)),
        4 => (0_u8..2, prop::option::weighted(0.7, (any::<u8>(), any::<u8>())))
            .prop_map(|(file, names)| Edit::Actor(file, names)),
        2 => prop::option::weighted(0.7, any::<u8>()).prop_map(Edit::Topic),
        1 => any::<u8>().prop_map(Edit::Page),
        1 => prop::option::of(any::<u8>()).prop_map(Edit::Template),
        1 => any::<u8>().prop_map(Edit::Config),
        1 => any::<u8>().prop_map(Edit::Static),
        1 => Just(Edit::Folder),
    ]
}

struct Site {
    folder: tempfile::TempDir,
    touched: BTreeSet<PathBuf>,
    /// The number of files written.
    written: u64,
}

impl Site {
    fn new() -> Self {
        let mut site = Self { folder: tempfile::tempdir().unwrap(), touched: BTreeSet::new(), written: 0 };
        site.write("dateline.toml", "title = \"The Desk\"\n");
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn write(&mut self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        // Long ago, each at another time: what was written a moment ago is read again each time.
        self.written += 1;
        let then = UNIX_EPOCH + Duration::from_secs(1_000_000_000 + self.written);
        fs::File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
        self.touched.insert(path);
    }

    fn remove(&mut self, path: &str) {
        let path = self.root().join(path);
        if fs::remove_file(&path).is_ok() {
            self.touched.insert(path);
        }
    }

    fn write_or_remove(&mut self, path: &str, text: Option<String>) {
        match text {
            Some(text) => self.write(path, &text),
            None => self.remove(path),
        }
    }

    fn apply(&mut self, edit: &Edit) {
        let article = |file: u8| format!("content/articles/a{file}.txt");
        match edit {
            Edit::Article(file, text) => self.write(&article(*file), &text.written()),
            Edit::Sentence(file, piece) => {
                let path = article(*file);
                let text = fs::read_to_string(self.root().join(&path)).unwrap_or_default();
                self.write(&path, &format!("{text}{}\n", sentence((piece / 9, piece % 9))));
            }
            Edit::Shorten(file) => {
                let path = article(*file);
                if let Ok(text) = fs::read_to_string(self.root().join(&path)) {
                    let cut = text.trim_end().rfind('\n').map_or("", |end| &text[..end]);
                    self.write(&path, cut);
                }
            }
            Edit::Day(file, day) => {
                let path = article(*file);
                if let Ok(text) = fs::read_to_string(self.root().join(&path)) {
                    let rest = text.split_once("\n\n").filter(|(first, _)| first.starts_with("date "));
                    let rest = rest.map_or(text.as_str(), |(_, rest)| rest);
                    self.write(&path, &format!("date 2021-0{}-1{}\n\n{rest}", 1 + day % 9, day % 7));
                }
            }
            Edit::Twin(from, to) => {
                if let Ok(text) = fs::read_to_string(self.root().join(article(*from))) {
                    self.write(&article(*to), &text);
                }
            }
            Edit::Delete(file) => self.remove(&article(*file)),
            Edit::Rename(from, to) => {
                let (from, to) = (self.root().join(article(*from)), self.root().join(article(*to)));
                if fs::rename(&from, &to).is_ok() {
                    self.touched.extend([from, to]);
                }
            }
            Edit::Sidecar(file, title) => {
                let text = |title| format!(r#"{{"version": 1, "article": {{"headline": "Noted {title}"}}}}"#);
                self.write_or_remove(&format!("content/articles/a{file}.meta.json"), title.map(text));
            }
            Edit::Actor(file, names) => {
                let pick = |at: u8| NAMES[usize::from(at) % NAMES.len()];
                let text = |(name, alias)| {
                    format!("+++\nname = {:?}\naliases = [{:?}]\n+++\nText.\n", pick(name), pick(alias))
                };
                self.write_or_remove(&format!("content/actors/{file}.md"), names.map(text));
            }
            Edit::Topic(term) => {
                let pick = |at: u8| ["bridge", "council", "water strategy"][usize::from(at) % 3];
                let text = |term| format!("+++\ntitle = \"Topic\"\nterms = [{:?}]\n+++\n", pick(term));
                self.write_or_remove("content/topics/one.md", term.map(text));
            }
            Edit::Page(number) => {
                self.write("content/pages/about.md", &format!("+++\ntitle = \"About {number}\"\n+++\nText.\n"));
            }
            Edit::Template(number) => {
                let text = |number| format!("<p>{number} {{{{ site.title }}}}</p>");
                self.write_or_remove("templates/404.html", number.map(text));
            }
            Edit::Config(number) => {
                let more = [
                    "",
                    "as_of = \"2021-06-15\"\n",
                    "language = \"ar\"\n",
                    "search = false\n",
                    "base_url = \"https://desk.example\"\n",
                ][usize::from(number % 5)];
                self.write("dateline.toml", &format!("title = \"Desk {}\"\n{more}", number % 3));
            }
            Edit::Static(number) => self.write("static/extra.css", &format!("p {{ margin: {number}px }}")),
            Edit::Folder => {
                let (one, other) =
                    (self.root().join("content/articles/sub"), self.root().join("content/articles/other"));
                if one.exists() {
                    fs::rename(&one, &other).unwrap();
                    self.touched.extend([one, other]);
                } else {
                    drop(fs::remove_dir_all(&other));
                    self.touched.insert(other);
                    self.write("content/articles/sub/deep.txt", "date 2021-05-05\n\nDeep\n\nOrlov met Piet Marlow.\n");
                }
            }
        }
    }

    fn config(&self) -> Config {
        Config::load(&self.root(), &Overrides { no_cache: true, ..Overrides::default() }).unwrap()
    }

    fn changes(&mut self) -> Changes {
        Changes::Paths(std::mem::take(&mut self.touched))
    }
}

/// All pages with their bytes, and all findings.
fn built(kept: &mut Kept, changes: &Changes, config: &Config) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let edition = kept.edition(changes, config).unwrap().take(&mut diagnostics);
    let pages = render::pages(&edition.corpus, &edition.theme, config).unwrap().take(&mut diagnostics);
    let single = pages.0.iter().map(|page| (page.route.as_str().to_owned(), page.bytes().unwrap()));
    let together = pages.1.iter().flat_map(|bundle| (bundle.make)());
    (single.chain(together.map(|(route, bytes)| (route.as_str().to_owned(), bytes))).collect(), diagnostics)
}

fn sequences() -> u32 {
    std::env::var("SEQUENCES").ok().and_then(|number| number.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: sequences(), failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_give_what_a_clean_build_gives(
        first in prop::collection::vec(text(), 1..8),
        steps in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..7),
    ) {
        let mut site = Site::new();
        for (file, text) in (0..).zip(&first) {
            site.apply(&Edit::Article(file, text.clone()));
        }
        let mut kept = Kept::new();
        built(&mut kept, &Changes::Anything, &site.config());
        site.touched.clear();
        for edits in &steps {
            edits.iter().for_each(|edit| site.apply(edit));
            let (changes, config) = (site.changes(), site.config());
            let (again, found_again) = built(&mut kept, &changes, &config);
            let (clean, found) = built(&mut Kept::new(), &Changes::Anything, &config);
            let routes = |pages: &BTreeMap<String, Vec<u8>>| pages.keys().cloned().collect::<Vec<_>>();
            prop_assert_eq!(routes(&again), routes(&clean));
            for (route, bytes) in &clean {
                prop_assert_eq!(String::from_utf8_lossy(&again[route]), String::from_utf8_lossy(bytes), "{}", route);
            }
            prop_assert_eq!(found_again, found);
        }
    }
}

#[test]
fn a_page_that_is_asked_for_alone_is_the_page_that_a_build_writes() {
    let mut site = Site::new();
    site.write(
        "dateline.toml",
        "base_url = \"https://desk.example\"\n[hosting]\nwrite = [\"_headers\"]\n[embed]\nquotations = true\n",
    );
    for file in 0..6 {
        let sentences = (0..4).map(|at| (file * 3 + at, file + 4 * at)).collect();
        site.apply(&Edit::Article(file, Text { day: Some(file), title: file, sentences }));
    }
    site.apply(&Edit::Topic(Some(0)));
    site.apply(&Edit::Page(1));
    let config = site.config();
    let edition = Kept::new().edition(&Changes::Anything, &config).unwrap().value;
    let files = || render::Files::new(&edition.corpus, &edition.theme, &config).unwrap().value;
    let (asked, all) = (files(), files().all());
    let kinds = ["articles/", "actors/", "topics/", "timeline/", "feeds/", "embed/quotation/", "wiki/", "sitemap.xml"];
    for kind in kinds {
        assert!(all.0.iter().any(|page| page.route.as_str().starts_with(kind)), "no file in `{kind}`");
    }
    for page in &all.0 {
        let alone = asked.page(page.route.as_str());
        let alone = alone.unwrap_or_else(|| panic!("`{}` is not found alone", page.route)).bytes().unwrap();
        assert_eq!(String::from_utf8_lossy(&alone), String::from_utf8_lossy(&page.bytes().unwrap()), "{}", page.route);
    }
    for nothing in ["articles/none/index.html", "embed/quotation/a0-s999.html", "wiki/article/none.md", "sitemap-1.xml"]
    {
        assert!(asked.page(nothing).is_none(), "{nothing}");
    }
}

#[test]
fn an_edit_that_is_not_told_of_is_found_where_anything_may_have_changed() {
    let mut site = Site::new();
    site.write("content/articles/a.txt", "date 2021-05-05\n\nFirst\n\nOrlov met Piet Marlow.\n");
    let mut kept = Kept::new();
    built(&mut kept, &Changes::Anything, &site.config());
    // The same size.
    site.write("content/articles/a.txt", "date 2021-05-05\n\nFirst\n\nOrlov met Piet Farlow.\n");
    let (pages, _) = built(&mut kept, &Changes::Anything, &site.config());
    let page = String::from_utf8_lossy(&pages["articles/a/index.html"]).into_owned();
    assert!(page.contains("Farlow"), "{page}");
}
