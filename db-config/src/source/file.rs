//! The file of a secret: at most 1 MiB of a regular file, or of a pipe that ends.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::text::{self, Text};

/// 1 MiB.
const LIMIT: usize = 1 << 20;

/// Why a file cannot be read, for a message. It contains nothing of the file.
pub(crate) type Cause = Cow<'static, str>;

/// Reads a file. Never reads more than the limit, and never waits without end.
pub(crate) fn read(path: &Path) -> Result<Text, Cause> {
    let kind = fs::metadata(path).map_err(cause)?.file_type();
    #[cfg(unix)]
    if std::os::unix::fs::FileTypeExt::is_fifo(&kind) {
        return pipe::read(path);
    }
    if kind.is_dir() {
        return Err("it is a directory".into());
    }
    if !kind.is_file() {
        return Err("it is neither a regular file nor a pipe".into());
    }
    let file = File::open(path).map_err(cause)?;
    let len = file.metadata().map_or(0, |metadata| metadata.len());
    contents(file, usize::try_from(len).unwrap_or(LIMIT).min(LIMIT))
}

/// Reads to the end, into memory for `expected` bytes, because a text that grows leaves copies behind.
fn contents(file: impl Read, expected: usize) -> Result<Text, Cause> {
    let mut bytes = Vec::with_capacity(expected + 64);
    let read = file.take(LIMIT as u64 + 1).read_to_end(&mut bytes);
    let wrong = match (read, std::str::from_utf8(&bytes)) {
        (Err(error), _) => cause(error),
        (Ok(len), _) if len > LIMIT => "it is larger than 1 MiB".into(),
        (Ok(_), Err(error)) => {
            let lines = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n');
            format!("line {} is not UTF-8", lines.count() + 1).into()
        }
        (Ok(_), Ok(_)) => return text::from_utf8(bytes).ok_or_else(|| "it is not UTF-8".into()),
    };
    text::wipe(bytes);
    Err(wrong)
}

fn cause(error: std::io::Error) -> Cause {
    error.to_string().into()
}

#[cfg(unix)]
mod pipe {
    use std::fs::{File, OpenOptions};
    use std::path::Path;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::{Cause, LIMIT, cause, contents};
    use crate::text::Text;

    /// How long a FIFO may have no writer.
    const WRITER: Duration = Duration::from_secs(5);
    /// How long a writer may take.
    const END: Duration = Duration::from_secs(30);

    /// Reads a pipe in a thread of its own, because both `open` and `read` can wait for ever.
    pub(crate) fn read(path: &Path) -> Result<Text, Cause> {
        let (opened, is_open) = mpsc::channel();
        let (ended, text) = mpsc::channel();
        let name = path.to_owned();
        // Nobody receives after a time-out.
        let read = move || match File::open(name) {
            Ok(file) => {
                let _ = opened.send(Ok(()));
                let _ = ended.send(contents(file, LIMIT));
            }
            Err(error) => {
                let _ = opened.send(Err(cause(error)));
            }
        };
        std::thread::Builder::new().spawn(read).map_err(cause)?;
        is_open.recv_timeout(WRITER).unwrap_or_else(|_| {
            // A writer that leaves at once, so that the thread ends. Because it reads too, it waits for nobody.
            drop(OpenOptions::new().read(true).write(true).open(path));
            let _ = text.recv_timeout(Duration::from_secs(1));
            Err("it is a FIFO, and no program opened it for writing within 5 seconds".into())
        })?;
        let text =
            text.recv_timeout(END).unwrap_or_else(|_| Err("it is a pipe that did not end within 30 seconds".into()))?;
        // Not the whole memory that a pipe of unknown length needs.
        Ok(text.as_str().to_owned().into())
    }
}
