//! Dates for programs that know ISO 8601 and no EDTF: one date, or the two ends of a stretch.

use super::{Extent, Point, When};

/// A time as ISO 8601 dates of its precision: `2021`, `2021-04` or `2021-04-14`. Marks of doubt are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Iso {
    /// A day, month or year.
    At(Point),
    /// From and to, both inside; `None` for an end that is not known.
    Stretch(Option<Point>, Option<Point>),
}

impl Iso {
    /// The date, or the start of the stretch.
    pub fn start(self) -> Option<Point> {
        match self {
            Self::At(point) => Some(point),
            Self::Stretch(from, _) => from,
        }
    }

    /// The end of a stretch.
    pub fn end(self) -> Option<Point> {
        match self {
            Self::At(_) => None,
            Self::Stretch(_, to) => to,
        }
    }
}

impl When {
    /// The same time as ISO 8601 dates.
    pub fn iso(&self) -> Iso {
        let days = || Iso::Stretch(self.earliest().map(Point::Day), self.latest().map(Point::Day));
        let years = |first: i16, length: i16| {
            Iso::Stretch(Some(Point::Year(first)), Some(Point::Year(first.saturating_add(length - 1))))
        };
        match self.extent {
            Extent::Point(point) => Iso::At(point),
            Extent::Week(_) | Extent::Weekend(_) => days(),
            Extent::Between(from, to) => Iso::Stretch(Some(from), Some(to)),
            Extent::Season(..) => {
                let month = |day: jiff::civil::Date| Point::Month(day.year(), day.month());
                Iso::Stretch(self.earliest().map(month), self.latest().map(month))
            }
            Extent::Decade(first) => years(first, 10),
            Extent::Century(first) => years(first, 100),
            Extent::Until(point) => Iso::Stretch(None, Some(point)),
            Extent::Since(point) => Iso::Stretch(Some(point), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_its_ends() {
        let check = |edtf: &str, start: &str, end: &str| {
            let iso = edtf.parse::<When>().expect("a date").iso();
            let shown = |point: Option<Point>| point.map(|point| point.to_string()).unwrap_or_default();
            assert_eq!((shown(iso.start()), shown(iso.end())), (start.to_owned(), end.to_owned()), "{edtf}");
        };
        check("2021-04-14", "2021-04-14", "");
        check("2021-04~", "2021-04", "");
        check("2021", "2021", "");
        check("2021-04-05/2021-04-11", "2021-04-05", "2021-04-11");
        check("2003/2011", "2003", "2011");
        check("2021-24", "2021-12", "2022-02");
        check("201X", "2010", "2019");
        check("19XX", "1900", "1999");
        check("../2021-10", "", "2021-10");
        check("2014/..", "2014", "");
    }
}
