//! The pure core: no async, no clock, no database, no HTTP.
//!
//! Facts are what happened ([`event`]); rules are data ([`rules`]); [`plan`] is a function of both.

pub mod ahead;
pub mod alert;
pub mod calendar;
pub mod case;
pub mod chairs;
pub mod decide;
pub mod dosing;
pub mod effect;
pub mod escalation;
pub mod event;
pub mod forecast;
pub mod identifier;
pub mod ids;
pub mod iin;
pub mod import;
pub mod letter;
pub mod lifetime;
pub mod localised;
pub mod met;
pub mod obligation;
pub mod pack_code;
pub mod paper;
pub mod passage;
pub mod person_names;
pub mod plan;
pub mod preview;
pub mod reach;
pub mod refusal;
pub mod report;
pub mod results;
pub mod review;
pub mod roster;
pub mod rules;
pub mod ruling;
pub mod schedule;
pub mod settle;
pub mod shelf_duty;
pub mod shift;
pub mod supervision;
pub mod supply;
pub mod time;
mod turns;
