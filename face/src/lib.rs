//! What every room needs to show itself: pages, languages, forms, problem details.
