//! Leaks in real life.
