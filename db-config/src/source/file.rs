//! Reads the file of a secret: a regular file or a pipe, of at most 1 MiB.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::system;

/// The maximum size: 1 MiB.
const LIMIT: usize = 1 << 20;

/// The reason that a file cannot be read, for a message. It contains nothing of the file.
pub(crate) type Cause = Cow<'static, str>;

/// Reads a file. Reads at most one byte more than the limit. Stops waiting for a pipe after a timeout.
pub(crate) fn read(path: &Path) -> Result<String, Cause> {
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

/// Reads a file, and drops one newline at its end, which editors and `echo` append.
pub(crate) fn read_value(path: &Path) -> Result<String, Cause> {
    let mut text = read(path)?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

/// Reads an open file to its end.
fn contents(file: File) -> Result<String, Cause> {
    let mut bytes = Vec::new();
    file.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(cause)?;
    if bytes.len() > LIMIT {
        return Err("it is larger than 1 MiB".into());
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err("it is not valid UTF-8, but UTF-16, which PowerShell writes".into());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let lines = valid.iter().filter(|byte| **byte == b'\n');
        format!("line {} is not valid UTF-8", lines.count() + 1).into()
    })
}

fn cause(error: std::io::Error) -> Cause {
    error.to_string().into()
}

mod pipe {
    use std::fs::{File, OpenOptions};
    use std::path::Path;
    use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
    use std::time::Duration;

    use super::{Cause, cause, contents};

    /// The maximum time to wait for a program that opens a FIFO for writing.
    const WRITER: Duration = Duration::from_secs(5);
    /// The maximum time to wait for the end of a pipe.
    const END: Duration = Duration::from_secs(30);

    enum Progress {
        Opening,
        Reading,
        Ended(Result<String, Cause>),
    }

    /// The progress of the thread that reads the pipe.
    struct Reading(Mutex<Progress>, Condvar);

    impl Reading {
        fn progress(&self) -> MutexGuard<'_, Progress> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }

        fn set(&self, progress: Progress) {
            *self.progress() = progress;
            self.1.notify_one();
        }

        /// Waits while `is_waiting` returns `true` for the progress, but no longer than `time`.
        fn wait(&self, time: Duration, is_waiting: fn(&mut Progress) -> bool) -> MutexGuard<'_, Progress> {
            let waited = self.1.wait_timeout_while(self.progress(), time, is_waiting);
            waited.unwrap_or_else(PoisonError::into_inner).0
        }
    }

    /// Reads a pipe in a separate thread, because both `open` and `read` can wait forever.
    pub(crate) fn read(path: &Path) -> Result<String, Cause> {
        let reading = Arc::new(Reading(Mutex::new(Progress::Opening), Condvar::new()));
        let (name, thread) = (path.to_owned(), reading.clone());
        let read = move || match File::open(name) {
            Ok(file) => {
                thread.set(Progress::Reading);
                thread.set(Progress::Ended(contents(file)));
            }
            Err(error) => thread.set(Progress::Ended(Err(cause(error)))),
        };
        std::thread::Builder::new().spawn(read).map_err(cause)?;
        let has_not_ended: fn(&mut Progress) -> bool = |progress| !matches!(progress, Progress::Ended(_));
        let is_opening =
            matches!(*reading.wait(WRITER, |progress| matches!(progress, Progress::Opening)), Progress::Opening);
        if is_opening {
            // Opens and closes the FIFO for writing, so that the thread ends. Opening it for reading too never waits.
            drop(OpenOptions::new().read(true).write(true).open(path));
            drop(reading.wait(Duration::from_secs(1), has_not_ended));
            return Err("it is a FIFO that no program opened for writing within 5 seconds".into());
        }
        match &mut *reading.wait(END, has_not_ended) {
            Progress::Ended(result) => std::mem::replace(result, Ok(String::new())),
            _ => Err("it is a pipe that did not end within 30 seconds".into()),
        }
    }
}
