//! The layout of a bundle: a few lines, an empty one, the policy. One text for one bundle, so nothing can be slipped in.

use core::fmt;

use chrono::DateTime;

use crate::bundle::key::Signer;
use crate::bundle::{Bundle, MAX_BUNDLE_BYTES, MAX_SIGNATURES, Refused, Signature};
use crate::bytes::{digits, from_digits};
use crate::document::identity;
use crate::units::Timestamp;

const MAGIC: &str = "stepup bundle 1";

/// What each line on top should be.
const LINES: [&str; 4] = [MAGIC, "serial NUMBER", "effective YYYY-MM-DDTHH:MM:SSZ", "policy IDENTITY BYTES"];
const SIGNED: &str = "signed SIGNER SIGNATURE";

impl Bundle {
    /// What is signed: every line but the signatures.
    pub(super) fn message(&self) -> String {
        let mut text = self.top();
        text.push('\n');
        text.push_str(&self.canonical);
        text
    }

    fn top(&self) -> String {
        format!(
            "{MAGIC}\nserial {}\neffective {}\npolicy {} {}\n",
            self.serial,
            written(self.effective),
            digits(&self.identity),
            self.canonical.len(),
        )
    }

    /// Reads a bundle, signatures unchecked.
    ///
    /// # Errors
    /// [`Refused::Malformed`], with the first line that is not as it should be.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let malformed = |line: usize, expected| Refused::Malformed { line, expected };
        if text.len() > MAX_BUNDLE_BYTES {
            return Err(malformed(0, "a policy of at most 256 KiB"));
        }
        let (top, canonical) =
            text.split_once("\n\n").ok_or(malformed(0, "lines, an empty line, and a policy"))?;
        let lines: Vec<&str> = top.split('\n').collect();
        let value = |at: usize, word: &str| lines.get(at).and_then(|line| line.strip_prefix(word));
        let mut found = Self {
            serial: value(1, "serial ").and_then(|text| text.parse().ok()).unwrap_or(0),
            effective: value(2, "effective ").and_then(instant).unwrap_or(Timestamp::from_seconds(0)),
            canonical: canonical.to_owned(),
            identity: identity(canonical),
            signatures: Vec::new(),
        };
        // One bundle has one text: what was read must write these very lines.
        let written = found.top();
        let written = written.lines().zip(LINES).enumerate();
        for (at, (line, expected)) in written {
            if lines.get(at) != Some(&line) {
                return Err(malformed(at.saturating_add(1), expected));
            }
        }
        found.signatures = signatures(lines.iter().copied().skip(LINES.len()))?;
        Ok(found)
    }
}

/// The lines behind the fixed ones.
fn signatures<'t>(lines: impl Iterator<Item = &'t str>) -> Result<Vec<Signature>, Refused> {
    let mut found: Vec<Signature> = Vec::new();
    for (place, text) in lines.enumerate() {
        let line = place.saturating_add(LINES.len()).saturating_add(1);
        let wrong = Refused::Malformed { line, expected: SIGNED };
        let Some((signer, bytes)) = text.strip_prefix("signed ").and_then(|rest| rest.split_once(' ')) else {
            return Err(wrong);
        };
        let (Ok(signer), Some(bytes)) = (Signer::parse(signer), from_digits(bytes)) else {
            return Err(wrong);
        };
        // Twice one signer is one signer.
        if found.len() >= MAX_SIGNATURES || found.iter().any(|known| known.signer == signer) {
            return Err(wrong);
        }
        found.push(Signature { signer, bytes });
    }
    Ok(found)
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.top())?;
        for Signature { signer, bytes } in &self.signatures {
            writeln!(f, "signed {signer} {}", digits(bytes))?;
        }
        write!(f, "\n{}", self.canonical)
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    let seconds = DateTime::parse_from_rfc3339(text).ok()?.timestamp();
    u32::try_from(seconds).ok().map(Timestamp::from_seconds)
}

/// An instant as a bundle has it.
pub(super) fn written(at: Timestamp) -> String {
    let at = DateTime::from_timestamp(i64::from(at.seconds()), 0).unwrap_or_default();
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
