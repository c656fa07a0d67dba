//! The sentences of the settings, and the few rules for making them.

/// What has been done, by the word in the address.
pub fn done(word: &str) -> Option<&'static str> {
    Some(match word {
        "password" => "Your password is changed. Your other sessions have ended.",
        "session" => "The session has ended: that browser has to sign in again.",
        "user" => "The user can sign in now, with the password you gave them.",
        "changed" => "The user is changed.",
        "revoked" => "The token is revoked: programs that use it are refused from now on.",
        "channel-changed" => "The channel is changed.",
        "channel-deleted" => "The channel and its log are deleted.",
        _ => return None,
    })
}

/// A browser's user agent in a few words, e.g. `Firefox on Windows`.
pub fn browser_name(agent: &str) -> String {
    let first_of = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    // The order matters: Edge says Chrome as well, Chrome says Safari, Android says Linux.
    let browser = first_of(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first_of(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ if agent.trim().is_empty() => "Unknown program".to_owned(),
        _ => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn a_user_agent_is_named_by_what_it_really_is() {
        let chrome =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36";
        assert_eq!(browser_name(chrome), "Chrome on Windows");
        assert_eq!(browser_name(&format!("{chrome} Edg/150.0")), "Edge on Windows");
        assert_eq!(
            browser_name("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/19 Safari/605"),
            "Safari on macOS"
        );
        assert_eq!(browser_name("curl/8.5.0"), "curl");
        assert_eq!(browser_name("our-script 1"), "our-script 1");
        assert_eq!(browser_name(""), "Unknown program");
    }
}
