//! Dependencies run one way (ARCHITECTURE.md). Read from the manifests through `cargo metadata`, for every kind of
//! dependency: a test that needs more than its crate may know belongs into `tests/`.

use std::process::Command;

use serde_json::Value;

/// What each of our packages may depend on among ours. `None`: everything.
const ALLOWED: &[(&str, Option<&[&str]>)] = &[
    ("branchbook-domain", Some(&[])),
    ("branchbook-contract", Some(&["branchbook-domain"])),
    ("branchbook-ledger", Some(&["branchbook-domain"])),
    ("branchbook-workbook", Some(&[])),
    ("branchbook-parcel", Some(&[])),
    (
        "branchbook-desk",
        Some(&[
            "branchbook-contract",
            "branchbook-domain",
            "branchbook-ledger",
            "branchbook-workbook",
            "branchbook-parcel",
        ]),
    ),
    ("branchbook-cli", Some(&["branchbook-desk", "branchbook-contract"])),
    ("branchbook-window", Some(&["branchbook-desk", "branchbook-contract"])),
    ("branchbook-ui", Some(&["branchbook-contract", "branchbook-domain"])),
    ("branchbook-tests", None),
    ("xtask", Some(&[])),
];

/// Foreign crates that only some of our packages may name: (prefix of the crate, the packages, why).
const RESERVED: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["branchbook-ledger", "branchbook-tests"], "only the ledger speaks to the database"),
    ("libsqlite3", &["branchbook-ledger", "branchbook-tests"], "only the ledger speaks to the database"),
    ("tauri", &["branchbook-window"], "only the shell knows of a window"),
    ("leptos", &["branchbook-ui"], "only the screens know of the page"),
    ("calamine", &["branchbook-workbook", "branchbook-tests"], "spreadsheets are read in one place"),
    (
        "rust_xlsxwriter",
        &["branchbook-workbook", "branchbook-tests"],
        "spreadsheets are written in one place",
    ),
];

/// A package and the names of all it depends on.
type Package = (String, Vec<String>);

fn violations(packages: &[Package]) -> Vec<String> {
    packages
        .iter()
        .flat_map(|(name, depends_on)| wrong_layers(name, depends_on).chain(wrong_crates(name, depends_on)))
        .collect()
}

fn wrong_layers<'p>(name: &'p str, depends_on: &'p [String]) -> Box<dyn Iterator<Item = String> + 'p> {
    let is_ours = |crate_name: &&String| crate_name.starts_with("branchbook-") || *crate_name == "xtask";
    let ours = depends_on.iter().filter(is_ours);
    match ALLOWED.iter().find(|(package, _)| *package == name) {
        None => Box::new(std::iter::once(format!("{name} has no place yet: name it in ALLOWED"))),
        Some((_, None)) => Box::new(std::iter::empty()),
        Some((_, Some(allowed))) => Box::new(
            ours.filter(|other| !allowed.contains(&other.as_str()))
                .map(move |other| format!("{name} must not depend on {other}")),
        ),
    }
}

fn wrong_crates<'p>(name: &'p str, depends_on: &'p [String]) -> impl Iterator<Item = String> + 'p {
    depends_on.iter().flat_map(move |other| {
        let reserved = RESERVED
            .iter()
            .filter(move |(prefix, packages, _)| other.starts_with(prefix) && !packages.contains(&name));
        reserved.map(move |(_, _, why)| format!("{name} must not depend on {other}: {why}"))
    })
}

fn packages_of_the_workspace() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(crate::tree::root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo answers JSON");
    metadata["packages"].as_array().expect("a list").iter().map(package).collect()
}

fn package(value: &Value) -> Package {
    let name = |value: &Value| value["name"].as_str().expect("a name").to_owned();
    (name(value), value["dependencies"].as_array().expect("a list").iter().map(name).collect())
}

#[test]
fn dependencies_run_one_way() {
    let packages = packages_of_the_workspace();
    assert!(packages.len() >= 9, "the workspace has more packages than {}", packages.len());
    crate::tree::assert_none("dependency direction", &violations(&packages));
}

#[test]
fn a_dependency_against_the_direction_is_noticed() {
    for (name, other) in [
        ("branchbook-domain", "branchbook-ledger"),
        ("branchbook-workbook", "branchbook-domain"),
        ("branchbook-cli", "branchbook-ledger"),
        ("branchbook-ui", "branchbook-desk"),
        ("branchbook-desk", "rusqlite"),
        ("branchbook-desk", "tauri"),
        ("branchbook-cli", "tauri-build"),
        ("branchbook-window", "leptos"),
        ("branchbook-window", "branchbook-tests"),
        ("xtask", "branchbook-ledger"),
        ("branchbook-newcomer", "serde"),
    ] {
        let found = violations(&[(name.to_owned(), vec![other.to_owned()])]);
        assert_eq!(found.len(), 1, "{name} → {other}: {found:?}");
    }
}

#[test]
fn the_permitted_dependencies_are_permitted() {
    for (name, other) in [
        ("branchbook-ledger", "rusqlite"),
        ("branchbook-window", "tauri-build"),
        ("branchbook-desk", "branchbook-workbook"),
        ("branchbook-tests", "branchbook-ledger"),
        ("branchbook-domain", "serde"),
    ] {
        let found = violations(&[(name.to_owned(), vec![other.to_owned()])]);
        assert!(found.is_empty(), "{name} → {other}: {found:?}");
    }
}
