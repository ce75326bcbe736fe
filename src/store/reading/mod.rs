//! What lists and jobs read. Nothing here writes, and nothing here loads a case whole.

pub mod due;
