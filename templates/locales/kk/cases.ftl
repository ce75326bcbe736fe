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
scan = Скан, бақылау жолы:
actions-title = Не істеуге болады
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
entry-review-incident = Оқиғаны дәрігер қарады
entry-acknowledge-notice = Хабарламаның алынғаны расталды
entry-advance-case = Мерзім жазбасыз жабылды

## The list of cases
cases-title = Істер
cases-search = Істі табу
cases-search-hint = Іс нөмірінің бөлігі, тегінің басы немесе толық ЖСН. Іздеу тіркеледі.
find = Табу
cases-not-found = Іс табылмады. Рұқсат жоқ іс туралы да осылай жауап беріледі.
cases-empty = Әзірге іс жоқ.

## Opening a case
open-case-title = Іс ашу
open-case-intro = Қаулыдағы мәліметтерді енгізіңіз. Қаулы күшіне енгенше ештеңе жоспарланбайды.
open-case-person = Адам
open-case-place = Орны
person-name = Тегі, аты, әкесінің аты
person-name-hint = Қаулыдағыдай, кириллицамен
person-name-other = Аты-жөні латын әліпбиімен, құжаттағыдай
iin = ЖСН
iin-hint = 12 сан
iin-check-digit = ЖСН дұрыс емес: барлық 12 санды тексеріңіз
other-document = Басқа құжат
other-document-hint = ЖСН болмаса ғана: түрі мен нөмірі
other-document-reason = Неге ЖСН жоқ
court = Сот
ruling-number-label = Қаулының нөмірі
ruled-on = Шығарылған күні
in-force-on = Заңды күшіне енген күні
in-force-on-hint = Әлі күшіне енбесе, бос қалдырыңыз
term-until = Шара мерзімінің соңғы күні
term-until-hint = Сот мерзім белгілемесе, бос қалдырыңыз
offence-on = Әрекет жасалған күн
scan-label = Қаулы сканының бақылау жолы
scan-hint = Сканерлеу бағдарламасы файл үшін көрсететін 64 таңба. Файлдың өзі кеңседе сақталады.
place-label = Ем жүргізілетін мекеме немесе клиника
end-of-term-hint = Жаза бас бостандығынан айыруға байланысты болмаса, бос қалдырыңыз
supervising-label = Келуді бақылайтын орган
supervising-hint = Пробация қызметі; сот әкімшілік қадағалау белгілесе, ішкі істер органы
supervision-ground = Негізі
supervision-ground-hint = Полиция үшін: әкімшілік қадағалау туралы шешімнің соты, нөмірі және күні
warnings-read = Құжаттар бойынша тексерілді, бәрі дұрыс
confirm-warnings = Ескертулерді тексеріп, растаңыз немесе деректерді түзетіңіз
warn-offence-before = Әрекет шара заңмен енгізілген күннен ({ $on }) бұрын жасалған
warn-iin-differs-from-birth = ЖСН мен туған күні сәйкес келмейді. Бұл заң бойынша мүмкін: құжатты тексеріңіз.
warn-under-age = Адам 18 жасқа толмаған

## What a field needs
problem-of = { $field }: { $problem }
field-required = Бұл өрісті толтырыңыз
field-too-long = Тым ұзын: ең көбі { $n } таңба
date-incomplete = Күнін, айын және жылын енгізіңіз
date-impossible = Мұндай күн жоқ
date-in-future = Бұл күн әлі келген жоқ
date-in-past = Бұл күн өтіп кетті
date-before = Бұдан ерте болмауы керек: { $on }
date-after = Бұдан кеш болмауы керек: { $on }
time-impossible = Уақытты СС:ММ түрінде енгізіңіз
number-impossible = Сан енгізіңіз
number-out-of-range = { $min } мен { $max } аралығындағы сан енгізіңіз
choice-required = Біреуін таңдаңыз
hash-impossible = Бақылау жолы 64 таңбадан тұрады: сандар және a мен f аралығындағы әріптер
document-or-iin = ЖСН немесе басқа құжат пен себебін енгізіңіз
saved-by-other = { $name } бұл істі бұрын сақтады, уақыты { $time }. Не өзгергенін қарап, қайталаңыз.
