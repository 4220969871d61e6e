//! Use cases, one folder per capability, and `dispatch`.
