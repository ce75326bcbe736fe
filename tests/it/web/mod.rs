//! The pages through the real server, on both databases.

mod desks;
mod escaped;
mod forms;
mod listed;
mod routes;
mod unseen;
