//! `NAME_FILE` with the path of a pipe, a socket, a device or a link.

use std::io::Write as _;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::files::{MIB, directory, read};

fn fifo(directory: &Path) -> PathBuf {
    let path = directory.join("fifo");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

#[test]
fn a_path_of_no_file_is_an_error_at_once() {
    let directory = directory();
    let socket = directory.path().join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    let link = directory.path().join("link");
    symlink("/dev/zero", &link).unwrap();
    let loops = directory.path().join("loop");
    symlink(&loops, &loops).unwrap();
    let cases = [
        ("/dev/zero".as_ref(), "neither a regular file nor a pipe"),
        ("/dev/urandom".as_ref(), "neither a regular file nor a pipe"),
        (link.as_path(), "neither a regular file nor a pipe"),
        (&socket, "neither a regular file nor a pipe"),
        (directory.path(), "a directory"),
        (&loops, "cannot read the file"),
        (&directory.path().join("missing"), "cannot read the file"),
    ];
    for (path, cause) in cases {
        let start = Instant::now();
        let message = read(path).unwrap_err();
        assert!(message.contains(cause) && message.contains(path.to_str().unwrap()), "{message}");
        assert!(start.elapsed() < Duration::from_secs(3), "{message}");
    }
}

#[test]
fn a_fifo_without_a_writer_times_out() {
    let directory = directory();
    let fifo = fifo(directory.path());
    let start = Instant::now();
    let message = read(&fifo).unwrap_err();
    assert!(message.contains("no program opened for writing"), "{message}");
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    // A reader that timed out does not consume later input.
    let writer = std::thread::spawn({
        let fifo = fifo.clone();
        move || std::fs::write(fifo, "later\n").unwrap()
    });
    assert_eq!(read(&fifo).as_deref(), Ok("later"));
    writer.join().unwrap();
}

#[test]
fn a_fifo_with_a_late_writer_is_read() {
    let directory = directory();
    let fifo = fifo(directory.path());
    let writer = std::thread::spawn({
        let fifo = fifo.clone();
        move || {
            std::thread::sleep(Duration::from_secs(1));
            let mut fifo = std::fs::OpenOptions::new().write(true).open(fifo).unwrap();
            for part in ["post", "gres", "\n"] {
                fifo.write_all(part.as_bytes()).unwrap();
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    });
    assert_eq!(read(&fifo).as_deref(), Ok("postgres"));
    writer.join().unwrap();
}

#[test]
fn an_endless_pipe_is_an_error() {
    let mut yes = Command::new("yes").stdout(Stdio::piped()).spawn().unwrap();
    let output = yes.stdout.take().unwrap();
    let message = read(format!("/dev/fd/{}", output.as_raw_fd()).as_ref()).unwrap_err();
    assert!(message.contains("larger than 1 MiB"), "{message}");
    yes.kill().unwrap();
    yes.wait().unwrap();
}

/// A shell passes such a pipe for `<(...)`.
#[test]
fn the_pipe_of_a_program_is_read() {
    for (size, program) in [(6, "printf 'secret\n'"), (6, "sleep 1; printf secret"), (MIB, "head -c 1048576 /dev/zero")]
    {
        let mut program = Command::new("sh").args(["-c", program]).stdout(Stdio::piped()).spawn().unwrap();
        let output = program.stdout.take().unwrap();
        let path = format!("/dev/fd/{}", output.as_raw_fd());
        assert_eq!(read(path.as_ref()).map(|text| text.len()), Ok(size));
        program.wait().unwrap();
    }
}

#[test]
#[ignore = "takes half a minute: run ./test"]
fn a_pipe_that_does_not_end_times_out() {
    let directory = directory();
    let fifo = fifo(directory.path());
    let both = std::fs::OpenOptions::new().read(true).write(true).open(&fifo).unwrap();
    let start = Instant::now();
    let message = read(&fifo).unwrap_err();
    assert!(message.contains("did not end"), "{message}");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    drop(both);
}

/// The links are `secret` -> `..data/secret` and `..data` -> `..2026_01_01`.
#[test]
fn the_links_of_a_kubernetes_volume_are_followed() {
    let directory = directory();
    std::fs::create_dir(directory.path().join("..2026_01_01")).unwrap();
    std::fs::write(directory.path().join("..2026_01_01/secret"), "first\n").unwrap();
    symlink("..2026_01_01", directory.path().join("..data")).unwrap();
    let secret = directory.path().join("secret");
    symlink("..data/secret", &secret).unwrap();
    assert_eq!(read(&secret).as_deref(), Ok("first"));
    // The kubelet replaces the link in this way.
    std::fs::create_dir(directory.path().join("..2026_01_02")).unwrap();
    std::fs::write(directory.path().join("..2026_01_02/secret"), "second\n").unwrap();
    symlink("..2026_01_02", directory.path().join("..new")).unwrap();
    std::fs::rename(directory.path().join("..new"), directory.path().join("..data")).unwrap();
    assert_eq!(read(&secret).as_deref(), Ok("second"));
}
