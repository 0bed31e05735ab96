//! `tutela material`: pictures and videos hashed, and held against hash lists, on this machine alone. No node is needed, and
//! nothing is shown, sent or kept.

mod finding;
mod indexing;
mod lists;
mod looking;
mod scanning;
mod telling;
mod walking;
mod watching;

use self::finding::Known;
use self::looking::Eyes;
use super::Common;
use crate::fault::Fault;
use clap::{Args, Subcommand};
use material::{Mode, Radius};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Hashes pictures and videos, and holds them against hash lists. It needs no node and no network, and shows no picture.
///
/// A match is a lead for a person to look into, never a verdict. Perceptual hashes (PDQ) find copies that were shrunk, recompressed, recoloured,
/// mirrored or turned; not larger crops, free turns or added borders.
#[derive(Args)]
#[command(
    after_help = "Example: tutela material hash photo.jpg --json\n         tutela material scan /mnt/disk --list known.csv --report found.csv"
)]
pub(crate) struct Material {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Print the hashes of pictures: PDQ with its quality, SHA-256, SHA-1, MD5
    Hash {
        /// Pictures: JPEG, PNG, WebP, GIF, TIFF or BMP
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The hashes of all eight positions, too: as it is, turned left, upside down ... in the order of the reference
        #[arg(long)]
        dihedral: bool,
        #[command(flatten)]
        seen: Seen,
    },
    /// Hold files against hash lists: by their digests, and pictures by what they look like
    Match {
        /// Files of any kind
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        against: Against,
        #[command(flatten)]
        seen: Seen,
    },
    /// Hold every file below a folder against hash lists; can be interrupted and resumed
    Scan {
        /// The folder; links are not followed
        dir: PathBuf,
        #[command(flatten)]
        against: Against,
        #[command(flatten)]
        seen: Seen,
        /// A CSV file for what was found, and what could not be read; FILE.state beside it says how far the scan is
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
        /// Go on where the scan of this report was interrupted
        #[arg(long, requires = "report")]
        resume: bool,
    },
    /// Print the vPDQ hash of videos, or compare one with another: a frame a second, by ffmpeg
    Frames {
        /// Videos
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A video, or a file with a vPDQ hash, to compare each with
        #[arg(long, value_name = "FILE")]
        with: Option<PathBuf>,
    },
    /// Build the index of a hash list in memory, and tell its size and speed; nothing is written
    Index {
        #[command(subcommand)]
        what: Index,
    },
}

#[derive(Subcommand)]
enum Index {
    /// Build it: how many hashes, seconds, bytes
    Build {
        /// A hash list as CSV
        file: PathBuf,
    },
    /// What is in the list: hashes of each kind, grades, hashes that come twice
    Stat {
        /// A hash list as CSV
        file: PathBuf,
    },
    /// Ask it: look-ups a second of one thread, and how long one takes
    Bench {
        /// A hash list as CSV
        file: PathBuf,
        /// How many look-ups: half of them near to a listed hash, half of them not
        #[arg(long, default_value = "10000", value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
        queries: u32,
    },
}

/// How files are looked at.
#[derive(Args, Clone, Copy)]
struct Seen {
    /// As a viewer shows pictures: turned as the camera noted, over white where transparent; without it as hash lists are made
    #[arg(long)]
    upright: bool,
}

impl Seen {
    fn mode(self) -> Mode {
        if self.upright { Mode::Upright } else { Mode::Compatible }
    }
}

/// What files are held against.
#[derive(Args)]
struct Against {
    /// A hash list as CSV (columns sha256, md5, pdq, grade); several times for several lists
    #[arg(long = "list", required = true, value_name = "CSV")]
    lists: Vec<PathBuf>,
    /// How many of 256 bits a picture may differ
    #[arg(long, default_value = "31", value_name = "BITS", value_parser = clap::value_parser!(u32).range(0..=31))]
    distance: u32,
    /// Look at the frames of videos, too, one a second, by ffmpeg
    #[arg(long)]
    videos: bool,
}

impl Against {
    fn known(&self) -> Result<Known, Fault> {
        let radius = Radius::new(self.distance).map_err(|error| Fault::Input(error.to_string()))?;
        Known::read(&self.lists, radius)
    }

    fn eyes(&self, seen: Seen) -> Result<Eyes, Fault> {
        let videos = self.videos.then(watching::installed).transpose()?;
        Ok(Eyes::new(seen.mode(), true, videos))
    }
}

impl Material {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let json = self.common.json;
        match &self.what {
            What::Hash { files, dihedral, seen } => Ok(each(files, |file| {
                telling::hash(&Eyes::new(seen.mode(), false, None), file, *dihedral, json)
            })),
            What::Match { files, against, seen } => {
                let (known, eyes) = (against.known()?, against.eyes(*seen)?);
                let mut tally = finding::Tally::default();
                let code = each(files, |file| {
                    let look = eyes.look(file).map_err(|error| error.to_string())?;
                    let found = known.find(&look);
                    tally.count(&look, &found);
                    telling::matches(file, &look, &found, &known, json);
                    look.trouble().map_or(Ok(()), |why| Err(why.to_owned()))
                });
                if !json && !self.common.quiet {
                    eprintln!("{}", tally.words());
                }
                Ok(code)
            }
            What::Scan { dir, against, seen, report, resume } => {
                let (known, eyes) = (against.known()?, against.eyes(*seen)?);
                let scan = scanning::Scan {
                    dir,
                    report: report.as_deref(),
                    resume: *resume,
                    shows: self.common.shows_progress(),
                    quiet: self.common.quiet,
                    json,
                };
                scan.run(&known, &eyes)
            }
            What::Frames { files, with } => watching::frames(files, with.as_deref(), json),
            What::Index { what } => match what {
                Index::Build { file } => indexing::build(file, json),
                Index::Stat { file } => indexing::stat(file, json),
                Index::Bench { file, queries } => indexing::bench(file, *queries, json),
            },
        }
    }
}

/// Does the same with each file; what went wrong with one is told, and the others are done all the same.
fn each(files: &[PathBuf], mut work: impl FnMut(&Path) -> Result<(), String>) -> ExitCode {
    let mut all_done = true;
    for file in files {
        if let Err(why) = work(file) {
            all_done = false;
            eprintln!("tutela: {}: {why}", file.display());
        }
    }
    if all_done { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
