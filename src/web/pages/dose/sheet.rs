//! One dose being written down: the answers so far.

mod judged;
mod step;

use super::chosen::Chosen;
use super::recalled;
use super::stopped::{GIVEN_BEFORE, STOP_SEEN};
use super::ways::mixed_too_long;
use crate::access::Action;
use crate::domain::decide::{Shelf, presence};
use crate::domain::dosing::open_cycle;
use crate::domain::ids::{AccountId, CaseId, OrganisationId, SubmissionKey};
use crate::domain::paper::RowCode;
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Protocol;
use crate::domain::time::civil_date;
use crate::store::drafts::{self, DraftId};
use crate::store::file::CaseFile;
use crate::store::reading::{self, stock::Wanted};
use crate::web::faults::Fault;
use crate::web::pages::run_sheets::typed_from;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::Banner;
use crate::web::visit::Visit;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

pub(super) use judged::Verdict;
pub(super) use step::{Step, step_of};

/// Why the dose is given where the person was treated before; its answer makes a sheet one for there.
pub(super) const ELSEWHERE: &str = "elsewhere_reason";

/// That the injection from an unsound pack has been given already, as an answer of its own.
const GIVEN_ALREADY: &str = "despite_given";

/// In the list: the pack that was scanned, which need not stand in it.
pub(super) const SCANNED: &str = "scanned";

/// One dose being written down.
pub(super) struct Sheet<'a> {
    pub(super) visit: &'a Visit<'a>,
    pub(super) file: CaseFile,
    pub(super) id: DraftId,
    pub(super) typed: Typed,
    /// Where the printed sheet is from that it is typed from.
    printed_at: Option<OrganisationId>,
    /// What lies where the dose is given, and the pack that was scanned or chosen.
    pub(super) shelf: Shelf,
    /// Was the pack scanned with upper and lower case exchanged?
    pub(super) caps_locked: bool,
    /// What is said of recalls of packs kept here for the person, and of the one in the hand.
    pub(super) recalled: Vec<Banner>,
    /// Was the drug mixed too long before the injection, a time left empty being now?
    pub(super) mixed_too_long: bool,
}

impl<'a> Sheet<'a> {
    /// Opens the case and the draft. What is not there and what is somebody else's answer alike.
    pub(super) async fn open(visit: &'a Visit<'a>, case: &str, key: &str) -> Result<Self, Fault> {
        let id = DraftId {
            key: key.parse().map_err(|_| Fault::NotFound)?,
            account: account(visit)?,
            case: case.parse().map_err(|_| Fault::NotFound)?,
            form: "log-injection",
        };
        let kept = drafts::read(visit.desk.store(), id).await?;
        let typed = Typed::from_fields(kept.unwrap_or_default());
        let action = match typed.text(ELSEWHERE) {
            "" => Action::LogInjection,
            _ => Action::LogInjectionElsewhere,
        };
        let (file, printed_at) = match typed.id::<RowCode>("sheet_row") {
            Some(row) => {
                let (file, site) = typed_from(visit, row, id.case).await?;
                (file, Some(site))
            }
            None => (visit.desk.look(visit.actor(), action, id.case).await?, None),
        };
        let mut sheet = Self {
            visit,
            file,
            id,
            typed,
            printed_at,
            shelf: Shelf::default(),
            caps_locked: false,
            recalled: Vec::new(),
            mixed_too_long: false,
        };
        sheet.look_at_shelf().await?;
        let (verdict, _) = sheet.sent_now(Step::Injection);
        sheet.mixed_too_long = mixed_too_long(&verdict);
        Ok(sheet)
    }

    /// Reads what lies where the dose is given, and the pack that was scanned or chosen, wherever it lies.
    pub(super) async fn look_at_shelf(&mut self) -> Result<(), Fault> {
        let Some(protocol) = self.protocol() else {
            return Ok(());
        };
        let store = self.visit.desk.store();
        let chosen = self.pack().find(store).await?;
        let caps_locked = chosen.is_none() && self.pack().caps_locked(store).await?;
        let wanted = Wanted {
            products: &protocol.products,
            at: self.given_at(),
            case: self.file.case.id,
            day: self.file.now.today(),
            typed_lot: Some(self.typed.text("lot")).filter(|_| matches!(self.pack(), Chosen::Nothing)),
        };
        self.shelf = reading::stock::shelf(store, &wanted, chosen).await?;
        self.caps_locked = caps_locked;
        self.recalled = recalled::told(self).await?;
        Ok(())
    }

    /// Where it is given: where the person is treated, or, by habit, where the reader works; what stands on paper, where he
    /// was treated that day.
    fn given_at(&self) -> OrganisationId {
        let here = self.visit.actor().organisation();
        let elsewhere = here.filter(|_| self.elsewhere().is_some());
        let on = self.occurred_at().map(|at| civil_date(at, self.file.now.zone));
        let case = &self.file.case;
        let there = self.printed_at.filter(|site| case.given_where_printed(*site, on));
        elsewhere.or(there).unwrap_or(self.file.facts.responsible)
    }

    /// Why it is given where the person was treated before, if it is.
    pub(super) fn elsewhere(&self) -> Option<&str> {
        Some(self.typed.text(ELSEWHERE)).filter(|reason| !reason.is_empty())
    }

    /// Which pack was scanned or chosen.
    fn pack(&self) -> Chosen {
        Chosen::of(&self.typed, self.file.now.today())
    }

    /// Nothing was answered yet?
    pub(super) fn empty(&self) -> bool {
        self.typed.fields().is_empty()
    }

    /// Takes in what one page asked: all of its fields anew, and no others.
    pub(super) fn take(&mut self, step: Step, typed: &Typed) {
        let asked = |fields: BTreeMap<String, String>, here: bool| {
            fields
                .into_iter()
                .filter(move |(name, _)| (Step::asks(name) == Some(step)) == here)
        };
        let kept = asked(self.typed.fields(), false);
        let new = asked(typed.fields(), true).filter(|(_, value)| !value.trim().is_empty());
        self.typed = Typed::from_fields(kept.chain(new).collect());
        // A time without a day is one of today.
        if step == Step::Injection && !self.typed.text("occurred_time").is_empty() {
            self.put_moment();
        }
    }

    /// What the rules say to a page that is sent now, and the answers with the minute of that. Here they stay as typed: a page
    /// that is refused is sent again, in a minute of its own. Beside an injection that is described already another page is
    /// judged by this minute, too, and keeps none.
    pub(super) fn sent_now(&mut self, step: Step) -> (Verdict, Typed) {
        let as_typed = self.typed.clone();
        if step == Step::Injection || self.answered(Step::Injection) {
            self.put_moment();
        }
        let verdict = self.verdict();
        let sent = std::mem::replace(&mut self.typed, as_typed);
        if step == Step::Injection {
            return (verdict, sent);
        }
        (verdict, self.typed.clone())
    }

    /// Keeps the answers with the minute in which they were sent, once the page is taken.
    pub(super) async fn keep_sent(&mut self, sent: Typed) -> Result<(), Fault> {
        if sent.fields() == self.typed.fields() {
            return Ok(());
        }
        self.typed = sent;
        self.keep().await
    }

    /// The page of the injection is sent after it: a time left empty is the minute of that, and a day left empty is today.
    /// What is copied from paper says both.
    pub(super) fn put_moment(&mut self) {
        if !self.at_chair() || self.typed.date("occurred_on").is_some() {
            return;
        }
        let now = self.file.now;
        let mut moment = Form::new(self.id.key);
        put_moment(&mut moment, "occurred_on", "occurred_time", now.instant, now.zone);
        if !self.typed.text("occurred_time").is_empty() {
            moment.values.remove("occurred_time");
        }
        let typed = std::mem::take(&mut self.typed);
        self.typed = typed.merged(&Typed::from_fields(moment.values));
    }

    /// Was this page answered before? What another page has put there alone is no answer.
    pub(super) fn answered(&self, step: Step) -> bool {
        let elsewhere = |name: &str| {
            name == "cycle" || name == GIVEN_BEFORE || name == STOP_SEEN || name.starts_with("occurred_")
        };
        let fields = self.typed.fields();
        let mut names = fields.keys();
        names.any(|name| Step::asks(name) == Some(step) && !elsewhere(name))
    }

    /// Keeps the answers so far.
    pub(super) async fn keep(&self) -> Result<(), Fault> {
        let (store, at) = (self.visit.desk.store(), self.visit.desk.instant());
        Ok(drafts::keep(store, self.id, &self.typed.fields(), at).await?)
    }

    /// Throws the answers away.
    pub(super) async fn discard(&self) -> Result<(), Fault> {
        Ok(drafts::discard(self.visit.desk.store(), self.id).await?)
    }

    /// The row of the printed sheet that this is typed from.
    pub(super) fn row_on_paper(&self) -> Option<RowCode> {
        self.typed.id("sheet_row")
    }

    /// The protocol of the case.
    pub(super) fn protocol(&self) -> Option<&'a Protocol> {
        protocol(&self.file.case, self.visit.desk.rules())
    }

    /// The dose this sheet was opened for; the open one on a sheet that says nothing yet.
    pub(super) fn cycle(&self) -> u32 {
        match self.typed.text("cycle") {
            "" => open_cycle(&self.file.case),
            typed => typed.parse().unwrap_or_default(),
        }
    }

    /// When it happened, as typed.
    pub(super) fn occurred_at(&self) -> Option<DateTime<Utc>> {
        self.typed
            .moment("occurred_on", "occurred_time", self.file.now.zone)
    }

    /// The pages of this sheet: presence is asked only where the place demands it.
    pub(super) fn steps(&self) -> Vec<Step> {
        let present = presence(self.visit.desk.rules(), &self.file.roster).is_some();
        Step::ALL
            .into_iter()
            .filter(|step| present || *step != Step::Presence)
            .collect()
    }

    /// The page after one.
    pub(super) fn after(&self, step: Step) -> Step {
        let next = self.steps().into_iter().find(|later| *later > step);
        next.unwrap_or(Step::Answers)
    }

    /// Is it at the chair, where what speaks against a pack stops the dose until it is said that it has been given?
    pub(super) fn at_chair(&self) -> bool {
        self.row_on_paper().is_none()
    }

    /// The first page on which something is missing or wrong.
    pub(super) fn first_wrong(&self, wrong: &[Refusal]) -> Option<Step> {
        wrong.iter().map(step_of).min()
    }
}

/// Does this refuse the dose itself, whatever else is typed?
pub(super) fn stops(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::AlreadyRecorded { .. }
            | Refusal::NoDose(_)
            | Refusal::NothingToDo
            | Refusal::RowReturned
            | Refusal::NotCleared
            | Refusal::NotInformed
            | Refusal::TooYoung { .. }
            | Refusal::TooEarly { .. }
            | Refusal::DecisionNeeded { .. }
            | Refusal::DecisionLapsed { .. }
            | Refusal::Withheld { .. }
            | Refusal::AlarmUndecided { .. }
    )
}

/// The reader's account.
pub(super) fn account(visit: &Visit<'_>) -> Result<AccountId, Fault> {
    visit.actor().account_id().ok_or(Fault::Forbidden)
}

/// The address of a page of the wizard.
pub(super) fn href(case: CaseId, key: SubmissionKey, page: &str) -> String {
    format!("/cases/{case}/dose/{key}/{page}")
}
