//! Has the linker keep what `cargo xtask` needs to cut the module at its lazy pages.

/// Only for the module itself: a setting of the whole build would compile every dependency a second time.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
}
