//! What makes a clinical course sound.

use super::Found;
use crate::domain::rules::Course;

pub(super) fn course_faults(course: &Course, found: &mut Found) {
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
