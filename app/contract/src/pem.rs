//! PEM (RFC 7468), as people paste it: finds the blocks and writes them down as every reader takes them.
//!
//! It knows the envelope and not what is in it: whether a key fits its certificate is for whoever uses them to say. What
//! it finds wrong it names without repeating any of it, for it may be a private key.

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Characters in one line of a block.
const WIDTH: usize = 64;

/// The blocks alone, with line ends and width as they should be and a final newline; `Err` says what is wrong.
///
/// Line ends of any system, blocks that lost their line ends on the way, `\n` written as two characters (as JSON and
/// environment files have it) and words around the blocks (as `openssl pkcs12` writes them) are put right.
pub fn tidy(text: &str) -> Result<String, &'static str> {
    let text = text.replace("\\r", "").replace("\\n", "\n");
    let mut rest = text.as_str();
    let mut tidied = String::new();
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let (label, after) = after
            .split_once(DASHES)
            .filter(|(label, _)| is_label(label))
            .ok_or("the first line of a block is damaged; it reads like -----BEGIN PRIVATE KEY-----.")?;
        let end = format!("{END}{label}{DASHES}");
        let (body, after) = after
            .split_once(&end)
            .ok_or("a block has no -----END …----- line of its own: copy it whole, to its last line.")?;
        write(label, &content(body)?, &end, &mut tidied);
        rest = after;
    }
    if tidied.is_empty() {
        return Err("this is no PEM text: paste it whole, from -----BEGIN …----- to -----END …-----.");
    }
    Ok(tidied)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 40
        && label
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ')
}

/// What stands between the first and the last line, without white space.
fn content(body: &str) -> Result<String, &'static str> {
    if body.contains(':') {
        return Err("the key is protected by a passphrase: save it without one, and paste that.");
    }
    let content: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    let is_base64 = content
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    if content.is_empty() || !is_base64 || !content.len().is_multiple_of(4) {
        return Err("a block is damaged: copy it again, whole and unchanged.");
    }
    Ok(content)
}

fn write(label: &str, content: &str, end: &str, out: &mut String) {
    out.push_str(BEGIN);
    out.push_str(label);
    out.push_str(DASHES);
    for (at, c) in content.chars().enumerate() {
        if at % WIDTH == 0 {
            out.push('\n');
        }
        out.push(c);
    }
    out.push('\n');
    out.push_str(end);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::tidy;

    fn block(label: &str, content: &str) -> String {
        format!("-----BEGIN {label}-----\n{content}\n-----END {label}-----\n")
    }

    #[test]
    fn however_it_was_pasted_the_same_blocks_come_out() {
        let (key, certificate) = (block("PRIVATE KEY", "S0VZ"), block("CERTIFICATE", "Q0VS"));
        let good = format!("{key}{certificate}");
        assert_eq!(tidy(&good).unwrap(), good);
        for pasted in [
            good.trim_end().to_owned(),
            good.replace('\n', "\r\n"),
            good.replace('\n', "\r"),
            good.replace('\n', "\\n"),
            good.replace('\n', "\\r\\n"),
            good.replace('\n', " "),
            format!("Bag Attributes\n    localKeyID: 01\n{key}subject=CN = x\n{certificate}\n\n"),
            good.lines().map(|line| format!("   {line}\t\n")).collect(),
        ] {
            assert_eq!(tidy(&pasted).unwrap(), good, "{pasted:?}");
        }
    }

    #[test]
    fn lines_are_64_characters_wide() {
        let tidied = tidy(&block("CERTIFICATE", &"QUJD".repeat(40))).unwrap();
        let widths: Vec<usize> = tidied.lines().map(str::len).collect();
        assert_eq!(widths, [27, 64, 64, 32, 25]);
    }

    #[test]
    fn what_is_no_pem_is_refused_with_the_reason() {
        for (pasted, reason) in [
            ("s3cret".to_owned(), "no PEM text"),
            ("-----BEGIN PRIVATE KEY".to_owned(), "first line"),
            (
                "-----BEGIN private key-----\nS0VZ\n-----END private key-----".to_owned(),
                "first line",
            ),
            ("-----BEGIN PRIVATE KEY-----\nS0VZ".to_owned(), "no -----END"),
            (
                block("PRIVATE KEY", "S0VZ").replace("END PRIVATE", "END PUBLIC"),
                "no -----END",
            ),
            (block("PRIVATE KEY", ""), "damaged"),
            (block("PRIVATE KEY", "S0V"), "damaged"),
            (block("PRIVATE KEY", "S0V!"), "damaged"),
            (
                block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\nS0VZ"),
                "passphrase",
            ),
        ] {
            let why = tidy(&pasted).unwrap_err();
            assert!(why.contains(reason), "{pasted:?}: {why}");
        }
    }
}
