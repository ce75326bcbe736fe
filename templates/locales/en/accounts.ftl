## Signing in
sign-in-title = Sign in
sign-in = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-code = One-time code
sign-in-code-hint = Six digits from your authenticator
sign-in-refused = The name, the password or the code is wrong
sign-in-code-once = Each code works once. The next one comes in { $n } s
sign-in-wait-minutes = Too many attempts. Try again in { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }.
signed-out = You have signed out.
sign-in-waits = After { $free } wrong attempts sign-in waits, at first for seconds, from the { $long }th for { $minutes } minutes each time. After { $most } it is locked until the administrator makes a new enrolment link. The administrator sees until when a name waits, and can end the wait.
unvouched-title = Nobody has confirmed you yet
unvouched-words = Your name, passphrase and code are right. Your account at { $organisation } opens when somebody with a name who is not the administrator confirms that he or she knows you and that you work there in this post. Tell one of them in person that you have set up your account. Until then nothing can be opened.
unvouched-by = Waiting for: { $role }
unvouched-nobody = Nobody there or in the region can confirm you yet. Turn to those who run this installation.
guessed-since = { $n ->
        [one] There was { $n } wrong attempt to sign in with your name since you did.
       *[other] There were { $n } wrong attempts to sign in with your name since you did.
    }
guessed-before = { $n ->
        [one] Before you signed in there was { $n } wrong attempt with your name.
       *[other] Before you signed in there were { $n } wrong attempts with your name.
    }
guessed-until = Sign-in with your name is locked until { $until }. You can go on working here.
guessed-locked = Sign-in with your name is locked until the administrator makes you a new enrolment link. You can go on working here.
guessed-what = If this was not you, tell your administrator.
demo-accounts = Accounts to try
demo-password = Password for all of them:
demo-codes-hint = A code lasts 30 seconds: load the page again for a new one.
account-role = Role

## Enrolment
enrol-used = This link has been used
enrol-used-words = A link works once, for 24 hours. Ask your administrator for a new one.
enrol-title = Set up your account
enrol-sign-in-name = Your name for signing in:
enrol-passphrase = Passphrase
enrol-passphrase-hint = At least 15 characters; several words are best
enrol-passphrase-again = The same once more
enrol-authenticator = One-time codes
enrol-authenticator-hint = Enter this key in an authenticator, then type the code that it shows.
enrol-otpauth = Open in the authenticator on this device
enrol-do = Finish
passphrase-too-short = At least { $n } characters
passphrase-differs = The two do not agree
passphrase-common = This passphrase is too easy to guess
code-wrong = The code does not fit; wait for the next one

## Accounts
accounts-title = Accounts
accounts-search = Find an account
accounts-search-hint = The beginning of a name, of the name to sign in with, or of a word of the organisation's name
accounts-not-found = No account found
account-name = Full name
account-email = E-mail
account-organisation = Organisation
account-language = Language of messages
account-do = Actions
account-add = Add an account
account-add-do = Add and make an enrolment link
account-enabled = enabled
account-disabled = disabled
account-waiting = not yet enrolled
account-unvouched = waits until somebody confirms the person
account-locked-until = sign-in locked until { $until }
account-locked = sign-in locked: a new enrolment link opens it
account-failures = { $n ->
        [one] { $n } wrong attempt since the last sign-in
       *[other] { $n } wrong attempts since the last sign-in
    }
account-unlock = Unlock
account-last-seen = last signed in
account-end-sessions = End sessions
account-reset = New enrolment link
account-disable = Disable
account-enable = Enable
account-name-taken = This name is already used
sign-in-name-hint = Small Latin letters, digits and dots
enrolment-made = Enrolment link for { $name }
enrolment-hint = Hand it over in person. It is shown once and works once.
enrolment-until = Works until

## Colleagues
colleagues-title = New colleagues
colleagues-hint = An administrator opens accounts and hands out their links, and must see nobody's case. So a second person says who holds an account before it opens anything.
colleagues-ask = Confirm only somebody whom you know, who works here in this post, and who has told you in person of having set up this account. If nobody here knows the person, or he or she knows nothing of the account, refuse.
colleagues-none = Nobody is waiting.
colleague-since = Waits since
colleague-by = opened or enrolled anew by
colleague-not-enrolled = The person has not set up the account yet, or a link still works. It can be confirmed after that.
colleague-vouch = Confirm that I know this person, who works here in this post
colleague-refuse = Refuse
colleague-done-vouched = Confirmed: the account opens now
colleague-done-refused = Refused: the account is disabled
colleague-gone = Nothing was changed: this account waits no longer, or its holder has not set it up yet
colleague-own = Nothing was changed: whoever opened an account, or waits too, does not confirm it
