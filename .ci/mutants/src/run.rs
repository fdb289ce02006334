//! Trying mutants: of the tests that walk over one, those that caught most for their time come first.

use std::{
    collections::{HashMap, HashSet},
    error::Error,
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{list::Key, tree};

/// A test that takes longer is cut here when times are taken, and given no more than this against one mutant.
const LONGEST: Duration = Duration::from_secs(60);
/// A test below that is quick.
const QUICK: f64 = 0.25;
/// Memory a test may take, in bytes: a mutant may ask for all there is.
const MEMORY: &str = "--as=6000000000";

/// One test of one program.
struct Test {
    binary: String,
    program: String,
    name: String,
    seconds: f64,
}

/// How a run of a test ended.
#[derive(PartialEq)]
enum End {
    Passed,
    Failed,
    /// Its time was over.
    Cut,
}

impl Test {
    fn run(&self, key: &str, value: &str, limit: Duration) -> Result<End, Box<dyn Error>> {
        let status = Command::new("prlimit")
            .args([MEMORY, "timeout", "-s", "KILL", &format!("{:.3}", limit.as_secs_f64()), &self.program])
            .args(["--exact", &self.name, "--test-threads", "1"])
            .env(key, value)
            .env("PROPTEST_FAILURE_PERSISTENCE", "off")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        // WHY: `timeout -s KILL` is killed with what it runs, or says 137, as it comes.
        Ok(match (status.code(), status.signal()) {
            (Some(0), _) => End::Passed,
            (Some(137), _) | (_, Some(9)) => End::Cut,
            _ => End::Failed,
        })
    }
}

/// Runs `work` over all of `items` in as many threads.
fn spread<T: Sync>(
    items: &[T],
    workers: usize,
    work: impl Fn(usize, &T) -> Result<bool, Box<dyn Error>> + Sync,
) {
    let (next, stop) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while stop.load(Relaxed) == 0 {
                    let at = next.fetch_add(1, Relaxed);
                    let Some(item) = items.get(at) else { return };
                    match work(at, item) {
                        Ok(true) => {}
                        Ok(false) => stop.store(1, Relaxed),
                        Err(error) => {
                            eprintln!("{error}");
                            stop.store(1, Relaxed);
                        }
                    }
                }
            });
        }
    });
}

/// Takes the time of every test, and which mutants it walks over.
pub fn cover(work: &Path) -> Result<(), Box<dyn Error>> {
    let mut tests = Vec::new();
    for line in fs::read_to_string(work.join("binaries.tsv"))?.lines() {
        let (binary, program) = line.split_once('\t').ok_or("binaries.tsv: a line without a tab")?;
        let listed = Command::new(program).args(["--list", "--format", "terse"]).output()?;
        let listed = String::from_utf8(listed.stdout)?;
        for name in listed.lines().filter_map(|line| line.strip_suffix(": test")) {
            let test =
                Test { binary: binary.into(), program: program.into(), name: name.into(), seconds: 0.0 };
            tests.push(test);
        }
    }
    let folder = work.join("cover");
    fs::create_dir_all(&folder)?;
    let out = Mutex::new(File::create(work.join("tests.tsv"))?);
    spread(&tests, 2, |at, test| {
        let began = Instant::now();
        let end = test.run("STEPUP_MUTANT", "0", LONGEST)?;
        let seconds = began.elapsed().as_secs_f64();
        if end == End::Failed {
            eprintln!("fails without a mutant, not used: {} {}", test.binary, test.name);
            return Ok(true);
        }
        let list = folder.join(at.to_string());
        if list.exists() {
            fs::remove_file(&list)?;
        }
        test.run("STEPUP_COVER", &list.to_string_lossy(), LONGEST)?;
        if list.exists() {
            let mut out = out.lock().map_err(|_| "a worker panicked")?;
            writeln!(out, "{at}\t{}\t{}\t{}\t{seconds:.3}", test.binary, test.program, test.name)?;
        }
        Ok(true)
    });
    Ok(())
}

/// The tests by what they walk over.
struct Known {
    tests: Vec<Test>,
    over: HashMap<u32, Vec<usize>>,
    mutants: Vec<(u32, String, Key)>,
}

fn known(work: &Path) -> Result<Known, Box<dyn Error>> {
    let (mut tests, mut over) = (Vec::new(), HashMap::<u32, Vec<usize>>::new());
    for line in fs::read_to_string(work.join("tests.tsv"))?.lines() {
        let [at, binary, program, name, seconds] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("tests.tsv: {line}").into());
        };
        for id in fs::read_to_string(work.join("cover").join(at))?.lines() {
            over.entry(id.parse()?).or_default().push(tests.len());
        }
        let seconds = seconds.parse()?;
        tests.push(Test { binary: binary.into(), program: program.into(), name: name.into(), seconds });
    }
    let mut mutants = Vec::new();
    for line in fs::read_to_string(work.join("mutants.tsv"))?.lines() {
        let [id, at, state, key] = line.splitn(4, '\t').collect::<Vec<_>>()[..] else {
            return Err(format!("mutants.tsv: {line}").into());
        };
        let key = Key::read(key).ok_or_else(|| format!("mutants.tsv: {line}"))?;
        if state == "ok" {
            mutants.push((id.parse()?, at.to_owned(), key));
        }
    }
    Ok(Known { tests, over, mutants })
}

/// What the log says of each mutant, by its name, so that it outlives a build: the last line counts. True where it was
/// caught, and by which test.
fn tried(work: &Path) -> Result<HashMap<Key, (bool, String)>, Box<dyn Error>> {
    let path = work.join("log.tsv");
    let text = if path.exists() { fs::read_to_string(&path)? } else { String::new() };
    let mut all = HashMap::new();
    for line in text.lines() {
        if let [_, state, by, _, _, key] = line.splitn(6, '\t').collect::<Vec<_>>()[..] {
            let key = Key::read(key).ok_or_else(|| format!("log.tsv: {line}"))?;
            all.insert(key, (state == "caught", by.to_owned()));
        }
    }
    Ok(all)
}

/// Those that a whole run caught once, by the digest of their name: `caught.txt`, so that a new machine begins with
/// what is left. A mutant whose expression changed has another name, and is tried anew.
fn caught_before() -> Result<HashSet<String>, Box<dyn Error>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("caught.txt"))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    Ok(lines.flat_map(str::split_whitespace).map(str::to_owned).collect())
}

/// Writes down what is caught, for `caught.txt`.
pub fn caught(work: &Path) -> Result<(), Box<dyn Error>> {
    let mut all = caught_before()?;
    all.extend(tried(work)?.iter().filter(|(_, (caught, _))| *caught).map(|(key, _)| key.digest()));
    let mut all: Vec<String> = all.into_iter().collect();
    all.sort();
    for line in all.chunks(12) {
        println!("{}", line.join(" "));
    }
    Ok(())
}

/// Tries what was not tried yet, or what was left, until `minutes` are over.
pub fn run(work: &Path, again: bool, seconds: f64, minutes: f64, workers: f64) -> Result<(), Box<dyn Error>> {
    let (known, before, once) = (known(work)?, tried(work)?, caught_before()?);
    let mut todo: Vec<&(u32, String, Key)> = known
        .mutants
        .iter()
        .filter(|(.., key)| match before.get(key) {
            Some((caught, _)) => again && !caught,
            None => !again && !once.contains(&key.digest()),
        })
        .collect();
    // Spread over the files, in an order that is the same each time; what builds witnesses comes last, because what it
    // builds is judged again.
    todo.sort_by_key(|(id, _, key)| (key.builds(), id.wrapping_mul(0x9E37_79B9)));
    let caught: Vec<AtomicUsize> = known.tests.iter().map(|_| AtomicUsize::new(0)).collect();
    for (_, by) in before.values().filter(|(caught, _)| *caught) {
        if let Some(at) = known.tests.iter().position(|test| format!("{} {}", test.binary, test.name) == *by)
        {
            caught[at].fetch_add(1, Relaxed);
        }
    }
    let log = Mutex::new(OpenOptions::new().create(true).append(true).open(work.join("log.tsv"))?);
    let (began, left) = (Instant::now(), AtomicUsize::new(0));
    spread(&todo, workers as usize, |at, (id, line, key)| {
        let mut over = known.over.get(id).cloned().unwrap_or_default();
        let worth = |test: &usize| {
            let seconds = known.tests[*test].seconds.min(seconds / 4.0) + 0.003;
            (caught[*test].load(Relaxed) as f64 + 0.05) / seconds
        };
        // All quick ones together take a few seconds; those that take longer must not eat their time.
        let slow = |test: &usize| known.tests[*test].seconds >= QUICK;
        over.sort_by(|a, b| slow(a).cmp(&slow(b)).then(worth(b).total_cmp(&worth(a))));
        let (start, mut by, mut cut) = (Instant::now(), None, 0);
        for place in over {
            let test = &known.tests[place];
            let rest = seconds - start.elapsed().as_secs_f64();
            if rest < 0.5 {
                cut += 1;
                continue;
            }
            let enough = 8.0 * test.seconds + 5.0;
            let limit = if test.seconds < 1.0 { enough } else { enough.min((seconds / 4.0).min(rest)) };
            let end =
                test.run("STEPUP_MUTANT", &id.to_string(), Duration::from_secs_f64(limit).min(LONGEST))?;
            let stuck = end == End::Cut && limit >= enough;
            cut += usize::from(end == End::Cut && !stuck);
            if end == End::Failed || stuck {
                caught[place].fetch_add(1, Relaxed);
                by = Some(format!(
                    "{} {}\t{}",
                    test.binary,
                    test.name,
                    if stuck { "stuck" } else { "failed" }
                ));
                break;
            }
        }
        let took = start.elapsed().as_secs_f64();
        let said = match by {
            Some(by) => format!("{id}\tcaught\t{by}\t{took:.1}\t{key}\n"),
            None => format!("{id}\tleft\t-\t{cut} tests cut\t{took:.1}\t{key}\n"),
        };
        if said.contains("\tleft\t") {
            left.fetch_add(1, Relaxed);
        }
        log.lock().map_err(|_| "a worker panicked")?.write_all(said.as_bytes())?;
        if at % 20 == 19 {
            let left = left.load(Relaxed);
            eprintln!(
                "{} of {}, {left} left, {:.0} s, now {}:{line}",
                at + 1,
                todo.len(),
                began.elapsed().as_secs_f64(),
                key.file
            );
        }
        Ok(began.elapsed().as_secs_f64() < minutes * 60.0)
    });
    Ok(())
}

/// Lists what no test saw, with what is said of it.
pub fn left(work: &Path) -> Result<(), Box<dyn Error>> {
    let (known, tried, once) = (known(work)?, tried(work)?, caught_before()?);
    let argued: HashMap<Key, String> = tree::keys("survivors.txt")?.into_iter().collect();
    let mut files = HashSet::new();
    let (mut caught, mut open, mut unargued) = (0, 0, 0);
    for (id, line, key) in &known.mutants {
        match tried.get(key) {
            Some((true, _)) => caught += 1,
            None if once.contains(&key.digest()) => caught += 1,
            Some((false, _)) => {
                open += 1;
                files.insert(&key.file);
                // What holds of every mutant of a file is said once, of `*`.
                let whole = Key { file: key.file.clone(), was: "*".into(), is: "*".into(), nth: 0 };
                let said = argued.get(key).or_else(|| argued.get(&whole)).map_or("", String::as_str);
                unargued += usize::from(said.is_empty());
                println!(
                    "{}\t{}\t{}\t{}\t{said}\tline {line}, number {id}",
                    key.file, key.nth, key.was, key.is
                );
            }
            None => {}
        }
    }
    let all = known.mutants.len();
    eprintln!(
        "{all} built, {caught} caught, {open} left in {} files, {unargued} of them without an argument, {} not tried",
        files.len(),
        all - caught - open
    );
    Ok(())
}
