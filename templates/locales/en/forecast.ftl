# The drug to come.

forecast-title = Forecast of the drug
forecast-intro = Every planned dose by name and every pack by its last day of use. At each place the pack that expires first goes first, as long as it is good until the last day of the dose.
forecast-region-only = The shelves of this region are looked at and no others: who sees a shelf is decided region by region. Whether another region has a pack to spare, its pharmacist says by telephone.
forecast-place-only = The shelf of this place is looked at and no other: what lies elsewhere in the region is known to its pharmacist.
forecast-until = Looked at until
forecast-counts = In numbers
forecast-count-doses = doses to come
forecast-count-risk = without a pack
forecast-count-wasted = packs expire unused
forecast-risks = Doses without a pack
forecast-risks-none = Every planned dose has its pack.
forecast-which = Dose
forecast-dose = { $product }, dose { $n }
forecast-needed-by = Pack needed by
forecast-why = Why
forecast-remedy = What could be done
forecast-needed-today = needed today
forecast-needed-in = { $n ->
    [one] needed in { $n } day
   *[other] needed in { $n } days
}
forecast-needed-since = { $n ->
    [one] needed { $n } day ago
   *[other] needed { $n } days ago
}
forecast-why-none = { $site }: no free pack
forecast-why-short = { $site }: what lies there is good until { $on } only
forecast-why-quarantined = { $site }: a pack waits for the pharmacist’s verdict
forecast-remedy-fetch = This person’s own pack lies elsewhere: { $site }, lot { $lot }, good until { $on }
forecast-remedy-under-way = This person’s own pack is in a parcel that goes elsewhere: { $site }, lot { $lot }, good until { $on }
forecast-remedy-move-near = Free in the same region: { $site }, lot { $lot }, good until { $on }
forecast-remedy-move-far = Free in another region: { $site }, lot { $lot }, good until { $on }
nearest-wanted = { $pack }. Free packs that would be good for it: { $free }; doses that are due no later and have none: { $others }. They come first: order another
forecast-remedy-order = No free pack in this region is good for this dose: order
forecast-remedy-ask = Only this place’s own shelf is looked at: ask the pharmacist who supplies it
forecast-more = and { $n } more
forecast-sites = Place by place
forecast-sites-none = Nothing is planned and nothing is in stock.
forecast-needed = Doses
forecast-at-risk = Without a pack
forecast-spare = Packs to spare
forecast-months = By month
forecast-month-words = { $covered } with a pack, { $missing } without
forecast-with-pack = has a pack
forecast-without-pack = has none
forecast-covered = every dose has its pack
forecast-missing-by = first pack missing by { $on }
forecast-idle = nothing planned
forecast-wasted = Packs that expire unused
forecast-wasted-none = No free pack expires before it is needed.
forecast-lot = Lot
forecast-packs = Packs
forecast-expires = Last day of use
forecast-expires-in = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
}
forecast-expired = expired

# The desk of supply.

glance-supply-title = Supply at a glance
glance-owed = Yours to do
glance-owed-none = Nothing about the drug is yours to do now.
glance-owed-until = to be done by { $on }
glance-late = Late parcels
glance-late-none = No parcel is late.
glance-unaccounted = Unaccounted for
glance-unaccounted-none = Everything that was sent is accounted for.
glance-unaccounted-row = something did not arrive
glance-missing-since = not there since { $on }
glance-unsettled = Shelves and their counts
glance-unsettled-none = Every shelf agrees with its last count.
glance-unsettled-missing = { $product }: { $n ->
        [one] { $n } pack is missing
       *[other] { $n } packs are missing
    }
glance-unsettled-more = { $product }: { $n ->
        [one] { $n } pack too many
       *[other] { $n } packs too many
    }
glance-unsettled-until = to be settled by { $on }
glance-quarantined = In quarantine
glance-quarantined-none = Nothing waits for a verdict.
glance-verdict-until = verdict owed by { $on }
glance-at-risk = Doses at risk
glance-at-risk-none = Every planned dose has its pack.
glance-near-expiry = Near the last day of use
glance-near-expiry-none = Nothing expires soon.
glance-on-the-way = Parcels on the way
glance-on-the-way-none = No parcel is on the way.
glance-rest = There are more: see the whole list
glance-between = { $from } → { $to }
glance-for = For { $reference }: { $product }
glance-packs-of = { $n ->
    [one] { $n } pack, { $product }
   *[other] { $n } packs, { $product }
}
glance-late-since = late, expected by { $on }
glance-expected-by = expected by { $on }
glance-packed-on = packed on { $on }
glance-arrivals = Came without notice
glance-arrivals-none = Every parcel that came is explained.
glance-arrivals-until = to be explained by { $on }
