//! The tree that is rewritten and built.

use std::{
    collections::HashSet,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{list::Key, rewrite::rewrite};

/// The root of the checkout this tool stands in.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The keys of a file of this folder, without comments; of the first four columns.
pub fn keys(name: &str) -> Result<Vec<(Key, String)>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = fs::read_to_string(&path)?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let key = Key::read(line).ok_or_else(|| format!("{name}: no mutant's name: {line}"))?;
            Ok((key, line.split('\t').nth(4).unwrap_or_default().to_owned()))
        })
        .collect()
}

/// Copies what git knows of, rewrites `src/verify`, and builds the tests.
pub fn build(work: &Path) -> Result<(), Box<dyn Error>> {
    let (root, tree) = (root(), work.join("tree"));
    let known = Command::new("git").args(["ls-files", "-z"]).current_dir(&root).output()?;
    let known = String::from_utf8(known.stdout)?;
    let skip: HashSet<Key> = keys("no-compile.txt")?.into_iter().map(|(key, _)| key).collect();
    let (mut next, mut log) = (1, Vec::new());
    for file in known.split_terminator('\0').filter(|file| !file.starts_with('.')) {
        let to = tree.join(file);
        fs::create_dir_all(to.parent().ok_or("a file without a folder")?)?;
        match file.strip_prefix("src/verify/").filter(|name| name.ends_with(".rs")) {
            Some(name) => {
                let source = fs::read_to_string(root.join(file))?;
                fs::write(&to, rewrite(name, &source, &mut next, &skip, &mut log)?)?;
            }
            None => drop(fs::copy(root.join(file), &to)?),
        }
    }
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("switch.rs"), tree.join("src/mutant.rs"))?;
    let lib = tree.join("src/lib.rs");
    let text = fs::read_to_string(&lib)?;
    fs::write(
        &lib,
        text.replacen("\nmod word;", "\nmod mutant;\nmod word;", 1).replace("#![deny(", "#![warn("),
    )?;
    let lines: Vec<String> = log
        .iter()
        .map(|one| {
            format!("{}\t{}\t{}\t{}\n", one.id, one.line, if one.skipped { "skip" } else { "ok" }, one.key)
        })
        .collect();
    fs::write(work.join("mutants.tsv"), lines.concat())?;
    eprintln!("{} mutants, {} of them not built", log.len(), log.iter().filter(|one| one.skipped).count());
    let built = Command::new("cargo")
        .args([
            "test",
            "--locked",
            "--no-run",
            "--tests",
            "--config",
            "build.rustflags=['--cap-lints','allow']",
        ])
        .env("CARGO_TARGET_DIR", work.join("target"))
        .current_dir(&tree)
        .output()?;
    let said = String::from_utf8_lossy(&built.stderr);
    if !built.status.success() {
        return Err(format!("the tree does not build: add to no-compile.txt what it says\n{said}").into());
    }
    // `Executable tests/x.rs (path)`: the path is told as it is from the tree.
    let paths = said.lines().filter_map(|line| {
        let (name, path) = line.trim().strip_prefix("Executable ")?.rsplit_once(" (")?;
        Some(format!("{}\t{}\n", name, tree.join(path.strip_suffix(')')?).display()))
    });
    fs::write(work.join("binaries.tsv"), paths.collect::<String>())?;
    Ok(())
}
