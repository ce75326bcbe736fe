# The drug to come.

forecast-title = Препаратқа қажеттілік болжамы
forecast-intro = Әрбір жоспарланған доза және әрбір қаптама жарамдылық мерзімімен жеке қаралады. Әр жерде мерзімі ерте бітетін қаптама бірінші жұмсалады, егер ол енгізу мерзімінің соңғы күніне дейін жарамды болса.
forecast-region-only = Тек осы өңірдің сөрелері қаралады: сөрені кім көретіні өңір бойынша шешіледі. Басқа өңірде артық қаптама бар-жоғын сол өңірдің фармацевті телефонмен айтады.
forecast-place-only = Тек осы орынның сөресі қаралады: өңірдің басқа орындарында не жатқанын өңір фармацевті біледі.
forecast-until = Қаралған соңғы күн:
forecast-counts = Сандармен
forecast-count-doses = алдағы доза
forecast-count-risk = қаптамасыз
forecast-count-wasted = қаптама пайдаланылмай бітеді
forecast-risks = Қаптамасы жоқ дозалар
forecast-risks-none = Әрбір жоспарланған дозаның қаптамасы бар.
forecast-which = Доза
forecast-dose = { $product }, { $n }‑доза
forecast-needed-by = Қаптама қажет күн
forecast-why = Неге
forecast-remedy = Не істеуге болады
forecast-needed-today = бүгін қажет
forecast-needed-in = { $n ->
    [one] { $n } күннен кейін қажет
   *[other] { $n } күннен кейін қажет
}
forecast-needed-since = { $n ->
    [one] { $n } күн бұрын қажет болған
   *[other] { $n } күн бұрын қажет болған
}
forecast-why-none = { $site }: бос қаптама жоқ
forecast-why-short = { $site }: ондағы қаптаманың соңғы жарамды күні { $on }
forecast-why-quarantined = { $site }: қаптама фармацевт шешімін күтіп тұр
forecast-remedy-fetch = Осы адамның өз қаптамасы басқа жерде: { $site }, серия { $lot }, соңғы жарамды күні { $on }
forecast-remedy-under-way = Осы адамның өз қаптамасы басқа жерге жолданған сәлемдемеде: { $site }, серия { $lot }, соңғы жарамды күні { $on }
forecast-remedy-move-near = Осы өңірде бос қаптама бар: { $site }, серия { $lot }, соңғы жарамды күні { $on }
forecast-remedy-move-far = Басқа өңірде бос қаптама бар: { $site }, серия { $lot }, соңғы жарамды күні { $on }
nearest-wanted = { $pack }. Осы дозаға жарайтын бос қаптама саны: { $free }; одан кеш емес, қаптамасы жоқ доза саны: { $others }. Алдымен солар алады: тағы біреуіне тапсырыс беріңіз
forecast-remedy-order = Бұл дозаға жарайтын бос қаптама осы өңірде жоқ: тапсырыс беріңіз
forecast-remedy-ask = Тек осы орынның өз сөресі көрінеді: оны қамтамасыз ететін фармацевттен сұраңыз
forecast-more = тағы { $n }
forecast-sites = Орындар бойынша
forecast-sites-none = Ештеңе жоспарланбаған, қор да жоқ.
forecast-needed = Дозалар
forecast-at-risk = Қаптамасыз
forecast-spare = Артық қаптамалар
forecast-months = Айлар бойынша
forecast-month-words = қаптамасы бар: { $covered }, қаптамасы жоқ: { $missing }
forecast-with-pack = қаптамасы бар
forecast-without-pack = қаптамасы жоқ
forecast-covered = әрбір дозаның қаптамасы бар
forecast-missing-by = бірінші қаптама жетпейтін күн: { $on }
forecast-idle = ештеңе жоспарланбаған
forecast-wasted = Пайдаланылмай мерзімі бітетін қаптамалар
forecast-wasted-none = Бос қаптамалардың ешқайсысының мерзімі қажет болғанша бітпейді.
forecast-lot = Серия
forecast-packs = Қаптамалар
forecast-expires = Соңғы жарамды күні
forecast-expires-in = { $n ->
    [one] { $n } күн қалды
   *[other] { $n } күн қалды
}
forecast-expired = мерзімі біткен

# The desk of supply.

glance-supply-title = Жабдықтау: негізгісі
glance-owed = Сізден күтіледі
glance-owed-none = Препарат бойынша қазір сізден ештеңе күтілмейді.
glance-owed-until = орындау мерзімі: { $on }
glance-late = Кешіккен сәлемдемелер
glance-late-none = Кешіккен сәлемдеме жоқ.
glance-unaccounted = Жетіспегендер
glance-unaccounted-none = Жіберілгеннің бәрі есепте.
glance-unaccounted-row = бәрі жеткен жоқ
glance-missing-since = орнында жоқ, мына күннен бері: { $on }
glance-unsettled = Сөре мен санақ
glance-unsettled-none = Сөрелер соңғы санақпен сәйкес.
glance-unsettled-missing = { $product }: { $n } қаптама жетіспейді
glance-unsettled-more = { $product }: { $n } қаптама артық
glance-unsettled-until = анықтау мерзімі: { $on }
glance-quarantined = Карантинде
glance-quarantined-none = Шешім күтіп тұрған ештеңе жоқ.
glance-verdict-until = шешім шығару мерзімі: { $on }
glance-at-risk = Қауіп төнген дозалар
glance-at-risk-none = Әрбір жоспарланған дозаның қаптамасы бар.
glance-near-expiry = Жарамдылық мерзімі бітуге жақын
glance-near-expiry-none = Жақын арада мерзімі бітетін ештеңе жоқ.
glance-on-the-way = Жолдағы сәлемдемелер
glance-on-the-way-none = Жолда сәлемдеме жоқ.
glance-rest = Тағы бар: толық тізім
glance-between = { $from } → { $to }
glance-for = { $reference } үшін: { $product }
glance-packs-of = { $n ->
    [one] { $n } қаптама, { $product }
   *[other] { $n } қаптама, { $product }
}
glance-late-since = кешігуде, мерзімі: { $on }
glance-expected-by = күтілетін соңғы күн: { $on }
glance-packed-on = жинақталған күні: { $on }
glance-arrivals = Ескертусіз келгендер
glance-arrivals-none = Келген сәлемдеменің бәрі түсіндірілген.
glance-arrivals-until = түсіндіру мерзімі: { $on }
