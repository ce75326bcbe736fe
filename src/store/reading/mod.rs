//! Lists and look-ups: each an index range scan with a bounded number of rows, filtered by scope in SQL.

pub mod due;
