//! How findings and errors are written: for people, in one line, as JSON.
