//! The file of a secret: at most 1 MiB of a regular file, or of a pipe that ends.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::system;

/// 1 MiB.
const LIMIT: usize = 1 << 20;

/// Why a file cannot be read, for a message. It contains nothing of the file.
pub(super) type Cause = Cow<'static, str>;

/// Reads a file. Never reads more than the limit, and never waits without end.
pub(super) fn read(path: &Path) -> Result<String, Cause> {
    let kind = fs::metadata(path).map_err(cause)?.file_type();
    if system::is_pipe(kind) {
        return pipe::read(path);
    }
    if kind.is_dir() {
        return Err("it is a directory".into());
    }
    if !kind.is_file() {
        return Err("it is neither a regular file nor a pipe".into());
    }
    contents(File::open(path).map_err(cause)?)
}

/// Reads to the end.
fn contents(file: File) -> Result<String, Cause> {
    let mut bytes = Vec::new();
    file.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(cause)?;
    if bytes.len() > LIMIT {
        return Err("it is larger than 1 MiB".into());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let lines = valid.iter().filter(|byte| **byte == b'\n');
        format!("line {} is not UTF-8", lines.count() + 1).into()
    })
}

fn cause(error: std::io::Error) -> Cause {
    error.to_string().into()
}

mod pipe {
    use std::fs::{File, OpenOptions};
    use std::path::Path;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::{Cause, cause, contents};

    /// How long a FIFO may have no writer.
    const WRITER: Duration = Duration::from_secs(5);
    /// How long a writer may take.
    const END: Duration = Duration::from_secs(30);

    /// Reads a pipe in a thread of its own, because both `open` and `read` can wait for ever.
    pub(super) fn read(path: &Path) -> Result<String, Cause> {
        let (opened, is_open) = mpsc::channel();
        let (ended, text) = mpsc::channel();
        let name = path.to_owned();
        // Nobody receives after a time-out.
        let read = move || match File::open(name) {
            Ok(file) => {
                let _ = opened.send(Ok(()));
                let _ = ended.send(contents(file));
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
        text.recv_timeout(END).unwrap_or_else(|_| Err("it is a pipe that did not end within 30 seconds".into()))
    }
}
