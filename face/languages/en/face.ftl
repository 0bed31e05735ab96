## What every page says, whatever room it belongs to.

name = Tutela
# The title that a browser keeps in its history: the same on every public page, so that it tells nothing.
window-title = Information
language-own-name = English
languages-label = Languages
skip-to-main = Skip to main content
home-label = { name }, first page

exit-label = Leave this page now
exit-hint = To leave at once, you can also press the Shift key three times.

public-footer-trace = This site sets no cookie and does not write down your address. Your browser may still remember that you were here.

nav-label = Main parts
sign-out = Sign out
signed-in-as = Signed in as
purpose-label = Your purpose now:
purpose-none = No purpose stated. Personal data stay closed.
purpose-change = Change purpose
staff-footer = Every look at personal data is recorded and can be read by the overseer.
back = Back

yes = Yes
no = No
optional = (optional)
continue = Continue
save = Save
choose = Choose…

errors-title = Something needs your attention
errors-intro = What you wrote is still here. Please change what is listed below.
error-prefix = Error:
error-line = { $wrong } { $right }

notice-title = Please note
done-title = Done
warning-label = Warning

date-day = Day
date-month = Month
date-year = Year
# One whole date, so that nobody confuses day and month.
date-full = { $day } { $month } { $year }
date-month-year = { $month } { $year }
date-time = { $date }, { $time } UTC
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
percent = { $n }%

table-empty = Nothing to show here.
table-shown = { $rows ->
    [0] Nothing found
    [one] 1 row
   *[other] { $rows } rows
}
table-shown-more = More than { $rows } rows
sort-by = Sort by { $column }
sorted-up = sorted, smallest or oldest first
sorted-down = sorted, largest or newest first
export = Download as a file
filter-label = Filter this list
filter-apply = Show
filter-clear = Clear
all = All
change = Change
not-shown = not shown
not-shown-why = Small numbers are not shown, so that nobody can be singled out.
chart-table = Show the numbers as a table
chart-desc = Bar chart. { $parts }.
chart-part = { $label }: { $value }
chart-column-label = Group
chart-column-value = Number

pages-label = Pages of this list
page-previous = Previous page
page-next = Next page
page-number = Page { $n }

timeline-label = What happened, in order
receipt-label = Your receipt number
receipt-keep = Write this number down. It is the only way back to your report, and nobody else has it.

problem-bad-request-title = This could not be understood
problem-bad-request-detail = Something in the address or the form was not as expected. Go back and try once more.
problem-sign-in-title = Please sign in
problem-sign-in-detail = This part is open only to people who are signed in.
problem-forbidden-title = This is closed to you
problem-forbidden-detail = Your role or your purpose does not open this page. If you need it for your work, ask the person who grants roles.
problem-not-found-title = There is nothing at this address
problem-not-found-detail = The address may be mistyped or out of date. Nothing you sent was lost.
problem-method-title = This address does something else
problem-method-detail = Go back and use the buttons on the page.
problem-conflict-title = Somebody changed this before you
problem-conflict-detail = Open the page again to see what is there now, then decide once more.
problem-too-large-title = This is too large
problem-too-large-detail = Send less at once: a shorter text or a smaller file.
problem-refused-title = This was not accepted
problem-refused-detail = Nothing was changed. Read below what is in the way and what you can do instead.
problem-too-many-title = Too many attempts
problem-too-many-detail = Wait a few minutes and try again.
problem-internal-title = Something failed on our side
problem-internal-detail = It is not your fault. Please try again in a few minutes.
problem-unavailable-title = This is not available right now
problem-unavailable-detail = Please try again in a few minutes.
problem-reference = Reference for support:
problem-home = Go to the first page
