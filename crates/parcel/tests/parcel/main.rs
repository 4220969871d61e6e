//! Parcels between two offices, through the public interface only: what comes through whole, and that everything
//! else is refused in words.

mod arbitrary;
mod damage;
mod offices;
mod round_trip;
mod stranger;
mod trust;
