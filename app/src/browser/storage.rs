//! What this browser remembers for itself: choices that are nobody else's business. Never a secret.

/// The value kept under a name.
pub fn read(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        web_sys::window()?
            .local_storage()
            .ok()
            .flatten()?
            .get_item(name)
            .ok()
            .flatten()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = name;
        None
    }
}

/// Keeps a value under a name; a browser that keeps nothing is fine.
pub fn write(name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok().flatten()) {
        _ = storage.set_item(name, value);
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = (name, value);
    }
}
