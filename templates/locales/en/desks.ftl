## The alerts desk. These words reach supervision: attendance only.
attendance-withdrawn = record withdrawn
visit-on = { $on }
visit-at-once = as soon as possible
visit-named = the clinic will name the day
visit-after = after { $on }
supervision-justified = justified: the clinic decides when the next visit is
supervision-justified-until = justified until { $on }
supervision-awaited = no attendance is needed now: the clinic will name the day
supervision-not-now = no visit is planned now
notice-attended = The person attended. Day: { $on }
notice-attended-after = The person attended. Day: { $on }. The visit missed before: { $missed }
notice-over-since = { $said }. Since { $since } nothing is asked about it
notice-withdrawn = What was said earlier has been withdrawn. Day: { $on }
acknowledge-of = { $name }, { $organisation }
acknowledge-words = { $action }. { $words }
acknowledge-date = { $said } ({ $on })
alerts-over-title = Closed alerts
alerts-over-empty = No alert has been closed yet.
acknowledge-recorded-words = It stands below with your name.
acknowledge-back = Back to the alerts
acknowledge-recorded = Your answer has been recorded
notice-service-cause = { $kind }: { $cause }. Day: { $on }
notice-over = { $kind }: { $how }. Day: { $on }
cause-not-recorded = no record, cause not established
cause-overdue = not done in time
cause-date-moved = its day had passed when the day of release became known or moved
cause-waits = a physician has not decided yet
hop-reopens = If it is not resolved, the alert re-opens:
hop-correction = correction
hop-entrusted = handed over
hop-office = duty desk, { $organisation }
delivery-nobody = nobody to tell; the next was told at once

## Deputies
deputies-title = Deputies
deputies-hint = Whoever is away is told all the same, and the deputy at the same moment. While the person is there, the deputy is told where no answer comes in time. Name one before somebody leaves.
deputies-empty = There is nobody to name a deputy for.
deputy-none = none named
deputy-present = present
deputy-away = away from { $from } until { $until }
deputy-away-open = away from { $from }
deputy-change = Name a deputy
deputy-named = The deputy has been named
deputy-none-saved = Saved. No deputy is named
deputy-nobody = Nobody
deputy-wrong = Choose somebody else of the same organisation
deputy-days-both = Enter both days, or neither

## The duty controller's list
attendance-late = date has passed
attendance-today = planned for today
attendance-now = still possible
attendance-awaited = not expected: the medical unit will say
attendance-week = planned this week

## Accounts
account-done-disabled = The account is disabled, and its sessions have ended
account-done-enabled = The account is enabled
account-done-unlocked = The account is unlocked: its owner can sign in again
account-unlock-by-link = After so many wrong attempts only a new enrolment link opens the account
account-done-sessions-ended = The sessions of the account have ended
account-role-elsewhere = There is no such role at this kind of organisation
account-name-letters = Small Latin letters, digits, dots and hyphens only
account-email-wrong = This is not an e-mail address
account-own = Ask another administrator to do this to your own account
disable-account-title = Disable the account
disable-account-words = Its owner is signed out at once and cannot sign in until the account is enabled again. What was recorded stays. Whatever asks for the post reaches only those who are left in it. First appointments named with this person are named anew: that becomes a task of the clinic at once.
hanging-appointments = First appointments with this person
hanging-accepted = Hand-overs on release accepted under this account, release ahead
hanging-caseload = Caseload
hanging-asked = Alerts that wait for this person
hanging-owed-by-post = Cases in which the post owes something
hanging-others = Others who fill the same post
hanging-deputy-of = Deputy of so many colleagues
hanging-treated = Treats
hanging-supervised = Supervises
hanging-offered = Asked to take over, or has agreed
hanging-owed = Owes something in
hanging-accounts = Accounts open there
hanging-cases = { $n }: { $references }
hanging-cases-more = { $n }, the first of them: { $references }
enrolment-shown = The link was shown once already
enrolment-shown-words = Make a new one; the earlier one then stops working.
enrol-done = Your account is set up
enrol-done-words = Sign in with your name, your passphrase and the next code. If an administrator gave you the link, tell somebody you work with in person: he or she confirms you first.
passphrase-too-long = At most { $n } characters
passphrase-contains-name = It must not contain your name for signing in

## Training
training-too-far = At most 400 days at a time
training-moved = The clock has been moved
