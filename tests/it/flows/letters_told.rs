//! Whoever was told of a letter is told what became of it: another issue, or that it no longer stands.

use super::letters::{draw, missed, sign};
use crate::support::world::{World, day, story};
use merzim::commands;
use merzim::domain::ids::CaseId;

/// The mails about a letter with one of the texts: to whom, and what they hold.
async fn told_by(world: &World, case: CaseId, template: &str) -> Vec<(&'static str, Vec<String>)> {
    let all = world.mail(case).await.into_iter();
    let of = all.filter(|mail| mail.template == template);
    let mut told: Vec<_> = of
        .filter_map(|mail| {
            let who = world.country.name_of_account(mail.recipient?);
            let mut held: Vec<_> = mail.arguments.keys().cloned().collect();
            held.sort_unstable();
            Some((who, held))
        })
        .collect();
    told.sort_unstable();
    told
}

fn with_link(who: &'static str) -> (&'static str, Vec<String>) {
    (who, ["letter", "reference"].map(str::to_owned).into())
}

fn without_link(who: &'static str) -> (&'static str, Vec<String>) {
    (who, ["of", "reference"].map(str::to_owned).into())
}

/// The office was told of a letter; the officer leaves, and another comes. Each issue, and the withdrawal, is told to everybody
/// who was told before, once.
#[test]
fn whoever_was_told_of_a_letter_is_told_what_became_of_it() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let id = draw(world, "n1", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let first = [with_link("po"), with_link("ps")];
        assert_eq!(told_by(world, case, "message-letter").await, first);

        let officer = world.country.person("po").id;
        commands::disable_account(&world.desk, &world.actor("admin"), None, officer)
            .await
            .unwrap();
        world.newcomer("probation-officer", "probation").await;
        let record = world.file(case).await.case.not_given[0].content.id;
        world.void("n1", case, record).await.unwrap();
        draw(world, "n1", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let [officer, head] = first;
        assert_eq!(
            told_by(world, case, "message-letter").await,
            [with_link("newcomer"), officer, head],
            "whoever hears of it for the first time"
        );
        assert_eq!(
            told_by(world, case, "message-letter-again").await,
            [with_link("ps")]
        );
        assert_eq!(
            told_by(world, case, "message-letter-left").await,
            [without_link("po")]
        );

        let fp = world.actor("fp");
        commands::withdraw_letter(&world.desk, &fp, None, id, "басқа адам")
            .await
            .unwrap();
        let withdrawn = told_by(world, case, "message-letter-withdrawn").await;
        assert_eq!(withdrawn, [with_link("newcomer"), with_link("ps")]);
        assert_eq!(
            told_by(world, case, "message-letter-left").await,
            [without_link("po"), without_link("po")]
        );
    });
}

/// Another body supervises by now: the former one cannot open its letter, and is told that it no longer stands.
#[test]
fn a_letter_that_is_withdrawn_after_the_case_passed_on_leads_the_former_body_nowhere() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let fp = world.actor("fp");
        // A draft that nobody signed was told to nobody, and so is that it is withdrawn.
        let draft = draw(world, "n1", case, &about).await.unwrap();
        commands::withdraw_letter(&world.desk, &fp, None, draft, "басқа адам")
            .await
            .unwrap();
        assert_eq!(told_by(world, case, "message-letter-withdrawn").await, []);
        let id = draw(world, "n1", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let (clerk, police) = (world.actor("clerk"), world.country.place("police").id);
        let on = day("2026-03-25");
        commands::change_supervision(&world.desk, &clerk, None, case, police, on, "сот шешімі")
            .await
            .unwrap();
        world.pass_until("2026-03-25 10:00").await;
        commands::withdraw_letter(&world.desk, &fp, None, id, "басқа адам")
            .await
            .unwrap();
        assert_eq!(
            told_by(world, case, "message-letter-left").await,
            [without_link("po"), without_link("ps")]
        );
        assert_eq!(told_by(world, case, "message-letter-withdrawn").await, []);
    });
}
