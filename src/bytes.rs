//! Fixed chunks put into and taken off byte arrays, front to back; bytes as hexadecimal digits.

/// Writes chunks one after the other; what does not fit is dropped, which sizes pinned by tests rule out.
pub(crate) struct Put<'a>(&'a mut [u8]);

impl<'a> Put<'a> {
    pub(crate) fn new(bytes: &'a mut [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn put(&mut self, chunk: &[u8]) {
        if let Some((head, rest)) = core::mem::take(&mut self.0).split_at_mut_checked(chunk.len()) {
            head.copy_from_slice(chunk);
            self.0 = rest;
        }
    }
}

/// Takes chunks of fixed length off the front; zeros once nothing is left, which sizes pinned by tests rule out.
pub(crate) struct Take<'a>(&'a [u8]);

impl<'a> Take<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn next<const N: usize>(&mut self) -> [u8; N] {
        self.0.split_first_chunk::<N>().map_or([0; N], |(head, rest)| {
            self.0 = rest;
            *head
        })
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let [byte] = self.next();
        byte
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from exactly so many lower-case hexadecimal digits.
pub(crate) fn from_digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let nibble = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte.saturating_sub(b'0')),
        b'a'..=b'f' => Some(byte.saturating_sub(b'a').saturating_add(10)),
        _ => None,
    };
    if text.len() != N.saturating_mul(2) {
        return None;
    }
    let mut bytes = [0; N];
    for (to, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *to = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(bytes)
}
