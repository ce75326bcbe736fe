## The rules, to be read
nav-rules = Rules
rules-title = Rules
rules-words = Everything that fixes a date or a demand: each number with its source. What a clinician or a lawyer has yet to sign off is marked. A published version is never edited.
rules-file = File
rules-unconfirmed = To be confirmed
rules-sheet-words = Each rule in the words of its file.
rules-whole = The file as a whole
rule-published = Published
rule-draft = Draft
confirm-clinician = A clinician must still confirm this
confirm-pharmacist = A pharmacist must still confirm this
confirm-lawyer = A lawyer must still confirm this
rules-link = Rule and source: { $rule }
clock-hours = { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
rules-of-protocols = Protocols of the products
rules-of-course = Clinical course
rules-of-procedure = Legal procedure
rules-of-ladders = Ladders
rules-of-calendars = Calendar of working days
rules-of-reactions = Adverse reactions
rules-of-supply = The way of the drug
rules-of-continuity = From one organisation to the next
rules-of-causes = Causes
rules-of-places = Places and posts
rules-of-keeping = How long things are kept
did-read-rules = Rules read
did-read-legal-rules = Legal rules read
rules-of-resting = When nobody answers
rule-list = { $first }; { $next }
