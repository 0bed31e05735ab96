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
known-material-entry-withdrawn = The list has withdrawn this entry. What a unit found before stays its own finding.

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
known-material-file-hint = The first line names the columns: sha256, md5, pdq, grade. Up to 64 MiB. Every line is checked before the first is entered. New entries are compared with the pictures of reports that come after them, and with those of all reports that are still here.
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

## Who sees a list, grades, disputes, and what ends.

waits-grades = Grades that wait for a second person
waits-disputes = Disputes about entries that wait for an answer
waits-mappings = Tables of labels that wait for a second person
list-known-material-gradings = What people say of the grades of entries
list-known-material-votes = Votes on grades
list-known-material-disputes = Disputes about entries
list-known-material-expiries = Entries that end
list-known-material-set-aside = Matches set aside, each with the harmless entry that says why
list-known-material-mappings = Tables of what the labels of each law are
list-known-material-labels = Labels of each law
act-known-material-show-list = Let another unit see a list
act-known-material-hide-list = Let a unit see a list no more
act-known-material-propose-grade = Propose another grade
act-known-material-vote-grade = Vote on a proposed grade
act-known-material-dispute = Dispute an entry
act-known-material-answer-dispute = Answer a dispute
act-known-material-set-expiry = Set the last day of entries
act-known-material-expire-hashes = Withdraw entries whose last day is over
act-known-material-note-victims = Note how far the victims are found and safe
act-known-material-propose-mapping = Propose what the labels of each law are
act-known-material-approve-mapping = Approve a table of labels
act-known-material-look-back = Say that entries were compared with what came before them
field-visible = Which units see it
field-organisation = Organisation whose list it is
field-organisation-hint = Where your unit keeps it for another. It names no person.
field-withdrawn-why = Why
field-grade = Grade
field-agrees = Is the proposed grade right?
field-entry = Entry
field-dispute = Dispute
field-dispute-reason = Why
field-answered-dispute = Dispute
field-dispute-state = Answer
field-victim-status = How far the victims are found and safe
field-mapping = Table of labels
field-proposed-mapping = Table of labels

list-visible-everybody = Every unit of this node
list-visible-named = The unit that keeps it, and those named
entry-reach-not-noted = Not noted
entry-reach-likeness = By likeness, and by digest where it has one
entry-reach-exact-only = By digest alone
entry-reach-nothing = By nothing: its only hash says too little of its picture
grade-stands-proposed = Proposed by one person
grade-stands-confirmed = Confirmed by two people
withdrawn-why-not-said = Not said
withdrawn-why-mistake = Entered by mistake
withdrawn-why-not-known-material = Not what the list holds
withdrawn-why-disputed = A dispute was upheld
withdrawn-why-expired = Its time was over
withdrawn-why-by-exchange = Withdrawn by whoever brought it
dispute-reason-wrong-grade = The grade is wrong
dispute-reason-not-unlawful = Not unlawful
dispute-reason-matches-others = It is found in pictures that have nothing in common with it
dispute-reason-asked-by-person = Whom it shows asks that it be looked at again
dispute-state-open = Waits for an answer
dispute-state-kept = Answered: it stays as it is
dispute-state-regraded = Answered: another grade is proposed
dispute-state-withdrawn = Answered: it was withdrawn
victim-status-unidentified = Not identified
victim-status-in-progress = Identification is under way
victim-status-identified = Identified
victim-status-safeguarded = Identified and safe
undone-not-undone = It stands
undone-entry-withdrawn = The list withdrew its entry
undone-entry-harmless = Two people found its entry to be harmless

column-organisation = Organisation
column-list-visible = Seen by
column-compared-back = Compared with what came before
column-changes = Changes
column-grade-stands = Who stands behind the grade
column-withdrawn-why = Why it was withdrawn
column-brought-by = Entered by
column-exchange = Brought by
column-entry-reach = Found
column-proposed-grade = Proposed grade
column-grade-proposed-by = Proposed by
column-grade-proposed-at = Proposed
column-grade-round = Proposal
column-grade-waits = Waits for a second person
column-votes-for = Agree
column-votes-against = Do not agree
column-graded-first = First person
column-graded-by = Second person
column-graded-at = Confirmed
column-voter = Who voted
column-voter-unit = For the unit
column-agrees = Agrees
column-voted-at = When
column-dispute = Dispute
column-dispute-reason = Why
column-dispute-state = What became of it
column-disputed-by = Disputed by
column-disputed-unit = For the unit
column-disputed-at = Disputed
column-dispute-answered-by = Answered by
column-dispute-answered-at = Answered
column-victim-status = How far the victims are found and safe
column-victims-noted-by = Noted by
column-victims-unit = By the unit
column-victims-noted-at = Noted
column-mapping = Table of labels
column-mapping-version = Version
column-mapping-labels = Labels
column-mapping-proposed-by = Proposed by
column-mapping-proposed-at = Proposed
column-mapping-approved-by = Approved by
column-mapping-approved-at = Approved
column-grade-label = Label
column-undone = Undone
column-negative-list = Harmless by the list
column-negative-entry = Harmless by the entry
column-set-aside-at = Set aside

known-material-next = What you can do
known-material-home-gradings = Grades
known-material-home-gradings-words = Grades that wait for a second person.
known-material-home-disputes = Disputes
known-material-home-disputes-words = Entries that somebody disputes.
known-material-home-set-aside = Set aside
known-material-home-set-aside-words = Matches that are no leads, each with the harmless entry that says why.
known-material-home-mappings = Labels of each law
known-material-home-mappings-words = What each State calls a grade, as two people laid it down.
known-material-list-organisation = Organisation
known-material-list-own = The unit’s own
known-material-list-seen-by = Seen by
known-material-list-compared-back = Compared with pictures that came before
known-material-list-to-gradings = Grades of this list
known-material-list-to-disputes = Disputes about this list
known-material-entry-title = Entry { $number } of { $list }
known-material-entry-intro = One entry of a hash list: its grade and who stands behind it. Its hashes are not shown.
known-material-entry-gone = This entry was withdrawn: nothing matches it any more. { $why }.
known-material-entry-list = List
known-material-entry-reach = Found
known-material-entry-brought = Brought by
known-material-entry-own = The unit itself
known-material-entry-brought-by = Entered by
known-material-entry-by-tutela = Tutela itself
known-material-entry-added = Entered
known-material-entry-grade = Grade
known-material-entry-stands = Who stands behind it
known-material-entry-graded-first = First person
known-material-entry-graded-by = Second person
known-material-entry-graded-at = Confirmed
known-material-entry-proposed = Proposed grade
known-material-entry-proposed-by = Proposed by
known-material-entry-disputes = Disputes that wait for an answer
known-material-entry-ends = Found until
known-material-entry-votes = Votes
known-material-entry-all-disputes = Disputes
known-material-entry-labels = What States call this grade, by table { $version }
known-material-entry-to-victims = How far the victims are found and safe
known-material-victims-title = Victims of entry { $number }
known-material-victims-intro = How far the victims are found and safe. Few people read this, and each look at it is recorded with its purpose. Nobody is named here.
known-material-victims-none = Nothing is noted yet.
known-material-lead-another-list = A list that your unit does not see
known-material-lead-undone = This was a lead and is none any more. { $why }.
known-material-lead-behind = What it rests on

## Machines that ask whether something is listed.

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
