//! Nobody reads of persons by the act of one administrator: an account that was opened, or enrolled anew, waits until somebody
//! else with a name vouches for its holder.

use crate::support::world::{World, at, refusals, story};
use chrono::TimeDelta;
use merzim::access::{Account, Actor, Role};
use merzim::commands::sign_in::enrol::Link;
use merzim::commands::sign_in::one_time_code::CodeSecret;
use merzim::commands::sign_in::password::Passwords;
use merzim::commands::sign_in::{Attempt, Door, SignInFault};
use merzim::commands::{self, AddAccount, AddTelephone, FeedAddress};
use merzim::domain::ids::AccountId;
use merzim::domain::refusal::Refusal;
use merzim::secrets::Keys;
use merzim::store::desk::Failure;
use merzim::store::{accounts, outbox};
use std::collections::BTreeSet;

const BEGINS: [&str; 2] = ["2026-11-09 09:00", "2027-01-11 09:00"];
const PASSPHRASE: &str = "бес бұтақты бәйтерек";

impl World {
    pub(super) fn door(&self) -> Door {
        let (store, clock) = (self.fresh.store.clone(), self.clock.clone());
        Door::new(store, clock, Keys::derive(b"test"), Passwords::default())
    }

    /// The administrator opens an account, and holds its link.
    async fn opened(&self, door: &Door, name: &str, role: &str, place: &str) -> (AccountId, Link) {
        let form = AddAccount {
            name,
            sign_in_name: name,
            email: "",
            role,
            organisation: Some(self.country.place(place).id),
            language: "ru",
        };
        let link = door.make_link().unwrap();
        let admin = self.actor("admin");
        let issued = commands::add_account(&self.desk, door, &admin, None, &form, &link).await;
        (issued.unwrap().account, link)
    }

    /// Whoever holds a link enrols with it.
    pub(super) async fn enrolled(&self, door: &Door, link: &Link) -> CodeSecret {
        let secret = door.offer(link.token()).await.unwrap().secret;
        let code = secret.code_at(self.clock.wall());
        door.enrol(link.token(), PASSPHRASE, &code).await.unwrap();
        secret
    }

    /// Signs in a minute later, with the next code.
    async fn enters(&self, door: &Door, name: &str, secret: &CodeSecret) -> Result<(), SignInFault> {
        self.at_instant(self.clock.now() + TimeDelta::minutes(1));
        let code = secret.code_at(self.clock.wall());
        let attempt = Attempt {
            name,
            passphrase: PASSPHRASE,
            code: &code,
            language: None,
            address: "10.0.0.1".parse().unwrap(),
        };
        door.sign_in(attempt).await.map(drop)
    }

    pub(super) async fn vouches(&self, who: &Actor, account: AccountId) -> Result<AccountId, Failure> {
        commands::vouch_for_account(&self.desk, who, None, account).await
    }

    /// To whom was written that an account waits.
    async fn told_to_vouch(&self) -> BTreeSet<AccountId> {
        let sent = outbox::recent(&self.fresh.store, 100).await.unwrap();
        let sent = sent.iter().filter(|message| message.template == "message-vouch");
        sent.filter_map(|message| message.recipient).collect()
    }

    fn acting(&self, id: AccountId, role: &str, place: &str) -> Actor {
        let place = self.country.place(place);
        Actor::account(Account {
            id,
            role: Role::parse(role).unwrap(),
            organisation: place.id,
            organisation_kind: place.kind.to_owned(),
            region: place.region.to_owned(),
        })
    }
}

fn waits(outcome: &Result<(), SignInFault>, account: AccountId) -> bool {
    matches!(outcome, Err(SignInFault::Unvouched(waiting)) if *waiting == account)
}

#[test]
fn an_account_that_an_administrator_opened_opens_nothing_until_a_colleague_vouches() {
    for begins in BEGINS {
        story(begins, async |world| {
            let door = world.door();
            let (evil, link) = world.opened(&door, "evil.psy", "psychiatrist", "oc1").await;
            let colleagues = ["cn1", "fp", "ph", "co"].map(|name| world.country.person(name).id);
            assert_eq!(world.told_to_vouch().await, BTreeSet::from(colleagues));
            // Whoever holds the link may still be another than the one who is known here.
            let early = world.vouches(&world.actor("fp"), evil).await;
            assert_eq!(refusals(early), [Refusal::NothingToDo]);

            let secret = world.enrolled(&door, &link).await;
            assert!(waits(&world.enters(&door, "evil.psy", &secret).await, evil));
            for stranger in ["admin", "n1", "po", "co2"] {
                let forbidden = world.vouches(&world.actor(stranger), evil).await;
                assert!(matches!(forbidden, Err(Failure::Forbidden(_))), "{stranger}");
            }
            // Neither does it vouch for itself, nor one that waits as it does.
            let (second, link) = world.opened(&door, "evil.nurse", "clinic-nurse", "oc1").await;
            world.enrolled(&door, &link).await;
            for waiting in [
                world.acting(evil, "psychiatrist", "oc1"),
                world.acting(second, "clinic-nurse", "oc1"),
            ] {
                let refused = world.vouches(&waiting, evil).await;
                assert_eq!(refusals(refused), [Refusal::SamePerson]);
            }
            assert!(waits(&world.enters(&door, "evil.psy", &secret).await, evil));

            world.vouches(&world.actor("fp"), evil).await.unwrap();
            world.enters(&door, "evil.psy", &secret).await.unwrap();
            let again = world.vouches(&world.actor("ph"), evil).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
            // Whoever is vouched for is a colleague like the others.
            let vouched = world.acting(evil, "psychiatrist", "oc1");
            world.vouches(&vouched, second).await.unwrap();
        });
    }
}

#[test]
fn an_account_that_is_refused_is_disabled_and_still_waits_when_it_is_enabled() {
    for begins in BEGINS {
        story(begins, async |world| {
            let door = world.door();
            let (evil, link) = world.opened(&door, "evil.psy", "psychiatrist", "oc1").await;
            let secret = world.enrolled(&door, &link).await;
            let coordinator = world.actor("co");
            commands::refuse_account(&world.desk, &coordinator, None, evil)
                .await
                .unwrap();
            let shut = world.enters(&door, "evil.psy", &secret).await;
            assert!(matches!(shut, Err(SignInFault::Refused)));
            let vouched = world.vouches(&world.actor("fp"), evil).await;
            assert_eq!(refusals(vouched), [Refusal::NothingToDo]);

            commands::enable_account(&world.desk, &world.actor("admin"), None, evil)
                .await
                .unwrap();
            assert!(waits(&world.enters(&door, "evil.psy", &secret).await, evil));
        });
    }
}

#[test]
fn an_account_that_is_enrolled_anew_waits_like_a_new_one() {
    for begins in BEGINS {
        story(begins, async |world| {
            let (door, admin) = (world.door(), world.actor("admin"));
            let known = world.country.person("fp").id;
            let link = door.make_link().unwrap();
            commands::issue_enrolment(&world.desk, &door, &admin, None, known, &link)
                .await
                .unwrap();
            let told = ["cn1", "ph", "co"].map(|name| world.country.person(name).id);
            assert_eq!(world.told_to_vouch().await, BTreeSet::from(told));
            let secret = world.enrolled(&door, &link).await;
            assert!(waits(&world.enters(&door, "fp", &secret).await, known));
            // Meanwhile it vouches for nobody.
            let (other, link) = world.opened(&door, "evil.nurse", "clinic-nurse", "oc1").await;
            world.enrolled(&door, &link).await;
            let refused = world.vouches(&world.actor("fp"), other).await;
            assert_eq!(refusals(refused), [Refusal::SamePerson]);

            world.vouches(&world.actor("cn1"), known).await.unwrap();
            world.enters(&door, "fp", &secret).await.unwrap();
            let account = accounts::find(&world.fresh.store, known).await.unwrap();
            assert_eq!(account.unwrap().waits_since, None);
        });
    }
}

#[test]
fn where_somebody_is_alone_the_coordinator_vouches_and_an_administrator_waits_for_nobody() {
    for begins in BEGINS {
        story(begins, async |world| {
            let door = world.door();
            let only = world.country.person("cop").id;
            let link = door.make_link().unwrap();
            let admin = world.actor("admin");
            commands::issue_enrolment(&world.desk, &door, &admin, None, only, &link)
                .await
                .unwrap();
            let coordinator = world.country.person("co").id;
            assert_eq!(world.told_to_vouch().await, BTreeSet::from([coordinator]));
            let secret = world.enrolled(&door, &link).await;
            assert!(waits(&world.enters(&door, "cop", &secret).await, only));
            world.vouches(&world.actor("co"), only).await.unwrap();
            world.enters(&door, "cop", &secret).await.unwrap();

            // An account that reads of nobody opens what it may at once.
            let (_, link) = world
                .opened(&door, "admin.second", "administrator", "health")
                .await;
            let secret = world.enrolled(&door, &link).await;
            world.enters(&door, "admin.second", &secret).await.unwrap();
        });
    }
}

/// The only head of an office is enrolled anew: until somebody vouches for whoever did so, the chair is empty.
#[test]
fn an_account_that_waits_fills_no_chair() {
    for [begins, target, refused, officer, head] in [
        [
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-14 10:00",
            "2026-03-22 00:00",
            "2026-03-23 00:00",
        ],
        [
            "2026-12-20 09:00",
            "2026-12-31",
            "2026-12-28 10:00",
            "2027-01-08 00:00",
            "2027-01-09 00:00",
        ],
    ] {
        story(begins, async |world| {
            let (door, admin) = (world.door(), world.actor("admin"));
            let case = world.planned_for(target).await;
            let only = world.country.person("ps").id;
            let sits = async || {
                let people = world.file(case).await.roster.people;
                people.iter().any(|person| person.account == only)
            };
            assert!(sits().await);
            let link = door.make_link().unwrap();
            commands::issue_enrolment(&world.desk, &door, &admin, None, only, &link)
                .await
                .unwrap();
            world.enrolled(&door, &link).await;
            assert!(!sits().await);
            // Neither is it chosen to act for others.
            let deputy = commands::NameDeputy {
                deputy: Some(only),
                absent_from: None,
                absent_until: None,
            };
            let absent = world.country.person("po").id;
            let coordinator = world.actor("co");
            let named = commands::name_deputy(&world.desk, &coordinator, None, absent, &deputy).await;
            assert_eq!(refusals(named), [Refusal::NotUnderstood { field: "deputy" }]);

            world.pass_until(refused).await;
            world.refuse(case).await;
            world.pass_until(officer).await;
            world.pass_until(head).await;
            let asked = world.climbs_to(case, "probation").await;
            let asked: Vec<_> = asked
                .iter()
                .map(|notice| (notice.who, notice.due_at, notice.gap.as_deref(), notice.mailed))
                .collect();
            assert_eq!(
                asked,
                [
                    (Some("po"), at(officer), None, true),
                    (None, at(head), Some("no-deputy"), false),
                    (None, at(head), Some("nobody-in-role"), false),
                ]
            );
            let region = world.climbs_to(case, "health").await;
            assert_eq!(region[0].due_at, at(head), "an empty chair costs no time");

            world.vouches(&coordinator, only).await.unwrap();
            assert!(sits().await);
            let (looked_at, ..) = world.case_row(case).await;
            assert!(
                looked_at.is_some_and(|at| at <= world.clock.now()),
                "the ladder is looked at again at once"
            );
        });
    }
}

/// A calendar opens and a short message arrives without anybody signing in: neither is for an account that waits.
#[test]
fn an_account_that_waits_has_no_calendar_and_no_telephone() {
    for begins in BEGINS {
        story(begins, async |world| {
            let (door, admin) = (world.door(), world.actor("admin"));
            let officer = world.country.person("po").id;
            let link = door.make_link().unwrap();
            commands::issue_enrolment(&world.desk, &door, &admin, None, officer, &link)
                .await
                .unwrap();
            // Its address may have been made a moment before the session ended.
            let address = FeedAddress::make().unwrap();
            commands::issue_feed(&world.desk, &world.actor("po"), None, "ru", &address)
                .await
                .unwrap();
            let opens = async || {
                let feed = commands::fetch_feed(&world.desk, address.shown()).await;
                feed.unwrap().is_some()
            };
            let form = AddTelephone {
                sign_in_name: "po",
                number: "+7 701 234 56 78",
            };
            let rings = async || commands::add_telephone(&world.desk, &admin, None, &form).await;
            let nobody = Refusal::NotUnderstood {
                field: "sign_in_name",
            };
            assert!(!opens().await);
            assert_eq!(refusals(rings().await), [nobody]);

            world.enrolled(&door, &link).await;
            assert!(!opens().await, "nobody has vouched yet");
            world.vouches(&world.actor("ps"), officer).await.unwrap();
            assert!(opens().await);
            rings().await.unwrap();
        });
    }
}
