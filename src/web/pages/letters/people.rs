//! People around a letter, by name and house: whose signature it waits for, as the policies say, and who was told of it.

use crate::access::{Account as Signer, Action, Actor, Context, Resource, Role};
use crate::domain::letter::Letter;
use crate::domain::roster::Colleague;
use crate::store::accounts::{self, Account};
use crate::store::file::CaseFile;
use crate::store::organisations;
use crate::store::reading::deliveries;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::alerts::fill::{attempts, delivery};
use crate::web::pages::case_head::organisation;
use crate::web::views::letters::SentRow;
use crate::web::views::parts::Moment;
use crate::web::visit::Visit;

fn signs(visit: &Visit<'_>, letter: &Letter, signer: Signer, of: &Resource) -> bool {
    let context = Context {
        letter: Some(letter.kind().code()),
        ..Context::default()
    };
    let actor = Actor::account(signer);
    visit.desk.allows(&actor, Action::SignLetter, of, &context)
}

/// Those around the case.
pub(super) fn around(visit: &Visit<'_>, letter: &Letter, file: &CaseFile) -> Vec<Words> {
    let case = file.facts.clone().into();
    let may = |known: &&Colleague| {
        let mut sites = file.roster.sites.iter().map(|(_, site)| site);
        let site = sites.find(|site| site.organisation == known.organisation);
        let signer = site
            .zip(Role::parse(&known.role).ok())
            .map(|(site, role)| Signer {
                id: known.account,
                role,
                organisation: known.organisation,
                organisation_kind: site.kind.clone(),
                region: site.region.clone(),
            });
        signer.is_some_and(|signer| signs(visit, letter, signer, &case))
    };
    let people = file.roster.people.iter().filter(may);
    people
        .filter_map(|known| {
            let member = file.member(known.account)?;
            Some(named(member.name.clone(), organisation(file, known.organisation)))
        })
        .collect()
}

/// Those in the region of the house that writes. A letter about the installation is signed by whoever drew it up.
pub(super) async fn in_region(
    visit: &Visit<'_>,
    letter: &Letter,
    of: &Resource,
) -> Result<Vec<Words>, Fault> {
    let Resource::Organisation { region, .. } = of else {
        return Ok(Vec::new());
    };
    let store = visit.desk.store();
    let all = organisations::all(store).await?.into_iter();
    let here: Vec<_> = all
        .filter(|known| known.region == *region)
        .map(|known| known.id)
        .collect();
    let may = |known: &Account| {
        let signer = Role::parse(&known.role).ok().map(|role| Signer {
            id: known.id,
            role,
            organisation: known.organisation,
            organisation_kind: known.organisation_kind.clone(),
            region: known.region.clone(),
        });
        known.is_there() && signer.is_some_and(|signer| signs(visit, letter, signer, of))
    };
    let people = accounts::at(store, &here).await?.into_iter();
    Ok(people
        .filter(may)
        .map(|known| named(known.display_name, known.organisation_name.into()))
        .collect())
}

/// Who was told of a signed letter, with each attempt.
pub(super) async fn told(visit: &Visit<'_>, letter: &Letter) -> Result<Vec<SentRow>, Fault> {
    if letter.issues.is_empty() {
        return Ok(Vec::new());
    }
    let store = visit.desk.store();
    let zone = visit.who.zone;
    let mut rows = Vec::new();
    for told in deliveries::of_letter(store, letter.id, letter.case).await? {
        let house = organisations::find(store, told.organisation).await?;
        let house = house.map_or_else(|| Words::key("none"), |house| house.name.into());
        rows.push(SentRow {
            at: Moment::new(told.at, zone),
            who: Words::key("ladder-who")
                .words("name", told.name)
                .words("organisation", house),
            state: delivery(&told.sent),
            attempts: attempts(&told.sent, zone),
        });
    }
    Ok(rows)
}

fn named(name: String, house: Words) -> Words {
    Words::key("letter-signer")
        .words("name", name)
        .words("organisation", house)
}
