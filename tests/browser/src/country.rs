//! The demo country: invented once for all journeys, copied for each.

use crate::program::{self, Server, program};
use std::{
    env, fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// What the country's clock shows when a journey begins: 9 in the morning of a Monday in Almaty.
pub const NOW: &str = "2026-03-02T04:00:00Z";
/// The passphrase of all demo accounts is printed on the sign-in page; so are their codes.
const DATABASE: &str = "merzim.db";

/// A server on a fresh copy of the country, or nothing where no browser is installed and nobody insists.
///
/// # Panics
/// When the country cannot be built, or a browser is insisted on (`MERZIM_TEST_EVERYTHING`) and missing.
#[must_use]
pub fn serve() -> Option<Server> {
    if crate::browser::chromium().is_none() {
        assert!(
            env::var_os("MERZIM_TEST_EVERYTHING").is_none(),
            "chromium and chromedriver are needed"
        );
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(DATABASE);
    fs::copy(original(), &copy).unwrap();
    Some(Server::serve(&copy, folder))
}

/// The country's database. The first journey to ask builds it, the others wait for the lock.
fn original() -> PathBuf {
    let program = program::path();
    let shelf = program.parent().unwrap().join("journeys");
    fs::create_dir_all(&shelf).unwrap();
    let lock = fs::File::create(shelf.join("lock")).unwrap();
    lock.lock().unwrap();
    let built = fs::metadata(&program).unwrap();
    let since = built.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    let country = shelf.join(format!("{:x}-{:x}", since.as_nanos(), built.len()));
    let database = country.join(DATABASE);
    if !database.exists() {
        let making = shelf.join("making");
        for old in fs::read_dir(&shelf).unwrap().flatten() {
            if old.path().is_dir() {
                fs::remove_dir_all(old.path()).unwrap();
            }
        }
        build(&making);
        fs::rename(&making, &country).unwrap();
    }
    database
}

fn build(folder: &Path) {
    let mut server = Server::start(None, |port| {
        let mut command = program();
        command
            .args(["demo", "--now", NOW, "--port", &port.to_string(), "--dir"])
            .arg(folder)
            .env("MERZIM_LOG", "warn");
        command
    });
    // An orderly end leaves everything in the one file.
    server.end();
}
