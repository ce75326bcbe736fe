//! Every form that records something in a case.

mod dose;
