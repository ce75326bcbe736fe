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
scan = Скан, SHA-256:
actions-title = Что можно сделать
alerts-title = Сигналы
ladder-title = Если следующее введение не состоится
ladder-hint = Кого оповестят по порядку, пока не ответит человек с именем.
ladder-done = выполнено
ladder-at-once = сразу
ladder-after-hours = если нет ответа, через { $n ->
        [one] { $n } час
        [few] { $n } часа
       *[many] { $n } часов
    }
ladder-after-working-days = если нет ответа, через { $n ->
        [one] { $n } рабочий день
        [few] { $n } рабочих дня
       *[many] { $n } рабочих дней
    }
ladder-who = { $name }, { $organisation }
ladder-role = { $role }, { $organisation }
ladder-no-deputy = заместитель не назначен
ladder-no-person = никто не назначен
ladder-no-address = нет адреса электронной почты
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
entry-acknowledge-notice = Получение уведомления подтверждено
entry-advance-case = Срок закрылся без записи
entry-close-case = Дело закрыто
