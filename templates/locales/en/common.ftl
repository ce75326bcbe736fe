## The frame
brand = Merzim
skip-to-content = Skip to main content
training-banner = Training: invented people, movable clock
training-clock = Training clock:
languages = Language
navigation = Main menu
menu = Menu
sign-out = Sign out
footer = Merzim keeps terms, records and notices. Every view and every entry is recorded. Nothing is deleted: a correction stands beside what it corrects.
nav-today = Today
nav-cases = Cases
nav-alerts = Alerts
nav-attendance = Attendance
nav-ledger = Ledger
nav-accounts = Accounts
nav-colleagues = Colleagues
nav-outbox = Messages
nav-messages = Not delivered
nav-training = Training
back = Back
cancel = Cancel
continue = Continue
change = Change
warning = Warning
pages = Pages
page-first = First page
page-next = Next page
none = —
not-yet = Not yet
yes = Yes
no = No
choose = Choose
nothing-to-choose = There is nothing to choose from here.

## Forms
problems-title = Please check what was entered
problem = Error:
title-problem = Error:
date-day = Day
date-month = Month
date-year = Year
date-hint = For example, 3 7 2026
time-hint = 24-hour clock, for example 09:40

## Counting and dates
days = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
on-date = { $on }
window-opens-in = opens in { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
window-closes-in = closes in { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
window-closes-today = closes today
window-closed-ago = closed { $n ->
        [one] { $n } day
       *[other] { $n } days
    } ago
due-in = { $n ->
        [one] { $n } day left
       *[other] { $n } days left
    }
due-today = last day today
overdue-by = overdue by { $n ->
        [one] { $n } day
       *[other] { $n } days
    }

## Cover: the days in which the last dose still works
cover-none = No dose has been given yet: not covered
cover-until = Covered until { $until }; { $n ->
        [0] this is the last day
        [one] { $n } day left
       *[other] { $n } days left
    }
cover-gone = Covered until { $until }; { $n ->
        [one] { $n } day
       *[other] { $n } days
    } without cover
cover-short-none = not covered yet
cover-short-left = { $n ->
        [0] covered, last day
        [one] covered, { $n } day left
       *[other] covered, { $n } days left
    }
cover-short-gone = uncovered { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
cover-legend = Last dose works until
cover-legend-gap = Days without cover
today-is = Today,
window-legend = Window of the next dose

## The head of a case
identity-label = Whose case this is
case-reference = Case
born = Born
identifier = IIN or document
place = Place
responsible-now = Responsible now
next-step-with = Next step with
ruling = Ruling
supervising-body =
    Supervising body
end-of-term = End of the term

## How a ruling stands
ruling-not-in-force = not yet in force
ruling-in-force = in force
ruling-suspended = suspended by court
ruling-ended = ended
ruling-expired = term is over
ruling-quashed = quashed
ruling-none = no ruling

## Roles
role-prison-nurse = Nurse, penal facility
role-clinic-nurse = Nurse, clinic
role-psychiatrist = Psychiatrist
role-pharmacist = Pharmacist
role-clerk = Registry clerk
role-custody-controller = Duty controller
role-probation-officer = Probation officer
role-probation-head = Head of probation
role-police-officer = Police officer
role-coordinator = Regional coordinator
role-auditor = Auditor
role-administrator = Administrator

## Kinds of organisation
organisation-penal-facility = Penal facility
organisation-outpatient-clinic = Outpatient psychiatric organisation
organisation-hospital = Hospital
organisation-forensic-centre = Forensic centre
organisation-probation-office = Probation service
organisation-police-department = Police department
organisation-health-department = Health department
organisation-court-registry = Court registry

## Kinds of obligation
kind-forward-ruling = Forward the ruling to the health organisation
kind-clearance = Commission's clearance
kind-choose-drug = Choose the drug
kind-first-dose = First dose
kind-bring-ruling = A ruling in force before treatment must begin
kind-dose = Dose
kind-exam = Specialists' examination
kind-review = Review by the commission of psychiatrists
kind-monitoring = Monitoring
kind-extension = Extension by the court
kind-materials-to-court = Materials to court
kind-release-notice = Notice of release
kind-accept-handover = Accept the hand-over
kind-first-visit = First visit after release or move
kind-first-visit-released = First visit after release
kind-first-visit-moved = First visit after the move
kind-receive-parcel = Receive the parcel
kind-confirm-hold = Confirm the medical hold
kind-hold-review = Review of the medical hold
kind-complete-observation = What was seen after the dose
kind-review-incident = Look at an incident
kind-acknowledge-notice = Acknowledge the notice
kind-decide-late-dose = Decide on the late dose
kind-repair-ladder = Complete the ladder
kind-take-up-alert = Take up an unanswered alert
kind-reconcile-discrepancy = Explain a discrepancy

## Urgency
urgency-late = Late
urgency-closing = Closing soon
urgency-open = Open now
urgency-coming = Coming
urgency-held = On hold

## Actions
log-injection-action = Log the injection
record-not-given-action = Record that no dose was given
place-hold-action = Place a medical hold
confirm-hold-action = Confirm the hold
lift-hold-action = Lift the hold
hold-review-action = Look at the hold
complete-observation-action = Write down what was seen
decide-late-dose-action = Decide on the late dose
prescribe-regimen-action = Prescribe the regimen
record-ruling-action = Record a new ruling
change-ruling-action = Change the ruling
record-extension-action = Record the extension
amend-ruling-action = Correct the details
correct-person-action = Correct who the person is
change-place-action = Change the place
change-supervision-action = Change the supervising body
amend-record-action = Amend
void-record-action = Strike out
report-incident-action = Report an incident
review-incident-action = Look at the incident
acknowledge-notice-action = Answer
name-deputy-action = Name a deputy
open-case-action = Open a case
open-case-file = Open the case
