## Working at the desk: many rows at once, saved views, keys, and taking care of oneself.

many-choose = Choose
many-choose-row = Choose { $number }
many-legend = Act on several rows at once
many-all = { $count ->
    [one] The one on this page
   *[other] All { $count } on this page
}
many-with-chosen = With those chosen:
many-count = { $count ->
    [one] This will be entered for 1 row. It goes through the rules like every other act.
   *[other] This will be entered for { $count } rows, one after another. Each goes through the rules by itself: what is refused for one stops no other.
}
many-which = Which
many-send = { $count ->
    [one] Enter it for 1 row
   *[other] Enter it for { $count } rows
}
many-back = Back to the list
many-row = Row
many-became = What became of it
many-each = Row by row
many-entered = Entered
many-not-entered = Not entered: { $label }
many-done = Entered: { $count }. Not entered: { $number }.
many-unanswered = The node did not answer for all of them. Send the same again: what is entered already is not entered twice.
many-again = Send the same again
many-none-wrong = No row was chosen.
many-none-right = Go back, and choose the rows by the box before each.
many-too-many-wrong = More than 500 rows were chosen.
many-too-many-right = Choose at most 500 at once.

nav-views = Saved views
views-title = Saved views
views-how = A view is a list with its filters and order. Nobody but you finds yours, unless you share it with your unit. What a view is called is sealed; all the same, put no name of a person into it.
views-all = All saved views
view-name = What you call it
view-name-hint = At most 60 characters. No name of a person.
view-save = Save this view
view-save-this = Save this view of the list
view-shared = Who finds it
view-share = Everybody of my unit finds it, too
view-remove = Remove { $name }
view-own = Yours
view-own-shared = Yours, shared with your unit
view-of-unit = Shared by somebody of your unit
column-view-name = View
column-view-list = List
column-view-shared = Whose
view-name-wrong = This is no name for a view.
view-name-right = Write 1 to 60 characters on one line.
view-asked-wrong = The list is asked for too much.
view-asked-right = Use fewer filters.
view-many-wrong = You keep 50 views already.
view-many-right = Remove one first.
view-shared-wrong = You share 10 views already.
view-shared-right = Remove one of them, or keep this one for yourself.
fold-marked = Those that may distress
fold-all = All words of reporters
fold-never = None

list-news = New here: { $count }.
list-changed = Something changed here.
list-show = Show it
list-keys-title = Keys
list-keys-off = Turn these keys off, or choose how you like to work
list-key-next = to the next row
list-key-before = to the row before
list-key-arrows = the same, once you are among the rows
list-key-open = opens the row that you are at
list-key-choose = chooses the row that you are at, or no longer
list-key-search = to the filter
list-key-help = shows and hides this; Esc hides it
nav-habits = How I like to work
habits-title = How I like to work
habits-how = This is yours alone: it is sealed to your account, and nobody else sees it.
habit-keys = Single keys move through lists
habit-keys-hint = j and k, x, / and ?; they do nothing while you type.
habit-fold = Words of reporters that are folded until you open them
habit-fold-hint = The reasons for its points, the answers that were chosen, and whether a human is called always stand above. While a human is called to a report, its words are not folded unless you choose all.
habit-minutes = Think of a break after so many minutes without one
habit-minutes-hint = 10 to 240; 0 for never. Ten minutes without opening a page are a break.
habit-minutes-wrong = These are no minutes.
habit-minutes-right = Write 0, or 10 to 240.
habit-texts = Think of a break after so many texts that may distress
habit-texts-hint = 1 to 500; 0 for never.
habit-texts-wrong = This is no number of texts.
habit-texts-right = Write 0 to 500.
habit-lighter = Offer something lighter after so many of them in a row
habit-lighter-hint = 1 to 500; 0 for never. What is urgent is never passed over by it.
habit-lighter-wrong = This is no number of texts.
habit-lighter-right = Write 0 to 500.
work-title = Your work, for yourself
work-how = It is counted in memory alone: no list holds it, nobody else can ask for it, and it is gone when the node starts anew.
work-minutes = Minutes since your last break
work-opened = Reports opened today
work-distressing = Of these, with words that may distress
work-since-break = Of those, since your last break
work-in-row = One after the other, up to now
break-label = A break
break-minutes = { $count ->
    [one] You have worked for 1 minute without a break. Ten minutes away from the screen do you good.
   *[other] You have worked for { $count } minutes without a break. Ten minutes away from the screen do you good.
}
break-texts = { $count ->
    [one] You have read 1 text that may distress since your last break. Ten minutes away from the screen do you good.
   *[other] You have read { $count } texts that may distress since your last break. Ten minutes away from the screen do you good.
}
break-in-row = { $count ->
    [one] You have read 1 text that may distress. The next one may be something else.
   *[other] You have read { $count } texts in a row that may distress. The next one may be something else.
}
break-lighter = Something lighter next
break-rotate = If it weighs on you, hand over: somebody else can take the next ones. Nobody else sees this.
break-later = Later
