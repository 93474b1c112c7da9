//! The migrations are compiled in, which Cargo does not see.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
