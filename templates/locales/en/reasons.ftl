## Why a date, said reason by reason
on-date-at = { $on }, { $time }
the-system = Merzim itself
months = { $n ->
        [one] { $n } month
       *[other] { $n } months
    }
why-rule-alone = Rule: { $rule }
why-procedure = Procedure in force since: { $on }
why-ladder = order of notification
why-counted-from = Counted from { $on }: { $steps } × { $every }
why-series-kept = The dose of { $on } was inside its window: the series stands
why-reanchored-late = The dose of { $on } was { $n ->
        [one] { $n } day
       *[other] { $n } days
    } after its date: counted anew from that day
why-reanchored-early = The dose of { $on } was { $n ->
        [one] { $n } day
       *[other] { $n } days
    } before its date: counted anew from that day
why-reanchored-due = The series is counted from the dose of { $on }
why-frozen = No dose was allowed from { $from }; allowed again from { $until }, to be resumed within { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
why-least-interval = Not before { $n ->
        [one] { $n } day
       *[other] { $n } days
    } after the injection of { $on }
why-clock = { $fact }, { $on }: { $distance }
why-concluded = Examination of { $on }: { $conclusion }
why-not-working = Nobody works on { $on }
fact-ruling-received = Ruling received
fact-ruling-in-force = Ruling in force
fact-first-dose = First dose
fact-court-decided = Last decision of the court
fact-end-of-term = End of the term
fact-release = Release
fact-hold-placed = Hold placed
fact-incident-reported = Incident reported
fact-late-decision = a physician allowed the dose
fact-dose-target = day the dose was meant for
fact-dose-given = day the dose was given
fact-dose-written-down = Dose written down
fact-last-agonist = last dose of an agonist
fact-hold-ends = Hold ends
fact-ruling-until = Last day of the ruling
fact-alert-raised = Alert raised
fact-warning-unheard = Warning that reached nobody
distance-same-day = on that day
distance-days-after = { $n ->
        [one] { $n } day
       *[other] { $n } days
    } after
distance-days-before = { $n ->
        [one] { $n } day
       *[other] { $n } days
    } before
distance-working-days-after = { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    } after
distance-working-days-before = { $n ->
        [one] { $n } working day
       *[other] { $n } working days
    } before
distance-months-after = { $n ->
        [one] { $n } month
       *[other] { $n } months
    } after
distance-months-before = { $n ->
        [one] { $n } month
       *[other] { $n } months
    } before
fact-alert-rested = Alert left unanswered
