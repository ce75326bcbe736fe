//! A person who was registered twice: once in the facility, once more at the clinic, under another paper. The registry
//! found it on the last day.

use super::stage::Stage;
use super::story::At;
use crate::access::Action;
use crate::commands::{self, OpenCase, PersonDetails};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::domain::time::civil_date;
use crate::store::desk::Failure;
use crate::store::reading::cases;

impl Stage<'_> {
    /// Registers a person who has a case already once more, and lets the second case rest.
    pub(super) async fn registered_twice(&self, person: &PersonDetails, region: &str) -> Result<(), Failure> {
        let nothing = || Failure::from(Refusal::NothingToDo);
        let (desk, store) = (self.desk, self.desk.store());
        let clerk = self.worker((region, "registry", Post::Clerk), 0)?;
        let names = (person.name_cyrillic.as_str(), person.name_latin.as_str());
        let born_on = person.born_on.ok_or_else(nothing)?;
        let known = cases::namesakes(store, names, born_on, "").await?;
        let (reference, _) = known.first().ok_or_else(nothing)?;
        let first = cases::by_reference(store, reference).await?.ok_or_else(nothing)?;
        let today = civil_date(desk.instant(), self.zone(region));
        let at = |code| {
            let at = At {
                region: region.to_owned(),
                code,
            };
            self.at(&at).map_err(|_| nothing())
        };
        let form = OpenCase {
            person: PersonDetails {
                iin: String::new(),
                other_document: "N 00000042".to_owned(),
                other_document_reason: "Документ утерян, ИИН не указан".to_owned(),
                ..person.clone()
            },
            ruling: self.ruling(today, Some(today), None),
            place: at("clinic")?,
            supervising: at("probation")?,
            end_of_term_on: None,
            jurisdiction: "kz".to_owned(),
            under_age_reason: String::new(),
        };
        let second = commands::open_case(desk, &clerk.actor, None, &form).await?.case;
        for case in [first, second] {
            self.look(clerk, Action::ReadRegistryFile, case).await?;
        }
        let words = "Справка об освобождении и паспорт сверены: один человек";
        commands::merge_cases(desk, &clerk.actor, None, (first, second), words).await?;
        Ok(())
    }
}
