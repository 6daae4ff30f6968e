//! Facts of unchanged articles, kept between runs.
