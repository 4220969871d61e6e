//! A street with five communities to look at: invented people, made relative to the clock, entered the way clerks
//! would enter them (imports, activities, folios, months that are sealed, answered, closed), each thing on a day of its own.
//! It uses the use cases only, so that it proves them as well.

mod calendar;
mod diary;
mod life;
mod make;
mod people;
mod sheets;
mod town;
