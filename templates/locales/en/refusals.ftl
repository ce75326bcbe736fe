## What the rules say no to
refusal-already-recorded = Somebody has already recorded this
already-recorded-by = { $name } has already recorded this, { $on }. Compare; what is wrong there is corrected there
refusal-too-early = Too early: the first allowed day is { $on }
refusal-before-last-dose = This would be before the dose recorded on { $on }; check date and time
refusal-before-clearance = The commission examined the person on { $on }: no dose is given before that. Check the day
refusal-before-information = The person was told about this drug on { $on }: no dose is given before that. Check the day
refusal-before-pack = This pack came on { $came_on } at { $came }, the dose is said to have been given on { $given_on } at { $given }. Check the time and the pack
refusal-written-before = This was written down on { $on } at { $time }: it cannot have happened later. Check the day and the time
refusal-alarm-undecided = An answer of { $on } speaks against the dose: until a physician has decided about it, none is given
refusal-own-name = This is your own name: enter who stood by
refusal-other-post = This may be the name of somebody known here in another post: enter who stood by in the post that must be present. If it is a namesake, write the full name with the patronymic.
name-needed = Enter the family name and the given name or an initial, in Cyrillic or Latin letters
name-in-cyrillic = Only Cyrillic letters here; a space, a hyphen, an apostrophe and a full stop may stand between them
name-in-latin = Only Latin letters here; a space, a hyphen, an apostrophe and a full stop may stand between them
lot-impossible = Type the lot again as it is printed on the pack: only letters, digits and the signs that stand there
refusal-in-future = This moment has not come yet
refusal-stopped-since = { $why } That was written down after the time you typed. If the dose was given before that, say so below; if not, do not give it
refusal-late-reason-needed = { $n ->
        [one] { $n } day
       *[other] { $n } days
    } late: choose the reason
refusal-decision-needed = { $n ->
        [one] { $n } day
       *[other] { $n } days
    } after the day the dose was meant for: a physician must decide before it is given
refusal-decision-lapsed = A physician allowed this dose on { $on }. Such a decision holds for { $n ->
        [one] { $n } day
       *[other] { $n } days
    } and is over: a physician must decide again before the dose is given
refusal-withheld = A physician decided on { $on } that this dose is not to be given
refusal-observed-too-soon = The { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    } of observation are not over. Save the dose without this answer, and add it to the record later
refusal-too-young = This drug is not given before the age of { $n }, and the person is younger on this day. Another drug must be chosen
refusal-measure-first = { $item }: so long after the last dose the decision needs a result not older than { $n ->
        [one] { $n } day
       *[other] { $n } days
    }. Write the result down, or say why without it
refusal-expired = The package could be used until { $on }: do not use it
refusal-check-missing = Answer this question
refusal-check-failed = With this answer no dose may be given: place a medical hold
refusal-check-expired = Enter the day of the result; it may not be older than { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
refusal-volume-too-large = Usual for this drug is { $usual } ml, and more than { $max } ml is not given. If it is a slip, correct the number; if so much is really drawn up, do not give it and ask a physician
refusal-two-identifiers = Confirm at least two identifiers
refusal-result-not-above = This must be more than { $other }: check both
refusal-long-ago = This is more than { $n } days ago: check the day, then confirm below that it is right
refusal-required = This is needed
refusal-not-understood = Check this: it is empty or cannot be read
refusal-not-before = Not before { $on }
refusal-not-before-time = Not before { $on }, { $time }
refusal-not-after = Not later than { $on }
refusal-after-handover = Not later than { $on }: the day on which the person was handed over, or on which that became known
refusal-same-person = Somebody else must confirm this: you placed it yourself
refusal-one-hand = Whoever brings it and whoever takes it are two people
refusal-read-without-logger = No logger is ticked, and a reading is typed: leave one of the two
refusal-still-barred = Something that bars the present drug is not ended, so the hold cannot be lifted. Tick what is over, or change the drug
refusal-confirmed-already = This hold has already been confirmed today
refusal-waits-for-us = The person cannot come now: the clinic must first name the day. No step in law is recorded until then
refusal-records-changed = The records have changed since you opened this: look at the alert again
refusal-nothing-to-do = There is nothing to do here any more: it is already done, has changed, or says nothing new
refusal-step-not-possible = This step does not follow from where the ruling stands on that day
refusal-too-long = Too long: at most { $n } characters
too-many-packs = At most { $n } packs at once
reason-needed = Enter the reason in words
words-too-short = Say why in a few words
refusal-member-twice = This person is named under another speciality already: each speciality needs a person of its own
refusal-form-unkeyed = This form came without its own number, so nothing was done: a second sending could not have been told from the first. Check what stands here and send it again
refusal-person-has-case = There is already an open case of the person with this IIN

## Why no dose is planned
no-dose-no-ruling = No ruling has been recorded: no dose is planned.
no-dose-not-yet-in-force = The ruling is not in force yet: no dose is planned before that day.
no-dose-suspended = A court has suspended the ruling: no dose is planned until it resumes.
no-dose-ended-by-term = The term of the measure is over: no dose is planned.
no-dose-ended-by-court = A court has ended the measure: no dose is planned.
no-dose-quashed = The ruling was quashed: no dose is planned.
no-dose-held = A medical hold stops the dose until a physician lifts it.
no-dose-no-regimen = No drug has been chosen yet: a physician must prescribe the regimen.
no-dose-drug-excluded = What the commission found excludes the chosen drug: a physician must choose another one.
no-dose-too-young = The date of birth was put right, and the chosen drug is not given at this age: a physician must choose another one.
no-dose-ends-before = The next dose would fall after the last day of the ruling: it is not planned.
refusal-number-of-another = Another person is registered under this IIN. Compare number and date of birth with the papers.
refusal-too-many-elsewhere = Too many persons of other regions were found under your account in one day. Nothing more is said about any. Ask the coordinator of the region.
