//! The same letters with everything in them so many times: from nothing to several pages.

use crate::domain::letter::{
    Certificate, Conclusion, Content, HandoverAct, OwnRecord, ReleaseDay, Sheet, Submission,
};

/// A letter whose lists hold `n` entries and whose words go on so long; with none, whatever may be missing is.
#[must_use]
pub fn long(sheet: Sheet, n: usize) -> Sheet {
    let content = match sheet.content {
        Content::MissedNotice(mut absence) => {
            absence.next = absence.next.filter(|_| n > 0);
            absence.answer_by = absence.answer_by.filter(|_| n > 0);
            Content::MissedNotice(absence)
        }
        Content::JustifiedAbsence(mut absence) => {
            absence.next = absence.next.filter(|_| n > 0);
            Content::JustifiedAbsence(absence)
        }
        Content::ReleaseNotice(mut notice) => {
            times(&mut notice.rulings, n);
            Content::ReleaseNotice(notice)
        }
        Content::MeasureEnded(mut ended) => {
            ended.document = ended.document.filter(|_| n > 0);
            times(&mut ended.rulings, n);
            Content::MeasureEnded(ended)
        }
        Content::HandoverAct(act) => Content::HandoverAct(handover(act, n)),
        Content::Recall(mut recalled) => {
            times(&mut recalled.given_on, n);
            Content::Recall(recalled)
        }
        Content::RecallNotice(mut recalled) => {
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            (recalled.here, recalled.coming, recalled.gone) = (n, n, n);
            Content::RecallNotice(recalled)
        }
        Content::TreatmentCertificate(certificate) => {
            Content::TreatmentCertificate(certified(certificate, n))
        }
        Content::CourtSubmission(submission) => Content::CourtSubmission(submitted(submission, n)),
        Content::ReviewConclusion(conclusion) => Content::ReviewConclusion(concluded(conclusion, n)),
        Content::OwnRecord(record) => Content::OwnRecord(own_record(record, n)),
        Content::BreachDossier(mut breach) => {
            times(&mut breach.cases, n);
            times(&mut breach.refused, n);
            times(&mut breach.lists, n);
            Content::BreachDossier(breach)
        }
    };
    Sheet { content, ..sheet }
}

/// So many entries, the known ones over and over.
fn times<T: Clone>(list: &mut Vec<T>, n: usize) {
    let known = std::mem::take(list);
    list.extend(known.iter().cycle().take(n).cloned());
}

fn handover(mut act: HandoverAct, n: usize) -> HandoverAct {
    act.words = act.words.repeat(n);
    times(&mut act.owed, n);
    if n == 0 {
        act.release = Some(ReleaseDay::Unknown);
        act.back_on = None;
        act.first_visit = None;
        act.last_dose_on = None;
        act.next = None;
    }
    act
}

fn certified(mut certificate: Certificate, n: usize) -> Certificate {
    times(&mut certificate.visits, n);
    times(&mut certificate.pauses, n);
    times(&mut certificate.rulings, n);
    certificate
}

fn submitted(mut submission: Submission, n: usize) -> Submission {
    times(&mut submission.members, n);
    submission.ruling = submission.ruling.filter(|_| n > 0);
    submission
}

fn concluded(mut conclusion: Conclusion, n: usize) -> Conclusion {
    conclusion.findings = conclusion.findings.repeat(n);
    times(&mut conclusion.papers, n);
    times(&mut conclusion.missing, n);
    times(&mut conclusion.members, n);
    conclusion
}

fn own_record(mut record: OwnRecord, n: usize) -> OwnRecord {
    times(&mut record.now, n);
    for section in &mut record.sections {
        times(&mut section.entries, n);
    }
    times(&mut record.looks, n);
    record
}
