//! Texts, templates and policies are compiled in: a new file among them must rebuild the program.

#![allow(clippy::print_stdout, reason = "cargo reads what a build script prints")]

fn main() {
    for folder in ["policies", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
