## A dose not given
record-not-given-title = The dose was not given
happened-on = Day
cause = Why
cause-hint = Only the first group counts as the person's own reason; everything else is ours to solve.
what-happened = What happened
what-happened-hint = Facts, not opinions
what-was-tried = What was tried
what-was-tried-hint = Calls, visits, a second offer, another doctor; with which interpreter. Needed if the person refused or did not come
explained-hint = What the person was told before he refused; leave it empty if nothing could be explained
explained-in = { $topics } ({ $language })
own-words = The person's own words
own-words-hint = As spoken, in the language spoken
next-attempt-on = Next attempt
next-attempt-hint = Leave empty if none is agreed
record = Record

## Medical hold
place-hold-title = Medical hold
place-hold-at-once = The dose stops at once, without any other paper.
place-hold-confirm = A psychiatrist must confirm it within { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    }.
hold-reason = Medical reason
hold-reason-hint = Seen by clinicians only
hold-until = Last day of the hold
hold-outlived = { $until }: passed. Still in force because no physician has lifted it
hold-until-hint = Leave empty if it is not known: the hold is then reviewed every month
hold-already = A medical hold is already in force
hold-already-words = A second one would add nothing. A physician confirms, prolongs or lifts the one in force.
hold-confirmed-by = Confirmed by { $who }, { $on }
first-on-far = The first dose is more than a year ahead: check the year, then tick the box or correct the date
first-on-sure = The day of the first dose is meant as written
hold-far = This end is far away: check the year, then tick the box or correct the date
hold-sure = The end is meant as written
confirm-hold-title = Confirm the medical hold
hold-findings = Findings
hold-placed = Placed
lift-hold-title = Lift the medical hold
lift-hold-words = Why the dose may be given again
lift-hold-against = On record, and it excludes this drug:
lift-hold-over = I examined the person. What is over?
lift-hold-over-hint = What is not ticked stays on record and goes on barring the drugs named beside it. While something bars the present drug, the hold stays until another drug is chosen.
lift-hold-found-over = No longer speaks against a drug: { $found }
decide-late-dose-title = Decision on the late dose
decide-late-dose-hint = After such a gap the protocol lets the dose be given only after a physician's decision.
decide-late-dose-not-now = No decision is demanded now. When the protocol asks a physician for one, it stands on Today.
decision = Decision
decision-words = Grounds
late-unmeasured = Why it is decided without the result
late-unmeasured-hint = { $item }: there is no result from the last { $n ->
        [one] { $n } day
       *[other] { $n } days
    }. Write it down; if it cannot be had, say why. A decision not to give the dose needs none
late-unmeasured-line = Without the result: { $words }
record-decision = Record the decision
late-dose-give = The dose may be given
late-dose-give-hint = The given day becomes the new starting point
late-dose-do-not-give = The dose must not be given
late-dose-do-not-give-hint = A medical hold begins at once; a second physician confirms it
meant-for = Meant for
days-since-meant = Since the day it was meant for
days-late = Late by
band = Band of the protocol
late-decision-holds = A yes holds for

## Corrections
amend-record-title = Amend a record
record-as-it-stands = The record as it stands
amend-record-hint = The old value stays readable. Dates are computed again, and everyone who was told is told again.
amend-record-reason = Why it is amended
amend-record-reason-hint = Not needed where only what was seen after the injection is added: then nobody is told anything again
amend-record-save = Save the amendment
void-step-opens = The case opens again: what was owed is owed again, and the supervising body sees it again
void-step-resumes = Execution goes on: what it stopped is owed again
void-step-supervising = Supervision goes back to: { $body }
void-step-irregular = A record made under this step is left without a ruling: a physician looks at it
amended-from = Before: { $old }
void-record-title = Strike out a record
void-record-hint = The record stays readable, struck through, with your name and reason. This cannot be undone.
void-record-due-again = The dose will be due again
void-record-reason = Why it is struck out
void-record-sure = I am sure that this record is wrong
void-record-be-sure = Confirm that you are sure
void-record-do = Strike out the record
what-follows = What follows
told-again = Will be told again
report-incident-title = Report an incident
report-incident-hint = The truth comes first: what happened is recorded even when it should not have happened.
review-incident-title = Look at the incident
review-incident-hint = Say what you found and what follows: a control, a hold, a correction of the record. Those have forms of their own.
review-incident-words = What was found, and what follows
review-incident-save = Record the review
review-incident-none = No incident waits for a physician.
incident-kind = What kind
incident-irregular-dose = A dose was given although it was not allowed
incident-written-while-held = A dose was recorded while the doses were stopped, for a time before that
incident-stop-said = Said when they were stopped: { $words }
incident-second-injection = A possible second injection
incident-other = Something else

## Changes of a case
prescribe-regimen-title = Prescribe the regimen
regimen-until-now = Until now
protocol = Product and protocol
protocol-hint = The interval comes from the protocol and cannot be typed.
protocol-version = version { $version }
first-on = Day of the first dose
first-on-hint = Under this protocol; not before the ruling is in force
regimen-words = Grounds and clearance
record-ruling-title = A new ruling
change-ruling-title = What happened to the ruling
change-ruling-what = What happened
effective-on = With effect from
court-document = Document
court-document-hint = Court, kind and number
change-place-title = Change the place
place-to-come = To come: { $to }, from { $on }
place-take-back = To take a move back, name the place where he is, from the day on which he was to leave it.
place-now = Now:
place-new = New place
moved-on = Day of the move
change-supervision-title = Change the supervising body
supervision-now = Now:
supervision-from = From

## Faults
error-400 = The request could not be understood
error-400-words = Go back and try again. Nothing was recorded.
error-403 = You may not do this
error-403-words = Nothing was recorded except this attempt. If it is your work, ask your administrator.
error-404 = There is no such page
error-404-words = The address is wrong, or it is about something that you may not see.
error-409 = Somebody saved first
error-409-words = Your entry was not saved. Open the case again and look at what changed.
error-sent-before = You sent this form already
error-sent-before-words = What you sent first is on record. What you sent now says something else, and was not saved. Look at what is on record; a mistake in it is corrected there.
error-413 = This is too large
error-413-words = Nothing was recorded. Go back: your browser still has what you typed. Shorten it and send it again.
error-422 = What was entered does not fit
error-422-words = Go back and check the entry. Nothing was recorded.
error-429 = Too many attempts
error-429-words = Wait a little and try again.
error-500 = Something went wrong here
error-500-words = Nothing was half-saved. Please try again; if it stays so, quote the number below.
error-503 = Not available for the moment
error-503-words = Nothing was recorded. Write on paper and enter it when the service is back.
error-request = Number of the request:
to-start = To the start

## Forms of records
incident-injected = Something was injected
incident-injected-hint = Then it counts for the least interval before the next dose
organisation-in = { $name } ({ $region })
void-record-not-again = A later dose is recorded: this one will not be asked for again
void-record-obligations = Dates are computed again without this record
ruling-standing = It stands
hold-placed-by = Placed by
due-on = Due
cover = Cover
protocol-excluded = Excluded for this person: { $found }. { $short }
protocol-in-short = Every { $interval }; { $route }; version { $version }
warn-not-yet-in-force = The ruling is not in force yet: no dose is planned before that day
step-by-document = { $on }; { $document }
void-record-undecided = The decision no longer counts
