# The label on a parcel and the waybill beside it. Couriers and gates read them: no drug, no person, no reason.

parcel-paper-label = Label
parcel-paper-waybill = Waybill
parcel-paper-how-label = Print on labels of 100 × 50 mm, without scaling and without headers
parcel-paper-how-waybill = Print on A4 and give it along with the parcel
parcel-paper-symbol = Code of parcel { $code } for a scanner
parcel-paper-from = From
parcel-paper-to = To
parcel-paper-inside = Inside
parcel-paper-packs = { $n ->
    [one] { $n } pack
   *[other] { $n } packs
}
parcel-paper-keep = Keep
parcel-paper-keep-between = { $low } to { $high } °C
parcel-paper-no-frost = Do not freeze
parcel-paper-prepared = Packed on
parcel-paper-needed-by = To arrive by
parcel-paper-training = Training
parcel-paper-hands = From hand to hand
parcel-paper-hands-words = Each time the parcel passes to somebody else: both names with signature, day and time, and what the thermometer shows.
parcel-paper-given-by = Given by
parcel-paper-taken-by = Taken by
parcel-paper-when = Day and time
parcel-paper-degrees = °C
parcel-paper-trouble = If something is wrong
parcel-paper-trouble-words = Opened, wet, warm or frozen: write it here and hand it over all the same.
parcel-paper-call = Call { $phone }.
parcel-paper-print-label = Print the label
parcel-paper-print-waybill = Print the waybill
