//! Known material: hash lists, matching, leads.
