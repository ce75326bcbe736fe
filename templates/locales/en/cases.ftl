## The case page
next-title = Next
window = Window:
why-title = Why this date
also-open = Also open
timeline-title = What happened
timeline-empty = Nothing has been recorded yet.
recorded-at = Recorded
under-ruling = Under ruling No.
voided = Struck out:
rulings-title = Rulings
ruling-number = Number and court
ruling-ruled-on = Ruled
ruling-in-force-on = In force
ruling-until = Until
scan = Scan, SHA-256:
actions-title = What you can do
alerts-title = Alerts
ladder-title = If the next dose is missed
ladder-hint = Who is told, in this order, until a named person answers.
ladder-done = done
ladder-at-once = at once
ladder-after-hours = if there is no answer, after { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
ladder-after-working-days = if there is no answer, after { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    }
ladder-who = { $name }, { $organisation }
ladder-role = { $role }, { $organisation }
ladder-no-deputy = no deputy is named
ladder-no-person = nobody holds this role
ladder-no-address = no e-mail address
regimen-title = Regimen
facts-title = About the case
product = Product
route = Route
next-none-suspended = Nothing is planned while the ruling is suspended.
next-none-not-in-force = Nothing is planned until the ruling enters into force.
next-none-hold = No dose is planned during the medical hold.
next-none-ended = The measure has ended; nothing is planned.
next-none-regimen = No dose is planned until a psychiatrist prescribes the regimen.
banner-suspended = Suspended by the court since { $on }
banner-suspended-words = No dose may be given and no missed dose is counted until the court resumes the ruling.
banner-hold = Medical hold until { $until }
banner-hold-open = Medical hold since { $on }
banner-hold-words = No dose may be given. To supervision this is shown as justified.
banner-not-in-force = The ruling enters into force on { $on }
banner-ended = The measure ended on { $on }
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
entry-acknowledge-notice = Notice acknowledged
entry-advance-case = Window closed without a record
entry-close-case = Case closed
