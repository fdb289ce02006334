//! Fixed chunks put into and taken off byte arrays, front to back.

/// Writes chunks one after the other; what does not fit is dropped, which sizes pinned by tests rule out.
pub(crate) struct Put<'a>(core::slice::IterMut<'a, u8>);

impl<'a> Put<'a> {
    pub(crate) fn new(bytes: &'a mut [u8]) -> Self {
        Self(bytes.iter_mut())
    }

    pub(crate) fn put(&mut self, chunk: &[u8]) {
        chunk.iter().zip(self.0.by_ref()).for_each(|(from, to)| *to = *from);
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
