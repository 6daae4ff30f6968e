//! oEmbed 1.0 (<https://oembed.com>) without a server: two files beside each page say what to put into a page of somebody
//! else, and the page names them.

use serde::Serialize;

use super::Embed;
use super::snippet::{Look, SIZE, frame};
use crate::model::page::Route;
use crate::render::export::Subject;
use crate::render::site::Site;
use crate::render::view::OembedView;
use crate::render::{Planned, card, json_line};
use crate::text;

/// What the files say. The names are those of the format.
#[derive(Debug, Serialize)]
struct Answer {
    version: &'static str,
    r#type: &'static str,
    title: String,
    provider_name: String,
    provider_url: String,
    width: u32,
    height: u32,
    html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_height: Option<u32>,
}

/// Whether a subject has these files.
fn is_on(site: &Site<'_>, subject: Subject) -> bool {
    let wanted = site.config.embed.oembed && site.config.base_url.is_some();
    wanted && subject != Subject::Site && Embed::Subject(subject).is_on(site)
}

fn route(site: &Site<'_>, subject: Subject, ending: &str) -> Route {
    Route::file(format!("{}/oembed.{ending}", subject.folder(site)))
}

/// The files of a subject.
pub(super) fn planned<'a>(site: &Site<'a>, subject: Subject) -> Vec<Planned<'a>> {
    if !is_on(site, subject) {
        return Vec::new();
    }
    let json = move |site: &Site<'a>| answer(site, subject).map(|answer| json_line(&answer)).unwrap_or_default();
    let xml = move |site: &Site<'a>| answer(site, subject).map(|answer| answer.xml()).unwrap_or_default();
    vec![
        Planned::text(route(site, subject, "json"), Box::new(json)),
        Planned::text(route(site, subject, "xml"), Box::new(xml)),
    ]
}

/// How a page names its files: by full addresses, for who reads them has taken the page from elsewhere.
pub(in crate::render) fn view(site: &Site<'_>, subject: Subject) -> Option<OembedView> {
    let base = site.config.base_url.as_deref().filter(|_| is_on(site, subject))?;
    let address = |ending| format!("{base}/{}", route(site, subject, ending));
    Some(OembedView { json: address("json"), xml: address("xml") })
}

/// `None` where the site has no address, and then no such file either.
fn answer(site: &Site<'_>, subject: Subject) -> Option<Answer> {
    let base = site.config.base_url.as_deref()?;
    let embed = Embed::Subject(subject);
    let card = card::view(site, subject);
    Some(Answer {
        version: "1.0",
        r#type: "rich",
        title: embed.title(site),
        provider_name: site.config.title.clone(),
        provider_url: format!("{base}/"),
        width: SIZE.0,
        height: SIZE.1,
        html: frame(site, base, embed, Look::Light),
        thumbnail_width: card.as_ref().map(|card| card.width),
        thumbnail_height: card.as_ref().map(|card| card.height),
        thumbnail_url: card.map(|card| card.url),
    })
}

impl Answer {
    fn xml(&self) -> String {
        let number = |number: &Option<u32>| number.map(|number| number.to_string());
        let fields = [
            ("version", Some(self.version.to_owned())),
            ("type", Some(self.r#type.to_owned())),
            ("title", Some(self.title.clone())),
            ("provider_name", Some(self.provider_name.clone())),
            ("provider_url", Some(self.provider_url.clone())),
            ("width", Some(self.width.to_string())),
            ("height", Some(self.height.to_string())),
            ("html", Some(self.html.clone())),
            ("thumbnail_url", self.thumbnail_url.clone()),
            ("thumbnail_width", number(&self.thumbnail_width)),
            ("thumbnail_height", number(&self.thumbnail_height)),
        ];
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<oembed>\n");
        for (name, value) in fields.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            out.push_str(&format!("<{name}>"));
            text::escape_html(&value, &mut out);
            out.push_str(&format!("</{name}>\n"));
        }
        out.push_str("</oembed>\n");
        out
    }
}
