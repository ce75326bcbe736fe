//! A physician says of what speaks against a drug, and may pass, that it is over, apart from any hold.

use super::Walk;
use crate::simulate::chance::Chance;
use crate::simulate::step::Step;

/// One in so many lives is lived so.
const ONE_IN: u32 = 2;
/// Sets its chance apart from that of everything else: a life in which nothing of it happens is the one it was before.
const APART: u64 = u64::from_be_bytes(*b"\0\0\0\0over");

/// The chance by which it happens in a life; none in the others.
pub(super) fn chance_of(seed: u64) -> Option<Chance> {
    let mut chance = Chance::new(Chance::new(seed ^ APART).draw());
    (chance.below(ONE_IN) == 0).then_some(chance)
}

impl Walk<'_> {
    /// Where something was found that may pass, now and then.
    pub(super) fn passing(&mut self) {
        let Some(mut chance) = self.passing.take() else {
            return;
        };
        if self.life.case.passing().next().is_some() && chance.below(4) == 0 {
            self.happens("contraindication-over", &Step::Over);
        }
        self.passing = Some(chance);
    }
}
