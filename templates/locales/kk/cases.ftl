## The case page
next-title = Келесі
window = Рұқсат етілген мерзім:
why-title = Неге бұл күн
also-open = Сондай-ақ ашық
timeline-title = Оқиғалар барысы
timeline-empty = Әзірге жазба жоқ.
recorded-at = Жазылған уақыты:
under-ruling = Қаулы №
voided = Жарамсыз деп танылды:
rulings-title = Сот қаулылары
ruling-number = Нөмірі және сот
ruling-ruled-on = Шығарылды
ruling-in-force-on = Күшіне енді
ruling-until = Дейін
scan = Скан, SHA-256:
actions-title = Не істеуге болады
alerts-title = Дабылдар
ladder-title = Келесі енгізу болмай қалса
ladder-hint = Аты белгілі адам жауап бергенше кімге, қандай ретпен хабарланады.
ladder-done = орындалды
ladder-at-once = бірден
ladder-after-hours = жауап болмаса, { $n } сағаттан кейін
ladder-after-working-days = жауап болмаса, { $n } жұмыс күнінен кейін
ladder-who = { $name }, { $organisation }
ladder-role = { $role }, { $organisation }
ladder-no-deputy = орынбасар тағайындалмаған
ladder-no-person = ешкім тағайындалмаған
ladder-no-address = электрондық пошта мекенжайы жоқ
regimen-title = Емдеу сызбасы
facts-title = Іс туралы
product = Препарат
route = Енгізу жолы
next-none-suspended = Қаулы тоқтатыла тұрғанда ештеңе жоспарланбайды.
next-none-not-in-force = Қаулы күшіне енгенше ештеңе жоспарланбайды.
next-none-hold = Медициналық тоқтата тұру кезінде енгізу жоспарланбайды.
next-none-ended = Шара тоқтатылды; ештеңе жоспарланбайды.
next-none-regimen = Дәрігер-психиатр емдеу сызбасын тағайындағанша енгізу жоспарланбайды.
banner-suspended = Сот тоқтата тұрды, басталған күні: { $on }
banner-suspended-words = Сот қаулыны қайта қолданысқа енгізгенше препарат енгізілмейді, өткізіп алу есептелмейді.
banner-hold = Медициналық тоқтата тұру, аяқталатын күні: { $until }
banner-hold-open = Медициналық тоқтата тұру, басталған күні: { $on }
banner-hold-words = Препарат енгізілмейді. Бақылаушы орган үшін бұл дәлелді себеп.
banner-not-in-force = Қаулының күшіне енетін күні: { $on }
banner-ended = Шара тоқтатылған күні: { $on }
banner-closed = Іс жабылған күні: { $on }
banner-decision-needed = Кешіккен дозаны енгізбес бұрын дәрігердің шешімі қажет
banner-break = Соңғы дозаның әсері аяқталды

## Why a date
why-rule = Ереже: { $rule }, { $version }-нұсқа
why-last-dose = Соңғы дозадан бастап есептелді: { $on }
why-first-dose-on = Алғашқы доза тағайындалған күн: { $on }
why-ruling-received = Қаулы алынған күн: { $on }
why-ruling-in-force = Қаулы күшіне енген күн: { $on }
why-end-of-term = Жазаны өтеу мерзімінің аяқталуы: { $on }
why-interval-days = Аралығы: { $n ->
        [one] { $n } күн
       *[other] { $n } күн
    }
why-interval-months = Аралығы: { $n } ай
why-skipped = Есептелмеген күн: { $on } ({ $reason })
why-restart = Қайта басталған күні: { $on }; келесі дозаның мерзімі қайта белгіленді
why-reanchored = Рұқсат етілген мерзімнен тыс енгізілді, жаңа есептің басы: { $on }

## Timeline
entry-open-case = Іс ашылды
entry-record-ruling = Қаулы енгізілді
entry-change-ruling = Қаулының күйі өзгертілді
entry-prescribe-regimen = Емдеу сызбасы тағайындалды
entry-log-injection = Препарат енгізілді
entry-record-not-given = Енгізу болмады
entry-place-hold = Медициналық тоқтата тұру
entry-confirm-hold = Медициналық тоқтата тұру расталды
entry-lift-hold = Медициналық тоқтата тұру алып тасталды
entry-decide-late-dose = Кешіккен доза туралы шешім
entry-change-place = Орны өзгертілді
entry-change-supervision = Бақылаушы орган өзгертілді
entry-amend-record = Жазба түзетілді
entry-void-record = Жазба жарамсыз деп танылды
entry-report-incident = Оқиға туралы хабарланды
entry-acknowledge-notice = Хабарламаның алынғаны расталды
entry-advance-case = Мерзім жазбасыз жабылды
entry-close-case = Іс жабылды
