## The case page
next-title = Next
next-before = To be done first:
next-before-is = To be done first: { $kind }
next-from = Possible from { $on }
next-of-others = This step is not yours: the one named here does it
nobody-now = nobody now
window = Window:
why-title = Why this date
also-open = What else is to come
timeline-title = What happened
timeline-empty = Nothing has been recorded yet.
recorded-at = Recorded
under-ruling = Under ruling No.
ruling-version = { $number }, version { $version }
voided = Struck out:
rulings-title = Rulings
ruling-number = Number and court
ruling-ruled-on = Ruled
ruling-in-force-on = In force
ruling-until = Until
scan = Scan, checksum:
actions-title = What you can do
ladder-title = Who is told
ladder-about-next = If nothing is recorded about the next dose
ladder-about-recorded = When the good reason not to come is over
ladder-runs = It climbs now. Who was told, and who will be, while nobody answers.
ladder-answered = It was answered: it climbs no further unless the reason lasts. Who was told.
ladder-would-run = If nothing is recorded about the next dose: who is told and when, as the posts are filled today, while nobody answers.
ladder-would-run-recorded = A record stands about this dose that nothing excuses. The last day of the good reason not to come is { $until }. If nothing changes by then: who is told and when, as the posts are filled today, while nobody answers.
ladder-done = done
ladder-put-off = { $channel } (not at night: it leaves on { $at })
ladder-sent = What was sent, with every attempt
ladder-reminders = Then { $n ->
        [one] one reminder
       *[other] { $n } reminders
    }, the last on { $last }.
ladder-rests = If nobody answers, the reminders end on { $at }, and it becomes a task of the region.
ladder-rests-since = Nobody answered. No more reminders since { $at }; it is a task of the region.
ladder-who = { $name }, { $organisation }
ladder-role = { $role }, { $organisation }
regimen-title = Regimen
facts-title = About the case
product = Product
route = Route
banner-suspended = Suspended by the court since { $on }
banner-suspended-words = No dose may be given and no missed dose is counted until the court resumes the ruling.
banner-hold = Medical hold until { $until }
banner-hold-open = Medical hold since { $on }
banner-hold-outlived = Medical hold: its last day ({ $until }) has passed. It is still in force because no physician has lifted it
banner-hold-words = No dose may be given. To supervision this is shown as justified.
banner-not-in-force = The ruling enters into force on { $on }
banner-ended = The measure ended on { $on }
banner-expired = The measure is over; its last day was { $on }
banner-closed = The case is closed since { $on }
banner-decision-needed = A physician must decide before the late dose
banner-break = The last dose no longer works

## Why a date
why-rule = Rule: { $rule }, version { $version }
why-last-dose = Last dose counted from: { $on }
why-first-dose-on = First dose set for: { $on }
why-ruling-received = Ruling received: { $on }
why-ruling-in-force = Ruling in force: { $on }
why-end-of-term = End of the term: { $on }
why-interval-days = Interval: { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
why-interval-months = Interval: { $n ->
        [one] { $n } month
       *[other] { $n } months
    }
why-skipped = Not counted: { $on } ({ $reason })
why-restart = Resumed: { $on }; the next dose falls due again
why-reanchored = Given outside the window, so counted anew from: { $on }

## Timeline
entry-open-case = Case opened
entry-record-ruling = Ruling recorded
entry-change-ruling = Ruling changed
entry-prescribe-regimen = Regimen prescribed
entry-log-injection = Dose given
entry-record-not-given = Dose not given
entry-place-hold = Medical hold placed
entry-confirm-hold = Medical hold confirmed
entry-lift-hold = Medical hold lifted
entry-decide-late-dose = Decision on the late dose
entry-change-place = Place changed
entry-change-supervision = Supervising body changed
entry-amend-record = Record amended
entry-void-record = Record struck out
entry-report-incident = Incident reported
entry-review-incident = Incident looked at by a physician
entry-acknowledge-notice = Notice acknowledged
entry-advance-case = Window closed without a record

## The list of cases
cases-title = Cases
cases-search = Find a case
cases-search-hint = Part of the case number, the beginning of the surname, or the whole IIN. A search is recorded.
find = Find
cases-not-found = No case found. A case that you may not see is answered in the same way.
search-narrow = More than { $n } were found, and the first { $n } are shown. Narrow the search.
cases-empty = There are no cases here yet.

## Opening a case
open-case-title = Open a case
open-case-intro = Enter what the ruling says. No dose is planned until the ruling is in force; papers can be owed from the first day, such as sending the ruling on.
open-case-person = Person
open-case-place = Place
person-name = Full name
person-name-hint = As in the ruling, in Cyrillic
person-name-other = Full name in Latin script, as in the identity document
correct-person-title = Correct who the person is
correct-person-hint = The old values stay readable. What was printed, sent or signed under them is not changed: look whether a letter must be withdrawn.
amend-ruling-title = Correct the details of the ruling
amend-ruling-hint = What was written down of the paper itself. What a court did to it later stands in its steps. The old values stay readable, and dates are computed again.
iin = IIN
iin-hint = 12 digits
iin-check-digit = The IIN is not valid: check all 12 digits
iin-or-document = Enter the IIN, or another document and the reason why there is no IIN
other-document = Other identity document
other-document-hint = Only if there is no IIN: kind and number
other-document-reason = Why there is no IIN
court = Court
ruling-number-label = Number of the ruling
ruled-on = Day of the ruling
in-force-on = Day on which the ruling entered into legal force
in-force-on-hint = Leave empty if it has not yet entered into force
term-until = Last day of the term of the measure
term-until-hint = Leave empty if the court set no term
offence-on = Day of the offence
scan-label = Checksum of the scanned ruling
scan-hint = The line of 64 characters that the scanning program shows for the file. The registry keeps the file itself.
place-label = Facility or clinic where the treatment is given
end-of-term-hint = Leave empty for a sentence without imprisonment
supervising-label = Body that answers for attendance
supervising-hint = The probation service; a police department where a court has set administrative supervision
supervision-ground = Ground
supervision-ground-hint = For the police: court, number and day of the decision on administrative supervision
warnings-read = I have checked this against the documents, and it is right
confirm-warnings = Check the warnings and confirm, or correct the entry
warn-offence-before = The offence is earlier than { $on }, when the measure came into law
warn-iin-differs-from-birth = The IIN and the date of birth do not agree. This can be lawful: check the document.
warn-under-age = The person was under 18
under-age-reason = Why the measure is applied all the same
under-age-reason-hint = The reason in law: the article, or what the court said
under-age-reason-needed = The person was under 18 at the offence or at the ruling: give the reason in law why the measure is applied all the same
under-age-line = The person was under 18; applied because: { $words }
warn-term-far = The term ends years from now: check the year
warn-end-far = The term of punishment ends years from now: check the year
warn-end-past = The term of punishment ends before the ruling or has ended: check the date
warn-extension-early = By law an extension is possible from { $on }, and this one would take effect before. Keep it only if the court decided so.
warn-ends-measure = This ends the measure on { $on }: no dose is given from then on, everything open is discharged, and the supervising body no longer sees the case. If it is a mistake, the step can be struck out later with a reason; what was not done meanwhile stays undone.
warn-doses-uncovered = By this paper doses on record lie at times when no ruling allowed them: { $n }. Check the day. The doses stay on record, nobody is blamed for them, and a physician looks at each.
warn-ends-case = This ends the case: everything open is discharged, and the supervising body no longer sees it.
ruling-nothing-follows = This ruling has ended: nothing can follow it any more. What a court rules now is a new ruling.

## What a field needs
problem-of = { $field }: { $problem }
field-required = This is needed
field-too-long = Too long: at most { $n } characters
date-incomplete = Enter day, month and year in figures, for example 3 7 2026
date-impossible = “{ $typed }” is no date: enter day, month and year in figures, for example 3 7 2026
date-in-future = This day has not come yet
date-in-past = This day is already over
date-before = Not before { $on }
date-after = Not after { $on }
time-impossible = “{ $typed }” is no time of day: enter hours and minutes, for example 09:40
time-needed = Enter the time in hours and minutes, for example 09:40
number-impossible = Enter a number
hours-whole = Enter whole hours, rounded up
check-too-old = The result of { $on } does not count for this dose: it may be at most { $n ->
        [one] { $n } day
       *[other] { $n } days
    } old on the day of the dose, and not later than it
expiry-too-far = Check the year: no such package keeps until after { $on }
number-out-of-range = Enter a number from { $min } to { $max }
choice-required = Choose one
choices-required = Choose at least one
hash-impossible = The checksum has 64 characters: digits and the letters a to f
document-or-iin = Enter the IIN, or another document and the reason
saved-by-other = { $name } saved this case first, at { $time }. Look at what changed and try again.
