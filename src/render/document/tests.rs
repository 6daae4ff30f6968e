//! Whatever stands in a text, no markup comes of it, and readers see it as it is.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;

const HOSTILE: [&str; 40] = [
    "plain words",
    "[[Main Page]] link",
    "{{rss>http://x}} {{Template}} {{{1}}}",
    "{{picture.png}}",
    "a | b || c ^ d",
    "'''bold''' ''it'' '''''both",
    "~~~~ sign ~~NOTOC~~",
    "__NOTOC__ __score__",
    "<b>html</b> <iframe src=x> </nowiki></code></pre> <!-- -->",
    "http://example.com/a auto, www.example.com and a@b.example",
    "RFC 2822 ISBN 0123456789 PMID 1",
    "RFC\u{a0}2822",
    "* star",
    "# hash",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "> quotation",
    "= head =",
    "== head ==",
    "----",
    "| cell",
    "^ head",
    ": indented",
    "; term",
    "!bang ![alt](x)",
    "a]] b]]] c]",
    "]",
    "ends with backslash \\\\ mid \\",
    "(c) 640x480 ... -- --- \"quotes\" => <-",
    "%%percent%% 50% of %",
    "%",
    "&amp; &lt; & é “curly” ‘x’ — &#39; &nbsp;",
    "((footnote)) //italic// **bold** ''mono'' ,,sub",
    "8-) :-) FIXME ACL WWW",
    "`code` ``` $math$ $$x$$ ~sub~ ^sup^ ==mark==",
    "line\nbreak\r\n\ttab \u{2028} end",
    "turned \u{202e}around \u{2067}and in",
    "«عربي» 中文 \u{0} \u{1b} \u{fffe} ]]> <![CDATA[",
];

fn in_places(words: &str) -> Document {
    let (text, link) = (Inline::text(words), Inline::link(words, format!("https://a.example/?q={words}&copy=1#s1")));
    let between = || Inline::text(" and ");
    let line = vec![
        text.clone(),
        between(),
        Inline::strong(words),
        between(),
        Inline::emphasis(words),
        between(),
        link,
        Inline::text(" ("),
        text.clone(),
        Inline::text(")"),
    ];
    let cell = |line: &Line| Cell { line: line.clone(), sort: Some("2021-04/..".to_owned()) };
    let table = Table { head: vec![clean(words), "b".to_owned()], rows: vec![vec![cell(&line), vec![text].into()]] };
    Document {
        language: "en".to_owned(),
        rtl: false,
        blocks: vec![
            Block::Heading(2, clean(words)),
            Block::Paragraph(line.clone()),
            Block::Quotation(line.clone()),
            Block::List(vec![line.clone(), vec![Inline::text(words)]]),
            Block::Table(table),
            Block::Verbatim(clean_lines(words)),
            Block::Rule,
            Block::Origin(line),
        ],
    }
}

/// What readers see, block by block, without the white space around and between pieces.
fn seen(words: &str) -> Vec<String> {
    let shown = clean(words).trim().to_owned();
    let address = safe_address(&format!("https://a.example/?q={words}&copy=1#s1"));
    let linked = if shown.is_empty() { address } else { shown.clone() };
    let line = format!("{shown} and {shown} and {shown} and {linked} ({})", clean(words));
    let verbatim = clean_lines(words);
    [&shown, &line, &line, &line, &shown, &shown, "b", &line, &shown, &verbatim, &line]
        .into_iter()
        .map(squeezed)
        .collect()
}

fn squeezed(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Ordinary words, and words made of all marks that mean something somewhere.
fn any_words() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec![
        "[",
        "]",
        "[[",
        "]]",
        "{{",
        "}}",
        "{|",
        "|}",
        "|",
        "||",
        "^",
        "'",
        "''",
        "%",
        "%%",
        "<",
        ">",
        "</",
        "nowiki>",
        "code>",
        "&",
        ";",
        "#",
        "*",
        "-",
        "--",
        "=",
        "==",
        "_",
        "__",
        "~",
        "~~",
        "`",
        "```",
        "\\",
        "/",
        "//",
        "(",
        "))",
        ":",
        "!",
        ".",
        "1",
        " ",
        "  ",
        "\n",
        "\t",
        "$",
        "RFC 1",
        "ISBN 1",
        "http://a.b",
        "www.a.b",
        "\u{202e}",
        "\u{2067}",
        "\u{0}",
        "a",
        "é",
        "ب",
        "\u{a0}",
        "]]>",
        "<![CDATA[",
        "--",
        "+",
    ]);
    prop_oneof![prop::collection::vec(mark, 0..12).prop_map(|marks| marks.concat()), any::<String>()]
}

/// The text of elements in order, and the names of all elements.
fn of_xml(node: roxmltree::Node<'_, '_>) -> (Vec<String>, Vec<String>) {
    const BLOCKS: [&str; 7] = ["h2", "p", "li", "th", "td", "pre", "blockquote"];
    let elements = node.descendants().filter(roxmltree::Node::is_element);
    let names = elements.clone().map(|element| element.tag_name().name().to_owned()).collect();
    let leaves = elements.filter(|element| {
        let name = element.tag_name().name();
        BLOCKS.contains(&name) && name != "blockquote"
    });
    let text = |element: roxmltree::Node<'_, '_>| {
        element.descendants().filter_map(|inner| inner.is_text().then(|| inner.text()).flatten()).collect::<String>()
    };
    (leaves.map(|element| squeezed(&text(element))).collect(), names)
}

/// The elements that a document has, whatever it says. Empty words have no marks of stress.
fn elements(words: &str) -> Vec<&'static str> {
    let stressed = !clean(words).trim().is_empty();
    let line = if stressed { vec!["strong", "em", "a"] } else { vec!["a"] };
    let mut all = vec!["h2", "p"];
    let add = |all: &mut Vec<&'static str>, names: &[&'static str]| all.extend_from_slice(names);
    add(&mut all, &line);
    add(&mut all, &["blockquote", "p"]);
    add(&mut all, &line);
    add(&mut all, &["ul", "li"]);
    add(&mut all, &line);
    add(&mut all, &["li", "table", "tbody", "tr", "th", "th", "tr", "td"]);
    add(&mut all, &line);
    add(&mut all, &["td", "pre", "hr", "p", "em"]);
    add(&mut all, &line);
    all
}

fn check_confluence(words: &str) {
    let written = format!("<page>{}</page>", in_places(words).written(Markup::Confluence));
    let parsed = roxmltree::Document::parse(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    let (text, names) = of_xml(parsed.root_element());
    assert_eq!(text, seen(words), "{written}");
    assert_eq!(names.iter().skip(1).collect::<Vec<_>>(), elements(words).iter().collect::<Vec<_>>());
}

fn check_html(words: &str) {
    let written = in_places(words).written(Markup::Html);
    let parsed = scraper::Html::parse_fragment(&written);
    let all = scraper::Selector::parse("*").expect("a selector");
    let names: Vec<String> = parsed.select(&all).map(|element| element.value().name().to_owned()).collect();
    let expected: Vec<&str> = ["html", "div"].into_iter().chain(elements(words)).collect();
    assert_eq!(names, expected, "{written}");
    let leaves = scraper::Selector::parse("h2, p, li, th, td, pre").expect("a selector");
    let text: Vec<String> =
        parsed.select(&leaves).map(|element| squeezed(&element.text().collect::<String>())).collect();
    assert_eq!(text, seen(words), "{written}");
}

fn check_markdown(words: &str) {
    let written = in_places(words).written(Markup::Markdown);
    let (mut tags, mut text, mut here) = (Vec::new(), Vec::new(), String::new());
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    for event in Parser::new_ext(&written, options) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Item | Tag::TableHead | Tag::TableRow) | Event::End(TagEnd::List(_)) => {
            }
            Event::Start(tag) => tags.push(name(&tag)),
            Event::Text(words) | Event::Code(words) => here.push_str(&words),
            Event::End(
                TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock,
            ) => text.push(squeezed(&std::mem::take(&mut here))),
            Event::End(_) | Event::SoftBreak => {}
            Event::Rule => tags.push("rule"),
            other => panic!("{other:?} in {written}"),
        }
    }
    let stressed = !clean(words).trim().is_empty();
    let line: Vec<&str> = if stressed { vec!["strong", "emphasis", "link"] } else { vec!["link"] };
    let expected: Vec<&str> = [
        &["heading"],
        &line[..],
        &["quotation"],
        &line,
        &["list"],
        &line,
        &["table", "cell", "cell", "cell"],
        &line,
        &["cell", "code", "rule"],
        &line,
    ]
    .concat();
    assert_eq!(tags, expected, "{written}");
    assert_eq!(text, seen(words), "{written}");
}

fn name(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Heading { .. } => "heading",
        Tag::BlockQuote(_) => "quotation",
        Tag::CodeBlock(_) => "code",
        Tag::List(_) => "list",
        Tag::Table(_) => "table",
        Tag::TableCell => "cell",
        Tag::Emphasis => "emphasis",
        Tag::Strong => "strong",
        Tag::Link { .. } => "link",
        _ => "something else",
    }
}

/// In wikitext only marks of ours have a meaning: all others are numbers. What they stand for is what was written.
fn check_mediawiki(words: &str) {
    let written = mediawiki::escaped(&clean(words));
    let mut read = String::new();
    let mut rest = written.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some((number, after)) = rest.strip_prefix("&#").and_then(|rest| rest.split_once(';')) {
            read.extend(number.parse().ok().and_then(char::from_u32));
            rest = after;
            continue;
        }
        assert!(c.is_ascii_alphanumeric() || !c.is_ascii() || " ,.?()".contains(c), "{c:?} in {written}");
        read.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    assert_eq!(read, clean(words), "{written}");
    for word in ["ISBN", "RFC", "PMID"] {
        assert!(!written.contains(word), "{written}");
    }
    let mut document = in_places(words);
    document.blocks.retain(|block| !matches!(block, Block::Verbatim(_)));
    let lines = document.written(Markup::MediaWiki);
    for line in lines.lines().filter(|line| line.starts_with(|c: char| !c.is_alphanumeric() && c.is_ascii())) {
        let ours = ["==", "* ", "{|", "|}", "|-", "| ", "! ", "|", "<", "----", "&#", "(", ")", ",", ".", "?"];
        assert!(ours.iter().any(|start| line.starts_with(start)), "{line:?} in {lines}");
    }
}

/// What DokuWiki's lexer takes for plain words, and what it finds outside of them.
fn dokuwiki_reads(line: &str) -> (String, String) {
    let (mut seen, mut bare, mut rest) = (String::new(), String::new(), line);
    while let Some(c) = rest.chars().next() {
        let marks = [("<nowiki>", "</nowiki>"), ("%%", "%%"), ("[[", "]]")];
        let found = marks.into_iter().find_map(|(start, end)| Some((start, end, rest.strip_prefix(start)?)));
        if let Some((start, end, after)) = found {
            let mut close = after.find(end).unwrap_or_else(|| panic!("{start} is left open: {line}"));
            // A link ends at the first `]]` that no `]` follows.
            while start == "[[" && after.get(close + 2..).is_some_and(|after| after.starts_with(']')) {
                close += 1;
            }
            let inside = after.get(..close).unwrap_or_default();
            let shown = if start == "[[" { inside.split_once('|').map_or(inside, |(_, label)| label) } else { inside };
            assert!(start != "[[" || !(shown.starts_with("{{") && shown.ends_with("}}")), "{line}");
            seen.push_str(shown);
            rest = after.get(close + end.len()..).unwrap_or_default();
            continue;
        }
        seen.push(c);
        bare.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    (seen, bare)
}

fn check_dokuwiki(words: &str) {
    let line = in_places(words).blocks.into_iter().nth(1);
    let written = Document { blocks: line.into_iter().collect(), ..Document::default() }.written(Markup::DokuWiki);
    let (seen_words, bare) = dokuwiki_reads(written.trim_end_matches('\n'));
    let bare: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    let stressed = if clean(words).trim().is_empty() { "" } else { "****////" };
    assert!(bare == format!("{stressed}()") || bare == stressed, "{bare} is bare in {written}");
    let seen_words = squeezed(&seen_words).replace("**", "").replace("//", "").replace('→', "");
    let expected = seen(words).swap_remove(1).replace("**", "").replace("//", "").replace('→', "");
    assert_eq!(seen_words, expected, "{written}");
}

fn check_all(words: &str) {
    check_confluence(words);
    check_html(words);
    check_markdown(words);
    check_mediawiki(words);
    check_dokuwiki(words);
}

#[test]
fn no_word_of_a_text_becomes_markup() {
    for words in HOSTILE {
        check_all(words);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_words_at_all_become_markup(words in any_words()) {
        check_all(&words);
    }

    #[test]
    fn plain_text_shows_the_words(words in any_words()) {
        let written = in_places(&words).written(Markup::Plain);
        prop_assert!(squeezed(&written).contains(&seen(&words).swap_remove(1)));
    }
}

#[test]
fn words_are_cleaned_where_they_enter() {
    assert_eq!(clean("a\r\n\tb \u{0}c"), "a b c");
    assert_eq!(clean("10\u{a0}000"), "10\u{a0}000", "a space that does not break is kept");
    assert_eq!(clean("x\u{202e}y"), "x\u{202e}y\u{202c}");
    assert_eq!(clean("x\u{2067}y\u{202a}z"), "x\u{2067}y\u{202a}z\u{202c}\u{2069}");
    assert_eq!(clean("\u{2067}y\u{202a}\u{2069}"), "\u{2067}y\u{202a}\u{2069}");
    assert_eq!(clean_lines("a\r\n  b\tc\n"), "a\n  b    c");
}

#[test]
fn addresses_hold_no_marks() {
    assert_eq!(
        safe_address("https://a.example/x y|z]#s1:~:text=a%20b,c"),
        "https://a.example/x%20y%7Cz%5D#s1:~:text=a%20b,c"
    );
    assert_eq!(safe_address("https://a.example/__x__~~~~'é"), "https://a.example/_%5Fx_%5F~%7E~%7E%27%C3%A9");
}

#[test]
fn each_markup_has_its_own_form() {
    let document = in_places("the *ferry*");
    let first = |markup| {
        let text = document.written(markup);
        let lines: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        lines
    };
    let mediawiki = first(Markup::MediaWiki);
    assert_eq!(mediawiki[0], "== the &#42;ferry&#42; ==");
    assert!(mediawiki.contains(&"{| class=\"wikitable sortable\"".to_owned()));
    assert!(
        mediawiki.iter().any(|line| line.starts_with("| data-sort-value=\"2021-04/..\" | the &#42;")),
        "{mediawiki:?}"
    );
    let dokuwiki = first(Markup::DokuWiki);
    assert_eq!(dokuwiki[0], "===== the *ferry* =====");
    assert!(dokuwiki[1].starts_with("%%the *ferry* and%% **%%the *ferry*%%** "), "{dokuwiki:?}");
    assert_eq!(first(Markup::Markdown)[0], "## the \\*ferry\\*");
    assert_eq!(first(Markup::Confluence)[0], "<h2>the *ferry*</h2>");
    assert_eq!(first(Markup::Html)[0], "<div lang=\"en\" dir=\"ltr\">");
    assert_eq!(first(Markup::Plain)[0], "the *ferry*");
}
