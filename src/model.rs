//! The nouns that pass between the stages. No behaviour beyond what keeps a value whole.

pub mod article;
pub mod change;
pub mod corpus;
pub mod facts;
pub mod form;
pub mod later;
pub mod metadata;
pub mod page;
pub mod served;
pub mod when;
