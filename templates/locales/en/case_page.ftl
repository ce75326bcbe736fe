## What happened, as the timeline says it
event-case-opened = Case opened
event-ruling-recorded = Ruling recorded
event-ruling-changed = Step of the court recorded
event-ruling-step-voided = Step of the court struck out
event-ruling-amended = Details of a ruling corrected
event-person-corrected = Details of the person corrected
event-place-changed = Place of treatment changed
event-supervision-changed = Supervising body changed
event-regimen-prescribed = Regimen prescribed
event-dose-given = Dose given
event-dose-not-given = Dose not given
event-late-dose-decided = Physician's decision on the late dose
event-hold-placed = Medical hold placed
event-hold-confirmed = Medical hold confirmed
event-hold-lifted = Medical hold lifted
event-record-amended = Record amended
event-record-voided = Record struck out
event-incident-reported = Incident reported
event-incident-reviewed = Incident looked at by a physician
event-alert-raised = Escalation began
event-notice-sent = Notice sent
event-notice-acknowledged = Notice answered
event-alert-redirected = Cause established, escalation changed
event-alert-reopened = Not resolved: escalation began again
event-alert-resolved = Escalation ended
recorder-system = The system
effective-from = With effect from { $on }
until-date = Until { $on }
dose-number = Dose No. { $n }
dose-lot = Lot { $lot }, use by { $expiry }
dose-site = Site: { $site }; volume: { $volume } ml
dose-present = Present: { $name }
dose-late-because = Late because: { $cause }
late-dose-withhold = The dose is not to be given
not-given-words = What happened: { $words }
not-given-tried = What was tried: { $words }
not-given-own = The person's own words: { $words }
amended-because = Reason for the correction: { $words }
change-old = was:
change-new = is now:
dose-details = Identity and questions before the injection
history-title = The whole history
timeline-whole = The whole history: { $n } entries
timeline-earlier = Earlier entries: { $n }
history-parts = Parts of the history
history-all = Everything: { $n }
history-treatment = Treatment: { $n }
history-papers = Court and places: { $n }
history-notices = Alerts and notices: { $n }
drafts-title = Rules not yet published
drafts-hint = The dates of this case follow them; they may still change.
banner-answer = { $item }: { $answer }, on { $on }
banner-answer-waits = A physician decides about it on the same day.
banner-answer-decided = Decided on { $on }: { $decision }. It stands here until a later answer says otherwise.
next-attempt-dated = Next attempt: { $on }
notice-correction = Correction of an earlier notice

## What was done, on the page one returns to
done-log-injection = The dose is recorded.
done-record-not-given = It is recorded that the dose was not given.
done-place-hold = The hold is in effect. A physician must confirm it.
done-confirm-hold = The hold is confirmed.
done-lift-hold = The hold is lifted. The new date is below.
done-decide-late-dose = The decision is recorded.
done-prescribe-regimen = The regimen is prescribed.
done-record-ruling = The ruling is recorded.
done-change-ruling = The court's step is recorded. It takes effect on its day.
done-void-ruling-step = The step is struck out. It stays readable, and dates are computed without it.
done-amend-ruling = The details of the ruling are corrected. The old values stay readable.
done-correct-person = The details of the person are corrected. The old values stay readable.
done-change-place = The place is changed.
done-change-supervision = The supervising body is changed.
done-amend-record = The record is amended. The old content stays readable.
done-void-record = The record is struck out. It stays readable.
done-report-incident = The incident is recorded.
done-review-incident = The review is recorded.
done-acknowledge-notice = Your answer is recorded.
done-open-case = The case is open.

## What a step of a ladder lacks
gap-nobody-in-role = nobody holds this post
gap-absent = away today
gap-no-deputy = no deputy is named
gap-no-address = no e-mail address
gap-no-organisation = no such organisation is known
ladder-person = { $name }, { $role }, { $organisation }

## What an alert is about
alert-about-person = Refused or stayed away
alert-about-unexplained = No dose recorded, cause not established
alert-about-service = Not given for a reason that is not the person's
alert-about-overdue = Overdue: { $kind }
alert-state-climbing = waiting for an answer
resolved-dose-given = The dose was given
resolved-discharged = Done
resolved-replanned = The dates moved: not late any more
resolved-held = Medical hold
resolved-suspended = Suspended by the court
resolved-ended = The measure ended
resolved-voided = The record was struck out

## Steps of a ruling
ruling-step-entered-into-force = Entered into force
ruling-step-appealed = Appealed
ruling-step-suspended = Execution suspended
ruling-step-resumed = Execution resumed
ruling-step-ended-by-court = Ended by the court
ruling-step-quashed = Quashed

## The regimen and the case in short
strength = Strength
interval = Interval
regimen-first-on = First dose
regimen-reason = Doctor's reason
opened-on = Opened
corrected-since = Corrected on { $on }. This is what stands.
change-line = { $label }: { $old } → { $new }
