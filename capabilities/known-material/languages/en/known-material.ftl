## Hash lists of known material, and leads.

nav-known-material = Known material
list-known-material-lists = Hash lists
list-known-material-leads = Leads: matches to look into
list-known-material-entries = Entries of hash lists, without their hashes
list-known-material-checks = Reports whose pictures were compared with all lists
act-known-material-create-list = Create a hash list
act-known-material-withdraw-hashes = Withdraw entries of a list
act-known-material-confirm-lead = Confirm a lead for your unit
act-known-material-hear-answer = Hear what a unit found that got pictures as evidence
act-known-material-reject-lead = Reject a lead for your unit
field-entries-hint = Numbers of entries, divided by commas: 3, 7, 20-25
field-max-distance-hint = 0 to 31 bits. 31 finds most altered copies; beyond it chance matches begin.
field-grade-scheme-hint = Version of the grading scheme, from 1

match-how-exact-sha256 = The same file, by SHA-256
match-how-exact-md5 = The same file, by MD5 alone
match-how-perceptual = A picture that looks the same, by PDQ
list-purpose-recognise = Recognise known material in reports
list-purpose-identify-victims = Recognise material whose victims are still to be found
list-purpose-set-aside = Set aside what is known to be harmless

known-material-home-title = Known material
known-material-home-intro = Pictures of reports are compared with hash lists by their hashes alone. No picture is shown anywhere in this system.
known-material-home-leads = Leads
known-material-home-waiting = { $leads ->
    [0] No lead waits for a decision.
    [one] 1 lead waits for a decision.
   *[other] { $leads } leads wait for a decision.
}
known-material-home-lists = Hash lists
known-material-home-lists-words = What each list is for, who keeps it, and its file in and out.
known-material-home-new = New list
known-material-home-new-words = A list that your unit keeps.
known-material-home-checks = Compared reports
known-material-home-checks-words = Which reports were compared, those where nothing was found included.

known-material-never-shown = The picture is never shown, here or anywhere in this system. This page knows its hashes only.
known-material-bits = { $n ->
    [0] None
    [one] 1 of 256 bits
   *[other] { $n } of 256 bits
}

known-material-lead-title = Lead { $number }
known-material-lead-intro = A picture of a report matches an entry of a list. It is a lead until a named unit has confirmed it, and it makes nobody a suspect.
known-material-lead-state = State
known-material-lead-report = Report
known-material-lead-picture = Picture of the report
known-material-lead-list = List
known-material-lead-entry = Entry of the list
known-material-lead-how = How it was found
known-material-lead-distance = Difference
known-material-lead-grade = Grade by the list
known-material-lead-found = Found
known-material-lead-decided = Decided
known-material-lead-unit = By the unit
known-material-lead-by = By
known-material-lead-decide = Your unit's decision
known-material-lead-decide-words = Decide by what your unit knows lawfully of the file. The decision names you and your unit and stays on record.
known-material-confirm = Confirm the lead
known-material-reject = Reject the lead
known-material-entry-withdrawn = The list has withdrawn this entry. The lead can only be rejected.

known-material-list-intro = A list holds hashes of known material. It finds copies of material; it is never for finding people.
known-material-list-purpose = What it is for
known-material-list-entries = Entries ever added
known-material-list-withdrawn = Withdrawn of them
known-material-list-distance = Largest difference that counts as a match
known-material-list-country = Graded under the law of
known-material-list-scheme = Version of the grading scheme
known-material-list-owner = Kept by the unit
known-material-list-created = Created
known-material-list-to-entries = Entries of this list
known-material-list-to-leads = Leads of this list

known-material-import-title = Add entries from a file
known-material-file = CSV file
known-material-file-hint = The first line names the columns: sha256, md5, pdq, grade. Up to 64 MiB. Every line is checked before the first is entered. New entries are compared with the pictures of reports that come after them.
known-material-import = Check and add
known-material-came-in = { $entries ->
    [one] 1 entry was added; it has the number { $first }.
   *[other] { $entries } entries were added, from number { $first } on.
}
known-material-lines-wrong = { $lines ->
    [one] 1 line is wrong. Nothing was entered.
   *[other] { $lines } lines are wrong. Nothing was entered.
}
known-material-no-entries = The file holds no entries.
known-material-csv-right = One entry to a line, below a line that names the columns.
known-material-line-wrong = { $place }: { $wrong }.
known-material-line-right = Right would be: { $right }.

known-material-export-title = Give the list to a partner
known-material-export-words = The file holds the hashes of all entries that stand. Taking it out is recorded with your purpose. One person takes out at most 1,000 entries; more needs two people, and there is no way for that yet.
known-material-export = Download as a file
waits-leads = Leads that wait for a decision

list-known-material-match-rights = Machine keys that look hashes up, and the lists that they may ask
list-known-material-match-quotas = How much machine keys may look up
list-known-material-look-ups = Look-ups by machine, second by second
list-known-material-probing = Callers whose look-ups look like probing
act-known-material-let-match = Let a machine key look hashes up in your unit's list
act-known-material-end-match = End that a machine key looks hashes up in your unit's list
act-known-material-set-match-quota = Set how many hashes a machine key may look up within a minute
field-asker = Machine key
field-asker-hint = Its number, from the list of keys of senders' systems.
field-a-minute = Look-ups a minute at most
column-asker = Who asks
column-let-by = Let by
column-let-at = Since
column-a-minute = Look-ups a minute at most
column-process = Process
column-look-ups = Look-ups
column-matched = Of them matched
column-askers = Callers
column-digest = Digest
column-kept-at = Entered
column-near-misses = Matches that were hardly any
column-walks = Close to one that matched before
column-probing = Finding
