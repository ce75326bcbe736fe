//! What makes a clinical course sound.

use super::Found;
use crate::domain::rules::{Course, Post, ReviewRule};

pub(super) fn course_faults(course: &Course, found: &mut Found) {
    review_faults(&course.review, found);
    found.unique(
        "speciality",
        course.specialities.iter().map(|known| known.id.as_str()),
    );
    for speciality in &course.specialities {
        found.words(&speciality.name, &speciality.id);
    }
    found.source(&course.clearance.source, "clearance");
    found.must(
        !course.clearance.specialities.is_empty(),
        "clearance: a commission without members",
    );
    found.unique(
        "member of the clearance",
        course.clearance.specialities.iter().map(String::as_str),
    );
    for id in &course.clearance.specialities {
        let known = course.speciality(id).is_some();
        found.must(known, format!("clearance: there is no speciality \"{id}\""));
    }
    found.unique(
        "contraindication",
        course.contraindications.iter().map(|known| known.id.as_str()),
    );
    for known in &course.contraindications {
        found.words(&known.name, &known.id);
        found.source(&known.source, &known.id);
    }
    let told = &course.information;
    found.source(&told.source, "information");
    found.must(!told.topics.is_empty(), "information: nothing to tell");
    found.must(
        !told.languages.is_empty(),
        "information: no language to tell it in",
    );
    found.unique("topic", told.topics.iter().map(|topic| topic.id.as_str()));
    found.unique("language", told.languages.iter().map(|known| known.id.as_str()));
    told.topics
        .iter()
        .for_each(|topic| found.words(&topic.name, &topic.id));
    told.languages
        .iter()
        .for_each(|known| found.words(&known.name, &known.id));
}

fn review_faults(review: &ReviewRule, found: &mut Found) {
    found.source(&review.source, "review");
    found.must(review.members > 0, "review: a commission without members");
    found.unique("paper", review.papers.iter().map(|paper| paper.id.as_str()));
    let numbers: Vec<_> = review
        .papers
        .iter()
        .map(|paper| paper.number.to_string())
        .collect();
    found.unique("number of a paper", numbers.iter().map(String::as_str));
    for paper in &review.papers {
        found.words(&paper.name, &paper.id);
        found.source(&paper.source, &paper.id);
        found.must(
            (1..100).contains(&paper.number),
            format!("{}: its number must lie between 1 and 99", paper.id),
        );
        // A paper of a psychiatric review says by being asked for that there is one.
        found.must(
            !matches!(paper.owner.post, Post::Attendant | Post::Officer),
            format!(
                "{}: neither custody nor a supervising body may be asked for it",
                paper.id
            ),
        );
    }
    found.unique(
        "proposal",
        review.proposals.iter().map(|proposal| proposal.id.as_str()),
    );
    found.must(!review.proposals.is_empty(), "review: nothing to propose");
    for proposal in &review.proposals {
        found.words(&proposal.name, &proposal.id);
        found.source(&proposal.source, &proposal.id);
        found.must(
            !proposal.ends || proposal.to_court,
            format!("{}: only a court ends the measure", proposal.id),
        );
    }
}
