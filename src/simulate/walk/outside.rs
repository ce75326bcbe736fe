//! What befalls some outside: restrictions come and go, somebody names an appointment in spite of them, and the person comes
//! where nobody treats him.

use super::Walk;
use crate::simulate::chance::Chance;
use crate::simulate::step::{Outside, Step};

/// One in so many lives is lived so.
const ONE_IN: u32 = 4;
/// Sets its chance apart from that of everything else: a life in which nothing of it happens is the one it was before.
const APART: u64 = u64::from_be_bytes(*b"\0outside");

/// The chance by which it happens in a life; none in most of them.
pub(super) fn chance_of(seed: u64) -> Option<Chance> {
    let mut chance = Chance::new(Chance::new(seed ^ APART).draw());
    (chance.below(ONE_IN) == 0).then_some(chance)
}

impl Walk<'_> {
    /// One thing, now and then.
    pub(super) fn outside(&mut self) {
        let Some(mut chance) = self.outside.take() else {
            return;
        };
        if let Some((name, step)) = self.befalls(&mut chance) {
            self.happens(name, &Step::Outside(step));
        }
        self.outside = Some(chance);
    }

    fn befalls(&self, chance: &mut Chance) -> Option<(&'static str, Outside)> {
        // Where an appointment stands, it is put to the test more often.
        let appointed = self.life.case.appointed(self.life.now.today()).is_some();
        if chance.below(if appointed { 6 } else { 12 }) > 0 {
            return None;
        }
        let any = usize::try_from(chance.below(1 << 16)).unwrap_or_default();
        let (hour, days) = (chance.below(24), i64::from(chance.below(120)));
        Some(match chance.below(9) {
            0..=3 if days % 4 == 3 => {
                let step = Outside::LatePaper {
                    about: any,
                    in_days: days / 3,
                    older_by: 1 + days % 40,
                };
                ("late-paper", step)
            }
            0..=3 => {
                let in_days = days / 3 - 15;
                let for_days = (!any.is_multiple_of(5)).then_some(days + 5);
                let step = Outside::Restrict {
                    kind: any,
                    in_days,
                    for_days,
                    hour,
                };
                ("restriction", step)
            }
            4 => ("restriction-struck-out", Outside::Unrestrict),
            5 => {
                let step = Outside::AppointBlindly {
                    days: days % 7 - 3,
                    hour: 9 + hour % 8,
                    with_leave: any.is_multiple_of(2),
                };
                ("appointed-blindly", step)
            }
            // Whoever is held comes nowhere.
            _ if self.life.roster.held => return None,
            _ => ("turned-up", Outside::TurnUp { at: any }),
        })
    }
}
