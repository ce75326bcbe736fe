# What supply needs of a case.

supply-title = Supply
supply-next = Next dose
supply-lots = Lots used
supply-used-on = Used on
