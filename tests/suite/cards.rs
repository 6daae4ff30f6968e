//! Pictures for link previews: `error[…]` and `warning[no-cards]` as a transcript would show them, and the pictures themselves.

use crate::sandbox::Sandbox;

const ARTICLE: (&str, &str) = (
    "content/articles/a.md",
    "+++\ntitle = \"Talks in Tern Bay\"\npublished = \"2021-04-14\"\n+++\n\nThe council met in Tern Bay on 12 April 2021.\n",
);

#[cfg(not(feature = "cards"))]
#[test]
fn a_program_without_cards_says_so_and_builds() {
    let sandbox = Sandbox::site(&[ARTICLE]);
    sandbox.write("dateline.toml", "[cards]\n");
    let run = sandbox.ok(&["build", "--format", "short"]);
    assert!(
        run.stderr.contains("dateline.toml: note[no-cards]: this program was built without cards"),
        "{}",
        run.stderr
    );
    sandbox.write("dateline.toml", "[cards]\n[exports]\ncards = false\n");
    assert!(!sandbox.ok(&["build"]).stderr.contains("no-cards"));
}

#[cfg(feature = "cards")]
mod drawn {
    use std::path::Path;

    use super::{ARTICLE, Sandbox};

    /// A font without Chinese characters, where Debian's packages are installed.
    fn font() -> Option<&'static str> {
        let found =
            ["/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"]
                .into_iter()
                .find(|path| Path::new(path).exists());
        if found.is_none() {
            // The one place where a test may write: what was not tested has to be known.
            #[allow(clippy::print_stderr, reason = "says what was left out")]
            {
                eprintln!("cards are not tested: install fonts-noto-core or fonts-dejavu-core");
            }
        }
        found
    }

    fn site(font: &str, more: &str) -> Sandbox {
        let sandbox = Sandbox::site(&[ARTICLE]);
        std::fs::copy(font, sandbox.path("title.ttf")).unwrap();
        sandbox.write("dateline.toml", format!("[cards]\nfont = \"title.ttf\"\n{more}"));
        sandbox
    }

    #[test]
    fn every_article_actor_and_topic_has_a_card() {
        let Some(font) = font() else { return };
        let sandbox = site(font, "");
        sandbox.ok(&["build", "--base-url", "https://desk.example"]);
        for route in ["articles/a", "actors/tern-bay"] {
            let card = std::fs::read(sandbox.path(&format!("public/{route}/card.png"))).unwrap();
            assert_eq!(card[..8], *b"\x89PNG\r\n\x1a\n", "{route}");
            assert_eq!(card[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 by 630 pixels");
            let page = sandbox.read(&format!("public/{route}/index.html"));
            let image = format!("<meta property=\"og:image\" content=\"https://desk.example/{route}/card.png\">");
            assert!(page.contains(&image), "{page}");
        }
        let first = sandbox.tree("public");
        sandbox.ok(&["build", "--base-url", "https://desk.example", "--no-cache", "--out", "again", "--jobs", "1"]);
        for (path, bytes) in sandbox.tree("again").into_iter().filter(|(path, _)| path.ends_with(".png")) {
            assert!(first[&path] == bytes, "{path} differs from build to build");
        }
    }

    #[test]
    fn a_card_is_drawn_again_only_when_what_it_shows_changes() {
        let Some(font) = font() else { return };
        let sandbox = site(font, "");
        sandbox.ok(&["build"]);
        let before = sandbox.tree("public");
        sandbox.write("content/articles/a.md", ARTICLE.1.replace("The council", "A council"));
        sandbox.ok(&["build"]);
        let card = |tree: &std::collections::BTreeMap<String, Vec<u8>>| tree["articles/a/card.png"].clone();
        assert!(card(&before) == card(&sandbox.tree("public")));
        sandbox.write("content/articles/a.md", ARTICLE.1.replace("Talks in", "No talks in"));
        sandbox.ok(&["build"]);
        assert!(card(&before) != card(&sandbox.tree("public")));
    }

    #[test]
    fn a_character_without_a_glyph_is_reported() {
        let Some(font) = font() else { return };
        let sandbox = site(font, "");
        sandbox.write("content/articles/a.md", ARTICLE.1.replace("Talks", "北京 talks"));
        let run = sandbox.ok(&["build", "--format", "short"]);
        let warning = "dateline.toml: warning[missing-glyph]: no font of the cards has `京` (U+4EAC), `北` (U+5317), first needed for “北京 talks in Tern Bay”";
        assert!(run.stderr.contains(warning), "{}", run.stderr);
    }

    #[test]
    fn cards_are_drawn_where_they_are_asked_for() {
        let Some(font) = font() else { return };
        let cards = |sandbox: &Sandbox| sandbox.tree("public").keys().filter(|path| path.ends_with(".png")).count();
        let off = site(font, "[exports]\ncards = false\n");
        off.ok(&["build"]);
        assert_eq!(cards(&off), 0);
        let unasked = Sandbox::site(&[ARTICLE]);
        unasked.ok(&["build"]);
        assert_eq!(cards(&unasked), 0);
    }

    #[test]
    fn a_file_that_is_no_font_is_an_error() {
        let sandbox = Sandbox::site(&[ARTICLE]);
        sandbox.write("dateline.toml", "[cards]\nfont = \"dateline.toml\"\n");
        let run = sandbox.run(&["build", "--format", "short"]);
        assert_eq!(run.status, 2);
        assert!(run.stderr.contains("named in the table `[cards]`, is no font"), "{}", run.stderr);
    }
}
