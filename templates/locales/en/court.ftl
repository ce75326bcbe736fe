## The court and the end
end-case-title = Death or transfer abroad
end-case-words = From this moment nothing is planned, and the supervising body no longer sees the case. The record is kept. A dose on record for a later time becomes an incident for a physician.
end-case-action = Record a death or a transfer abroad
done-end-case = Recorded. Everything open was discharged for this reason.
did-end-case = Death or transfer abroad
entry-end-case = Death or transfer abroad recorded
event-case-ended = The case ended without a court
departure = What happened
departure-death = The person died
departure-transfer-abroad = The person was handed over to another state
ended-on = Day
ended-time = Time
ended-time-hint = Hours and minutes, such as 14:30. A dose after this time is looked at.
end-document = Document
end-document-hint = Kind, number, date
banner-died = The person died on { $on }
banner-abroad = The person was handed over to another state on { $on }
banner-departed-words = Nothing is planned. The record is kept.
case-died = died
case-abroad = handed over abroad
no-dose-died = The person died: no dose is planned.
no-dose-abroad = The person was handed over to another state: no dose is planned.
incident-dose-after-end = A dose is on record for a time after the death or the transfer
incident-uncovered-later = Dose given before it became known that no ruling was in force at that time
incident-suspended-later = Dose given before it became known that a court had suspended execution
plan-aftercare-title = Plan for the time after the measure
plan-aftercare-words = When the drug ceases to work, testosterone comes back. Say who looks after the person, and how.
plan-aftercare-action = Record the plan for afterwards
done-plan-aftercare = The plan for afterwards is recorded.
did-plan-aftercare = Plan for the time after the measure
entry-plan-aftercare = Plan for the time after the measure recorded
event-aftercare-planned = Plan for the time after the measure
aftercare-carer = Who goes on looking after the person
aftercare-carer-hint = A physician or an organisation
aftercare-next = Next look at the person
aftercare-next-hint = Where one is agreed
aftercare-next-on = Next look on { $on }
aftercare-plan = Plan
aftercare-plan-hint = How the drug is tapered, what is watched for, what the person was told
aftercare-by = Looked after by { $carer }
aftercare-last-dose = Last dose
aftercare-works-until = Works until
kind-aftercare = Plan for the time after the measure
kind-reaction-outcome = Outcome of an adverse reaction
ruling-step-announced = Announced
ruling-step-appealed-suspended = Appeal accepted, execution suspended
ruling-step-appeal-decided = Appeal decided, the ruling stands
ruling-step-varied = Varied
ruling-step-extended = Term extended
ruling-state-draft = draft
ruling-state-announced = announced, not in force
ruling-state-in-force = in force
ruling-state-under-appeal = under appeal
ruling-state-suspended = execution suspended
ruling-state-varied = in force as varied
ruling-state-extended = in force as extended
ruling-state-ended-by-term = ended by its term
ruling-state-ended-by-court = ended by the court
ruling-state-quashed = quashed
banner-appealed = The ruling is under appeal since { $on }
banner-appealed-words = Treatment goes on unless a court suspends execution.
new-version = New version of the ruling
new-version-hint = Only where a court varied or extended the ruling. The old version stays readable.
version-until-hint = Needed for an extension; for a variation where the term changes
version-supervising = Supervising body
version-unchanged = Unchanged
version-words = What was changed
version-words-hint = Needed for a variation
version-number = Version { $n }
version-term-changed = Last day of the term: { $new } instead of { $old }
version-term-set = Last day of the term: { $new }
version-term-same = Last day of the term as before: { $on }
version-body = Supervising body: { $body }
effect-stopped = Stopped: { $kind }, due on { $on }
effect-began = Began: { $kind }, due on { $on }
extension-possible = By law an extension is possible from { $on }: first six months after treatment began, then every year.
extension-not-begun = By law an extension is first possible six months after treatment began, and it has not begun.
extension-no-term = This ruling has no last day: there is no term to extend.
extension-not-announced = The term can be extended once the ruling has been announced.
extension-by = The commission proposes an extension in its review, the clerk sends the proposal to the court, and what the court decided is written down here.
ruling-draft = Draft: the court has not announced it yet
ruling-draft-hint = A draft plans nothing
event-warned = Warning before a term ends
warned-line = { $kind }: { $n ->
        [one] { $n } day
       *[other] { $n } days
    } left until { $on }
why-warned = Warned { $n ->
        [one] { $n } day
       *[other] { $n } days
    } before, on { $on }
fact-reaction-reported = Reaction reported
fact-contraindication-found = Contraindication found
fact-measure-ended = Measure ended
fact-end-known = End of the measure became known
change-regimen-title = Change of regimen
change-regimen-words = What was recorded stays as it is; the future is planned anew. First you see how the two drugs meet.
change-regimen-protocol-hint = A drug that something found excludes is refused
change-regimen-first-hint = The day for which the first dose of this drug is planned
change-regimen-check = Continue
change-regimen-action = Change the regimen
change-regimen-answers-title = Check the change of regimen
change-regimen-untouched = Doses given stay under the old regimen.
done-change-regimen = The regimen is changed.
did-change-regimen = Regimen changed
entry-change-regimen = Regimen changed
decided-by = Who decided
decided-by-hint = A commission, or a physician by name
decision-reference = Paper of the decision
decision-reference-hint = Kind, number, date
change-decided = Decided by { $by }, { $reference }
handover = How the drugs meet
handover-dates = First dose and those that follow
handover-last = The last dose of the old drug was given on { $on } and works until { $until }.
handover-first = First dose of the new drug: { $on }.
handover-overlap = The two overlap for { $n ->
        [one] { $n } day
       *[other] { $n } days
    }.
handover-gap = There is a gap of { $n ->
        [one] { $n } day
       *[other] { $n } days
    } without cover.
handover-none = The new drug begins the day after the old one ceases to work.
handover-ends = The ruling ends on { $on }: nothing is planned after it.
flare-cover = Cover against the first rise of testosterone
flare-cover-hint = Only where an agonist is given for the first time or after a long gap
flare-restart-hint = After a long gap testosterone rises first
flare-yes = Yes, covered
flare-no = No
flare-words = With what, or why not
flare-words-hint = Drug and time, or the reason
flare-line-yes = Covered against flare: { $words }
flare-line-no = Not covered against flare: { $words }
flare-not-decided = No decision on cover against the first rise is on record. The physician decides before the first dose
refusal-change-instead = Treatment has begun: use the page for a change of regimen
refusal-barred-for-good = Something permanent speaks against this drug: choose another drug first, or propose to the court to stop
