//! Makes cargo look at the migrations again when one is added: they are embedded by a macro.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
