//! Reports: the public door, the thread behind a receipt, the queue.
