//! Style sheets, fonts and pictures, compiled into the binary.
//!
//! Their address carries a digest of them all, so a browser may keep them for ever and still sees a new
//! version at once.

use super::faults::Fault;
use crate::secrets::hex;
use include_dir::{Dir, File, include_dir};
use rocket::{
    Route, State, get,
    http::{ContentType, Header},
    response::Responder,
};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/assets");
const DIGEST_DIGITS: usize = 16;
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Where the assets of this build are found. Managed by Rocket.
#[derive(Clone, Debug)]
pub struct Assets {
    digest: String,
}

impl Assets {
    /// Computes the digest of the embedded files.
    #[must_use]
    pub fn load() -> Self {
        let mut hash = Sha256::new();
        add(&FILES, &mut hash);
        let mut digest = hex(&hash.finalize());
        digest.truncate(DIGEST_DIGITS);
        Self { digest }
    }

    /// The address under which every asset of this build lies, without a final slash.
    #[must_use]
    pub fn base(&self) -> String {
        format!("/assets/{}", self.digest)
    }
}

fn add(dir: &Dir<'_>, hash: &mut Sha256) {
    for file in dir.files() {
        hash.update(file.path().as_os_str().as_encoded_bytes());
        hash.update([0]);
        hash.update(file.contents().len().to_be_bytes());
        hash.update(file.contents());
    }
    for inner in dir.dirs() {
        add(inner, hash);
    }
}

#[derive(Responder)]
struct Asset {
    content: &'static [u8],
    kind: ContentType,
    cache: Header<'static>,
}

/// A page of the version before may still ask for its own digest: it gets today's file, not to be kept.
#[get("/assets/<digest>/<path..>")]
#[allow(clippy::needless_pass_by_value)] // Rocket hands over what it parsed
fn asset(digest: &str, path: PathBuf, assets: &State<Assets>) -> Result<Asset, Fault> {
    let file: &'static File<'static> = FILES.get_file(&path).ok_or(Fault::NotFound)?;
    let kind = path
        .extension()
        .and_then(|extension| ContentType::from_extension(&extension.to_string_lossy()))
        .unwrap_or(ContentType::Binary);
    let cache = if digest == assets.digest {
        FOR_EVER
    } else {
        "no-cache"
    };
    Ok(Asset {
        content: file.contents(),
        kind,
        cache: Header::new("Cache-Control", cache),
    })
}

/// The route of the assets.
#[must_use]
pub fn routes() -> Vec<Route> {
    rocket::routes![asset]
}
