//! The frames of a video, one a second, by ffmpeg.
//!
//! ffmpeg reads that one file, which nobody vouched for, and knows hundreds of formats: of them it may use the containers
//! named here, which lead to no other file and no address, and what it gives back are pixels behind headers that are read
//! with bounds. No name of a file becomes an option, since it stands behind `file:`.

use crate::held::{Bounds, Held};
use crate::run::{Running, run};
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// So long one frame may take.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Most frames that are given: an hour.
pub const MOST_FRAMES: u32 = 3_600;
/// Most pixels of a frame.
pub const MOST_PIXELS: u64 = 36_000_000;

/// 1.5 GiB of addresses, of which its libraries take a third, and two minutes of processor time.
const BOUNDS: Bounds = Bounds { memory: 3 << 29, processor: 120 };
/// Containers that hold a video and refer to nothing outside of themselves.
const CONTAINERS: &str =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,gif,ivf,h264,hevc,m4v";
/// Longest header of a frame.
const HEADER: u64 = 32;

/// Why no frames come.
#[derive(Debug, thiserror::Error)]
pub enum FrameFault {
    /// ffmpeg is not there, or no way to hold it works.
    #[error("ffmpeg is not installed, or cannot be started under limits")]
    NotInstalled,
    /// It found no video in the file, or none that it can decode within its limits.
    #[error("no frame of a video could be decoded")]
    NoVideo,
    /// A frame has more than [`MOST_PIXELS`].
    #[error("a frame has more than {MOST_PIXELS} pixels")]
    TooLarge,
    /// It gave something else than frames.
    #[error("the process gave no frames")]
    NoFrames,
    /// One frame took longer than [`PATIENCE`].
    #[error("a frame took longer than {} seconds", PATIENCE.as_secs())]
    TooLong,
    /// A pipe, a process or the file.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// A decoded frame.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    /// When it is shown, in whole seconds from the beginning.
    pub second: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row.
    pub rgb: Vec<u8>,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // No log line can carry pixels.
        write!(f, "Frame({} s, {} x {})", self.second, self.width, self.height)
    }
}

/// How far a video was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Frames that were given.
    pub frames: u32,
    /// Whether that was all: else there are more than [`MOST_FRAMES`], or its end is damaged, or was not reached in time.
    pub is_whole: bool,
}

/// What holds ffmpeg here, found by starting it.
///
/// # Errors
/// [`FrameFault::NotInstalled`] when it does not start in any way.
pub fn installed() -> Result<Held, FrameFault> {
    let program = ["ffmpeg", "-hide_banner", "-version"].map(OsStr::new);
    let starts = |held: &Held| {
        run(held.command(BOUNDS, None, &program), Vec::new(), 1 << 16, PATIENCE)
            .is_ok_and(|out| !out.bytes.is_empty())
    };
    Held::ALL.into_iter().find(starts).ok_or(FrameFault::NotInstalled)
}

/// Gives the frame that is shown at each whole second, until there are no more, or enough for whoever takes them. Blocking.
///
/// # Errors
/// [`FrameFault`]; frames that were given before count.
pub fn watch(
    video: &Path,
    held: Held,
    mut each: impl FnMut(Frame) -> ControlFlow<()>,
) -> Result<Watched, FrameFault> {
    let video = std::path::absolute(video)?;
    let mut running = start(&video, held)?;
    let Some(out) = running.0.stdout.take() else { return Err(FrameFault::NoFrames) };
    let (tells, told) = mpsc::sync_channel(1);
    // It ends with the process, or when nobody listens any more.
    thread::spawn(move || {
        let mut input = BufReader::with_capacity(1 << 16, out);
        for second in 0..MOST_FRAMES {
            let frame = next_frame(&mut input, second).transpose();
            let Some(frame) = frame else { break };
            let is_last = frame.is_err();
            if tells.send(frame).is_err() || is_last {
                break;
            }
        }
    });
    let mut frames = 0;
    loop {
        match told.recv_timeout(PATIENCE) {
            Ok(Ok(frame)) => {
                frames += 1;
                if each(frame).is_break() || frames == MOST_FRAMES {
                    return Ok(Watched { frames, is_whole: false });
                }
            }
            // One that dies in the middle of a frame has given the frames before.
            Ok(Err(FrameFault::Io(_))) | Err(mpsc::RecvTimeoutError::Disconnected) => {
                let is_whole = running.ends_well()?;
                return if frames == 0 { Err(FrameFault::NoVideo) } else { Ok(Watched { frames, is_whole }) };
            }
            Ok(Err(fault)) => return Err(fault),
            Err(mpsc::RecvTimeoutError::Timeout) => return Err(FrameFault::TooLong),
        }
    }
}

fn start(video: &Path, held: Held) -> Result<Running, FrameFault> {
    let mut input = OsString::from("file:");
    input.push(held.sees(video));
    let (pixels, frames) = (MOST_PIXELS.to_string(), MOST_FRAMES.to_string());
    let before =
        ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "quiet", "-threads", "1", "-noautorotate"];
    let allowed = [
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        CONTAINERS,
        "-max_pixels",
        pixels.as_str(),
        "-i",
    ];
    // The frame that is shown when a second begins, once for each second, even where the picture stands.
    let after = ["-map", "0:V:0", "-vf", "fps=1:round=up", "-frames:v", frames.as_str(), "-threads", "1"];
    let form = ["-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe", "pipe:1"];
    let words = before.iter().chain(&allowed).map(OsStr::new).chain([input.as_os_str()]);
    let words: Vec<&OsStr> = words.chain(after.iter().chain(&form).map(OsStr::new)).collect();
    let mut command = held.command(BOUNDS, Some(video), &words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    Ok(Running(command.spawn()?))
}

/// The next frame of a stream of pictures in the form PPM (P6, 255 steps); nothing at its end.
///
/// # Errors
/// [`FrameFault::NoFrames`] for anything else, [`FrameFault::TooLarge`] before memory is taken, [`FrameFault::Io`] for half a frame.
pub fn next_frame(input: &mut impl BufRead, second: u32) -> Result<Option<Frame>, FrameFault> {
    if input.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let (kind, size, steps) = (line(input)?, line(input)?, line(input)?);
    if kind != b"P6" || steps != b"255" {
        return Err(FrameFault::NoFrames);
    }
    let size = String::from_utf8(size).map_err(|_| FrameFault::NoFrames)?;
    let sides =
        size.split_once(' ').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let (width, height): (u32, u32) = sides.ok_or(FrameFault::NoFrames)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        return Err(FrameFault::TooLarge);
    }
    let mut rgb = Vec::new();
    let read = input.by_ref().take(pixels * 3).read_to_end(&mut rgb)?;
    if read as u64 != pixels * 3 {
        return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
    }
    Ok(Some(Frame { second, width, height, rgb }))
}

/// A line of a header, without its end.
fn line(input: &mut impl BufRead) -> Result<Vec<u8>, FrameFault> {
    let mut line = Vec::new();
    input.by_ref().take(HEADER).read_until(b'\n', &mut line)?;
    match line.pop() {
        Some(b'\n') => Ok(line),
        _ if (line.len() as u64) < HEADER - 1 => {
            Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into())
        }
        _ => Err(FrameFault::NoFrames),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "videos for the tests are files")]
mod tests {
    use super::*;
    use std::process::Command;

    /// A video of test patterns, made by ffmpeg itself, in a directory of its own.
    fn made(name: &str, source: &str, more: &[&str]) -> (std::path::PathBuf, std::path::PathBuf) {
        let directory = std::env::temp_dir().join(format!("tutela-frames-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let file = directory.join(name);
        let mut command = Command::new("ffmpeg");
        command
            .args(["-nostdin", "-y", "-loglevel", "error", "-f", "lavfi", "-i", source])
            .args(more)
            .arg(&file);
        let status = command.status().expect("ffmpeg is missing: scripts/install-for-tests installs it");
        assert!(status.success());
        (directory, file)
    }

    fn seconds(file: &Path, held: Held) -> (Vec<(u32, u32, u32)>, Result<Watched, FrameFault>) {
        let mut seen = Vec::new();
        let watched = watch(file, held, |frame| {
            assert_eq!(frame.rgb.len() as u64, u64::from(frame.width) * u64::from(frame.height) * 3);
            seen.push((frame.second, frame.width, frame.height));
            ControlFlow::Continue(())
        });
        (seen, watched)
    }

    #[test]
    fn each_way_that_works_here_gives_a_frame_a_second() {
        let (directory, file) =
            made("a % -i \"b\".mkv", "testsrc2=size=96x64:rate=10:duration=3.5", &["-c:v", "mjpeg"]);
        let closest = installed().expect("ffmpeg is missing: scripts/install-for-tests installs it");
        let ways: Vec<Held> = Held::ALL.into_iter().skip_while(|held| *held != closest).collect();
        for held in ways {
            let (seen, watched) = seconds(&file, held);
            assert!(watched.unwrap().is_whole, "{held:?}");
            assert_eq!(seen[..4], [(0, 96, 64), (1, 96, 64), (2, 96, 64), (3, 96, 64)], "{held:?}");
            assert!(seen.len() <= 5, "{held:?}: {seen:?}");
        }
        // Whoever has enough gets no more.
        let stopped = watch(&file, closest, |_| ControlFlow::Break(())).unwrap();
        assert_eq!(stopped, Watched { frames: 1, is_whole: false });
        std::fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn what_is_no_video_or_leads_elsewhere_is_an_error() {
        let (directory, video) = made("v.avi", "testsrc2=size=64x64:rate=5:duration=2", &["-c:v", "mjpeg"]);
        let held = installed().unwrap();
        let file = directory.join("x");
        let list = format!("ffconcat version 1.0\nfile '{}'\n", video.display());
        let playlist =
            format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{}\n#EXT-X-ENDLIST\n", video.display());
        for bytes in
            [&b""[..], b"no video", list.as_bytes(), playlist.as_bytes(), b"\x1a\x45\xdf\xa3\x01\0\0\0"]
        {
            std::fs::write(&file, bytes).unwrap();
            let (seen, watched) = seconds(&file, held);
            assert!(matches!(watched, Err(FrameFault::NoVideo)) && seen.is_empty(), "{bytes:?}: {watched:?}");
        }
        let whole = std::fs::read(&video).unwrap();
        std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
        let (seen, watched) = seconds(&file, held);
        assert!(watched.is_ok() && !seen.is_empty(), "what is there of a cut video is looked at");
        assert!(watch(&directory.join("none"), held, |_| ControlFlow::Continue(())).is_err());
        std::fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn frames_are_read_within_bounds() {
        let read = |bytes: &[u8]| next_frame(&mut &bytes[..], 7);
        let frame = read(b"P6\n2 1\n255\nabcdefP6").unwrap().unwrap();
        assert_eq!(
            (frame.second, frame.width, frame.height, frame.rgb.as_slice()),
            (7, 2, 1, &b"abcdef"[..])
        );
        assert_eq!(format!("{frame:?}"), "Frame(7 s, 2 x 1)");
        assert!(read(b"").unwrap().is_none());
        assert!(matches!(read(b"P6\n60000 60000\n255\n"), Err(FrameFault::TooLarge)));
        for cut in [&b"P6\n2 1\n255\nabc"[..], b"P6\n2 1", b"P"] {
            assert!(matches!(read(cut), Err(FrameFault::Io(_))), "{cut:?}");
        }
        for wrong in
            [&b"P5\n2 1\n255\nab"[..], b"P6\n2\n255\n", b"P6\n-1 2\n255\n", b"P6\n2 1\n65535\n", &[b'P'; 99]]
        {
            assert!(matches!(read(wrong), Err(FrameFault::NoFrames)), "{wrong:?}");
        }
    }
}
