# The own calendar feed. Whoever sees the calendar sees references and days, nothing about a person or a treatment.

calendar-link = My calendar
calendar-title = Planned visits in your calendar
calendar-hint = A calendar program that is given this address shows the planned visits and your own tasks, and asks anew every hour. It shows references and days: no name and nothing medical.
calendar-private = The address opens without signing in. Keep it to yourself; when in doubt, renew it. If your account is closed, it leads nowhere.
calendar-since = There is an address since
calendar-make = Make the address
calendar-renew = Renew the address
calendar-revoke = Revoke the address
calendar-made = Your address
calendar-made-hint = It is shown once. The former one leads nowhere any more.
calendar-made-before = The address was made before, and shown then. Renew it if it is lost.
calendar-revoked = There is no address any more.
calendar-name = Merzim
calendar-visit = Visit – case { $reference }
calendar-visit-at-once = Visit as soon as possible – case { $reference }
calendar-task = Task – case { $reference }
calendar-nothing = Nothing is planned
nav-calendar = Calendar
did-fetch-calendar-feed = Calendar feed fetched
