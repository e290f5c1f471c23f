//! `cargo xtask mutate`: takes each check of rights out, one at a time, and asks whether a test fails without it.
//!
//! The checks are taken out of a copy of the sources, never of the sources: every call of `access(…, act)` and
//! `permit(act)` in the service asks a switch first, and so does every cell of the matrix. The copy is built once; the
//! environment says which check a run of its tests goes without.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use crate::run::OURS;

/// The variable that says which check is taken out.
const SWITCH: &str = "UNDERSIGNED_MUTANT";
/// The tests that each check is tried with first, and those that a survivor is tried with.
const NARROW: &[&str] = &["rights"];

/// What the copy's switches look at.
const SWITCHES: &str = r#"//! Which check of rights is taken out.

use super::rights::Act;

fn mutant() -> &'static str {
    static MUTANT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    MUTANT.get_or_init(|| std::env::var("UNDERSIGNED_MUTANT").unwrap_or_default())
}

pub(crate) fn act(site: &str, act: Act) -> Act {
    if mutant() == site { Act::Ask } else { act }
}

pub(crate) fn keeps(site: &str) -> bool {
    mutant() != site
}

pub(crate) fn open(cell: &str, act: Act) -> bool {
    mutant().strip_prefix(cell).is_some_and(|named| named == format!("{act:?}"))
}
"#;

/// What needs no standing, so that there is no check to take out: asking, and looking at what is one's own.
const FREE: [&str; 6] = ["Ask", "SeeOwn", "WithdrawOwn", "AnswerOwn", "SeeHeld", "ForgetOwn"];

/// The copy's place below the target folder.
const COPY: &str = "mutate";

/// Tries every check, and fails where a test missed one that was taken out. With names, tries these checks only.
pub(crate) fn mutate(only: &[String]) -> ExitCode {
    match try_all(only) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(survivors) => {
            eprintln!("error: {survivors} checks can be taken out and no test fails");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn try_all(only: &[String]) -> io::Result<usize> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let copy = target.join(COPY);
    copy_sources(root, &copy)?;
    let mut mutants = instrument(&copy)?;
    mutants.retain(|mutant| only.is_empty() || only.iter().any(|one| mutant.contains(one.as_str())));
    // A target of its own: cargo takes a copy for the original, and each would run the other's programs.
    let tests = build(&copy, &target.join("mutate-target"))?;
    if !passes(&copy, &tests, "", NARROW)? {
        return Err(io::Error::other("the tests fail with every check in its place"));
    }
    let mut survivors = 0;
    for mutant in &mutants {
        let found = if !passes(&copy, &tests, mutant, NARROW)? {
            "found by the matrix"
        } else if !passes(&copy, &tests, mutant, &[])? {
            "found by another test"
        } else {
            survivors += 1;
            "SURVIVES"
        };
        println!("{found:>22}  {mutant}");
    }
    println!("{} checks taken out, {survivors} missed", mutants.len());
    Ok(survivors)
}

/// Copies what git knows of, or would.
fn copy_sources(root: &Path, copy: &Path) -> io::Result<()> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()?;
    let _ = fs::remove_dir_all(copy);
    for path in String::from_utf8_lossy(&listed.stdout).split('\0').filter(|path| !path.is_empty()) {
        let (from, to) = (root.join(path), copy.join(path));
        if let (true, Some(folder)) = (from.is_file(), to.parent()) {
            fs::create_dir_all(folder)?;
            fs::copy(from, to)?;
        }
    }
    Ok(())
}

/// Puts the switches in, and names them.
fn instrument(copy: &Path) -> io::Result<Vec<String>> {
    let service = copy.join("src/service");
    fs::write(service.join("mutation.rs"), SWITCHES)?;
    append(&service.join("mod.rs"), "\npub(crate) mod mutation;\n")?;
    let rights = service.join("rights.rs");
    let (text, mut mutants) = open_cells(&fs::read_to_string(&rights)?)?;
    fs::write(rights, text)?;
    let mut files = Vec::new();
    list_files(&service, &mut files)?;
    files.sort();
    for file in files {
        if file.ends_with("rights.rs") || file.ends_with("mutation.rs") {
            continue;
        }
        let name = file.strip_prefix(&service).unwrap_or(&file).display().to_string();
        let (text, sites) = switch_calls(&name, &fs::read_to_string(&file)?);
        if !sites.is_empty() {
            fs::write(&file, text)?;
            mutants.extend(sites);
        }
    }
    Ok(mutants)
}

/// Puts a switch before each decision of the matrix.
fn open_cells(rights: &str) -> io::Result<(String, Vec<String>)> {
    let missing =
        |what: &str| io::Error::other(format!("the matrix has no {what} any more: mend `cargo xtask mutate`"));
    let (standing, own) = ("    if standing < needed {", "    match act {\n        Act::Submit if");
    if !rights.contains(standing) || !rights.contains(own) {
        return Err(missing("place for a switch"));
    }
    let text =
        rights.replace(standing, "    if standing < needed && !super::mutation::open(\"standing \", act) {").replace(
            own,
            "    match act {\n        _ if super::mutation::open(\"limit \", act) => Ok(()),\n        Act::Submit if",
        );
    let all = rights.split_once("pub const ALL").and_then(|(_, after)| after.split_once("];"));
    let (all, _) = all.ok_or_else(|| missing("table of acts"))?;
    let acts = all.split("Self::").skip(1).filter_map(|act| act.split(',').next());
    let mut mutants: Vec<String> =
        acts.filter(|act| !FREE.contains(act)).map(|act| format!("standing {act}")).collect();
    let (_, limits) = rights.split_once(own).ok_or_else(|| missing("limit"))?;
    let limits = limits.split("        _ =>").next().unwrap_or_default();
    mutants.push("limit Submit".to_owned());
    mutants.extend(limits.lines().filter(|line| line.contains(" if ")).flat_map(|line| {
        let named = line.split(" if ").next().unwrap_or_default().split("Act::").skip(1);
        named.map(|act| format!("limit {}", act.trim_matches([' ', '|']))).collect::<Vec<_>>()
    }));
    Ok((text, mutants))
}

/// Puts a switch around the act of every call of `access` and `permit`.
fn switch_calls(file: &str, text: &str) -> (String, Vec<String>) {
    let (mut done, mut rest, mut sites) = (String::with_capacity(text.len()), text, Vec::new());
    while let Some((at, call)) = next_call(rest) {
        let begun = at + call.len();
        let Some(end) = closing(&rest[begun..]).map(|end| begun + end) else { break };
        let (before, arguments) = (&rest[..at], &rest[begun..end]);
        let line = text[..text.len() - rest.len() + at].matches('\n').count() + 1;
        rest = &rest[end..];
        let (others, act) = arguments.split_at(last_argument(arguments));
        let act = act.trim().trim_end_matches(',').trim_end();
        done.push_str(before);
        if call == SUBMIT {
            let site = format!("call {file}:{line} submit");
            let (statement, after) = rest.split_at(rest.find(';').map_or(rest.len(), |end| end + 1));
            let _ = write!(done, "if crate::service::mutation::keeps({site:?}) {{ {call}{arguments}{statement} }}");
            sites.push(site);
            rest = after;
        } else if act.strip_prefix("Act::").is_some_and(|act| FREE.contains(&act)) {
            let _ = write!(done, "{call}{arguments}");
        } else {
            let site = format!("call {file}:{line} {act}");
            let _ = write!(done, "{call}{others}crate::service::mutation::act({site:?}, {act})");
            sites.push(site);
        }
    }
    done.push_str(rest);
    (done, sites)
}

/// The check whose act is its name: a statement of its own.
const SUBMIT: &str = "access.permit_submit(";

fn next_call(text: &str) -> Option<(usize, &'static str)> {
    let found =
        ["self.access(", "access.permit(", SUBMIT].into_iter().filter_map(|call| Some((text.find(call)?, call)));
    found.min()
}

/// Finds the parenthesis that closes what was opened before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1;
    text.char_indices().find_map(|(at, sign)| {
        match sign {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })
}

/// Finds where the last argument begins.
fn last_argument(arguments: &str) -> usize {
    let (mut open, mut last) = (0, 0);
    let end = arguments.trim_end().trim_end_matches(',').len();
    for (at, sign) in arguments[..end].char_indices() {
        match sign {
            '(' => open += 1,
            ')' => open -= 1,
            ',' if open == 0 => last = at + 1,
            _ => {}
        }
    }
    last
}

/// Builds the copy's tests of the service and gives their program.
fn build(copy: &Path, target: &Path) -> io::Result<PathBuf> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| OURS.iter().any(|ours| name.starts_with(ours))) {
            cargo.env_remove(name);
        }
    }
    cargo.args(["test", "--test", "service", "--no-run"]).current_dir(copy).env("CARGO_TARGET_DIR", target);
    let built = cargo.stdout(Stdio::null()).output()?;
    let said = String::from_utf8_lossy(&built.stderr);
    let mut program = said.split('(').filter_map(|part| part.split_once(')')).map(|(program, _)| program);
    let program = program.rfind(|program| program.contains("service-"));
    match (built.status.success(), program) {
        (true, Some(program)) => Ok(copy.join(program)),
        _ => Err(io::Error::other(format!("the copy does not build:\n{said}"))),
    }
}

/// Runs the tests whose names contain one of these, or all, without the check of this name.
fn passes(copy: &Path, tests: &Path, mutant: &str, named: &[&str]) -> io::Result<bool> {
    let mut run = Command::new(tests);
    run.args(named).current_dir(copy).env(SWITCH, mutant).env("CARGO_MANIFEST_DIR", copy);
    Ok(run.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success())
}

fn append(file: &Path, text: &str) -> io::Result<()> {
    fs::write(file, fs::read_to_string(file)? + text)
}

fn list_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_act_of_each_call_gets_a_switch_whatever_it_is() {
        let text = "a(self.access(uow.conn(), caller, Act::Edit).await?);\nlet b = access.permit(own(found.deed));\n";
        let (done, sites) = switch_calls("x.rs", text);
        assert_eq!(sites, ["call x.rs:1 Act::Edit", "call x.rs:2 own(found.deed)"]);
        assert!(done.contains("caller,crate::service::mutation::act(\"call x.rs:1 Act::Edit\", Act::Edit)).await?);"));
        assert!(
            done.contains("permit(crate::service::mutation::act(\"call x.rs:2 own(found.deed)\", own(found.deed)));")
        );
    }

    #[test]
    fn every_cell_of_the_matrix_gets_a_switch() {
        let rights = "pub const ALL: &[Self] = &[\n Self::Ask,\n Self::Submit,\n Self::EditOwn,\n ];\n    if standing < needed {\n    \
                      match act {\n        Act::Submit if x => y,\n        Act::ApproveOwn | Act::EditOwn if z => w,\n        _ => Ok(()),";
        let (text, mutants) = open_cells(rights).unwrap();
        assert!(
            text.contains("open(\"standing \", act)") && text.contains("_ if super::mutation::open(\"limit \", act)")
        );
        let expected = ["standing Submit", "standing EditOwn", "limit Submit", "limit ApproveOwn", "limit EditOwn"];
        assert_eq!(mutants, expected);
        assert!(open_cells("nothing").is_err());
    }
}
