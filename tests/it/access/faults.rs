//! Everything that can be wrong with the policies stops the start, and says so in one line.

use merzim::access::Access;
use std::{fs, path::Path};

/// The files as they are compiled in.
fn files() -> Vec<(String, String)> {
    fn walk(root: &Path, dir: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, into);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                into.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/policies/access"));
    let mut files = Vec::new();
    walk(root, root, &mut files);
    files.sort();
    files
}

/// What the start says after this change of one file.
fn said_after(file: &str, change: impl Fn(&str) -> String) -> String {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(path, _)| path == file).unwrap();
    let changed = change(text);
    assert_ne!(*text, changed, "the change changes nothing");
    *text = changed;
    let said = Access::parse(&files).err().expect("a fault").to_string();
    assert!(!said.contains('\n'), "one line: {said}");
    said
}

fn replaced(file: &str, from: &str, to: &str) -> String {
    said_after(file, |text| text.replacen(from, to, 1))
}

fn with(file: &str, policy: &str) -> String {
    said_after(file, |text| format!("{text}\n{policy}"))
}

#[test]
fn the_files_as_they_are_start() {
    Access::parse(&files()).unwrap();
}

#[test]
fn each_fault_is_found_and_named() {
    let schema = "merzim.cedarschema";
    let expectations = [
        (
            replaced(schema, "\"auditor\",", ""),
            "roles: `auditor` is known only to the program",
        ),
        (
            replaced(schema, "\"sweep\", ", "\"broom\", "),
            "jobs: `broom` is known only to the schema",
        ),
        (
            replaced(schema, "action ReadLedger", "action ReadEverything"),
            "actions: `ReadLedger` is known only to",
        ),
        (replaced(schema, "entity Case", "entity"), "merzim.cedarschema:"),
        (
            replaced("audit.cedar", "Role::\"auditor\"", "Role::\"inspector\""),
            "inspector",
        ),
        (
            replaced("audit.cedar", "permit (", "permit"),
            "policies/access/audit.cedar:",
        ),
        (
            replaced("audit.cedar", "@id(\"auditor-opens-lists\")", ""),
            "no @id",
        ),
        (
            replaced("audit.cedar", "@sentence(", "@words("),
            "`auditor-opens-lists` has no @sentence",
        ),
        (
            replaced("audit.cedar", "auditor-opens-lists", "clerk-opens-lists"),
            "the id `clerk-opens-lists` is taken",
        ),
        (
            replaced("audit.cedar", "permit (", "forbid ("),
            "stands in the wrong file",
        ),
        (
            replaced(
                "clinical.cedar",
                "resource.responsible ==",
                "resource.responsable ==",
            ),
            "responsable",
        ),
        (
            with(
                "audit.cedar",
                "@id(\"x\") @sentence(\"x\") permit (principal == Account::\"1\", action, resource);",
            ),
            "rights come from roles",
        ),
        (
            with(
                "audit.cedar",
                "@id(\"x\") @sentence(\"x\") permit (principal in Role::\"clerk\", action, resource);",
            ),
            "cases/deny/clerk-changes-ruling-of-another-region.json: is allowed by x",
        ),
        (
            replaced(
                "cases/deny/clerk-reads-clinical-file.json",
                "\"clerk\"",
                "\"auditor\"",
            ),
            "is allowed by",
        ),
        (
            replaced(
                "cases/deny/clerk-reads-clinical-file.json",
                "\"why\"",
                "\"because\"",
            ),
            "unknown field",
        ),
    ];
    for (said, expected) in expectations {
        assert!(said.contains(expected), "expected `{expected}` in: {said}");
    }
}

/// No rule is idle: without any one of them, at least one filed example no longer answers as filed.
#[test]
fn without_any_rule_the_start_is_refused() {
    let files = files();
    for (file, text) in files.iter().filter(|(path, _)| path.ends_with(".cedar")) {
        for (at, _) in text.match_indices("@id(") {
            let end = at + text[at..].find(";\n").expect("the end of a policy") + 1;
            let without = format!("{}{}", &text[..at], &text[end..]);
            let mutant: Vec<_> = files
                .iter()
                .map(|(path, text)| {
                    (
                        path.clone(),
                        if path == file {
                            without.clone()
                        } else {
                            text.clone()
                        },
                    )
                })
                .collect();
            assert!(
                Access::parse(&mutant).is_err(),
                "idle in {file}: {}",
                &text[at..end]
            );
        }
    }
}
