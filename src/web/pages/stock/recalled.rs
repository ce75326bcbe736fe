//! A recalled lot, said where somebody is about to take one of its packs: which lot, since when, by whom, on which notice.

use super::fill::{Names, written};
use crate::domain::supply::{Pack, StandingRecall};
use crate::store::stock::recalls_of;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{Banner, Tone};
use crate::web::visit::Visit;

/// The recalls that stand of the lots of these packs.
pub(in crate::web::pages) async fn recalls_among(
    visit: &Visit<'_>,
    packs: &[Pack],
) -> Result<Vec<StandingRecall>, Fault> {
    let recalled = packs.iter().filter(|pack| pack.recalled).map(|pack| pack.lot);
    let lots: Vec<_> = recalled.collect();
    Ok(recalls_of(visit.desk.store(), &lots).await?)
}

/// Each recall as it is told on the page.
pub(in crate::web::pages) async fn recall_banners(
    visit: &Visit<'_>,
    recalls: &[StandingRecall],
) -> Result<Vec<Banner>, Fault> {
    let mut names = Names::new(visit);
    let mut banners = Vec::new();
    for recall in recalls {
        names.account(recall.by).await?;
        let words = Words::key("recalled-by")
            .words("moment", written(visit, recall.since_at))
            .words("name", names.of_account(recall.by))
            .words("notice", recall.notice.clone());
        banners.push(Banner {
            tone: Tone::Bad,
            title: Words::key("recalled-lot").words("lot", recall.lot.clone()),
            words: Some(words),
            link: None,
        });
    }
    Ok(banners)
}
