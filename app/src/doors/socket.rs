//! The socket between `public` and `core`: length-prefixed frames, three verbs, one answer each.
//!
//! `public` holds no key: what it sends is sealed to `core`, and what comes back is what the person at the door may see.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;

/// A frame's greatest length in bytes: five pictures and what is around them.
pub(crate) const MOST_FRAME: u32 = 64 * 1024 * 1024;
/// How many questions are answered at once; the others wait.
const AT_ONCE: usize = 64;
/// How long a question may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a change from one `core` to another may take.
const CHANGE: Duration = Duration::from_secs(6);
/// How long to wait before it is asked again.
const BETWEEN: Duration = Duration::from_millis(100);

/// True where a `core` was and is not now. Where none ever was there is no socket, and no use in waiting.
fn is_of_a_change(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionRefused, ConnectionReset, UnexpectedEof};
    [BrokenPipe, ConnectionRefused, ConnectionReset, UnexpectedEof].contains(&error.kind())
}

async fn read_frame(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let length = stream.read_u32().await?;
    if length > MOST_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
    }
    let mut frame = vec![0; length as usize];
    stream.read_exact(&mut frame).await?;
    Ok(frame)
}

async fn write_frame(stream: &mut UnixStream, frame: &[u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len()).ok().filter(|length| *length <= MOST_FRAME);
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"))?;
    stream.write_u32(length).await?;
    stream.write_all(frame).await?;
    stream.flush().await
}

/// Asks `core` one question on a connection kept for more.
pub(crate) struct Asker {
    path: std::path::PathBuf,
    idle: tokio::sync::Mutex<Vec<UnixStream>>,
}

impl Asker {
    /// Speaks to the socket at `path`.
    pub(crate) fn new(path: &Path) -> Arc<Asker> {
        Arc::new(Asker { path: path.to_owned(), idle: tokio::sync::Mutex::new(Vec::new()) })
    }

    /// One question, one answer. While `core` is being replaced by another process, the question is asked again: it enters
    /// the same once, however often it comes.
    ///
    /// # Errors
    /// When `core` cannot be reached or does not answer in time.
    pub(crate) async fn ask(&self, question: &[u8]) -> io::Result<Vec<u8>> {
        let begun = tokio::time::Instant::now();
        loop {
            let answer = self.ask_once(question).await;
            let is_between = answer.as_ref().is_err_and(is_of_a_change) && begun.elapsed() < CHANGE;
            if !is_between {
                return answer;
            }
            tokio::time::sleep(BETWEEN).await;
        }
    }

    /// A connection that went stale while idle is replaced once.
    async fn ask_once(&self, question: &[u8]) -> io::Result<Vec<u8>> {
        let kept = self.idle.lock().await.pop();
        if let Some(stream) = kept
            && let Ok(answer) = self.on(stream, question).await
        {
            return Ok(answer);
        }
        let fresh = UnixStream::connect(&self.path).await?;
        self.on(fresh, question).await
    }

    async fn on(&self, mut stream: UnixStream, question: &[u8]) -> io::Result<Vec<u8>> {
        let turn = async {
            write_frame(&mut stream, question).await?;
            read_frame(&mut stream).await
        };
        let answer = tokio::time::timeout(PATIENCE, turn)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        self.idle.lock().await.push(stream);
        Ok(answer)
    }
}

/// Answers questions at a socket until the task is dropped.
///
/// # Errors
/// When the socket cannot be made.
pub(crate) async fn serve<F, Fut>(path: &Path, answer: F) -> io::Result<()>
where
    F: Fn(Vec<u8>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Vec<u8>> + Send + 'static,
{
    use std::os::unix::fs::PermissionsExt;
    // A socket left over from a killed node; the node's lock says that nobody listens there.
    drop(std::fs::remove_file(path));
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
    let (answer, room) = (Arc::new(answer), Arc::new(Semaphore::new(AT_ONCE)));
    loop {
        let (mut stream, _) = listener.accept().await?;
        let (answer, room) = (Arc::clone(&answer), Arc::clone(&room));
        tokio::spawn(async move {
            while let Ok(question) = read_frame(&mut stream).await {
                let Ok(_place) = room.acquire().await else { return };
                if write_frame(&mut stream, &answer(question).await).await.is_err() {
                    return;
                }
            }
        });
    }
}
