//! seed
use std::io::Write;
use std::path::Path;
use anyhow::Result;
use super::arguments::Seed;
/// seed
pub async fn seed(_file: Option<&Path>, _wanted: &Seed, _out: impl Write) -> Result<()> {
    Ok(())
}
