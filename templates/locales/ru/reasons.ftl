## Why a date, said reason by reason
on-date-at = { $on }, { $time }
the-system = Сама система
months = { $n ->
        [one] { $n } месяц
        [few] { $n } месяца
       *[many] { $n } месяцев
    }
why-rule-alone = Правило: { $rule }
why-procedure = Порядок действует с { $on }
why-ladder = порядок извещения
why-counted-from = Отсчёт от: { $on }; { $steps } × { $every }
why-series-kept = Введено в допустимый срок ({ $on }): порядок дат сохраняется
why-reanchored-late = Введено позже срока на { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    } ({ $on }): отсчёт заново от этого дня
why-reanchored-early = Введено раньше срока на { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    } ({ $on }): отсчёт заново от этого дня
why-reanchored-due = Отсчёт от введения: { $on }
why-frozen = Вводить было нельзя: { $from }; снова можно: { $until }; возобновить нужно за { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
why-least-interval = После инъекции ({ $on }) должно пройти не менее { $n ->
        [one] { $n } дня
        [few] { $n } дней
       *[many] { $n } дней
    }
why-clock = { $fact }: { $on }; { $distance }
why-concluded = Осмотр { $on }: { $conclusion }
why-not-working = Нерабочий день: { $on }
fact-ruling-received = Постановление получено
fact-ruling-in-force = Постановление вступило в силу
fact-first-dose = Первое введение
fact-court-decided = Последнее решение суда
fact-end-of-term = Истечение срока наказания
fact-release = Освобождение
fact-hold-placed = Начало приостановки
fact-incident-reported = Сообщение о происшествии
fact-late-decision = врач разрешил дозу
fact-dose-target = день, на который назначена доза
fact-dose-given = день введения дозы
fact-dose-written-down = Доза записана
fact-last-agonist = последнее введение агониста
fact-hold-ends = Окончание приостановки
fact-ruling-until = Последний день меры
fact-alert-raised = Начало оповещения
fact-warning-unheard = Предупреждение, которое никого не застало
distance-same-day = в этот же день
distance-days-after = через { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
distance-days-before = за { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    } до этого
distance-working-days-after = через { $n ->
        [one] { $n } рабочий день
        [few] { $n } рабочих дня
       *[many] { $n } рабочих дней
    }
distance-working-days-before = за { $n ->
        [one] { $n } рабочий день
        [few] { $n } рабочих дня
       *[many] { $n } рабочих дней
    } до этого
distance-months-after = через { $n ->
        [one] { $n } месяц
        [few] { $n } месяца
       *[many] { $n } месяцев
    }
distance-months-before = за { $n ->
        [one] { $n } месяц
        [few] { $n } месяца
       *[many] { $n } месяцев
    } до этого
fact-alert-rested = Сигнал остался без ответа
