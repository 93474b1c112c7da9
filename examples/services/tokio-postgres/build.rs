//! Tells Cargo about the migrations, which a macro embeds in the program.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
