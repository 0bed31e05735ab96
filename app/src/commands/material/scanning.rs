//! `tutela material scan`: every file below a folder, by all cores, with a report as CSV that can be gone on with.
//!
//! Files come in one order and are reported in it, so one path says how far a scan is. The file of state names it with the
//! length that the report had then; what was written since is cut off when the scan goes on, and looked at again.

use super::finding::{Hit, Known, Tally, threads};
use super::looking::{Eyes, Look};
use super::telling::{self, Told};
use super::walking::Walk;
use crate::fault::Fault;
use data_encoding::HEXLOWER;
use desk::csv_cell;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many files of each thread are looked at together.
const BATCH: usize = 64;
/// So often it is written how far the scan is.
const SAVED: Duration = Duration::from_secs(2);
const HEADER: &str =
    "file,match,by,distance,position,at_ms,list,line,grade,quality,sha256,sha1,md5,trouble\r\n";

/// What is scanned, and how it is told.
pub(super) struct Scan<'s> {
    pub(super) dir: &'s Path,
    pub(super) report: Option<&'s Path>,
    pub(super) resume: bool,
    pub(super) shows: bool,
    pub(super) quiet: bool,
    pub(super) json: bool,
}

/// How far a scan is.
#[derive(Serialize, Deserialize)]
struct State {
    /// What is scanned against what: a scan goes on only with the same.
    of: String,
    /// The bytes of the last path that stands in the report, in hexadecimal digits.
    last: String,
    report_bytes: u64,
    tally: Tally,
}

/// A file that was looked at, or why not.
type Outcome = Result<(Look, Vec<Hit>), String>;

impl Scan<'_> {
    /// # Errors
    /// [`Fault`]: the folder or the report; single files that cannot be read are told and the rest is done.
    pub(super) fn run(&self, known: &Known, eyes: &Eyes) -> Result<ExitCode, Fault> {
        self.run_for(usize::MAX, known, eyes)
    }

    /// The same, interrupted after so many batches.
    fn run_for(&self, batches: usize, known: &Known, eyes: &Eyes) -> Result<ExitCode, Fault> {
        let of = format!("{} {} {}", self.dir.display(), known.identity()?, eyes.identity());
        let mut report = self.report.map(|file| Report::open(file, of, self.resume)).transpose()?;
        let mut tally = report.as_ref().map(|report| report.state.tally).unwrap_or_default();
        let last = report.as_ref().map(Report::last).transpose()?.flatten();
        let own = report.as_ref().map(Report::own_files).transpose()?.unwrap_or_default();
        let top = std::path::absolute(self.dir).map_err(Fault::file(self.dir))?;
        let mut steps = Walk::new(self.dir).map_err(Fault::file(self.dir))?.filter(|step| {
            let (Ok(path) | Err((path, _))) = step;
            last.as_ref().is_none_or(|last| path > last) && !own.contains(&top.join(path))
        });
        for _ in 0..batches {
            let batch: Vec<_> = steps.by_ref().take(BATCH * threads()).collect();
            if batch.is_empty() {
                self.done(report, &tally)?;
                return Ok(if tally.trouble == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) });
            }
            let outcomes = looked_at(&batch, |path| look(&self.dir.join(path), known, eyes));
            for (step, outcome) in batch.iter().zip(outcomes) {
                let (Ok(path) | Err((path, _))) = step;
                match &outcome {
                    Ok((look, hits)) => tally.count(look, hits),
                    Err(_) => tally = Tally { files: tally.files + 1, trouble: tally.trouble + 1, ..tally },
                }
                match &mut report {
                    Some(report) => report.enter(path, &outcome, known)?,
                    None => self.tell(&self.dir.join(path), &outcome, known),
                }
            }
            if let Some(report) = &mut report {
                report.state.tally = tally;
                report.save_at_times()?;
            }
            self.show(&tally);
        }
        report.map_or(Ok(()), |mut report| report.save())?;
        Ok(ExitCode::FAILURE)
    }

    fn tell(&self, path: &Path, outcome: &Outcome, known: &Known) {
        match outcome {
            Ok((look, hits)) => {
                if !hits.is_empty() {
                    telling::matches(path, look, hits, known, self.json);
                }
                if let Some(why) = look.trouble() {
                    eprintln!("tutela: {}: {why}", path.display());
                }
            }
            Err(why) => eprintln!("tutela: {}: {why}", path.display()),
        }
    }

    fn show(&self, tally: &Tally) {
        if self.shows {
            let Tally { files, exact, perceptual, trouble, .. } = tally;
            eprint!(
                "\r{files} files, {exact} listed, {perceptual} look like a listed picture, {trouble} unread "
            );
        }
    }

    fn done(&self, report: Option<Report>, tally: &Tally) -> Result<(), Fault> {
        if self.shows {
            eprintln!();
        }
        let written = report.map(Report::finish).transpose()?;
        if self.json {
            telling::line(&serde_json::json!({ "scanned": self.dir.display().to_string(), "tally": tally }));
        } else if !self.quiet {
            println!("{}", tally.words());
            if let Some(file) = written {
                println!("The report: {}", file.display());
            }
        }
        Ok(())
    }
}

fn look(path: &Path, known: &Known, eyes: &Eyes) -> Outcome {
    let mut look = eyes.look(path).map_err(|error| error.to_string())?;
    let hits = known.find(&look);
    if let Ok(sight) = &mut look.seen {
        // Frames were compared; a batch of videos need not hold them all.
        sight.shown.truncate(1);
    }
    Ok((look, hits))
}

/// What becomes of each, by all cores, in the order of the batch.
fn looked_at(
    batch: &[Result<PathBuf, (PathBuf, io::Error)>],
    look: impl Fn(&Path) -> Outcome + Sync,
) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Vec::with_capacity(batch.len()));
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let outcome = match batch.get(place) {
                None => break,
                Some(Ok(path)) => look(path),
                Some(Err((_, error))) => Err(error.to_string()),
            };
            all.lock().unwrap_or_else(PoisonError::into_inner).push((place, outcome));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads().min(batch.len()) {
            scope.spawn(work);
        }
    });
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_unstable_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, outcome)| outcome).collect()
}

/// A report that is being written.
struct Report {
    path: PathBuf,
    file: io::BufWriter<File>,
    state: State,
    saved: Instant,
}

impl Report {
    /// A new one, or the one that is to be gone on with.
    fn open(path: &Path, of: String, resume: bool) -> Result<Report, Fault> {
        let fault = |why: &str| Fault::Input(format!("--report {}: {why}", path.display()));
        let kept = state_of(path);
        let mut options = OpenOptions::new();
        options.write(true).mode(0o600);
        let (file, state) = match (resume, kept.exists()) {
            (true, true) => {
                let text = std::fs::read_to_string(&kept).map_err(Fault::file(&kept))?;
                let state: State = serde_json::from_str(&text).map_err(|error| {
                    Fault::Input(format!("{}: is no state of a scan: {error}", kept.display()))
                })?;
                if state.of != of {
                    return Err(fault(
                        "was begun with another folder, list or option; begin anew with another report",
                    ));
                }
                let mut file = options.open(path).map_err(Fault::file(path))?;
                let length = file.metadata().map_err(Fault::file(path))?.len();
                if length < state.report_bytes {
                    return Err(fault("is shorter than it was; begin anew with another report"));
                }
                file.set_len(state.report_bytes).map_err(Fault::file(path))?;
                file.seek(SeekFrom::End(0)).map_err(Fault::file(path))?;
                (file, state)
            }
            (true, false) if path.exists() => {
                return Err(fault("is finished; there is nothing to go on with"));
            }
            (false, _) if path.exists() => {
                return Err(fault("is there already; name a new file, or --resume"));
            }
            _ => {
                let mut file = options.create_new(true).open(path).map_err(Fault::file(path))?;
                file.write_all(HEADER.as_bytes()).map_err(Fault::file(path))?;
                let report_bytes = HEADER.len() as u64;
                (file, State { of, last: String::new(), report_bytes, tally: Tally::default() })
            }
        };
        let mut report =
            Report { path: path.to_owned(), file: io::BufWriter::new(file), state, saved: Instant::now() };
        report.save()?;
        Ok(report)
    }

    /// The last path that was entered.
    fn last(&self) -> Result<Option<PathBuf>, Fault> {
        let wrong = |_| Fault::Input(format!("{}: is no state of a scan", state_of(&self.path).display()));
        let bytes = HEXLOWER.decode(self.state.last.as_bytes()).map_err(wrong)?;
        Ok((!bytes.is_empty()).then(|| OsString::from_vec(bytes).into()))
    }

    /// The report and its state, which may lie in the folder that is scanned.
    fn own_files(&self) -> Result<Vec<PathBuf>, Fault> {
        let kept = state_of(&self.path);
        let own = [&self.path, &kept, &fresh(&kept)].map(std::path::absolute);
        own.into_iter().collect::<io::Result<_>>().map_err(Fault::file(&self.path))
    }

    /// Enters what was found of a file; nothing for one that is neither listed nor in trouble.
    fn enter(&mut self, path: &Path, outcome: &Outcome, known: &Known) -> Result<(), Fault> {
        let mut rows = String::new();
        match outcome {
            Ok((look, hits)) => {
                hits.iter().for_each(|hit| rows += &row(path, Some(look), Some(&Told::of(hit, known)), ""));
                if let Some(why) = look.trouble() {
                    rows += &row(path, Some(look), None, why);
                }
            }
            Err(why) => rows += &row(path, None, None, why),
        }
        self.file.write_all(rows.as_bytes()).map_err(Fault::file(&self.path))?;
        self.state.report_bytes += rows.len() as u64;
        self.state.last = HEXLOWER.encode(path.as_os_str().as_encoded_bytes());
        Ok(())
    }

    fn save_at_times(&mut self) -> Result<(), Fault> {
        if self.saved.elapsed() < SAVED { Ok(()) } else { self.save() }
    }

    /// First the report, then how far it goes; the old state is there until the new one is whole.
    fn save(&mut self) -> Result<(), Fault> {
        let kept = state_of(&self.path);
        let new = fresh(&kept);
        self.file.flush().and_then(|()| self.file.get_ref().sync_data()).map_err(Fault::file(&self.path))?;
        let text = serde_json::to_string(&self.state).map_err(|error| Fault::Input(error.to_string()))?;
        let mut options = OpenOptions::new();
        let opened = options.write(true).create(true).truncate(true).mode(0o600).open(&new);
        let written =
            opened.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_data()));
        written.and_then(|()| std::fs::rename(&new, &kept)).map_err(Fault::file(&kept))?;
        self.saved = Instant::now();
        Ok(())
    }

    /// The report is whole: there is nothing to go on with.
    fn finish(mut self) -> Result<PathBuf, Fault> {
        self.file.flush().and_then(|()| self.file.get_ref().sync_data()).map_err(Fault::file(&self.path))?;
        let kept = state_of(&self.path);
        std::fs::remove_file(&kept).map_err(Fault::file(&kept))?;
        Ok(self.path)
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Where it stands how far a report goes.
fn state_of(report: &Path) -> PathBuf {
    with_ending(report, ".state")
}

fn fresh(state: &Path) -> PathBuf {
    with_ending(state, ".part")
}

/// A line of the report.
fn row(path: &Path, look: Option<&Look>, told: Option<&Told>, trouble: &str) -> String {
    let quality =
        look.and_then(|look| look.seen.as_ref().ok()?.shown.first()).map(|shown| shown.turns.quality);
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let digest = |bytes: Option<&[u8]>| bytes.map(|bytes| HEXLOWER.encode(bytes)).unwrap_or_default();
    let digests = look.map(|look| &look.digests);
    let cells = [
        path.display().to_string(),
        told.map(|told| told.kind).unwrap_or_default().to_owned(),
        told.map(|told| told.by).unwrap_or_default().to_owned(),
        number(told.map(|told| told.distance.into())),
        told.and_then(|told| told.position).unwrap_or_default().to_owned(),
        number(told.and_then(|told| told.at_ms)),
        told.map(|told| told.list.clone()).unwrap_or_default(),
        number(told.map(|told| told.line)),
        told.map(|told| told.grade).unwrap_or_default().to_owned(),
        number(quality.map(u64::from)),
        digest(digests.map(|digests| digests.sha256.as_slice())),
        digest(digests.map(|digests| digests.sha1.as_slice())),
        digest(digests.map(|digests| digests.md5.as_slice())),
        trouble.to_owned(),
    ];
    cells.map(|cell| csv_cell(&cell)).join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::material::looking::Eyes;
    use material::{FileDigests, Mode, Radius};

    struct Place {
        home: tempfile::TempDir,
        known: Known,
        eyes: Eyes,
    }

    /// A folder of more files than two batches hold; every seventh is listed, one has a name that a spreadsheet would run.
    fn place() -> Place {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("disk");
        let mut list = String::from("sha256,grade\n");
        for n in 0..BATCH * threads() * 2 + 30 {
            let file = dir.join(format!("{}/{n}", n % 5));
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            let bytes = format!("fictional file {n}");
            std::fs::write(&file, &bytes).unwrap();
            if n % 7 == 0 {
                list += &format!("{},baseline\n", HEXLOWER.encode(&FileDigests::of(bytes.as_bytes()).sha256));
            }
        }
        std::fs::write(dir.join("=1+1, and more"), "fictional file 7").unwrap();
        std::fs::write(dir.join("cut.png"), b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR").unwrap();
        let file = home.path().join("list.csv");
        std::fs::write(&file, list).unwrap();
        let known = Known::read(&[file], Radius::MAX).unwrap();
        Place { home, known, eyes: Eyes::new(Mode::Compatible, true, None) }
    }

    fn scan(place: &Place, report: &str, resume: bool, batches: usize) -> Result<ExitCode, Fault> {
        let (dir, report) = (place.home.path().join("disk"), place.home.path().join(report));
        let scan = Scan { dir: &dir, report: Some(&report), resume, shows: false, quiet: true, json: false };
        scan.run_for(batches, &place.known, &place.eyes)
    }

    #[test]
    fn an_interrupted_scan_goes_on_and_reports_the_same() {
        let place = place();
        let text = |name: &str| std::fs::read_to_string(place.home.path().join(name)).unwrap();
        assert_eq!(scan(&place, "disk/whole.csv", false, usize::MAX).unwrap(), ExitCode::from(2));
        let whole = text("disk/whole.csv");
        std::fs::remove_file(place.home.path().join("disk/whole.csv")).unwrap();
        assert!(whole.contains("\"'=1+1, and more\",exact,sha256,0,"), "{whole}");
        let trouble = whole.lines().find(|line| line.starts_with("cut.png,,,")).unwrap();
        assert!(trouble.ends_with("stop early"), "{trouble}");

        assert_eq!(scan(&place, "r.csv", false, 1).unwrap(), ExitCode::FAILURE);
        assert!(place.home.path().join("r.csv.state").exists() && text("r.csv").len() < whole.len());
        // What was written after the last state, perhaps half a line.
        let mut torn = OpenOptions::new().append(true).open(place.home.path().join("r.csv")).unwrap();
        torn.write_all(b"1/9,exa").unwrap();
        assert!(matches!(scan(&place, "r.csv", false, 1), Err(Fault::Input(_))), "nothing is overwritten");
        assert_eq!(scan(&place, "r.csv", true, 1).unwrap(), ExitCode::FAILURE);
        assert_eq!(scan(&place, "r.csv", true, usize::MAX).unwrap(), ExitCode::from(2));
        assert_eq!(text("r.csv"), whole);
        assert!(!place.home.path().join("r.csv.state").exists());
        assert!(matches!(scan(&place, "r.csv", true, 1), Err(Fault::Input(_))), "it is finished");
    }

    #[test]
    fn a_scan_goes_on_only_against_the_same_lists() {
        let mut place = place();
        scan(&place, "r.csv", false, 1).unwrap();
        let other = place.home.path().join("other.csv");
        std::fs::write(&other, "md5\n0123456789abcdef0123456789abcdef\n").unwrap();
        place.known = Known::read(&[other], Radius::MAX).unwrap();
        let told = scan(&place, "r.csv", true, 1).unwrap_err().to_string();
        assert!(told.contains("another folder, list or option"), "{told}");
    }
}
