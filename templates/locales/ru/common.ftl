## The frame
brand = Мерзім
skip-to-content = Перейти к основному содержанию
training-banner = Учебный режим: вымышленные люди, часы можно переводить
training-clock = Учебные часы:
languages = Язык
navigation = Главное меню
menu = Меню
sign-out = Выйти
footer = «Мерзім» ведёт сроки, записи и извещения. Каждый просмотр и каждая запись фиксируются. Ничего не удаляется: исправление стоит рядом с исправленным.
nav-today = Сегодня
nav-cases = Дела
nav-alerts = Сигналы
nav-attendance = Явка
nav-ledger = Журнал
nav-accounts = Учётные записи
nav-colleagues = Коллеги
nav-outbox = Сообщения
nav-messages = Недоставленные
nav-training = Обучение
back = Назад
cancel = Отмена
continue = Продолжить
change = Изменить
warning = Внимание
pages = Страницы
page-first = В начало
page-next = Следующая страница
none = —
not-yet = Ещё нет
yes = Да
no = Нет
choose = Выберите
nothing-to-choose = Здесь выбирать не из чего.

## Forms
problems-title = Проверьте введённые данные
problem = Ошибка:
title-problem = Ошибка:
date-day = День
date-month = Месяц
date-year = Год
date-hint = Например, 3 7 2026
time-hint = 24-часовой формат, например 09:40

## Counting and dates
days = { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
on-date = { $on }
window-opens-in = откроется через { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
window-closes-in = закроется через { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
window-closes-today = закрывается сегодня
window-closed-ago = срок истёк { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    } назад
due-in = { $n ->
        [one] остался { $n } день
        [few] осталось { $n } дня
       *[many] осталось { $n } дней
    }
due-today = сегодня последний день
overdue-by = просрочено на { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }

## Cover: the days in which the last dose still works
cover-none = Доза ещё не вводилась: действия нет
cover-until = Действует до: { $until }; { $n ->
        [0] сегодня последний день
        [one] остался { $n } день
        [few] осталось { $n } дня
       *[many] осталось { $n } дней
    }
cover-gone = Действие закончилось: { $until }; без действия { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
cover-short-none = действия ещё нет
cover-short-left = { $n ->
        [0] действует последний день
        [one] действует ещё { $n } день
        [few] действует ещё { $n } дня
       *[many] действует ещё { $n } дней
    }
cover-short-gone = без действия { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
cover-legend = Последняя доза действует до
cover-legend-gap = Дни без действия
today-is = Сегодня,
window-legend = Срок следующего введения

## The head of a case
identity-label = Чьё это дело
case-reference = Дело
born = Дата рождения
identifier = ИИН или документ
place = Место
responsible-now = Ответственная организация
next-step-with = Следующий шаг за
ruling = Постановление
supervising-body =
    Контролирующий орган
end-of-term = Истечение срока наказания

## How a ruling stands
ruling-not-in-force = не вступило в силу
ruling-in-force = вступило в силу
ruling-suspended = приостановлено судом
ruling-ended = прекращено
ruling-expired = срок истёк
ruling-quashed = отменено
ruling-none = постановления нет

## Roles
role-prison-nurse = Медицинская сестра учреждения
role-clinic-nurse = Медицинская сестра клиники
role-psychiatrist = Врач-психиатр
role-pharmacist = Фармацевт
role-clerk = Специалист по учёту дел
role-custody-controller = Контролёр поста
role-probation-officer = Инспектор службы пробации
role-probation-head = Начальник службы пробации
role-police-officer = Сотрудник полиции
role-coordinator = Региональный координатор
role-auditor = Аудитор
role-administrator = Администратор

## Kinds of organisation
organisation-penal-facility = Учреждение уголовно-исполнительной системы
organisation-outpatient-clinic = Организация амбулаторной психиатрической помощи
organisation-hospital = Больница
organisation-forensic-centre = Центр судебных экспертиз
organisation-probation-office = Служба пробации
organisation-police-department = Управление полиции
organisation-health-department = Управление здравоохранения
organisation-court-registry = Канцелярия суда

## Kinds of obligation
kind-forward-ruling = Направить постановление в организацию здравоохранения
kind-clearance = Заключение комиссии о допуске
kind-choose-drug = Выбрать препарат
kind-first-dose = Первое введение препарата
kind-bring-ruling = Постановление должно вступить в силу к сроку начала лечения
kind-dose = Введение препарата
kind-exam = Осмотр специалистами
kind-review = Освидетельствование комиссией врачей-психиатров
kind-monitoring = Контрольные исследования
kind-extension = Продление судом
kind-materials-to-court = Материалы в суд
kind-release-notice = Извещение об освобождении
kind-accept-handover = Принять дело
kind-first-visit = Первое посещение после освобождения или переезда
kind-first-visit-released = Первое посещение после освобождения
kind-first-visit-moved = Первое посещение после переезда
kind-receive-parcel = Принять посылку с препаратом
kind-confirm-hold = Подтвердить медицинскую приостановку
kind-hold-review = Пересмотр медицинской приостановки
kind-complete-observation = Запись о наблюдении после введения
kind-review-incident = Рассмотрение происшествия
kind-acknowledge-notice = Подтвердить получение извещения
kind-decide-late-dose = Решить о запоздалой дозе
kind-repair-ladder = Дополнить порядок извещения
kind-take-up-alert = Взяться за сигнал без ответа
kind-reconcile-discrepancy = Устранить расхождение

## Urgency
urgency-late = Просрочено
urgency-closing = Скоро закроется
urgency-open = Открыто
urgency-coming = Предстоит
urgency-held = Приостановлено

## Actions
log-injection-action = Записать введение
record-not-given-action = Записать, что введение не состоялось
place-hold-action = Оформить медицинскую приостановку
confirm-hold-action = Подтвердить приостановку
lift-hold-action = Снять приостановку
hold-review-action = Рассмотреть приостановку
complete-observation-action = Записать, что наблюдалось
decide-late-dose-action = Решить о запоздалой дозе
prescribe-regimen-action = Сделать назначение
record-ruling-action = Внести новое постановление
change-ruling-action = Изменить состояние постановления
record-extension-action = Внести продление
amend-ruling-action = Исправить данные
correct-person-action = Исправить данные человека
change-place-action = Изменить место
change-supervision-action = Изменить контролирующий орган
amend-record-action = Исправить
void-record-action = Признать недействительной
report-incident-action = Сообщить о происшествии
review-incident-action = Рассмотреть происшествие
acknowledge-notice-action = Ответить
name-deputy-action = Назначить заместителя
open-case-action = Завести дело
open-case-file = Открыть дело
