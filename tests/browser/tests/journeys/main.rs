//! Journeys through the program in a real browser, as people make them.

#![allow(clippy::unwrap_used, reason = "a journey that cannot go on has failed")]

mod begin;
mod door;
mod dose;
mod full_disk;
mod r#move;
mod outside;
mod pictures;
mod recall;
mod refusal;
mod release;
mod review;
mod scene;
mod summoned;
