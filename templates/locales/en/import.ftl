## Taking over a roster
import-new = A case will be opened
import-there = Already there: case { $reference }
import-row = Row { $n } of the roster
import-doses = { $n ->
        [one] { $n } dose of the time before
       *[other] { $n } doses of the time before
    }
import-dose = Taken over from a roster: what was asked before the injection is not known here
import-dose-without-time = Taken over from a roster: the time of day is not known, noon stands for it
event-history-imported = Taken over from a roster
event-import-undone = The case was taken over by mistake
did-import-roster = Roster taken over
did-undo-import = Import undone
case-undone = Entered by mistake
no-dose-undone = The case was entered by mistake: nothing is planned.
refusal-twice-in-file = Another row of this file is about the same person
refusal-past-dose-expired = The package of the dose of { $on } was past its last day
refusal-past-dose-outside = On { $on } the ruling allows no dose: check its dates, or report an incident in the case
refusal-past-dose-too-near = The dose of { $on } is nearer to the one before than the protocol allows: leave it out, and report it as an incident in the case
refusal-import-touched = Something was recorded in case { $reference } since: the import cannot be undone as a whole
