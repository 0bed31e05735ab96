//! Perceptual and exact hashes of pictures, and search among them.
