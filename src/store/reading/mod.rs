//! Reading for lists and jobs: index range scans over the projections, never a case loaded whole.

pub mod due;
