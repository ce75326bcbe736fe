//! A scan of a run sheet that came back is kept with it: evidence of what was typed from the paper.

use super::own_site;
use crate::access::{Action, Actor, Context, Resource};
use crate::domain::ids::SheetId;
use crate::domain::paper::{MOST_SCAN_BYTES, MOST_SCANS, ScanKind};
use crate::domain::refusal::Refusal;
use crate::secrets::{digest, hex};
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::sheet_scans::{self, NewScan};
use serde_json::{Map, json};

/// Keeps a scan of a sheet of the actor's own site, and answers with its SHA-256.
///
/// # Errors
/// [`Failure::Refused`] for a file that is no paper or picture or too large, where this one is kept already, and where enough
/// are; [`Failure::Forbidden`].
pub async fn keep_scan(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    sheet: SheetId,
    file: &[u8],
) -> Result<String, Failure> {
    desk.perform(actor, submission, Action::KeepScan, async |work| {
        let resource = own_site(actor).unwrap_or(Resource::System);
        let permit = work.authorise(Action::KeepScan, &resource, &Context::default())?;
        let kind = ScanKind::of(file).filter(|_| file.len() <= MOST_SCAN_BYTES);
        let (Some(account), Some(kind)) = (actor.as_account(), kind) else {
            return Err(Refusal::NotUnderstood { field: "file" }.into());
        };
        let sha256 = hex(&digest(file));
        let kept = sheet_scans::sums(work.tx(), sheet).await?;
        let here = sheet_scans::site_of(work.tx(), sheet).await? == Some(account.organisation);
        if !here || kept.len() >= MOST_SCANS || kept.contains(&sha256) {
            return Err(Refusal::NothingToDo.into());
        }
        let scan = NewScan {
            sheet,
            sha256: &sha256,
            kind,
            bytes: file,
            at: work.instant(),
            by: account.id,
        };
        sheet_scans::create(work.tx(), &scan).await?;
        let detail = Map::from_iter([
            ("sha256".to_owned(), json!(sha256)),
            ("kind".to_owned(), json!(kind.code())),
        ]);
        let written = work.seal(permit, &format!("sheet:{sheet}"), detail).await?;
        Ok((written, sha256))
    })
    .await
}
