## The alerts desk. These words reach supervision: attendance only.
attendance-withdrawn = жазба кері қайтарып алынды
visit-on = { $on }
visit-at-once = мүмкіндігінше тезірек
visit-named = күнін клиника тағайындайды
visit-after = { $on } күнінен кейін
supervision-justified = дәлелді себеп: келесі келу күнін клиника шешеді
supervision-justified-until = дәлелді себеп, { $on } күнін қоса алғанда
supervision-awaited = қазір келу талап етілмейді: күнін клиника тағайындайды
supervision-not-now = қазір келу тағайындалмаған
notice-attended = Адам келді. Күні: { $on }
notice-attended-after = Адам келді. Күні: { $on }. Бұған дейін болмаған келу: { $missed }
notice-over-since = { $said }. Бұл туралы жауап мына күннен бастап сұралмайды: { $since }
notice-withdrawn = Бұрын айтылғаны кері қайтарып алынды. Күні: { $on }
acknowledge-of = { $name }, { $organisation }
acknowledge-words = { $action }. { $words }
acknowledge-date = { $said } ({ $on })
alerts-over-title = Жабылған дабылдар
alerts-over-empty = Жабылған дабыл әзірге жоқ.
acknowledge-recorded-words = Ол төменде сіздің атыңызбен тұр.
acknowledge-back = Дабылдарға
acknowledge-recorded = Жауабыңыз жазылды
notice-service-cause = { $kind }: { $cause }. Күні: { $on }
notice-over = { $kind }: { $how }. Күні: { $on }
cause-not-recorded = жазба жоқ, себебі анықталмаған
cause-overdue = уақытында орындалмады
cause-date-moved = босату күні белгілі болғанда не өзгергенде мерзімі өтіп кеткен
cause-waits = дәрігер әлі шешім қабылдаған жоқ
hop-reopens = Мәселе шешілмесе, дабыл қайта ашылады:
hop-correction = түзету
hop-entrusted = тапсырылды
hop-office = кезекші, { $organisation }
delivery-nobody = хабарлайтын адам жоқ; келесісіне бірден хабарланды

## Deputies
deputies-title = Орынбасарлар
deputies-hint = Орнында жоқ адамға да, сол сәтте оның орынбасарына да хабарланады. Адам орнында болса, мерзімінде жауап болмағанда орынбасарға хабарланады. Адам кетпей тұрып тағайындаңыз.
deputies-empty = Орынбасар тағайындайтын адам жоқ.
deputy-none = тағайындалмаған
deputy-present = орнында
deputy-away = жоқ болатын уақыты: { $from } – { $until }
deputy-away-open = орнында жоқ, басталған күні: { $from }
deputy-change = Орынбасар тағайындау
deputy-named = Орынбасар тағайындалды
deputy-none-saved = Сақталды. Орынбасар тағайындалмаған
deputy-nobody = Ешкім
deputy-wrong = Сол ұйымнан басқа адамды таңдаңыз
deputy-days-both = Екі күнді де көрсетіңіз немесе екеуін де бос қалдырыңыз

## The duty controller's list
attendance-late = мерзімі өтті
attendance-today = жоспар бойынша бүгін
attendance-now = әлі мүмкін
attendance-awaited = күтілмейді: медициналық бөлім хабарлайды
attendance-week = осы аптада

## Accounts
account-done-disabled = Тіркелгі ажыратылды, сеанстары аяқталды
account-done-enabled = Тіркелгі қосылды
account-done-unlocked = Кіру ашылды: иесі қайтадан кіре алады
account-unlock-by-link = Осынша қате әрекеттен кейін кіруді тек жаңа тіркеу сілтемесі ашады
account-done-sessions-ended = Тіркелгінің сеанстары аяқталды
account-role-elsewhere = Мұндай ұйымда бұл рөл жоқ
account-name-letters = Тек кіші латын әріптері, сандар, нүктелер және сызықшалар
account-email-wrong = Бұл электрондық пошта мекенжайы емес
account-own = Өз тіркелгіңіз үшін басқа әкімшіге жүгініңіз
disable-account-title = Тіркелгіні ажырату
disable-account-words = Иесі жүйеден бірден шығарылады және тіркелгі қайта қосылғанша кіре алмайды. Жазылғанның бәрі сақталады. Лауазымға арналған хабарларды сол лауазымда қалған қызметкерлер ғана алады. Осы қызметкердегі алғашқы қабылдаулар қайта тағайындалады: бұл бірден қабылдаушы ұйымның міндетіне айналады.
hanging-appointments = Осы қызметкердегі алғашқы қабылдаулар
hanging-accepted = Осы тіркелгімен қабылданған, босатуы алдағы тапсырулар
hanging-caseload = Бекітілген істер
hanging-asked = Осы қызметкердің жауабын күтіп тұрған дабылдар
hanging-owed-by-post = Осы лауазымның міндеті бар істер
hanging-others = Сол лауазымдағы басқа қызметкерлер
hanging-deputy-of = Орнын басатын әріптестерінің саны
hanging-treated = Емдейді
hanging-supervised = Бақылайды
hanging-offered = Қабылдауға келісті немесе ұсыныс алды
hanging-owed = Міндеті бар істер
hanging-accounts = Қолданыстағы тіркелгілер
hanging-cases = { $n }: { $references }
hanging-cases-more = { $n }, алғашқылары: { $references }
enrolment-shown = Сілтеме бұрын көрсетілген
enrolment-shown-words = Жаңасын жасаңыз; бұрынғысы жұмысын тоқтатады.
enrol-done = Тіркелгіңіз бапталды
enrol-done-words = Атыңызбен, құпия тіркеспен және келесі кодпен кіріңіз. Сілтемені әкімші берген болса, бірге жұмыс істейтін адамға жеке өзіңіз айтыңыз: алдымен ол сізді растайды.
passphrase-too-long = Ең көбі { $n } таңба
passphrase-contains-name = Тіркесте кіру атыңыз болмауы керек

## Training
training-too-far = Бір жолы ең көбі 400 күн
training-moved = Сағат жылжытылды
