//! Merzim tracks court-ordered antiandrogen treatment.
//!
//! The house, from the ground up; each room may use only the rooms below it:
//!
//! ```text
//! cli, demo                    how an operator starts it
//! web, jobs                    who comes to the door: people, and the clock
//! exchange                     what comes as a file from other programs, read into plain values
//! letters                      papers: words, and the press that sets them
//! commands                     one file per intention: the only way in for change
//! store                        the one place that knows SeaORM: Desk, ledger, outbox, reading
//! access                       the one place that knows Cedar: Actor, Action, Permit, Scope
//! simulate                     pure: whole lives of cases, and a second model of the rules
//! domain                       pure: facts and rules in, obligations out
//! text, config, clock, secrets languages; configuration; the one reader of time; keys
//! ```
//!
//! `docs/architecture.md` walks through it; `tests/it/house.rs` enforces the direction.

pub mod access;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod jobs;
pub mod letters;
pub mod policies;
pub mod secrets;
pub mod simulate;
pub mod store;
pub mod text;
pub mod web;
