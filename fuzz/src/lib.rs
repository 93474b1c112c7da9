//! The properties that the fuzz targets check, and their inputs.

pub mod canary;
pub mod clients;
pub mod input;
pub mod load;
pub mod parse;
pub mod pathname;
pub mod value;

/// Replaces the function of the C library. Hash maps get their keys from it, and with constant keys the same seed leads
/// to the same inputs.
#[unsafe(no_mangle)]
extern "C" fn getrandom(buffer: *mut u8, length: usize, _flags: u32) -> isize {
    // SAFETY: the caller guarantees that `length` bytes are writable.
    unsafe { buffer.write_bytes(0, length) };
    length.cast_signed()
}
