//! Other programs that read the same URLs: the clients' own parsers, libpq, Node.js and its clients.

mod applications;
mod conformance;
mod differential;
mod node;
mod vectors;
