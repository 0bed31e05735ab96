nav-cases = Cases
act-cases-appeal-lodged = An appeal was lodged
act-cases-arrest-made = An arrest was made
act-cases-assess-risk = Assess the risk to a victim
act-cases-became-final = The outcome became final
act-cases-charge-brought = A charge was brought
act-cases-close = Close a case or proceeding
act-cases-closed-by-authority = An authority closed it
act-cases-code-demand = Code demand
act-cases-decide-charge = Decide to charge
act-cases-decide-release = Decide on a release
act-cases-declare-conflict = Declare a conflict of interest
act-cases-share = Let another unit know of the case
act-cases-unshare = End that another unit knows of the case
act-cases-divert = Divert into a programme
act-cases-diverted-by-authority = An authority diverted the person
act-cases-enter-person = Enter a person
act-cases-link-persons = Link two records of one person
act-cases-name-suspect = Name a suspect
act-cases-open = Open a case
act-cases-person-detained = A person was detained
act-cases-record-victim = Record a victim
act-cases-release-happened = A release happened
act-cases-request-testimony = Request testimony
act-cases-sentence-passed = A sentence was passed
act-cases-verdict-given = A verdict was given
list-cases-files = Cases
list-cases-proceedings = Proceedings
list-cases-timeline = Timelines
list-cases-victims = Victims of cases
list-cases-risks = Assessments of risk
list-cases-demand = Demand, as coded

# Code lists of this room.
case-state-open = Open
case-state-closed = Closed
suspicion-ground-assessment = A person's own assessment of the evidence
suspicion-ground-machine = An import, a mapping of somebody else's data, or a match
risk-level-low = Low
risk-level-medium = Medium
risk-level-high = High
case-fact-victim-recorded = A victim was recorded
case-fact-suspect-named = A suspect was named
case-fact-release-planned = A release was decided or planned
case-fact-closed = The case or a proceeding was closed
case-fact-demand-coded = Demand was coded
case-fact-opened = The case was opened
case-fact-charge-decided = It was decided to charge
case-fact-risk-assessed = The risk to a victim was assessed
case-fact-testimony-requested = A victim was asked to testify
case-fact-wrong-ended = A proceeding against somebody who is no suspect was ended
case-fact-arrest-made = An authority arrested the person
case-fact-person-detained = An authority took the person into detention
case-fact-charge-brought = An authority charged the person
case-fact-verdict-given = A court gave a verdict
case-fact-sentence-passed = A court passed a sentence
case-fact-appeal-lodged = An appeal was lodged
case-fact-became-final = The verdict became final
case-fact-release-happened = The person left custody
case-fact-closed-by-authority = An authority closed the case or the proceeding
case-fact-diverted-by-authority = An authority sent the person into a programme

# Where the room begins.
cases-home-intro = From a report to a final outcome. Every arrest can be followed to what became of it.
cases-home-files = Cases that are open, the latest entry first. Clear the filter to see all.
cases-home-new = From a report, or without one: no complaint is needed.
cases-home-proceedings = One person in one case, and how far it has come.
cases-home-timeline = What was done, by whom and when.
cases-home-victims = Who was recorded as a victim of which case.
cases-home-risks = Assessed before a release: the risk to each victim.
cases-home-demand = Levels and categories, for suspects and for whole cases.

# One case.
cases-title = Case { $number }
cases-number = Full number
cases-none = None
cases-cut = Only the latest { $rows } rows of each kind are shown here. The lists below have all.
cases-date-unknown = not known
cases-date-between = { $from } to { $to }
cases-persons = Persons
cases-persons-words = Persons stand here by number. A number leads to the person's page in this case.
cases-names-show = Show names
cases-names-recorded = Names stay closed until you ask for them. That you looked, when and for which purpose is recorded, and the overseer can read it.
cases-suspects = Suspects
cases-victims = Victims
cases-wronged = No suspects, though an authority proceeds against them
cases-wronged-words = Whoever was or may have been a child is no suspect for what exploitation made of them. What an authority did is recorded as a violation and followed to its outcome; it is not counted as the proceeding of an offender.
cases-no-thread = No thread: tell them by the way agreed with them
cases-sentence = Sentence
cases-verdict-final = { $verdict }, final
cases-months = { $months ->
    [one] 1 month of custody
   *[other] { $months } months of custody
}
cases-timeline = What happened
cases-of-person = Person { $number }
cases-by-unit = Decided by unit { $number }
cases-by-authority = Authority { $number }
cases-by-document = Document { $number }
cases-violates = Violates a rule
cases-coded = What was coded and assessed
cases-coded-whom = Who or what
cases-demand = Demand
cases-as-a-whole = The case as a whole
cases-risks = Risk to victims
cases-risk-released = Should be released
cases-risk-today = For a release today
cases-risk-counts = Counts
cases-risk-old = Too old: assess anew
cases-risk-no-interests = Best interests not considered
cases-risk-missing = Not assessed
cases-risk-assess = Assess
cases-risks-of-release = Risk to each victim, should this person be released
cases-do = What you can enter
cases-do-persons = Persons
cases-do-here = In this case
cases-do-victim = For the victim
cases-do-decide = Decide
cases-do-facts = Enter what an authority did
cases-do-other = Other
cases-new-person = Enter a new person
cases-lists = The same as lists

# One person in a case.
cases-person-title = Person { $number }
cases-here = In this case
cases-is-victim = Victim
cases-is-suspect = Suspect
cases-is-both = Victim and suspect
cases-is-wronged = No suspect: wronged by an authority
cases-is-wronged-victim = Victim, wronged by an authority
cases-is-nobody = Nothing entered yet

# Names.
cases-names-title = Names in case { $number }
cases-names-look-recorded = This look is recorded, with your purpose. The overseer can read it.
cases-names-none = No name was given, or it was erased.
cases-born = Born: { $when }
cases-closing-words = Words given when it was closed
cases-candidates-title = Is this person known already?
cases-candidates-intro = One person has one record, so that every right and every finding is kept in one place. Look the name up before you enter somebody.
cases-candidates-name = Name
cases-candidates-hint = Case, accents and the order of the names do not matter. Nicknames and other spellings need a look-up of their own.
cases-candidates-find = Look up
cases-candidates-found = { $count ->
    [0] Nobody was entered under this name
    [one] One person was entered under this name
   *[other] { $count } people were entered under this name
}
cases-candidates-enter = It is none of these: enter a new person
cases-candidates-empty = The name holds no letter.
cases-candidates-empty-right = Type the name as far as it is known.

cases-home-matches = Another unit entered the same name as you. Only you are told; you decide whether it may know.
list-cases-matches = Silent matches
act-cases-answer-match = Say whether the other unit may know of your record
column-match-id = Match
column-kept = Your record
column-found-at = Found
field-match-id = Match
field-share = The other unit may know of this record
match-state-open = Waits for the keeper
match-state-shared = The other unit was told
match-state-not-shared = The other unit was not told
waits-matches = Records under the same name: you decide whether the other unit is told
waits-charges = Arrested, and no charge decided
waits-verdicts = Charged, and no verdict entered
