//! The dose as it is described so far, and what the rules say to it.

use super::{GIVEN_ALREADY, SCANNED, Sheet, Step, step_of, stops};
use crate::domain::decide::{Injection, inspect, inspect_pack, may_have_happened};
use crate::domain::dosing::next_dose;
use crate::domain::event::CheckAnswer;
use crate::domain::identifier::Identifier;
use crate::domain::ids::PackId;
use crate::domain::refusal::{Refusal, ScanFault};
use crate::domain::supply::same_lot;
use crate::domain::time::Now;
use crate::web::pages::dose::chosen::Chosen;
use crate::web::pages::dose::stopped::said_before;
use crate::web::pages::rows::observed_typed;
use crate::web::pages::stock::codes;

/// What the rules say to a dose as described so far.
pub(in crate::web::pages::dose) enum Verdict {
    /// Somebody has recorded this dose.
    Taken,
    /// No dose may be given.
    Blocked(Refusal),
    /// What is wrong or not yet answered.
    Open(Vec<Refusal>),
}

impl Sheet<'_> {
    /// What is wrong with the scan, alone or beside what was chosen in the list. A scan that was not understood does not
    /// leave the field to the list, and one that was does not overrule it: the nurse says which one is in the hand.
    pub(in crate::web::pages::dose) fn scan_fault(&self) -> Option<Refusal> {
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
    pub(in crate::web::pages::dose) fn unchosen(&self) -> bool {
        let mut said = ["pack", "code", "lot", "pack_words", "despite"].into_iter();
        !self.shelf.usable.is_empty()
            && said.all(|name| self.typed.text(name).is_empty())
            && self.typed.date("expiry_on").is_none()
    }

    /// Words why a pack was used all the same count for what has happened alone: at the chair whoever writes them says that
    /// it has, in an answer of its own. What stands on paper has.
    fn says_it_happened(&self) -> bool {
        !self.at_chair() || self.typed.ticked(GIVEN_ALREADY)
    }

    /// The moment the rules are asked about: when it happened as typed, else now.
    pub(in crate::web::pages::dose) fn then(&self) -> Now {
        let now = self.file.now;
        Now {
            instant: self.occurred_at().unwrap_or(now.instant).min(now.instant),
            ..now
        }
    }

    /// Is it asked why the dose is late, at the moment that was typed?
    pub(in crate::web::pages::dose) fn asks_late_reason(&self) -> bool {
        let (protocol, then) = (self.protocol(), self.then());
        let window = next_dose(&self.file.case, protocol, &then).ok();
        let asks = window.zip(protocol);
        asks.is_some_and(|(window, protocol)| window.asks_late_reason(protocol, then.today()))
    }

    /// A reason of lateness as typed, where one is asked: what was chosen before another time was typed says nothing.
    fn of_lateness(&self, field: &str) -> String {
        if self.asks_late_reason() {
            self.typed.text(field).to_owned()
        } else {
            String::new()
        }
    }

    /// What is described so far.
    pub(in crate::web::pages::dose) fn injection(&self) -> Injection {
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
            late_cause: self.of_lateness("late_cause"),
            late_words: self.of_lateness("late_words"),
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
    pub(in crate::web::pages::dose) fn verdict(&self) -> Verdict {
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
}
