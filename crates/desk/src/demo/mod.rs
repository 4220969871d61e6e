//! A filled community to look at: invented people, made relative to the clock, entered the way a clerk would enter
//! them (imports, activities, a closed month). It uses the use cases only, so that it proves them as well.

mod make;
mod people;
mod sheets;
