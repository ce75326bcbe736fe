## Logging an injection
step-of = Step { $number } of { $of }
dose-identity-title = Identity check
dose-identity-legend = Confirm two identifiers with the person or the document
dose-identity-hint = Ask; do not read the answer aloud
identity-name = Full name
identity-born = Date of birth
identity-iin = Number of the document or IIN
identity-photo = Photograph in the personal file
dose-checks-title = Before the dose
check-not-older = Not older than { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
check-limits = Expected: { $min } to { $max }
dose-product-title = The package in your hand
lot = Lot
lot-hint = As printed on the package
expiry = Expiry date
expiry-hint = If the package names no day, enter the last day of the month
dose-injection-title = The injection
mixing-within = Give within { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    } of mixing
site = Site
volume-ml = Volume
volume-usual = Usually { $ml } ml
observed = After the injection
observation-asked = The person stays in sight for { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
observed-quiet = Nothing was seen during the whole time of observation
observed-seen = Something was seen
observed-left = The time was not over when he left or was taken away
observed-later = The time is not over yet: it will be added to the record
observed-words = What was seen, or why it ended early
observed-words-hint = A reaction is recorded on its own page as well
observed-and-words = { $how }: { $words }
observed-line = After the injection: { $said }
observed-missing = Not written down
millilitres = ml
given-on = Day on which it was given
given-on-hint = The real day, also when you write it down later
given-time = Time
given-at = Given
given-by = Given by
stopped-since-words = This was written down after the time below. If the dose has not been given yet, do not give it: it stays where it is.
given-before = It was given before the doses were stopped
given-before-hint = The record shows both minutes, and a physician looks at it
given-just-now-hint = Given just now: leave day and time empty. The minute in which you continue counts
given-time-hint = After the injection, never before it. 24-hour clock, for example 09:40
answers-incident-held = A physician has stopped the doses since. Your record will be an incident as well: a physician looks at it, and beside it stands the physician’s reason, not yours.
answers-incident-suspended = A court has suspended execution since. Your record will be an incident as well: a physician looks at it, and beside it stands the court’s paper.
confirmed-incident-held = The doses were stopped when you wrote this down, so your record is an incident as well, and a physician looks at it. Beside it stands the reason of { $name }, not yours: { $words }
confirmed-incident-suspended = Execution was suspended when you wrote this down, so your record is an incident as well, and a physician looks at it. Beside it stands the court’s paper: { $words }
observed-will-follow = Not over yet: to be added when the time is over
late-reason = Why is it late?
late-reason-short = Reason of lateness
late-reason-hint = The window has closed. A reason on our side is not counted against the person.
in-your-words = In your own words
dose-presence-title = Who was present?
dose-presence-role = Role required here:
dose-presence-hint = Presence only: no clinical data is shared with this person.
present-name = Full name of the person present
present = Present at the injection
present-as = Present in the role of
dose-answers-title = Check before you record
dose-answers-hint = What you record cannot be deleted; it can be corrected with a reason.
dose-record = Record the dose
next-sentence = The next dose is due on { $on }
next-sentence-none = After this no further dose is planned
dose-confirmed-title = The dose is recorded
dose-taken-title = This dose is already recorded
dose-taken-by = Recorded by
dose-taken-hint = Your entry has not been saved. Compare, then choose.
dose-taken-theirs = Recorded
dose-taken-mine = Your entry
dose-taken-choose = What happened?
dose-taken-discard = It is the same injection
dose-taken-discard-hint = Discard my entry; the recorded dose stays
dose-taken-second = There may have been a second injection
dose-taken-second-hint = Opens an incident report with both entries
dose-blocked-title = No dose may be given now
what-to-do = What to do
dose-blocked-truth = If a dose has been given all the same, the fact must be recorded:
given-call = If it was given all the same, call { $organisation }, { $phone }: this person is treated there now, and only they can write it down.
given-tell = If it was given all the same, tell { $organisation }: this person is treated there now, and only they can write it down.
blocked-not-due = No dose is open
blocked-do-not-give = Do not give the dose. Keep the package and wait for the registry's entry.
blocked-ask-psychiatrist = Ask the psychiatrist responsible for this case.
blocked-wait = Come back when the window is open.
blocked-alarm = A physician decides about the answer on record. Another answer does not take it back; if it was marked by mistake, strike the record out and say why.
alarm-by-mistake = It was marked by mistake
blocked-place-hold = Place a medical hold; the psychiatrist confirms it.
blocked-irregular = Report an incident if something was done outside the measure.
check-taken-on = Day of the result
check-heeded = Outside what is expected: { $check }
check-heed-hint = The dose is not stopped by this. Look at the answers again; then continue, or ask the physician.
first-dose-differs = First dose:
outlook-late = { $n ->
        [one] { $n } day
       *[other] { $n } days
    } after its date
outlook-early = { $n ->
        [one] { $n } day
       *[other] { $n } days
    } before its date
outlook-on-day = Given on its date
outlook-uncovered = Before this dose { $n ->
        [one] { $n } day
       *[other] { $n } days
    } went without cover
outlook-window = It may be given from { $opens }; last day in time: { $closes }
blocked-earlier = Was it given earlier, while it was still allowed?
identity-document = Number of the document
incident-from-dose = Entered and not saved: lot { $lot }, site: { $site }, { $on }, { $time }.
incident-from-dose-of-pack = Entered and not saved: pack { $pack }, lot { $lot }, site: { $site }, { $on }, { $time }.
check-at-least = Expected: at least { $min }
check-at-most = Expected: at most { $max }
form = Form
identified-by = Recognised by
answer-of-day = { $answer }, { $on }
volume-of = { $ml } ml
measured = { $number } { $unit }

## Families of causes
cause-family-person = The person
cause-family-clinical = Medical
cause-family-supply = The drug
cause-family-transport = Transport
cause-family-staff = Staff and room
cause-family-law = Law
volume-unusual = Usual for this drug is { $usual } ml; you typed { $typed } ml. If it is a slip, correct the number. If that is what was given, continue once more.
volume-unusual-read = Usual for this drug is { $usual } ml; you typed { $typed } ml.
not-given-closed = The window closed on { $on }. What you record now is an attempt after it: the alert stays until a dose is given or a physician decides.
