## Signing in
sign-in-title = Sign in
sign-in = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-code = One-time code
sign-in-code-hint = Six digits from your authenticator
sign-in-refused = The name, the password or the code is wrong
sign-in-wait-minutes = Too many attempts. Try again in { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }.
signed-out = You have signed out.
demo-accounts = Accounts to try
demo-password = Password for all of them:
demo-codes-hint = A code lasts 30 seconds: load the page again for a new one.
account-role = Role

## Enrolment
enrol-used = This link has been used
enrol-used-words = A link works once, for two days. Ask your administrator for a new one.
