//! Interoperation with Python's `cryptography`, both ways.
//!
//! The constants were made by it (48.0.0) with the IV 00..0f; the live test asks whichever version
//! is installed, and says so where there is none.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use super::doubles::{KEY_A, PLACE};
use crate::vault::{Sealed, Secret, ring::Ring};

const MADE_BY_PYTHON: [(&str, &str); 3] = [
    (
        "s3cret",
        "k562330e957eb2288.gAAAAABrBSfgAAECAwQFBgcICQoLDA0OD3Fad0hjY-h04i34m4A-ODMeiTDWW5UGaWbPOQhFIeBJ4NdzvREKgZxGY_VM0lG78LrJVQxfx994gJ79qpEyq24lA4GXCW9MJUFPpNBGn6RxMSISA9zYLeFkjiXElkcjqK6zEPWuzRb6MRGDRbsp-8OSWBckwGkziNsMKB_jXUh2",
    ),
    (
        "pässwörd \"quoted\" \\ \n\t and 鍵 🔑",
        "k562330e957eb2288.gAAAAABrBSfgAAECAwQFBgcICQoLDA0OD3Fad0hjY-h04i34m4A-ODMeiTDWW5UGaWbPOQhFIeBJ4NdzvREKgZxGY_VM0lG78LrJVQxfx994gJ79qpEyq24lA4GXCW9MJUFPpNBGn6RxNTM-q9cSK6SXpJF4o1yq4f9SvJ7dHbDQacwZn_gEPeLFTVwkYMgut-IHj4fr9izrKmlfN81cIk9xWr0ru9VqL5y8UYpKk6zc4FpPmhhepjybmkTX8iw9jV_e1-Nm3L3joZQAjKSdqNT5hrrS88TzmQ==",
    ),
    (
        "",
        "k562330e957eb2288.gAAAAABrBSfgAAECAwQFBgcICQoLDA0OD3Fad0hjY-h04i34m4A-ODMeiTDWW5UGaWbPOQhFIeBJ4NdzvREKgZxGY_VM0lG78LrJVQxfx994gJ79qpEyq24lA4GXCW9MJUFPpNBGn6RxdLogFSL_F2B_qWEjyMXS84vb_arUvsRSPCCOlf0rKkYnCdA_xqeuf6yie6X5HtRf",
    ),
];

/// Reads key and sealed value, checks all that is promised about them, then answers with the same
/// value sealed by itself.
const SCRIPT: &str = r#"
import base64, hashlib, json, sys
from cryptography.fernet import Fernet
key, sealed = sys.stdin.read().split()
key_id, token = sealed[1:].split(".")
raw = base64.urlsafe_b64decode(key)
assert key_id == hashlib.sha256(b"ops-ai key" + raw).hexdigest()[:16]
fernet = Fernet(key)
inside = fernet.decrypt(token.encode())
data = base64.urlsafe_b64decode(token)
made = int.from_bytes(data[1:9], "big")
assert fernet._encrypt_from_parts(inside, made, data[9:25]).decode() == token, "other bytes from the same IV"
inside = json.loads(inside)
assert sorted(inside) == ["field", "integration", "v", "value", "vendor"] and inside["v"] == 1
print("k" + key_id + "." + fernet.encrypt(json.dumps(inside).encode()).decode())
"#;

#[test]
fn what_python_sealed_opens_here() {
    let ring = Ring::parse(KEY_A).unwrap();
    for (value, sealed) in MADE_BY_PYTHON {
        let opened = ring.open(PLACE, &Sealed::parse(sealed).unwrap()).unwrap();
        assert_eq!(opened.expose(), value);
    }
}

#[test]
fn what_is_sealed_here_opens_in_python_and_what_it_seals_opens_here() {
    let importable = Command::new("python3")
        .args(["-c", "import cryptography.fernet"])
        .output();
    if !importable.is_ok_and(|output| output.status.success()) {
        eprintln!("NOT PROVEN HERE: python3 with the module `cryptography` is not installed");
        return;
    }
    let ring = Ring::parse(KEY_A).unwrap();
    for value in ["s3cret", "", "\"\\\u{1}\n ä鍵🔑", &"long ".repeat(10_000)] {
        let sealed = ring.seal(PLACE, &Secret::new(value.into())).unwrap();
        let answer = ask_python(&format!("{KEY_A} {}", sealed.as_str()));
        let opened = ring.open(PLACE, &Sealed::parse(answer.trim()).unwrap()).unwrap();
        assert_eq!(opened.expose(), value);
    }
}

fn ask_python(question: &str) -> String {
    let mut python = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    python
        .stdin
        .take()
        .unwrap()
        .write_all(question.as_bytes())
        .unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
