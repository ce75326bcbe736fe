//! One dose being written down: the answers so far, and what the rules say to them.

use super::chosen::Chosen;
use super::recalled;
use super::stopped::{GIVEN_BEFORE, STOP_SEEN, said_before};
use super::ways::mixed_too_long;
use crate::access::Action;
use crate::domain::decide::{Injection, Shelf, inspect, inspect_pack, may_have_happened, presence};
use crate::domain::dosing::open_cycle;
use crate::domain::event::CheckAnswer;
use crate::domain::identifier::Identifier;
use crate::domain::ids::{AccountId, CaseId, OrganisationId, PackId, SubmissionKey};
use crate::domain::paper::RowCode;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, ScanFault};
use crate::domain::rules::Protocol;
use crate::domain::supply::same_lot;
use crate::domain::time::civil_date;
use crate::store::drafts::{self, DraftId};
use crate::store::file::CaseFile;
use crate::store::reading::{self, stock::Wanted};
use crate::web::faults::Fault;
use crate::web::pages::rows::observed_typed;
use crate::web::pages::run_sheets::typed_from;
use crate::web::pages::stock::codes;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::Banner;
use crate::web::visit::Visit;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The pages of the wizard, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Identity,
    Checks,
    Product,
    Injection,
    Presence,
    Answers,
}

impl Step {
    const ALL: [Self; 6] = [
        Self::Identity,
        Self::Checks,
        Self::Product,
        Self::Injection,
        Self::Presence,
        Self::Answers,
    ];

    /// The last part of the page's address.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Checks => "checks",
            Self::Product => "product",
            Self::Injection => "injection",
            Self::Presence => "presence",
            Self::Answers => "answers",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The page on which a field is asked.
    fn asks(field: &str) -> Option<Self> {
        let date = |name: &str| {
            ["", "_day", "_month", "_year"]
                .iter()
                .any(|part| field == format!("{name}{part}"))
        };
        match field {
            "cycle" | "identified_by" => Some(Self::Identity),
            "lot" | "pack" | "code" | "pack_words" | "despite" | GIVEN_ALREADY => Some(Self::Product),
            "mixed_time" => Some(Self::Injection),
            "site" | "volume_ml" | "occurred_time" | "late_cause" | "late_words" => Some(Self::Injection),
            "observed" | "observed_words" | GIVEN_BEFORE | STOP_SEEN => Some(Self::Injection),
            "present" => Some(Self::Presence),
            _ if field.starts_with("identified_by_") => Some(Self::Identity),
            _ if field.starts_with("check_") => Some(Self::Checks),
            _ if date("expiry_on") => Some(Self::Product),
            _ if date("occurred_on") => Some(Self::Injection),
            _ => None,
        }
    }
}

/// Why the dose is given where the person was treated before; its answer makes a sheet one for there.
pub(super) const ELSEWHERE: &str = "elsewhere_reason";

/// That the injection from an unsound pack has been given already, as an answer of its own.
const GIVEN_ALREADY: &str = "despite_given";

/// In the list: the pack that was scanned, which need not stand in it.
pub(super) const SCANNED: &str = "scanned";

/// What the rules say to a dose as described so far.
pub(super) enum Verdict {
    /// Somebody has recorded this dose.
    Taken,
    /// No dose may be given.
    Blocked(Refusal),
    /// What is wrong or not yet answered.
    Open(Vec<Refusal>),
}

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

    /// What is wrong with the scan, alone or beside what was chosen in the list. A scan that was not understood does not
    /// leave the field to the list, and one that was does not overrule it: the nurse says which one is in the hand.
    pub(super) fn scan_fault(&self) -> Option<Refusal> {
        let (listed, code) = (self.typed.text("pack"), self.typed.text("code"));
        if code.is_empty() {
            let missing = (listed == SCANNED).then_some(Refusal::Required { field: "code" });
            return missing.or_else(|| self.lot_beside());
        }
        let beside = !matches!(listed, "" | SCANNED);
        let fault = match (codes::read(code, self.file.now.today()), &self.shelf.chosen) {
            (Err(unread), _) if !beside => return Some(unread),
            (Err(_), _) => ScanFault::UnreadBeside,
            (Ok(_), None) if self.caps_locked => ScanFault::CapsLock,
            (Ok(_), None) if beside => ScanFault::UnknownBeside,
            (Ok(_), None) => ScanFault::Unknown,
            (Ok(scanned), Some(pack)) if scanned.lot.as_ref().is_some_and(|lot| *lot != pack.number) => {
                ScanFault::OtherLot
            }
            (Ok(_), Some(pack)) if beside && listed != pack.id.to_string() => ScanFault::Differs,
            (Ok(_), Some(_)) => return self.lot_beside(),
        };
        Some(Refusal::Scan(fault))
    }

    /// A lot that was typed by hand beside a pack, and is another: the nurse says which one is in the hand.
    fn lot_beside(&self) -> Option<Refusal> {
        let (typed, pack) = (self.typed.text("lot"), self.shelf.chosen.as_ref()?);
        let differs = !typed.is_empty() && !same_lot(typed, &pack.number);
        differs.then(|| Refusal::LotDiffers {
            known: pack.number.clone(),
        })
    }

    /// Packs lie here, and nothing is said of any: that is the one thing to be asked, not lot, day and reason of a pack that
    /// nobody means to write down by hand.
    pub(super) fn unchosen(&self) -> bool {
        let mut said = ["pack", "code", "lot", "pack_words", "despite"].into_iter();
        !self.shelf.usable.is_empty()
            && said.all(|name| self.typed.text(name).is_empty())
            && self.typed.date("expiry_on").is_none()
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

    /// Words why a pack was used all the same count for what has happened alone: at the chair whoever writes them says that
    /// it has, in an answer of its own. What stands on paper has.
    fn says_it_happened(&self) -> bool {
        !self.at_chair() || self.typed.ticked(GIVEN_ALREADY)
    }

    /// What is described so far.
    pub(super) fn injection(&self) -> Injection {
        let typed = &self.typed;
        let identified_by = Identifier::ALL.into_iter();
        let identified_by =
            identified_by.filter(|used| typed.ticked(&format!("identified_by_{}", used.code())));
        let checks = self.protocol().map_or(&[][..], |protocol| &protocol.checks);
        let checks = checks.iter().map(|check| {
            let field = format!("check_{}", check.id);
            CheckAnswer {
                check: check.id.clone(),
                answer: typed.text(&field).to_owned(),
                taken_on: typed.needed_date(&format!("{field}_on")),
            }
        });
        Injection {
            cycle: self.cycle(),
            occurred_at: self.occurred_at(),
            lot: typed.text("lot").to_owned(),
            expiry_on: typed.needed_date("expiry_on"),
            site: typed.text("site").to_owned(),
            volume_ml: typed.text("volume_ml").to_owned(),
            identified_by: identified_by.collect(),
            checks: checks.filter(|answer| !answer.answer.is_empty()).collect(),
            present: typed.text("present").to_owned(),
            late_cause: typed.text("late_cause").to_owned(),
            late_words: typed.text("late_words").to_owned(),
            // A code that is none, of no known pack, or of another than the list says, is refused like a pack that is gone.
            pack: match (self.pack(), &self.shelf.chosen) {
                (Chosen::Nothing, _) => None,
                (_, Some(pack)) if self.scan_fault().is_none() => Some(pack.id),
                _ => Some(PackId::fresh()),
            },
            pack_words: typed.text("pack_words").to_owned(),
            despite: if self.says_it_happened() {
                typed.text("despite").to_owned()
            } else {
                String::new()
            },
            observed: observed_typed(typed),
            mixed_at: typed.moment("occurred_on", "mixed_time", self.file.now.zone),
            at_chair: self.at_chair(),
            // Whoever types a sheet is not whoever gave the dose.
            giver: match self.row_on_paper() {
                None => self.visit.who.display_name.clone(),
                Some(_) => String::new(),
            },
            giver_account: match self.row_on_paper() {
                None => self.visit.who.sign_in_name.clone(),
                Some(_) => String::new(),
            },
            before_stop: said_before(typed).to_owned(),
            born_on: Some(self.file.person.born_on),
        }
    }

    /// What the rules say. A dose that is forbidden now may have been given while it was allowed: then the moment
    /// typed decides. A moment at which it was forbidden is a mistake in the date while it is allowed now.
    pub(super) fn verdict(&self) -> Verdict {
        let form = self.injection();
        let asked = |form: &Injection| {
            let (rules, file) = (self.visit.desk.rules(), &self.file);
            let form = &self.shelf.complete(form);
            let mut wrong = inspect(&file.case, form, rules, &file.roster, &file.now);
            if let Some(protocol) = self.protocol() {
                let at = form.occurred_at.unwrap_or(file.now.instant);
                let zone = file.now.zone;
                wrong.extend(inspect_pack(file.case.id, form, &self.shelf, protocol, at, zone));
            }
            let why = !self.typed.text("despite").is_empty();
            if why && !self.says_it_happened() && wrong.iter().any(may_have_happened) {
                wrong.push(Refusal::Required { field: GIVEN_ALREADY });
            }
            if form.observed.is_none() && !self.typed.text("observed_words").is_empty() {
                wrong.push(Refusal::Required { field: "observed" });
            }
            let unchosen = self.unchosen().then_some(Refusal::Scan(ScanFault::Nothing));
            if let Some(fault) = self.scan_fault().or(unchosen) {
                // Of a pack that is not known yet nothing else can be said.
                wrong.retain(|refusal| step_of(refusal) != Step::Product);
                wrong.push(fault);
            }
            // While the answer itself stands on the form, it is what forbids the dose; the record of it stops every other
            // answer.
            if wrong
                .iter()
                .any(|refusal| matches!(refusal, Refusal::CheckFailed { .. }))
            {
                wrong.retain(|refusal| !matches!(refusal, Refusal::AlarmUndecided { .. }));
            }
            wrong
        };
        let wrong = asked(&form);
        let Some(stop) = wrong.iter().find(|refusal| stops(refusal)) else {
            return Verdict::Open(wrong);
        };
        if matches!(stop, Refusal::AlreadyRecorded { .. }) {
            return Verdict::Taken;
        }
        let now = Injection {
            occurred_at: None,
            ..form.clone()
        };
        let now = asked(&now);
        match now.into_iter().find(stops) {
            Some(_) => Verdict::Blocked(stop.clone()),
            None => Verdict::Open(wrong),
        }
    }

    /// The first page on which something is missing or wrong.
    pub(super) fn first_wrong(&self, wrong: &[Refusal]) -> Option<Step> {
        wrong.iter().map(step_of).min()
    }
}

/// The page to which a refusal belongs; what concerns the moment belongs where the moment is typed.
pub(super) fn step_of(refusal: &Refusal) -> Step {
    refusal
        .field()
        .and_then(|field| Step::asks(&field))
        .unwrap_or(Step::Injection)
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
