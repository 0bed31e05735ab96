## Working at the desk: many rows at once, saved views, keys, and taking care of oneself.

many-choose = Choose
many-choose-row = Choose { $row }
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
many-not-entered = Not entered: { $why }
many-done = Entered: { $entered }. Not entered: { $denied }.
many-unanswered = The node did not answer for all of them. Send the same again: what is entered already is not entered twice.
many-again = Send the same again
many-none-wrong = No row was chosen.
many-none-right = Go back, and choose the rows by the box before each.
many-too-many-wrong = More than 500 rows were chosen.
many-too-many-right = Choose at most 500 at once.
