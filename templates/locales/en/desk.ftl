# The supervision desk: what was done, who has which cases. These words reach supervision: attendance only.

acknowledge-by-day = answer by the end of { $on }
acknowledge-by-moment = answer by { $at }
asked-whom = asked:
alert-state-late = not answered in time
alert-state-closed = finished on our side; re-opens while the matter stands
alert-state-nothing-asked = did not take place for a justified reason; nothing is asked of you
alert-state-asks-others = nothing is asked of you now
alerts-late = Not answered in time: { $n }
acts-title = What was done
acts-hint = A history of what was done, with names. A record here is no answer to the alert: only one that says that the matter is finished on our side stops the messages.
acts-none = Nothing has been recorded yet.
act-title = Record what was done
act-hint = With your name, as a history. Whoever may read the alert sees what was done. Your own words are read by your organisation, by the institutions that carry the measure out, by the coordinator of the region and by whoever checks: write nothing that they need not know.
act-hint-apart = With your name, as a history. Whoever may read the alert sees what was done. Your own words are read by your organisation, by the institutions that carry the measure out, by the coordinator of the region and by whoever checks; those who supervise the person read none of them. Write nothing that the others need not know.
act-what = What was done
act-on = On which day
act-words = In your words
act-words-hint = For a legal step: the reason for it
act-legal-hint = A legal step. You decide it; the program neither proposes nor takes it.
act-closes-hint = If the matter still stands later, the alert re-opens by itself.
act-decided = A legal step was decided by me or on my responsibility
act-decided-hint = Only for a legal step
act-decide = Say that the legal step was decided by you, or choose another
act-do = Record
act-done-on = { $said } – { $on }
act-legal-on = Legal step: { $said } – { $on }
event-alert-acted = Step recorded about an alert
event-officer-assigned = Given to an officer
gap-officer-gone = the officer of this case has left; nobody was named
chair-officer-gone = has left; the cases are still in this name
caseload-title = Caseloads
caseload-hint = An officer who has a case is told of its alerts first. Where nobody is named, anybody in the post is.
caseload-officer = Officer
caseload-cases = Open cases
caseload-waiting = Alerts waiting
caseload-hand-over = Hand over
caseload-empty = No officer and no case here.
caseload-gone = account closed
caseload-away = away
caseload-nobody = Without an officer of their own
caseload-anybody = anybody in the post
caseload-what = Open cases: { $n }. Alerts waiting for an answer: { $waiting }.
caseload-told = Whoever takes over is told at once of each alert that your organisation was told of, also of those already answered; of what comes later, when it comes. At most 100 cases go over in one act.
caseload-to = New officer
caseload-done = { $n ->
    [one] { $n } case was handed over
   *[other] { $n } cases were handed over
}
caseload-reason = Why
did-manage-channels = Address of a system or telephone entered or withdrawn
did-act-on-alert = Step recorded about an alert
did-assign-officer = Case given to an officer
did-keep-calendar-feed = Address of a calendar made or revoked
did-read-reports = Figures of a period read
alert-state-resting = nobody answered; nobody is asked any more
alert-rests-since = Nobody answered. No more reminders since
alert-rests-with = It is now a task of:
alert-rests-at = If nobody answers, the reminders end and it becomes a task of the region:
event-alert-rested = Nobody answered: the reminders ended, it is a task now
gaps-title = What the ladders lack
gaps-hint = Whoever is missing here will not be told when a person does not come. Put it right before that happens.
gaps-post = Post
gaps-lacks = What is missing
gaps-none = Nothing is missing: every ladder finds a person, a deputy and an address.
gaps-administrator = An administrator enters the account or its address.
gaps-many = { $n ->
    [one] { $n } post lacks something
   *[other] { $n } posts lack something
}
alert-letters = Letters of the case
today-alerts = Alerts without an answer
today-chairs = Posts to fill
today-colleagues = New colleagues to confirm
set-address-title = E-mail address
set-address-words = Messages about missed obligations go there. An address that has changed is replaced by the new one.
set-address-do = Keep the address
account-done-address-set = The address is entered
