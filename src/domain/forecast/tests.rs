use super::*;
use chrono::Days;
use proptest::prelude::*;
use uuid::Uuid;

const PRODUCT: &str = "goserelin-12w";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn site(n: u128) -> OrganisationId {
    OrganisationId(Uuid::from_u128(n))
}

fn case(n: u128) -> CaseId {
    CaseId(Uuid::from_u128(n))
}

fn regions() -> BTreeMap<OrganisationId, String> {
    (0..4).map(|n| (site(n), format!("region-{}", n / 2))).collect()
}

/// Before anything here expires: what is sent is there in time.
fn at_once() -> NaiveDate {
    day("2026-01-01")
}

fn need(of: u128, at: u128, last_on: &str) -> Need {
    let last_on = day(last_on);
    Need {
        last_on,
        needed_by: last_on - Days::new(20),
        case: case(of),
        cycle: 1,
        product: PRODUCT.to_owned(),
        site: site(at),
        due_on: last_on - Days::new(7),
    }
}

fn pack(number: u128, expiry_on: &str, lies: Lies) -> Stocked {
    Stocked {
        expiry_on: day(expiry_on),
        pack: PackId(Uuid::from_u128(number)),
        product: PRODUCT.to_owned(),
        lot: format!("L{number}"),
        lies,
    }
}

fn free(number: u128, expiry_on: &str, at: u128) -> Stocked {
    pack(number, expiry_on, Lies::Free { at: site(at) })
}

fn lots(forecast: &Forecast) -> Vec<Option<&str>> {
    let packs = forecast.doses.iter().map(|dose| dose.pack.as_ref().ok());
    packs.map(|pack| pack.map(|pack| pack.lot.as_str())).collect()
}

#[test]
fn the_pack_that_expires_first_among_the_good_ones_goes_first() {
    let needs = [need(1, 0, "2026-03-10"), need(2, 0, "2026-02-10")];
    let packs = [
        free(1, "2026-01-31", 0),
        free(2, "2027-01-31", 0),
        free(3, "2026-02-28", 0),
    ];
    let forecast = forecast(&needs, &packs, &regions(), at_once());
    assert_eq!(lots(&forecast), [Some("L3"), Some("L2")]);
    assert_eq!(
        forecast.doses[0].need.case,
        case(2),
        "the one in time for the shortest stands first"
    );
    assert_eq!(forecast.wasted(day("2026-03-31")).count(), 1, "L1 expires unused");
}

#[test]
fn what_is_kept_for_a_person_serves_nobody_else() {
    let kept = pack(
        1,
        "2027-01-31",
        Lies::Kept {
            at: site(0),
            case: case(1),
        },
    );
    let coming = pack(
        2,
        "2027-01-31",
        Lies::OnTheWay {
            to: site(0),
            case: case(3),
        },
    );
    let needs = [
        need(1, 0, "2026-02-10"),
        need(2, 0, "2026-02-10"),
        need(3, 0, "2026-02-10"),
    ];
    let forecast = forecast(&needs, &[kept, coming], &regions(), at_once());
    assert_eq!(lots(&forecast), [Some("L1"), None, Some("L2")]);
    assert_eq!(
        forecast
            .at_risk()
            .next()
            .unwrap()
            .pack
            .as_ref()
            .unwrap_err()
            .remedy,
        Remedy::Order
    );
}

#[test]
fn a_dose_without_a_pack_says_why_and_what_could_be_done() {
    let packs = [
        free(1, "2026-01-31", 0),
        pack(
            2,
            "2027-01-31",
            Lies::Quarantined {
                at: site(0),
                case: None,
            },
        ),
        free(3, "2026-12-31", 1),
        free(4, "2026-06-30", 2),
        pack(
            5,
            "2027-01-31",
            Lies::Kept {
                at: site(3),
                case: case(9),
            },
        ),
    ];
    let needs = [
        need(1, 0, "2026-02-10"),
        need(2, 0, "2026-02-11"),
        need(3, 0, "2026-02-12"),
        need(9, 0, "2026-02-13"),
    ];
    let forecast = forecast(&needs, &packs, &regions(), at_once());
    let missing: Vec<_> = forecast
        .at_risk()
        .map(|dose| dose.pack.as_ref().unwrap_err())
        .collect();
    let judged: Vec<_> = missing.iter().map(|missing| missing.quarantined).collect();
    assert_eq!(judged, [true, false, false, false], "one pack serves one dose");
    assert!(
        missing
            .iter()
            .all(|missing| missing.too_short == Some(day("2026-01-31")))
    );
    let remedies: Vec<_> = missing
        .iter()
        .map(|missing| {
            (
                missing.remedy.code(),
                missing.remedy.pack().map(|pack| pack.lot.as_str()),
            )
        })
        .collect();
    assert_eq!(
        remedies,
        [
            ("move-near", Some("L3")),
            ("move-far", Some("L4")),
            ("order", None),
            ("fetch", Some("L5"))
        ]
    );
    let sites = forecast.sites(day("2026-12-31"));
    assert_eq!(
        (sites[0].site, sites[0].needed, sites[0].at_risk),
        (site(0), 4, 4)
    );
    assert_eq!(sites[0].missing_by, Some(day("2026-01-21")));
    assert_eq!((sites[0].spare, sites[0].wasted), (1, 1));
}

/// His own pack is with a courier, on its way to where he was: it lies nowhere yet.
#[test]
fn an_own_pack_with_a_courier_is_said_to_be_under_way() {
    let (to, at, of) = (site(3), site(3), case(1));
    for (lies, code) in [
        (Lies::OnTheWay { to, case: of }, "under-way"),
        (Lies::Kept { at, case: of }, "fetch"),
    ] {
        let packs = [pack(1, "2027-01-31", lies)];
        let forecast = forecast(&[need(1, 0, "2026-02-10")], &packs, &regions(), at_once());
        let missing = forecast.doses[0].pack.as_ref().unwrap_err();
        assert_eq!(missing.remedy.code(), code);
    }
}

/// What would expire on its way is offered to no other place: the next one that is still good when it is there is.
#[test]
fn a_pack_that_expires_on_its_way_is_not_offered_elsewhere() {
    let needs = [need(1, 0, "2026-02-10")];
    let packs = [
        free(1, "2026-02-10", 1),
        free(2, "2026-02-11", 2),
        free(3, "2026-02-12", 3),
    ];
    for (there_on, offered) in [
        ("2026-02-10", ("move-near", Some("L1"))),
        ("2026-02-11", ("move-far", Some("L2"))),
        ("2026-02-12", ("move-far", Some("L3"))),
        ("2026-02-13", ("order", None)),
    ] {
        let forecast = forecast(&needs, &packs, &regions(), day(there_on));
        let remedy = &forecast.doses[0].pack.as_ref().unwrap_err().remedy;
        let lot = remedy.pack().map(|pack| pack.lot.as_str());
        assert_eq!((remedy.code(), lot), offered, "there on {there_on}");
    }
    // His own that lies elsewhere has the same way to go; what lies where the dose is given has none.
    let kept = |number, at_site| {
        let at = site(at_site);
        pack(number, "2026-02-10", Lies::Kept { at, case: case(1) })
    };
    let tomorrow = day("2026-02-11");
    let elsewhere = forecast(&needs, &[kept(1, 1)], &regions(), tomorrow);
    let missing = elsewhere.doses[0].pack.as_ref().unwrap_err();
    assert_eq!(missing.remedy, Remedy::Order);
    let here = forecast(&needs, &[kept(1, 0)], &regions(), tomorrow);
    assert_eq!(lots(&here), [Some("L1")]);
}

/// A verdict is waited for by doses that the pack would be good for: those of the person for whom it was kept, and not after its
/// last day.
#[test]
fn what_waits_for_a_verdict_is_no_reason_for_a_dose_that_it_cannot_serve() {
    let apart = |of: Option<u128>| Lies::Quarantined {
        at: site(0),
        case: of.map(case),
    };
    let needs = [
        need(1, 0, "2026-02-10"),
        need(2, 0, "2026-02-11"),
        need(1, 0, "2026-05-10"),
        need(2, 1, "2026-02-12"),
    ];
    for (of, expiry_on, waits) in [
        (Some(1), "2027-01-31", [true, false, false, false]),
        (Some(2), "2027-01-31", [false, true, false, false]),
        (Some(3), "2027-01-31", [false, false, false, false]),
        (None, "2027-01-31", [true, false, false, false]),
        (Some(1), "2026-02-10", [true, false, false, false]),
        (Some(1), "2026-02-09", [false, false, false, false]),
    ] {
        let forecast = forecast(&needs, &[pack(1, expiry_on, apart(of))], &regions(), at_once());
        let mut said: Vec<_> = forecast.at_risk().collect();
        said.sort_by_key(|dose| needs.iter().position(|need| *need == dose.need));
        let said: Vec<_> = said
            .iter()
            .map(|dose| dose.pack.as_ref().unwrap_err().quarantined)
            .collect();
        assert_eq!(said, waits, "kept for {of:?}, good until {expiry_on}");
    }
    let two = [
        pack(1, "2027-01-31", apart(Some(1))),
        pack(2, "2027-01-31", apart(None)),
    ];
    let forecast = forecast(&needs, &two, &regions(), at_once());
    let waiting = forecast
        .at_risk()
        .filter(|dose| dose.pack.as_ref().unwrap_err().quarantined);
    let waiting: Vec<_> = waiting.map(|dose| dose.need.case).collect();
    assert_eq!(waiting, [case(1), case(2)], "each his own first");
}

#[test]
fn doses_are_named_until_the_rulings_end() {
    let rules = crate::policies::load(None).unwrap();
    let today = day("2026-01-05");
    let protocol = rules.protocol_on(PRODUCT, today).unwrap();
    let next = NextDose {
        case: case(1),
        site: site(0),
        cycle: 4,
        opens_on: day("2026-02-01"),
        due_on: day("2026-02-08"),
        closes_on: day("2026-02-15"),
        owed_by: None,
        ends_on: Some(day("2026-08-01")),
    };
    let named = |next: &NextDose, until| needs(next, protocol, &rules.supply.lead, today, day(until));
    let all = named(&next, "2027-01-05");
    let cycles: Vec<_> = all.iter().map(|need| (need.cycle, need.due_on)).collect();
    assert_eq!(
        cycles,
        [
            (4, day("2026-02-08")),
            (5, day("2026-05-03")),
            (6, day("2026-07-26"))
        ],
        "every 84 days, and none after the last day"
    );
    assert_eq!(all[0].needed_by, day("2026-01-29"));
    let owed = NextDose {
        owed_by: Some(day("2026-02-03")),
        ..next.clone()
    };
    let owed: Vec<_> = named(&owed, "2027-01-05")
        .iter()
        .map(|need| need.needed_by)
        .collect();
    assert_eq!(
        owed[0],
        day("2026-02-03"),
        "by the day on which the plan wants it"
    );
    assert_eq!(owed[1..], [all[1].needed_by, all[2].needed_by]);
    assert_eq!(named(&next, "2026-04-01").len(), 1, "only as far as asked");
    assert_eq!(named(&next, "2026-01-20").len(), 0);
    let late = NextDose {
        closes_on: day("2026-01-02"),
        opens_on: day("2025-12-20"),
        due_on: day("2025-12-27"),
        ..next
    };
    assert_eq!(
        named(&late, "2026-01-20")[0].last_on,
        today,
        "what is late is still to be given"
    );
}

fn somewhere() -> impl Strategy<Value = Lies> {
    prop_oneof![
        4 => (0u128..4).prop_map(|n| Lies::Free { at: site(n) }),
        1 => (0u128..4, 0u128..6).prop_map(|(at, of)| Lies::Kept { at: site(at), case: case(of) }),
        1 => (0u128..4, 0u128..6).prop_map(|(to, of)| Lies::OnTheWay { to: site(to), case: case(of) }),
        1 => (0u128..4, prop::option::of(0u128..6)).prop_map(|(at, of)| Lies::Quarantined { at: site(at), case: of.map(case) }),
    ]
}

fn needs_and_packs() -> impl Strategy<Value = (Vec<Need>, Vec<Stocked>)> {
    let begin = day("2026-01-01");
    let need = (0u128..6, 0u128..4, 0u64..120, 0u32..4);
    let needs = prop::collection::vec(need, 0..14).prop_map(move |needs| {
        let need = |(number, (of, at, days, cycle)): (usize, (u128, u128, u64, u32))| Need {
            cycle: cycle + u32::try_from(number).unwrap() * 4,
            ..super::tests::need(of, at, &(begin + Days::new(days)).to_string())
        };
        needs.into_iter().enumerate().map(need).collect()
    });
    let packs = prop::collection::vec((0u64..160, somewhere()), 0..14).prop_map(move |packs| {
        let stocked = |(number, (days, lies)): (usize, (u64, Lies))| {
            pack(
                u128::try_from(number).unwrap(),
                &(begin + Days::new(days)).to_string(),
                lies,
            )
        };
        packs.into_iter().enumerate().map(stocked).collect()
    });
    (needs, packs)
}

/// The most doses that free packs of their own sites can serve, found by trying every exchange.
fn most_served(needs: &[Need], packs: &[Stocked]) -> usize {
    fn serve(
        dose: usize,
        needs: &[Need],
        packs: &[Stocked],
        seen: &mut [bool],
        holder: &mut [Option<usize>],
    ) -> bool {
        for (number, pack) in packs.iter().enumerate() {
            let good =
                pack.lies == Lies::Free { at: needs[dose].site } && pack.expiry_on >= needs[dose].last_on;
            if !good || std::mem::replace(&mut seen[number], true) {
                continue;
            }
            if holder[number].is_none_or(|other| serve(other, needs, packs, seen, holder)) {
                holder[number] = Some(dose);
                return true;
            }
        }
        false
    }
    let mut holder = vec![None; packs.len()];
    (0..needs.len())
        .filter(|dose| serve(*dose, needs, packs, &mut vec![false; packs.len()], &mut holder))
        .count()
}

proptest! {
    #[test]
    fn no_pack_counts_twice_and_each_is_good_for_its_dose((needs, packs) in needs_and_packs()) {
        let forecast = forecast(&needs, &packs, &regions(), at_once());
        prop_assert_eq!(forecast.doses.len(), needs.len());
        let mut named: Vec<PackId> = forecast.spare.iter().map(|pack| pack.pack).collect();
        for dose in &forecast.doses {
            let pack = match &dose.pack {
                Ok(pack) => {
                    let (Lies::Free { at } | Lies::Kept { at, .. } | Lies::OnTheWay { to: at, .. }) = pack.lies else {
                        panic!("{pack:?} waits for a pharmacist");
                    };
                    prop_assert_eq!(at, dose.need.site);
                    Some(pack)
                }
                Err(missing) => missing.remedy.pack(),
            };
            if let Some(pack) = pack {
                prop_assert!(pack.expiry_on >= dose.need.last_on);
                if let Lies::Kept { case, .. } | Lies::OnTheWay { case, .. } = pack.lies {
                    prop_assert_eq!(case, dose.need.case);
                }
                named.push(pack.pack);
            }
        }
        let all = named.len();
        named.sort();
        named.dedup();
        prop_assert_eq!(named.len(), all);
        let sites = forecast.sites(day("2026-12-31"));
        prop_assert_eq!(sites.iter().map(|site| site.needed).sum::<usize>(), needs.len());
        prop_assert_eq!(sites.iter().map(|site| site.at_risk).sum::<usize>(), forecast.at_risk().count());
    }

    #[test]
    fn the_order_of_the_lists_changes_nothing((needs, packs) in needs_and_packs(), turn in 0usize..14) {
        let turned = |n: usize| if n == 0 { 0 } else { turn % n };
        let (mut other_needs, mut other_packs) = (needs.clone(), packs.clone());
        other_needs.reverse();
        other_needs.rotate_left(turned(needs.len()));
        other_packs.rotate_left(turned(packs.len()));
        prop_assert_eq!(forecast(&needs, &packs, &regions(), at_once()), forecast(&other_needs, &other_packs, &regions(), at_once()));
    }

    #[test]
    fn one_more_pack_never_puts_more_doses_at_risk((needs, packs) in needs_and_packs()) {
        let at_risk = |packs: &[Stocked]| forecast(&needs, packs, &regions(), at_once()).at_risk().count();
        for without in 0..packs.len() {
            let mut fewer = packs.clone();
            fewer.remove(without);
            prop_assert!(at_risk(&packs) <= at_risk(&fewer));
        }
    }

    #[test]
    fn no_other_way_serves_more((needs, packs) in needs_and_packs()) {
        let free: Vec<_> = packs.into_iter().filter(|pack| matches!(pack.lies, Lies::Free { .. })).collect();
        let served = forecast(&needs, &free, &regions(), at_once()).doses.iter().filter(|dose| !dose.at_risk()).count();
        prop_assert_eq!(served, most_served(&needs, &free));
    }
}
