//! Doses given and not given on the timeline: in a few lines, in full, and as a correction changed them.

use crate::domain::event::{CheckAnswer, Corrected, DoseGiven, DoseNotGiven, Event, Recorded};
use crate::domain::identifier::Identifier;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::at;
use crate::web::pages::choices::{answered, explained};
use crate::web::pages::rows::{dose_rows, not_given_rows, observed_words, role_words, why_by_hand};
use crate::web::views::case_file::Change;
use crate::web::views::parts::Row;
use crate::web::visit::Visit;
use chrono_tz::Tz;

pub(super) fn dose_lines(visit: &Visit<'_>, dose: &DoseGiven, zone: Tz) -> Vec<Words> {
    let rules = visit.desk.rules();
    let protocol = rules.protocol_on(&dose.product, dose.given_on);
    let name = protocol.map(|protocol| Words::Localised(protocol.name.clone()));
    let site = protocol
        .and_then(|protocol| protocol.site(&dose.site))
        .map(|site| site.name.clone());
    let mut lines = vec![Words::key("dose-number").number("n", i64::from(dose.cycle))];
    lines.extend(name);
    lines.push(
        Words::key("dose-lot")
            .words("lot", Words::plain(dose.lot.clone()))
            .day("expiry", dose.expiry_on),
    );
    let by_hand = why_by_hand(dose).map(Words::plain);
    lines.extend(by_hand.map(|why| Words::key("dose-by-hand").words("why", why)));
    let mixed_at = dose.mixed_at.map(|mixed_at| at(mixed_at, zone));
    lines.extend(mixed_at.map(|moment| Words::key("dose-mixed").words("at", moment)));
    // Nobody measures the volume of an implant.
    let volume = Some(&dose.volume_ml).filter(|volume| !volume.trim().is_empty());
    lines.extend(site.map(|site| {
        let site = Words::Localised(site);
        match volume {
            Some(volume) => Words::key("dose-site")
                .words("site", site)
                .words("volume", Words::decimal(volume)),
            None => Words::key("dose-site-alone").words("site", site),
        }
    }));
    lines.extend(dose.present.as_ref().map(|name| {
        let name = Words::plain(name.clone());
        match &dose.present_as {
            Some(role) => Words::key("dose-present-as")
                .words("name", name)
                .words("role", role_words(rules, role)),
            None => Words::key("dose-present").words("name", name),
        }
    }));
    let observed = dose.observed.as_ref().map(observed_words);
    // A dose of which only the day is known was given where nobody asks any more.
    let asked = protocol.is_some_and(|protocol| protocol.observation.is_some()) && !dose.checks.is_empty();
    let missing = asked.then(|| Words::key("observed-missing"));
    lines.extend(
        observed
            .or(missing)
            .map(|said| Words::key("observed-line").words("said", said)),
    );
    let late = dose
        .late_cause
        .as_ref()
        .and_then(|cause| rules.causes.reason(cause));
    lines.extend(
        late.map(|reason| {
            Words::key("dose-late-because").words("cause", Words::Localised(reason.name.clone()))
        }),
    );
    lines.extend(dose.late_words.clone().map(Words::plain));
    lines
}

pub(super) fn not_given_lines(visit: &Visit<'_>, record: &DoseNotGiven) -> Vec<Words> {
    let cause = visit
        .desk
        .rules()
        .causes
        .reason(&record.cause)
        .map(|reason| reason.name.clone());
    let mut lines = vec![Words::key("dose-number").number("n", i64::from(record.cycle))];
    lines.extend(cause.map(Words::Localised));
    let said = [
        ("not-given-words", &record.words),
        ("not-given-tried", &record.tried),
        ("not-given-own", &record.own_words),
    ];
    for (key, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
        lines.push(Words::key(key).words("words", Words::plain(text.clone())));
    }
    let told = explained(visit.desk.rules(), record);
    lines.extend(told.map(|said| Words::key("not-given-explained").words("said", said)));
    lines.extend(
        record
            .next_attempt_on
            .map(|on| Words::key("next-attempt-dated").date("on", on)),
    );
    lines
}

/// By what the person was recognised, and what was answered before the injection.
pub(in crate::web::pages) fn dose_details(visit: &Visit<'_>, file: &CaseFile, dose: &DoseGiven) -> Vec<Row> {
    let known = |used: &String| match Identifier::from_code(used) {
        Some(used) => Words::key(format!("identity-{}", used.code())),
        None => Words::plain(used),
    };
    let identified = dose
        .identified_by
        .iter()
        .map(|used| Row::new(Words::key("identified-by"), known(used)));
    let regimen = file.case.regimens.iter().map(|entry| &entry.content);
    let regimen = regimen.into_iter().find(|regimen| regimen.id == dose.regimen);
    let protocol =
        regimen.and_then(|regimen| visit.desk.rules().protocol(&regimen.protocol, regimen.version));
    let checks = dose.checks.iter().map(|given| {
        let check =
            protocol.and_then(|protocol| protocol.checks.iter().find(|check| check.id == given.check));
        match check {
            Some(check) => Row::new(
                check.question.clone(),
                on_its_day(answered(check, &given.answer), given),
            ),
            // A question that the protocol no longer knows is still an answer that was given.
            None => Row::new(
                Words::plain(&given.check),
                on_its_day(Words::plain(&given.answer), given),
            ),
        }
    });
    identified.chain(checks).collect()
}

fn on_its_day(said: Words, given: &CheckAnswer) -> Words {
    match given.taken_on {
        Some(day) => Words::key("answer-of-day").words("answer", said).date("on", day),
        None => said,
    }
}

/// What a correction changed: each row as it was and as it is.
pub(super) fn changes(
    visit: &Visit<'_>,
    file: &CaseFile,
    amended: &Recorded,
    corrected: &Corrected,
) -> Vec<Change> {
    let (rules, zone) = (visit.desk.rules(), file.now.zone);
    let earlier = file.history.iter().filter(|known| known.seq < amended.seq).rev();
    let (before, after) = match corrected {
        Corrected::Dose(dose) => {
            let old = earlier.into_iter().find_map(|known| match &known.event {
                Event::DoseGiven(old) if old.id == dose.id => Some(old),
                Event::RecordAmended {
                    corrected: Corrected::Dose(old),
                    ..
                } if old.id == dose.id => Some(old),
                _ => None,
            });
            let old = old.map(|old| dose_rows(rules, old, zone));
            (old.unwrap_or_default(), dose_rows(rules, dose, zone))
        }
        Corrected::NotGiven(record) => {
            let old = earlier.into_iter().find_map(|known| match &known.event {
                Event::DoseNotGiven(old) if old.id == record.id => Some(old),
                Event::RecordAmended {
                    corrected: Corrected::NotGiven(old),
                    ..
                } if old.id == record.id => Some(old),
                _ => None,
            });
            let old = old.map(|old| not_given_rows(rules, old, zone));
            (old.unwrap_or_default(), not_given_rows(rules, record, zone))
        }
    };
    differences(&before, &after)
}

/// The rows that differ, in the order of the corrected record; what was struck out altogether comes last.
pub(super) fn differences(before: &[Row], after: &[Row]) -> Vec<Change> {
    let value = |rows: &[Row], label: &Words| {
        let row = rows.iter().find(|row| row.label == *label);
        row.map_or_else(|| Words::key("none"), |row| row.value.clone())
    };
    let gone = before
        .iter()
        .filter(|row| !after.iter().any(|kept| kept.label == row.label));
    after
        .iter()
        .chain(gone)
        .map(|row| Change {
            label: row.label.clone(),
            old: value(before, &row.label),
            new: value(after, &row.label),
        })
        .filter(|change| change.old != change.new)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_shows_what_was_changed_added_and_struck_out() {
        let row = |label: &str, value: &str| Row::new(Words::plain(label), Words::plain(value));
        let before = [row("day", "3"), row("lot", "A"), row("present", "X")];
        let after = [row("day", "4"), row("lot", "A"), row("late", "why")];
        let seen = differences(&before, &after);
        let said: Vec<_> = seen
            .iter()
            .map(|change| (change.label.clone(), change.old.clone(), change.new.clone()))
            .collect();
        let none = || Words::key("none");
        let plain = |text: &str| Words::plain(text);
        assert_eq!(
            said,
            [
                (plain("day"), plain("3"), plain("4")),
                (plain("late"), none(), plain("why")),
                (plain("present"), plain("X"), none()),
            ]
        );
    }
}
