//! The pages through the real server, on both databases.

mod desks;
mod effort;
mod escaped;
mod foreseen;
mod forms;
mod handed_over;
mod held_again;
mod just_done;
mod led_back;
mod letters;
mod letters_behind;
mod letters_checked;
mod letters_ended;
mod letters_twice;
mod letters_withdrawn;
mod listed;
mod long_list;
mod nearest_wanted;
mod next_step;
mod odd;
mod own_record;
mod passing;
mod reached;
mod results;
mod routes;
mod rules_read;
mod sheet_scans;
mod twins;
mod unavailable;
mod unseen;
mod warned;

/// One person of each role at the case, and some who have nothing to do with it.
const PEOPLE: [&str; 15] = [
    "nurse.prison",
    "nurse.clinic",
    "nurse.far",
    "psychiatrist",
    "psychiatrist.far",
    "pharmacist",
    "clerk",
    "controller",
    "probation",
    "probation.head",
    "probation.second",
    "police",
    "coordinator",
    "auditor",
    "admin",
];
