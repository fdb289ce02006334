//! What other customers' transfers say of a payee or device, in 64 bytes.

/// Placeholder until the module is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reputation;
