## The case page
next-title = Далее
window = Допустимый срок:
why-title = Почему эта дата
also-open = Также открыто
timeline-title = Ход событий
timeline-empty = Записей пока нет.
recorded-at = Записано
under-ruling = По постановлению №
voided = Признано недействительным:
rulings-title = Постановления суда
ruling-number = Номер и суд
ruling-ruled-on = Вынесено
ruling-in-force-on = Вступило в силу
ruling-until = До
scan = Скан, контрольная строка:
actions-title = Что можно сделать
ladder-title = Кого оповещают
ladder-runs = Оповещение идёт. Кто оповещён и кто будет оповещён, пока никто не ответил.
ladder-answered = На оповещение ответили: дальше оно не идёт, если причина не сохранится. Кто оповещён.
ladder-would-run = Если о следующем введении ничего не будет записано: кого и когда оповестят при сегодняшних назначениях, пока никто не ответил.
ladder-done = выполнено
ladder-reminders = Затем { $n ->
        [one] { $n } напоминание
        [few] { $n } напоминания
       *[many] { $n } напоминаний
    }, последнее { $last }.
ladder-rests = Если никто не ответит, напоминания прекратятся { $at }, и это станет обязанностью региона.
ladder-rests-since = Ответа не было. Напоминаний больше нет с { $at }; это обязанность региона.
ladder-who = { $name }, { $organisation }
ladder-role = { $role }, { $organisation }
regimen-title = Схема лечения
facts-title = О деле
product = Препарат
route = Путь введения
next-none-suspended = Пока постановление приостановлено, ничего не планируется.
next-none-not-in-force = До вступления постановления в силу ничего не планируется.
next-none-hold = Во время медицинской приостановки введение не планируется.
next-none-ended = Мера прекращена; ничего не планируется.
next-none-regimen = Введение не планируется, пока врач-психиатр не назначит схему лечения.
banner-suspended = Приостановлено судом, начало: { $on }
banner-suspended-words = До возобновления постановления судом препарат не вводится, пропуск не засчитывается.
banner-hold = Медицинская приостановка, окончание: { $until }
banner-hold-open = Медицинская приостановка, начало: { $on }
banner-hold-words = Препарат не вводится. Для контролирующего органа это уважительная причина.
banner-not-in-force = Постановление вступает в силу: { $on }
banner-ended = Мера прекращена: { $on }
banner-closed = Дело закрыто: { $on }
banner-decision-needed = До введения запоздалой дозы нужно решение врача
banner-break = Последняя доза больше не действует

## Why a date
why-rule = Правило: { $rule }, версия { $version }
why-last-dose = Отсчёт от последней дозы: { $on }
why-first-dose-on = Первая доза назначена: { $on }
why-ruling-received = Постановление получено: { $on }
why-ruling-in-force = Постановление вступило в силу: { $on }
why-end-of-term = Истечение срока наказания: { $on }
why-interval-days = Интервал: { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
why-interval-months = Интервал: { $n ->
        [one] { $n } месяц
        [few] { $n } месяца
       *[many] { $n } месяцев
    }
why-skipped = Не засчитан день: { $on } ({ $reason })
why-restart = Возобновлено: { $on }; срок следующей дозы назначен заново
why-reanchored = Введено вне допустимого срока, отсчёт заново от: { $on }

## Timeline
entry-open-case = Дело заведено
entry-record-ruling = Внесено постановление
entry-change-ruling = Изменено состояние постановления
entry-prescribe-regimen = Назначена схема лечения
entry-log-injection = Препарат введён
entry-record-not-given = Введение не состоялось
entry-place-hold = Медицинская приостановка
entry-confirm-hold = Медицинская приостановка подтверждена
entry-lift-hold = Медицинская приостановка снята
entry-decide-late-dose = Решение о запоздалой дозе
entry-change-place = Изменено место
entry-change-supervision = Изменён контролирующий орган
entry-amend-record = Запись исправлена
entry-void-record = Запись признана недействительной
entry-report-incident = Сообщено о происшествии
entry-review-incident = Происшествие рассмотрено врачом
entry-acknowledge-notice = Получение уведомления подтверждено
entry-advance-case = Срок закрылся без записи

## The list of cases
cases-title = Дела
cases-search = Найти дело
cases-search-hint = Часть номера дела, начало фамилии или полный ИИН. Поиск фиксируется.
find = Найти
cases-not-found = Дело не найдено. Так же система отвечает и о деле, доступа к которому нет.
cases-empty = Дел пока нет.

## Opening a case
open-case-title = Завести дело
open-case-intro = Внесите сведения из постановления. До вступления постановления в силу ничего не планируется.
open-case-person = Человек
open-case-place = Место
person-name = Фамилия, имя, отчество
person-name-hint = Как в постановлении, кириллицей
person-name-other = Имя латиницей, как в документе
iin = ИИН
iin-hint = 12 цифр
iin-check-digit = ИИН неверен: проверьте все 12 цифр
other-document = Другой документ
other-document-hint = Только если ИИН нет: вид и номер
other-document-reason = Почему нет ИИН
court = Суд
ruling-number-label = Номер постановления
ruled-on = Дата вынесения
in-force-on = Дата вступления в законную силу
in-force-on-hint = Оставьте пустым, если ещё не вступило
term-until = Последний день срока меры
term-until-hint = Оставьте пустым, если суд не установил срок
offence-on = Дата деяния
scan-label = Контрольная строка скана постановления
scan-hint = 64 знака, которые программа сканирования показывает для файла. Сам файл хранит канцелярия.
place-label = Учреждение или клиника, где проводится лечение
end-of-term-hint = Оставьте пустым, если наказание не связано с лишением свободы
supervising-label = Орган, контролирующий явку
supervising-hint = Служба пробации; орган внутренних дел, если судом установлен административный надзор
supervision-ground = Основание
supervision-ground-hint = Для полиции: суд, номер и дата решения об административном надзоре
warnings-read = Проверено по документам, всё верно
confirm-warnings = Проверьте предупреждения и подтвердите или исправьте данные
warn-offence-before = Деяние совершено раньше даты, с которой мера введена законом ({ $on })
warn-iin-differs-from-birth = ИИН и дата рождения не совпадают. Это возможно по закону: проверьте документ.
warn-under-age = Лицу не исполнилось 18 лет
warn-term-far = Срок заканчивается через годы: проверьте год
warn-extension-early = По закону продление возможно с { $on }, а это вступило бы в силу раньше. Сохраняйте, только если так решил суд.
warn-ends-measure = Мера прекращается ({ $on }): с этого дня дозы не вводятся, всё открытое закрывается, контролирующий орган больше не видит дело. Здесь это не отменить.
warn-ends-case = Дело заканчивается: всё открытое закрывается, контролирующий орган его больше не видит.
ruling-nothing-follows = Постановление прекращено: за ним ничего не может последовать. Новое решение суда записывается как новое постановление.

## What a field needs
problem-of = { $field }: { $problem }
field-required = Заполните это поле
field-too-long = Слишком длинно: не более { $n } знаков
date-incomplete = Введите день, месяц и год
date-impossible = Такой даты не существует
date-in-future = Эта дата ещё не наступила
date-in-past = Эта дата уже прошла
date-before = Не раньше: { $on }
date-after = Не позже: { $on }
time-impossible = Введите время в виде ЧЧ:ММ
number-impossible = Введите число
check-too-old = Результат (дата: { $on }) для этой дозы не годится: на день введения ему должно быть не больше { $n ->
        [one] { $n } дня
        [few] { $n } дней
       *[many] { $n } дней
    }, и он не может быть позже
expiry-too-far = Проверьте год: такая упаковка не хранится дольше, чем до этого дня: { $on }
number-out-of-range = Введите число от { $min } до { $max }
choice-required = Выберите один вариант
hash-impossible = Контрольная строка состоит из 64 знаков: цифры и буквы от a до f
document-or-iin = Введите ИИН либо другой документ и причину
saved-by-other = { $name } сохранил(а) это дело раньше, в { $time }. Посмотрите, что изменилось, и повторите.
