//! Signing in, on both databases: who comes in, who does not, and that refusals look alike.

use crate::support::database::{Fresh, on_each};
use chrono::{DateTime, Duration, Utc};
use merzim::{
    clock::Clock,
    commands::sign_in::{
        Attempt, Door, SignInFault, enrol::EnrolFault, one_time_code::CodeSecret, owner, password::Passwords,
        throttle,
    },
    domain::{
        ids::{AccountId, OrganisationId},
        localised::Localised,
        rules::Channel,
    },
    secrets::{Keys, digest},
    store::{
        accounts::{self, NewAccount},
        ledger::{self, Who},
        organisations::{self, Organisation},
        outbox, sessions,
    },
};
use std::{net::IpAddr, time::Instant};

const PASSPHRASE: &str = "төрт ат қорада тұр";

struct World {
    fresh: Fresh,
    clock: Clock,
    door: Door,
    secret: CodeSecret,
    nurse: AccountId,
}

impl World {
    async fn new(fresh: Fresh) -> Self {
        let clock = Clock::frozen("2026-07-03T04:00:00Z".parse().unwrap());
        let keys = Keys::derive(b"test");
        let passwords = Passwords::default();
        let secret = CodeSecret::fresh().unwrap();
        let hash = passwords.hash(PASSPHRASE.into()).await.unwrap();
        let organisation = OrganisationId::fresh();
        let name = || "Тест".to_owned();
        let tx = fresh.store.begin_write().await.unwrap();
        let place = Organisation {
            id: organisation,
            code: "test".into(),
            kind: "penal-facility".into(),
            region: "almaty".into(),
            name: Localised {
                kk: name(),
                ru: name(),
                en: name(),
            },
            address: name(),
            phone: "1".into(),
            email: None,
            zone: "Asia/Almaty".into(),
            closed: false,
        };
        organisations::create(&tx, &place).await.unwrap();
        let nurse = AccountId::fresh();
        for (id, sign_in_name) in [
            (nurse, "nurse"),
            (AccountId::fresh(), "closed"),
            (AccountId::fresh(), "new"),
        ] {
            let new = NewAccount {
                id,
                sign_in_name,
                display_name: "A. Nurse",
                organisation,
                role: merzim::access::Role::ALL[0].as_str(),
                email: Some("someone@merzim.example"),
                language: "kk",
                at: clock.now(),
            };
            accounts::create(&tx, &new).await.unwrap();
            if sign_in_name != "new" {
                let sealed = keys.seal(&owner(id), secret.as_bytes()).unwrap();
                accounts::set_credentials(&tx, id, &hash, &sealed).await.unwrap();
            }
            if sign_in_name == "closed" {
                accounts::disable(&tx, id, 1, clock.now()).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let door = Door::new(fresh.store.clone(), clock.clone(), keys, passwords);
        Self {
            fresh,
            clock,
            door,
            secret,
            nurse,
        }
    }

    fn code(&self) -> String {
        self.secret.code_at(self.clock.wall())
    }

    async fn try_as(&self, name: &str, passphrase: &str, code: &str) -> Result<String, SignInFault> {
        self.try_from("10.0.0.1", name, passphrase, code).await
    }

    async fn try_from(
        &self,
        address: &str,
        name: &str,
        passphrase: &str,
        code: &str,
    ) -> Result<String, SignInFault> {
        let address: IpAddr = address.parse().unwrap();
        let attempt = Attempt {
            name,
            passphrase,
            code,
            language: None,
            address,
        };
        self.door.sign_in(attempt).await.map(|begun| begun.token)
    }

    async fn refused(&self, name: &str, passphrase: &str, code: &str) {
        let outcome = self.try_as(name, passphrase, code).await;
        assert!(
            matches!(outcome, Err(SignInFault::Refused)),
            "{}",
            self.fresh.kind
        );
    }

    async fn failures(&self) -> u32 {
        accounts::find(&self.fresh.store, self.nurse)
            .await
            .unwrap()
            .unwrap()
            .failures
    }

    fn wait(&self, seconds: i64) {
        self.clock.forward(Duration::seconds(seconds)).unwrap();
    }
}

#[test]
fn a_session_begins_lives_and_ends() {
    on_each(|fresh| async move {
        let world = World::new(fresh).await;
        let token = world.try_as(" Nurse ", PASSPHRASE, &world.code()).await.unwrap();
        let who = world.door.resume(&token).await.unwrap().unwrap();
        assert_eq!(who.actor.account_id(), Some(world.nurse));
        assert_eq!((who.language.as_str(), who.zone), ("kk", chrono_tz::Asia::Almaty));
        assert_eq!(who.csrf.len(), 64);
        assert!(world.door.resume("another").await.unwrap().is_none());

        world.wait(14 * 60);
        assert!(world.door.resume(&token).await.unwrap().is_some(), "used in time");
        world.wait(14 * 60);
        assert!(
            world.door.resume(&token).await.unwrap().is_some(),
            "the idle limit moved on"
        );
        world.wait(15 * 60);
        assert!(world.door.resume(&token).await.unwrap().is_none(), "left alone");

        let token = world.try_as("nurse", PASSPHRASE, &world.code()).await.unwrap();
        for _ in 0..12 * 6 {
            world.wait(10 * 60 - 1);
            assert!(world.door.resume(&token).await.unwrap().is_some());
        }
        world.wait(2 * 60);
        assert!(
            world.door.resume(&token).await.unwrap().is_none(),
            "the shift is over"
        );

        let token = world.try_as("nurse", PASSPHRASE, &world.code()).await.unwrap();
        let who = world.door.resume(&token).await.unwrap().unwrap();
        world.door.sign_out(&who).await.unwrap();
        assert!(world.door.resume(&token).await.unwrap().is_none(), "signed out");
        assert!(
            sessions::find(&world.fresh.store, &digest(token.as_bytes()), world.clock.wall())
                .await
                .unwrap()
                .is_none()
        );
        let report = ledger::verify(&world.fresh.store).await.unwrap();
        assert_eq!(report.entries, 4, "three sign-ins and a sign-out");
        world.fresh
    });
}

#[test]
fn refusals_look_alike() {
    on_each(|fresh| async move {
        let world = World::new(fresh).await;
        let code = world.code();
        let mut spent = Vec::new();
        for (name, passphrase, code) in [
            ("nurse", "a wrong passphrase", code.as_str()),
            ("nurse", PASSPHRASE, "000000"),
            ("nobody", PASSPHRASE, code.as_str()),
            ("closed", PASSPHRASE, code.as_str()),
            ("new", "", "328482"),
            ("", "", ""),
        ] {
            let start = Instant::now();
            world.refused(name, passphrase, code).await;
            spent.push(start.elapsed().as_millis());
        }
        assert!(
            spent.iter().all(|millis| *millis >= 290),
            "none before the first beat: {spent:?}"
        );
        assert_eq!(world.failures().await, 2);
        world.try_as("nurse", PASSPHRASE, &code).await.unwrap();
        assert_eq!(world.failures().await, 0, "success forgets");
        world.refused("nurse", PASSPHRASE, &code).await; // a code works once
        world.wait(30);
        world.try_as("nurse", PASSPHRASE, &world.code()).await.unwrap();
        world.fresh
    });
}

#[test]
fn guessing_is_slowed_and_stopped() {
    on_each(|fresh| async move {
        let world = World::new(fresh).await;
        for _ in 0..5 {
            world.refused("nurse", "guess", "1").await;
        }
        world.refused("nurse", PASSPHRASE, &world.code()).await; // right, but too soon
        assert_eq!(world.failures().await, 5, "what is not looked at does not count");
        world.wait(1);
        world.try_as("nurse", PASSPHRASE, &world.code()).await.unwrap();

        fail_to(&world, throttle::LONG_WAIT_FAILURES).await;
        world.wait(14 * 60);
        world.refused("nurse", PASSPHRASE, &world.code()).await;
        world.wait(60);
        world.try_as("nurse", PASSPHRASE, &world.code()).await.unwrap();

        fail_to(&world, throttle::HARD_CAP).await;
        world.wait(365 * 86_400);
        world.refused("nurse", PASSPHRASE, &world.code()).await;
        world.fresh
    });
}

#[test]
fn an_address_that_guesses_is_not_listened_to_until_its_window_has_passed() {
    on_each(|fresh| async move {
        let world = World::new(fresh).await;
        let loud = "10.0.0.9";
        for number in 0..60 {
            // Each time another name: no account is slowed by it.
            let guess = world
                .try_from(loud, &format!("nobody-{number}"), "guess", "1")
                .await;
            assert!(matches!(guess, Err(SignInFault::Refused)));
        }
        let right = world.try_from(loud, "nurse", PASSPHRASE, &world.code()).await;
        assert!(matches!(right, Err(SignInFault::Refused)), "not looked at");
        assert_eq!(world.failures().await, 0, "and not counted against the nurse");
        let elsewhere = world
            .try_from("10.0.0.8", "nurse", PASSPHRASE, &world.code())
            .await;
        let session = elsewhere.unwrap();
        assert!(world.door.resume(&session).await.unwrap().is_some());

        world.wait(9 * 60);
        let early = world.try_from(loud, "nurse", PASSPHRASE, &world.code()).await;
        assert!(matches!(early, Err(SignInFault::Refused)));
        world.wait(60);
        world
            .try_from(loud, "nurse", PASSPHRASE, &world.code())
            .await
            .unwrap();
        world.fresh
    });
}

/// Whoever keeps trying while the account waits changes nothing, and is still on record; the owner is written to once.
#[test]
fn attempts_while_locked_stand_in_the_ledger_and_the_owner_is_told_once() {
    on_each(|fresh| async move {
        let world = World::new(fresh).await;
        let store = &world.fresh.store;
        fail_to(&world, throttle::LONG_WAIT_FAILURES - 1).await;
        world.wait(throttle::LONG_WAIT_MINUTES * 60);
        world.refused("nurse", "guess", "1").await;
        let verified = ledger::verify(store).await.unwrap().entries;
        for _ in 0..3 {
            world.refused("nurse", PASSPHRASE, &world.code()).await;
        }
        assert_eq!(
            world.failures().await,
            throttle::LONG_WAIT_FAILURES,
            "not counted"
        );
        let report = ledger::verify(store).await.unwrap();
        assert_eq!(report.entries, verified + 3, "each is on record");

        let now = world.clock.now();
        let letter = outbox::lease(
            store,
            outbox::Due::any(Channel::Email, now),
            "test",
            now,
            now + Duration::minutes(5),
        )
        .await
        .unwrap();
        let letter = letter.expect("the owner is written to");
        assert_eq!(
            (letter.template.as_str(), letter.recipient),
            ("message-sign-in-waits", Some(world.nurse))
        );
        assert_eq!(
            letter.arguments["until"], "09:30",
            "in the zone of the place, {:?}",
            letter.arguments
        );
        assert_eq!(letter.case, None);
        let another = outbox::lease(
            store,
            outbox::Due::any(Channel::Email, now),
            "test",
            now,
            now + Duration::minutes(5),
        )
        .await
        .unwrap();
        assert_eq!(another, None, "one letter for a streak");

        world.wait(throttle::LONG_WAIT_MINUTES * 60);
        let token = world.try_as("nurse", PASSPHRASE, &world.code()).await.unwrap();
        let who = world.door.resume(&token).await.unwrap().unwrap();
        let told = who.guessed.expect("the new session says what came before it");
        assert!(
            told.before && told.failures == throttle::LONG_WAIT_FAILURES && told.wait == throttle::Wait::None
        );
        world.wait(11 * 60);
        assert_eq!(world.door.resume(&token).await.unwrap().unwrap().guessed, None);
        world.fresh
    });
}

/// Many guesses at once must not slip through between looking and counting.
#[test]
fn guesses_at_once_are_counted_too() {
    on_each(|fresh| async move {
        let world = World::new(fresh).await;
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..30 {
            let door = world.door.clone();
            guesses.spawn(async move {
                let address = "10.0.0.2".parse().unwrap();
                let guess = Attempt {
                    name: "nurse",
                    passphrase: "guess",
                    code: "1",
                    language: None,
                    address,
                };
                assert!(matches!(door.sign_in(guess).await, Err(SignInFault::Refused)));
            });
        }
        while let Some(outcome) = guesses.join_next().await {
            outcome.unwrap();
        }
        let failures = world.failures().await;
        assert!((5..=8).contains(&failures), "{failures} guesses were looked at");
        world.fresh
    });
}

#[test]
fn a_link_enrols_once_and_ends_what_was_before() {
    on_each(|fresh| async move {
        let world = World::new(fresh).await;
        let before = world.try_as("nurse", PASSPHRASE, &world.code()).await.unwrap();
        let tx = world.fresh.store.begin_write().await.unwrap();
        let old = world
            .door
            .issue_link(&tx, world.nurse, Who::Nobody)
            .await
            .unwrap();
        let link = world
            .door
            .issue_link(&tx, world.nurse, Who::Nobody)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(
            world.door.resume(&before).await.unwrap().is_none(),
            "sessions end with the reset"
        );
        assert!(
            matches!(world.door.offer(&old).await, Err(EnrolFault::Link)),
            "a newer link was issued"
        );

        let offer = world.door.offer(&link).await.unwrap();
        assert_eq!(offer.account.id, world.nurse);
        let again = world.door.offer(&link).await.unwrap();
        assert_eq!(
            offer.secret.as_bytes(),
            again.secret.as_bytes(),
            "the same after an error"
        );
        let code = offer.secret.code_at(world.clock.wall());
        let chosen = "five camels by the river";
        let weak = world.door.enrol(&link, "short", &code).await;
        assert!(matches!(weak, Err(EnrolFault::Weak(_))));
        assert!(matches!(
            world.door.enrol(&link, chosen, "000000").await,
            Err(EnrolFault::Code)
        ));
        world.door.enrol(&link, chosen, &code).await.unwrap();
        assert!(
            matches!(
                world.door.enrol(&link, chosen, &code).await,
                Err(EnrolFault::Link)
            ),
            "once"
        );

        world.refused("nurse", chosen, &code).await; // the code was shown while enrolling
        world.wait(30);
        world.refused("nurse", PASSPHRASE, &world.code()).await; // the old passphrase and secret
        world
            .try_as("nurse", chosen, &offer.secret.code_at(world.clock.wall()))
            .await
            .unwrap();

        let tx = world.fresh.store.begin_write().await.unwrap();
        let late = world
            .door
            .issue_link(&tx, world.nurse, Who::Nobody)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world.wait(24 * 3600);
        assert!(
            matches!(world.door.offer(&late).await, Err(EnrolFault::Link)),
            "a day is over"
        );
        world.fresh
    });
}

/// Writes the failures that hours of guessing would cause.
async fn fail_to(world: &World, failures: u32) {
    let now: DateTime<Utc> = world.clock.wall();
    let tx = world.fresh.store.begin_write().await.unwrap();
    for _ in 0..failures {
        accounts::record_failure(&tx, world.nurse, |count| match throttle::wait_after(count, now) {
            throttle::Wait::Until(until) => Some(until),
            throttle::Wait::None | throttle::Wait::Locked => None,
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}
