//! The metadata document of one article, made from what is known about it.
