//! What the rows of the releases are narrowed to, as it stands in the address and over the list.

use crate::domain::passage::ReleaseState;
use crate::store::reading::passage::{Horizon, Lacking, Narrowed, Place, Stands};
use crate::text::Words;
use chrono::{Datelike as _, Months, NaiveDate};

/// What the rows of the releases are narrowed to, as it stands in the address: nothing about a person.
pub(super) struct Asked {
    pub(super) month: Option<NaiveDate>,
    pub(super) stands: Option<Stands>,
    pub(super) lacking: Option<Lacking>,
    pub(super) horizon: Horizon,
    pub(super) region: Option<String>,
    pub(super) after: Option<Place>,
}

/// How the releases of a column stand, as it stands in an address.
pub(super) fn code(stands: Stands) -> &'static str {
    match stands {
        Stands::As(state) => state.code(),
        Stands::Without => "without",
        Stands::Passed => "day-passed",
        Stands::Far => "far",
    }
}

/// What people lack, as it stands in an address.
pub(super) fn lacks(lacking: Lacking) -> &'static str {
    match lacking {
        Lacking::Cover => "uncovered",
        Lacking::ReleaseDay => "day-unknown",
    }
}

/// The columns by how a release stands. All but those without a receiver, whose states follow them, come to what is ahead.
pub(super) const COLUMNS: [Stands; 8] = [
    Stands::Without,
    Stands::As(ReleaseState::ReleasedWithout),
    Stands::As(ReleaseState::NoReceiver),
    Stands::As(ReleaseState::Silent),
    Stands::As(ReleaseState::Offered),
    Stands::Passed,
    Stands::As(ReleaseState::Accepted),
    Stands::Far,
];

impl Asked {
    pub(super) fn narrowed(&self) -> Narrowed {
        let between = self.month.and_then(|first| {
            let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
            Some((first, last))
        });
        Narrowed {
            between,
            stands: self.stands.map(|stands| (stands, self.horizon)),
            region: self.region.clone(),
            after: self.after,
        }
    }

    pub(super) fn href(&self, after: Option<&str>) -> String {
        let pairs = [
            self.month.map(|month| format!("month={}", month.format("%Y-%m"))),
            self.stands.map(|stands| format!("state={}", code(stands))),
            self.lacking.map(|lacking| format!("state={}", lacks(lacking))),
            self.region.as_ref().map(|region| format!("region={region}")),
            after.map(|after| format!("after={after}")),
        ];
        let query: Vec<String> = pairs.into_iter().flatten().collect();
        if query.is_empty() {
            "/releases".to_owned()
        } else {
            format!("/releases?{}", query.join("&"))
        }
    }

    pub(super) fn words(&self) -> Option<Words> {
        match self.lacking {
            Some(Lacking::Cover) => return Some(Words::key("releases-uncovered")),
            Some(Lacking::ReleaseDay) => return Some(Words::key("release-head-day-unknown")),
            None => {}
        }
        let state = self.stands.map(head);
        match (state, self.month) {
            (Some(state), Some(month)) => Some(
                Words::key("list-and")
                    .words("first", state)
                    .words("second", month_words(month)),
            ),
            (Some(state), None) => Some(state),
            (None, month) => month.map(month_words),
        }
    }
}

pub(super) fn month_words(month: NaiveDate) -> Words {
    Words::key("month-of")
        .words("month", Words::key(format!("month-{}", month.month())))
        .words("year", month.year().to_string())
}

/// How a column is headed.
pub(super) fn head(stands: Stands) -> Words {
    Words::key(match stands {
        Stands::As(state) => format!("release-head-{}", state.code()),
        Stands::Without => "releases-without".to_owned(),
        Stands::Passed => "release-head-day-passed".to_owned(),
        Stands::Far => "release-head-far".to_owned(),
    })
}
