//! Spreadsheets as plain grids. Knows nothing of a branch.
