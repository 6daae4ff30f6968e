//! A file that is asked for by itself, as a preview asks, is the one that a build writes.

use dateline::config::hosting::{HostFile, Hosting};
use dateline::config::{Config, Embed};
use dateline::render::{self, Files, Theme};

use super::{config, corpus};

#[test]
fn every_file_of_a_build_can_be_asked_for_by_itself() {
    let corpus = corpus::harbour();
    let embed = Embed { quotations: true, confluence: true, plain: true, ..Embed::default() };
    let hosting = Hosting { write: vec![HostFile::Headers, HostFile::Redirects], ..Hosting::default() };
    let config = Config { embed, hosting, ..config(Some("https://desk.example")) };
    let theme = Theme::load(&config).unwrap();
    let all = render::pages(&corpus, &theme, &config).unwrap().value;
    let files = Files::new(&corpus, &theme, &config).unwrap().value;
    let kinds =
        ["articles/", "actors/", "topics/", "timeline/", "feeds/", "wiki/", "embed/quotation/", "embed/timeline"];
    for kind in kinds.into_iter().chain(["sitemap.xml", "_headers", "wiki-embed.js", "search/"]) {
        assert!(all.0.iter().any(|page| page.route.as_str().starts_with(kind)), "no {kind}");
    }
    for page in &all.0 {
        let alone = files.page(page.route.as_str()).unwrap_or_else(|| panic!("nothing at {}", page.route));
        assert!(alone.bytes().unwrap() == page.bytes().unwrap(), "{}", page.route);
    }
    for route in
        ["articles/nobody/index.html", "embed/quotation/nobody-s1.html", "wiki/topic/x.txt", "embed/x.html", "a"]
    {
        assert!(files.page(route).is_none(), "{route}");
    }
}
