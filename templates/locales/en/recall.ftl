# A recalled lot, where somebody is about to use one of its packs.
recalled-lot = Lot { $lot } is recalled: do not use it
recalled-by = Since { $moment }, by { $name }. Notice: { $notice }
recalled-none-here = No other pack lies here. Do not give a dose from this lot. Leave the pack where it lies, ask the supplier’s pharmacist for another one, and if it does not come in time, record that the dose was not given: no usable drug
recalled-others-here = { $n ->
        [one] Take the other pack that lies here
       *[other] Take one of the { $n } other packs that lie here
    }. Leave the recalled one where it lies
receive-recalled = Recalled: whatever is marked here, it goes to quarantine and is not given
bound-recalled = { $state }. Recalled: not to be given
recall-check-title = Check before the lot is recalled
recall-check-next = Continue: see whom it touches
recall-check-action = Recall the lot now
recall-check-packs = { $place }: { $packs }
recall-check-twins = The same boxes
recall-check-twin = Lot { $lot }, taken in as { $product }: it is frozen with this one
recall-check-people = { $n ->
        [0] Nobody received it
        [one] { $n } person received it
       *[other] { $n } people received it
    }
recall-notices = Letters to organisations
recall-notice-packs = { $here } there, { $coming } on the way, { $gone } no longer there
recall-elsewhere = Not listed here, with other organisations: { $n } of { $all } cases
did-read-recall = People of a recalled lot seen
