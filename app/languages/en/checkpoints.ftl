## Checkpoints that the node writes to other places.

nav-checkpoints = Checkpoints
checkpoints-title = Checkpoints kept elsewhere
checkpoints-about = A checkpoint is the node's signed word for how long the journal was and what stood in it. Kept by somebody else, it finds entries that were cut off or rewritten later.
checkpoints-entries = The journal has { $entries } entries now.
checkpoints-none = This node writes checkpoints nowhere. Whoever runs it names places when it is started.
checkpoints-caption = Places
checkpoints-place = Place
checkpoints-succeeded = Last written (UTC)
checkpoints-size = Entries covered
checkpoints-failed = Last failed (UTC)
checkpoints-failures = Failures since
checkpoints-trouble = What went wrong last
checkpoints-never = never
checkpoints-fine = nothing
checkpoints-trouble-unreachable = Nobody answers there.
checkpoints-trouble-late = No answer came in time.
checkpoints-trouble-encryption = Its certificate or encryption is not accepted.
checkpoints-trouble-status = It answered with the status { $status }.
checkpoints-trouble-missing = The directory is not there.
checkpoints-trouble-denied = The node may not write there.
checkpoints-trouble-full = The disk is full.
checkpoints-trouble-differs = Another checkpoint lies there that this journal does not continue. Verify the journal with it.
checkpoints-trouble-unwritable = It cannot be written.

## The key store in figures.

nav-keys = Keys
keys-title = Keys
keys-about = Every report and person has a key of its own, and the node key wraps them all. Figures only: no key is shown anywhere.
keys-node-key = Node key, number
keys-since = In use since (UTC)
keys-since-not-known = before that was written down
keys-count = Keys
keys-unused = Of these not used yet
keys-age-under-30-days = Under 30 days old
keys-age-30-to-365-days = 30 days to a year old
keys-age-over-365-days = Over a year old
keys-age-not-written-down = Of an age not written down
keys-under-older = Still wrapped under the node key before
keys-team-reports-desk = Desk of reports, key { $number }
keys-team-current = current, made { $made }, { $days } days old
keys-team-replaced = replaced, made { $made }, { $days } days old; opens until { $until }
keys-turn-about = When the node key is replaced, work goes on, and the public door seals to a new key. Afterwards the new node.key belongs into the safe, and the key store must be backed up anew.
