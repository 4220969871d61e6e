//! Whoever has just cloned the repository needs two commands and no more; the README gives exactly these.

use crate::tree;

const COMMANDS: [&str; 2] = ["cargo xtask run", "cargo xtask test"];

/// The commands in the first fenced block below the heading `Quick start`, without comments.
fn quick_start(readme: &str) -> Vec<&str> {
    let below = readme.lines().skip_while(|line| !(line.starts_with('#') && line.contains("Quick start")));
    let fenced =
        below.skip_while(|line| !line.starts_with("```")).skip(1).take_while(|line| !line.starts_with("```"));
    let command = |line: &'_ str| line.split('#').next().map_or(0, |command| command.trim_end().len());
    fenced.map(|line| &line[..command(line)]).filter(|line| !line.trim().is_empty()).collect()
}

#[test]
fn the_readme_gives_exactly_the_two_commands() {
    assert_eq!(quick_start(&tree::read("README.md")), COMMANDS, "the block under `Quick start` in README.md");
}

#[test]
fn another_command_in_the_block_is_noticed() {
    let readme = "# B\n```\nother\n```\n## Quick start\ntext\n```sh\ncargo xtask run   # looks\n\ncargo xtask test\nmake\n```\n";
    assert_eq!(quick_start(readme), ["cargo xtask run", "cargo xtask test", "make"]);
    assert!(
        quick_start("# B\n```\ncargo xtask run\n```\n").is_empty(),
        "only the block under its heading counts"
    );
}
