//! The demo country: invented once for all journeys, copied for each. A scene that many journeys begin with is played
//! once in it and kept beside it.

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

/// What a scene leaves: its database, and what the journey must know of it.
const LEFT: &str = "left";

/// A server on a fresh copy of the country, or nothing where no browser is installed and nobody insists.
///
/// # Panics
/// When the country cannot be built, or a browser is insisted on (`MERZIM_TEST_EVERYTHING`) and missing.
#[must_use]
pub fn serve() -> Option<Server> {
    can_browse().then(|| copy_of(&shelf().take("country", build).join(DATABASE)))
}

/// A server on a fresh copy of the country after a scene, and what the scene left to know. The first journey to ask
/// plays the scene, on a server of its own.
///
/// # Panics
/// As [`serve`], or when the scene cannot be played.
pub fn serve_after(name: &str, scene: impl FnOnce(&Server) -> String) -> Option<(Server, String)> {
    if !can_browse() {
        return None;
    }
    let country = shelf().take("country", build).join(DATABASE);
    let played = shelf().take(name, |folder| {
        fs::create_dir_all(folder).unwrap();
        let mut server = serve_in(&country, tempfile::tempdir().unwrap());
        let left = scene(&server);
        // An orderly end leaves everything in the one file.
        server.end();
        fs::copy(server.folder().join(DATABASE), folder.join(DATABASE)).unwrap();
        fs::write(folder.join(LEFT), left).unwrap();
    });
    let left = fs::read_to_string(played.join(LEFT)).unwrap();
    Some((copy_of(&played.join(DATABASE)), left))
}

fn can_browse() -> bool {
    let there = crate::browser::chromium().is_some();
    assert!(
        there || env::var_os("MERZIM_TEST_EVERYTHING").is_none(),
        "chromium and chromedriver are needed"
    );
    there
}

fn copy_of(database: &Path) -> Server {
    serve_in(database, tempfile::tempdir().unwrap())
}

fn serve_in(database: &Path, folder: tempfile::TempDir) -> Server {
    let copy = folder.path().join(DATABASE);
    fs::copy(database, &copy).unwrap();
    Server::serve(&copy, folder)
}

/// Where what was made for one build of the program is kept: what another build made is thrown away.
struct Shelf {
    place: PathBuf,
    _lock: fs::File,
}

/// The shelf of the program under test, locked until it is dropped: who finds something missing makes it, the others
/// wait.
fn shelf() -> Shelf {
    let program = program::path();
    let all = program.parent().unwrap().join("journeys");
    fs::create_dir_all(&all).unwrap();
    let lock = fs::File::create(all.join("lock")).unwrap();
    lock.lock().unwrap();
    let built = fs::metadata(&program).unwrap();
    let since = built.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    let place = all.join(format!("{:x}-{:x}", since.as_nanos(), built.len()));
    if !place.exists() {
        for old in fs::read_dir(&all).unwrap().flatten() {
            if old.path().is_dir() {
                fs::remove_dir_all(old.path()).unwrap();
            }
        }
        fs::create_dir(&place).unwrap();
    }
    Shelf { place, _lock: lock }
}

impl Shelf {
    /// The folder of this name, made where it is missing. Half of one is never seen.
    fn take(&self, name: &str, make: impl FnOnce(&Path)) -> PathBuf {
        let folder = self.place.join(name);
        if !folder.exists() {
            let making = self.place.join("making");
            if making.exists() {
                fs::remove_dir_all(&making).unwrap();
            }
            make(&making);
            fs::rename(&making, &folder).unwrap();
        }
        folder
    }
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
