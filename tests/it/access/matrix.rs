//! The rights of every role, printed for a lawyer and kept in `policies/access/access_matrix.snap`.

use super::{ACCESS, COLLEAGUE, ELSEWHERE, FAR_AWAY, HERE, actor, case, home};
use merzim::access::{Action, Actor, CaseFacts, Context, Effect, Reason, Resource, Role};
use merzim::domain::ids::OrganisationId;
use merzim::domain::letter::{Circle, LetterKind};

/// What stands at the top of the tables: a thing in one relation to somebody who works HERE, in region `a`.
fn columns() -> [(&'static str, &'static str, Resource); 15] {
    let former = |open| {
        CaseFacts {
            former: vec![HERE],
            ..case(ELSEWHERE, FAR_AWAY, "b", open)
        }
        .into()
    };
    let offered = CaseFacts {
        offered_to: vec![HERE],
        offered_regions: vec!["a".to_owned()],
        ..case(ELSEWHERE, FAR_AWAY, "b", true)
    };
    let supervised = CaseFacts {
        former_supervising: vec![HERE],
        ..case(ELSEWHERE, FAR_AWAY, "b", true)
    };
    let organisation = |id: OrganisationId, region: &str| Resource::Organisation {
        id,
        kind: "penal-facility".to_owned(),
        region: region.to_owned(),
    };
    [
        ("own", "open", case(HERE, FAR_AWAY, "a", true).into()),
        ("own", "closed", case(HERE, FAR_AWAY, "a", false).into()),
        ("former", "open", former(true)),
        ("former", "closed", former(false)),
        ("superv.", "open", case(ELSEWHERE, HERE, "b", true).into()),
        ("superv.", "closed", case(ELSEWHERE, HERE, "b", false).into()),
        ("offered", "open", offered.into()),
        ("superv.", "before", supervised.into()),
        ("region", "open", case(ELSEWHERE, FAR_AWAY, "a", true).into()),
        ("region", "closed", case(ELSEWHERE, FAR_AWAY, "a", false).into()),
        ("other", "open", case(ELSEWHERE, FAR_AWAY, "b", true).into()),
        ("organ.", "own", organisation(HERE, "a")),
        ("organ.", "region", organisation(ELSEWHERE, "a")),
        ("organ.", "other", organisation(ELSEWHERE, "b")),
        ("system", "", Resource::System),
    ]
}

/// The circumstances that let the most happen: whatever is still refused is refused always.
fn favourable(actor: &Actor, action: Action) -> Context {
    Context {
        placed_by: Some(COLLEAGUE),
        recorded_at: Some(HERE),
        addressed_to: Some(HERE),
        owed_by: actor.role().map(|role| (HERE, role)),
        members: Some(vec![super::ME]),
        treated_by: Some(vec![COLLEAGUE]),
        set_aside_by: Some(COLLEAGUE),
        packed_at: Some(HERE),
        packed_in: Some("a".to_owned()),
        shelf: Some(HERE),
        destination: Some(HERE),
        sent_by: Some(COLLEAGUE),
        letter: Some(letter(actor, action)),
        about_drug: true,
        training: true,
    }
}

/// The letter that a role is most likely to write, and the one that most may read.
fn letter(actor: &Actor, action: Action) -> &'static str {
    match actor.role().map(Role::as_str) {
        _ if action == Action::ReadNoticeLetter => "measure-ended",
        Some("auditor") => "breach-dossier",
        Some("prison-nurse" | "clinic-nurse") => "missed-notice",
        _ => "treatment-certificate",
    }
}

fn cell(actor: &Actor, action: Action, resource: &Resource) -> &'static str {
    match ACCESS.authorise(actor, action, resource, &favourable(actor, action)) {
        Ok(_) => "yes",
        Err(forbidden) => match forbidden.reason() {
            Reason::NothingAllows => "-",
            Reason::Forbidden(_) => "never",
            Reason::NothingThere | Reason::Undecidable(_) => "",
        },
    }
}

/// A row of the table; its end is trimmed, so that the file has no invisible characters.
fn row<'a>(name: &str, cells: impl Iterator<Item = &'a str>) -> String {
    let cells: String = cells.map(|cell| format!("{cell:<8}")).collect();
    format!("{}\n", format!("{name:<26}{cells}").trim_end())
}

fn table(title: &str, actor: &Actor) -> String {
    let columns = columns();
    let mut text = format!("\n==== {title}\n\n");
    text += &row("", columns.iter().map(|column| column.0));
    text += &row("", columns.iter().map(|column| column.1));
    let (mut never, mut unallowed) = (Vec::new(), Vec::new());
    for &action in Action::ALL {
        let cells = columns.each_ref().map(|column| cell(actor, action, &column.2));
        if cells.contains(&"yes") {
            text += &row(action.as_str(), cells.into_iter());
        } else if cells.contains(&"-") {
            unallowed.push(action.as_str());
        } else if cells.contains(&"never") {
            never.push(action.as_str());
        }
    }
    text + &list("\nForbidden on everything:", &never) + &list("\nNot allowed on anything:", &unallowed)
}

fn list(title: &str, actions: &[&str]) -> String {
    let lines: Vec<_> = actions.chunks(5).map(|line| line.join(", ")).collect();
    let text = format!("{title}\n  {}\n", lines.join(",\n  "));
    if actions.is_empty() {
        String::new()
    } else {
        text + "\n"
    }
}

/// The action by which letters of a kind are read.
fn read_by(kind: LetterKind) -> Action {
    match kind.circle() {
        Circle::Supervision => Action::ReadNoticeLetter,
        Circle::Court => Action::ReadCourtLetter,
        Circle::Clinical => Action::ReadClinicalLetter,
        Circle::Supply => Action::ReadStock,
        Circle::House => Action::ReadHouseLetter,
    }
}

/// Who draws up, signs, withdraws and reads which kind of letter, about a case of the asker's own place or region.
fn letters() -> String {
    let mut text = String::from("\n==== LETTERS (d: draws up; s: signs; w: withdraws; r: reads)\n\n");
    text += &row(
        "",
        LetterKind::ALL
            .iter()
            .map(|kind| &kind.code()[..kind.code().len().min(7)]),
    );
    for &role in Role::ALL {
        let actor = actor(role, home(role), HERE, "a");
        let cells = LetterKind::ALL.map(|kind| {
            let resource = match kind.circle() {
                Circle::House => Resource::System,
                Circle::Supply => Resource::Organisation {
                    id: HERE,
                    kind: home(role).to_owned(),
                    region: "a".to_owned(),
                },
                _ => case(HERE, HERE, "a", true).into(),
            };
            let context = Context {
                addressed_to: Some(HERE),
                letter: Some(kind.code()),
                ..Context::default()
            };
            let may = |action| ACCESS.authorise(&actor, action, &resource, &context).is_ok();
            let acts = [
                (Action::DraftLetter, 'd'),
                (Action::SignLetter, 's'),
                (Action::WithdrawLetter, 'w'),
                (read_by(kind), 'r'),
            ];
            acts.into_iter()
                .filter(|(action, _)| may(*action))
                .map(|(_, sign)| sign)
                .collect::<String>()
        });
        let cells = cells
            .each_ref()
            .map(|cell| if cell.is_empty() { "-" } else { cell.as_str() });
        text += &row(role.as_str(), cells.into_iter());
    }
    text
}

fn rules(title: &str, effect: Effect) -> String {
    let rules = ACCESS.sentences().filter(|rule| rule.effect == effect);
    rules.fold(format!("\n==== {title}\n\n"), |text, rule| {
        text + &rule.id + "\n    " + &rule.text + "\n"
    })
}

/// Reviewed by people: a change of rights shows as a change of this file.
#[test]
fn access_matrix() {
    let mut text = String::from(
        "WHO MAY DO WHAT\n\n\
         One table for each role. A column is a case, an organisation or the installation (system), as it stands to\n\
         the one who asks. own: the case is treated at the asker's organisation now; former: it was before;\n\
         superv.: the asker's organisation supervises the person, or did before; offered: it was asked to take over; region, other: none of these, in the same or in\n\
         another region. yes: allowed; -: nothing allows it; never: forbidden, whatever else may be allowed; blank:\n\
         the action does not apply to such a thing. Circumstances are favourable: the hold was placed by somebody\n\
         else, the record was made by the asker's organisation, the notice was sent to it, the paper is its own, the asker\n\
         sits on the commission and treated nobody, the parcel was packed at and goes to the asker's organisation and\n\
         somebody else packed it, somebody else set the pack aside, the letter is a certificate (a nurse's: a notice of a\n\
         missed visit; an auditor's: a dossier on a breach; one that is read: the notice that the measure has ended),\n\
         training mode is on.\n",
    );
    for &role in Role::ALL {
        let kind = home(role);
        let title = format!("{role} (at: {kind}; lens: {})", role.lens().as_str());
        text += &table(&title, &actor(role, kind, HERE, "a"));
    }
    text += &letters();
    for job in ["sweep", "deliver"] {
        text += &table(&format!("job {job}"), &Actor::system(job));
    }
    text += &rules("ALLOWED", Effect::Permits);
    text += &rules("FORBIDDEN, WHATEVER IS ALLOWED", Effect::Forbids);
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/policies/access"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("access_matrix", text) });
}
