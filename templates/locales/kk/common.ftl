## The frame
brand = Мерзім
skip-to-content = Негізгі мазмұнға өту
training-banner = Оқу режимі: ойдан шығарылған адамдар, сағатты жылжытуға болады
training-clock = Оқу сағаты:
languages = Тіл
navigation = Басты мәзір
menu = Мәзір
sign-out = Шығу
footer = «Мерзім» мерзімдерді, жазбаларды және хабарламаларды жүргізеді. Әрбір қарау мен әрбір жазба тіркеледі. Ештеңе жойылмайды: түзету түзетілген жазбаның қасында тұрады.
nav-today = Бүгін
nav-cases = Істер
nav-alerts = Дабылдар
nav-attendance = Келу
nav-ledger = Журнал
nav-accounts = Тіркелгілер
nav-colleagues = Әріптестер
nav-outbox = Хабарлар
nav-messages = Жетпегендер
nav-training = Оқу
back = Артқа
cancel = Болдырмау
continue = Жалғастыру
change = Өзгерту
warning = Назар аударыңыз
pages = Беттер
page-first = Басына
page-next = Келесі бет
none = —
not-yet = Әзірге жоқ
yes = Иә
no = Жоқ
choose = Таңдаңыз
nothing-to-choose = Мұнда таңдайтын ештеңе жоқ.

## Forms
problems-title = Енгізілген деректерді тексеріңіз
problem = Қате:
title-problem = Қате:
date-day = Күн
date-month = Ай
date-year = Жыл
date-hint = Мысалы, 3 7 2026
time-hint = 24 сағаттық пішім, мысалы 09:40

## Counting and dates
days = { $n } күн
on-date = { $on }
window-opens-in = { $n } күннен кейін ашылады
window-closes-in = { $n } күннен кейін жабылады
window-closes-today = бүгін жабылады
window-closed-ago = мерзімі { $n } күн бұрын өтті
due-in = { $n } күн қалды
due-today = бүгін соңғы күн
overdue-by = мерзімі { $n } күнге өтіп кетті

## Cover: the days in which the last dose still works
cover-none = Доза әлі енгізілген жоқ: әсері жоқ
cover-until = Әсері аяқталатын күн: { $until }; { $n ->
        [0] бүгін соңғы күн
       *[other] { $n } күн қалды
    }
cover-gone = Әсері аяқталды: { $until }; әсерсіз { $n } күн
cover-short-none = әсері әлі жоқ
cover-short-left = { $n ->
        [0] әсерінің соңғы күні
       *[other] әсері тағы { $n } күн
    }
cover-short-gone = әсерсіз { $n } күн
cover-legend = Соңғы дозаның әсері аяқталады:
cover-legend-gap = Әсерсіз күндер
today-is = Бүгін,
window-legend = Келесі енгізу мерзімі

## The head of a case
identity-label = Бұл кімнің ісі
case-reference = Іс
born = Туған күні
identifier = ЖСН немесе құжат
place = Орны
responsible-now = Қазіргі жауапты ұйым
next-step-with = Келесі қадам кімде
ruling = Қаулы
supervising-body =
    Бақылаушы орган
end-of-term = Жазаны өтеу мерзімінің аяқталуы

## How a ruling stands
ruling-not-in-force = күшіне енген жоқ
ruling-in-force = күшінде
ruling-suspended = сот тоқтата тұрды
ruling-ended = тоқтатылды
ruling-expired = мерзімі өтті
ruling-quashed = күші жойылды
ruling-none = қаулы жоқ

## Roles
role-prison-nurse = Мекеме мейіргері
role-clinic-nurse = Клиника мейіргері
role-psychiatrist = Дәрігер-психиатр
role-pharmacist = Фармацевт
role-clerk = Істерді есепке алу маманы
role-custody-controller = Бекет бақылаушысы
role-probation-officer = Пробация қызметінің инспекторы
role-probation-head = Пробация қызметінің бастығы
role-police-officer = Полиция қызметкері
role-coordinator = Өңірлік үйлестіруші
role-auditor = Аудитор
role-administrator = Әкімші

## Kinds of organisation
organisation-penal-facility = Қылмыстық-атқару жүйесінің мекемесі
organisation-outpatient-clinic = Амбулаториялық психиатриялық көмек ұйымы
organisation-hospital = Аурухана
organisation-forensic-centre = Сот сараптамалары орталығы
organisation-probation-office = Пробация қызметі
organisation-police-department = Полиция басқармасы
organisation-health-department = Денсаулық сақтау басқармасы
organisation-court-registry = Сот кеңсесі

## Kinds of obligation
kind-forward-ruling = Қаулыны денсаулық сақтау ұйымына жіберу
kind-clearance = Комиссияның рұқсат беру қорытындысы
kind-choose-drug = Препаратты таңдау
kind-first-dose = Препаратты алғашқы енгізу
kind-bring-ruling = Қаулы ем басталуы тиіс күнге дейін күшіне енуі керек
kind-dose = Препаратты енгізу
kind-exam = Мамандардың қарап-тексеруі
kind-review = Дәрігер-психиатрлар комиссиясының куәландыруы
kind-monitoring = Бақылау зерттеулері
kind-extension = Соттың ұзартуы
kind-materials-to-court = Сотқа материалдар
kind-release-notice = Босатылатыны туралы хабарлама
kind-accept-handover = Істі қабылдау
kind-first-visit = Босатылғаннан немесе көшкеннен кейінгі алғашқы келу
kind-first-visit-released = Босатылғаннан кейінгі алғашқы келу
kind-first-visit-moved = Көшкеннен кейінгі алғашқы келу
kind-receive-parcel = Препарат сәлемдемесін қабылдау
kind-confirm-hold = Медициналық тоқтата тұруды растау
kind-hold-review = Медициналық тоқтата тұруды қайта қарау
kind-complete-observation = Енгізгеннен кейінгі бақылау туралы жазба
kind-review-incident = Оқиғаны қарау
kind-acknowledge-notice = Хабарламаны алғанын растау
kind-decide-late-dose = Кешіккен доза туралы шешім қабылдау
kind-repair-ladder = Хабарлау тәртібін толықтыру
kind-take-up-alert = Жауапсыз дабылды қолға алу
kind-reconcile-discrepancy = Айырмашылықты түсіндіру

## Urgency
urgency-late = Мерзімі өтті
urgency-closing = Жақында жабылады
urgency-open = Ашық
urgency-coming = Алда
urgency-held = Тоқтатыла тұрды

## Actions
log-injection-action = Енгізуді жазу
record-not-given-action = Енгізілмегенін жазу
place-hold-action = Медициналық тоқтата тұруды рәсімдеу
confirm-hold-action = Тоқтата тұруды растау
lift-hold-action = Тоқтата тұруды алып тастау
hold-review-action = Тоқтата тұруды қарау
complete-observation-action = Не байқалғанын жазу
decide-late-dose-action = Кешіккен доза туралы шешу
prescribe-regimen-action = Тағайындау жасау
record-ruling-action = Жаңа қаулыны енгізу
change-ruling-action = Қаулының күйін өзгерту
record-extension-action = Ұзартуды енгізу
amend-ruling-action = Деректерін түзету
correct-person-action = Адамның деректерін түзету
change-place-action = Орнын өзгерту
change-supervision-action = Бақылаушы органды өзгерту
amend-record-action = Түзету
void-record-action = Жарамсыз деп тану
report-incident-action = Оқиға туралы хабарлау
review-incident-action = Оқиғаны қарау
acknowledge-notice-action = Жауап беру
name-deputy-action = Орынбасар тағайындау
open-case-action = Іс ашу
open-case-file = Істі ашу
