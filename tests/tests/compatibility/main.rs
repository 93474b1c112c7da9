//! Other programs that read the same URLs: the clients' own parsers, libpq, Node and its clients.

mod applications;
mod conformance;
mod differential;
mod node;
mod vectors;
