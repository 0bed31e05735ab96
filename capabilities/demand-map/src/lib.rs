//! The demand map: funnel and counts, live and released.
