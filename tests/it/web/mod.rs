//! The pages through the real server, on both databases.

mod desks;
mod forms;
mod routes;
mod unseen;
