//! seed
use super::arguments::Seed;
use anyhow::Result;
use std::io::Write;
use std::path::Path;
/// seed
pub async fn seed(_file: Option<&Path>, _wanted: &Seed, _out: impl Write) -> Result<()> {
    Ok(())
}
