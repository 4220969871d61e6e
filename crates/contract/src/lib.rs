//! What a shell may ask of the desk: commands, replies, errors, progress.
