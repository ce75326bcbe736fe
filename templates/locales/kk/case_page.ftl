## What happened, as the timeline says it
event-case-opened = Іс ашылды
event-ruling-recorded = Қаулы енгізілді
event-ruling-changed = Соттың әрекеті енгізілді
event-ruling-step-voided = Соттың әрекеті сызып тасталды
event-ruling-amended = Қаулының деректері түзетілді
event-person-corrected = Адамның деректері түзетілді
event-place-changed = Емдеу орны өзгертілді
event-supervision-changed = Бақылаушы орган өзгертілді
event-regimen-prescribed = Емдеу сызбасы тағайындалды
event-dose-given = Препарат енгізілді
event-dose-not-given = Препарат енгізілмеді
event-late-dose-decided = Кешіккен доза туралы дәрігердің шешімі
event-hold-placed = Медициналық көрсетілімдер бойынша тоқтата тұру қойылды
event-hold-confirmed = Медициналық тоқтата тұру расталды
event-hold-lifted = Медициналық тоқтата тұру алынды
event-record-amended = Жазба түзетілді
event-record-voided = Жазбаның күші жойылды
event-incident-reported = Оқиға туралы хабарланды
event-incident-reviewed = Оқиғаны дәрігер қарады
event-alert-raised = Хабарлау басталды
event-notice-sent = Хабарлама жіберілді
event-notice-acknowledged = Хабарламаға жауап берілді
event-alert-redirected = Себебі анықталды, хабарлау өзгерді
event-alert-reopened = Шешілмеді: хабарлау қайта басталды
event-alert-resolved = Хабарлау аяқталды
recorder-system = Жүйе
effective-from = Күшіне енген күні: { $on }
until-date = Мерзімі: { $on }
dose-number = № { $n } доза
dose-lot = { $lot } сериясы, жарамдылық мерзімі: { $expiry }
dose-site = Енгізу орны: { $site }; көлемі: { $volume } мл
dose-present = Қатысқан адам: { $name }
dose-late-because = Кешігу себебі: { $cause }
late-dose-withhold = Дозаны енгізуге болмайды
not-given-words = Не болды: { $words }
not-given-tried = Не істелді: { $words }
not-given-own = Адамның өз сөзі: { $words }
amended-because = Түзету себебі: { $words }
change-old = бұрын:
change-new = қазір:
dose-details = Тұлғаны тексеру және енгізер алдындағы сұрақтар
history-title = Бүкіл тарихы
timeline-whole = Бүкіл тарихы, жазбалар саны: { $n }
timeline-earlier = Бұрынғы жазбалар: { $n }
history-parts = Тарихтың бөліктері
history-all = Барлығы: { $n }
history-treatment = Емдеу: { $n }
history-papers = Сот және орындар: { $n }
history-notices = Белгілер мен хабарламалар: { $n }
drafts-title = Әлі жарияланбаған ережелер
drafts-hint = Осы істің мерзімдері солар бойынша есептеледі; олар әлі өзгеруі мүмкін.
banner-answer = «{ $answer }» деген жауап ({ $item }), { $on }
banner-answer-waits = Дәрігер бұл туралы сол күні шешеді.
banner-answer-decided = Шешім ({ $on }): { $decision }. Кейінгі жауап басқаша болғанша осында тұрады.
next-attempt-dated = Келесі әрекет: { $on }
notice-correction = Бұрынғы хабарламаның түзетуі

## What was done, on the page one returns to
done-log-injection = Доза жазылды.
done-record-not-given = Дозаның енгізілмегені жазылды.
done-place-hold = Тоқтата тұру күшінде. Оны дәрігер растауы керек.
done-confirm-hold = Тоқтата тұру расталды.
done-lift-hold = Тоқтата тұру алынды. Жаңа күн төменде көрсетілген.
done-decide-late-dose = Шешім жазылды.
done-prescribe-regimen = Емдеу сызбасы тағайындалды.
done-record-ruling = Қаулы енгізілді.
done-change-ruling = Соттың әрекеті енгізілді. Ол көрсетілген күні күшіне енеді.
done-void-ruling-step = Әрекет сызып тасталды. Ол көрініп тұрады, мерзімдер онсыз есептелді.
done-amend-ruling = Қаулының деректері түзетілді. Бұрынғы мәндер көрініп тұрады.
done-correct-person = Адамның деректері түзетілді. Бұрынғы мәндер көрініп тұрады.
done-change-place = Орын өзгертілді.
done-change-supervision = Бақылаушы орган өзгертілді.
done-amend-record = Жазба түзетілді. Бұрынғы мазмұны оқуға қолжетімді.
done-void-record = Жазбаның күші жойылды. Ол оқуға қолжетімді болып қалады.
done-report-incident = Оқиға жазылды.
done-review-incident = Қарау жазылды.
done-acknowledge-notice = Жауабыңыз жазылды.
done-open-case = Іс ашылды.

## What a step of a ladder lacks
gap-nobody-in-role = бұл лауазымда ешкім жоқ
gap-absent = бүгін орнында жоқ
gap-no-deputy = орынбасары тағайындалмаған
gap-no-address = электрондық пошта мекенжайы жоқ
gap-no-organisation = ұйым көрсетілмеген
ladder-person = { $name }, { $role }, { $organisation }

## What an alert is about
alert-about-person = Бас тарту немесе келмеу
alert-about-unexplained = Доза жазылмаған, себебі анықталмаған
alert-about-service = Адамға байланысты емес себеппен енгізілмеген
alert-about-overdue = Мерзімі өтті: { $kind }
alert-state-climbing = жауап күтуде
resolved-dose-given = Доза енгізілді
resolved-discharged = Орындалды
resolved-replanned = Мерзімдер өзгерді: кешігу жоқ
resolved-held = Медициналық тоқтата тұру
resolved-suspended = Сот тоқтата тұрды
resolved-ended = Шара тоқтатылды
resolved-voided = Жазбаның күші жойылды

## Steps of a ruling
ruling-step-entered-into-force = Заңды күшіне енді
ruling-step-appealed = Шағым жасалды
ruling-step-suspended = Орындау тоқтатыла тұрды
ruling-step-resumed = Орындау қайта басталды
ruling-step-ended-by-court = Сот тоқтатты
ruling-step-quashed = Күші жойылды

## The regimen and the case in short
strength = Дозасы
interval = Аралығы
regimen-first-on = Бірінші доза
regimen-reason = Дәрігердің негіздемесі
opened-on = Ашылған күні
corrected-since = { $on } түзетілді. Мұнда күшінде тұрғаны көрсетілген.
change-line = { $label }: { $old } → { $new }
