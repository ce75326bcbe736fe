# What supply needs of a case.

supply-title = Препаратпен қамту
supply-next = Келесі енгізу
supply-lots = Пайдаланылған сериялар
supply-used-on = Пайдаланылған күні
