//! A register of meetings through the import.
