## What the rules say no to
refusal-already-recorded = Это уже записал другой сотрудник
refusal-too-early = Слишком рано: первый допустимый день: { $on }
refusal-before-last-dose = Получается раньше уже записанного введения ({ $on }); проверьте дату и время
refusal-in-future = Этот момент ещё не наступил
refusal-late-reason-needed = Опоздание { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }: выберите причину
refusal-decision-needed = Опоздание { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }: до введения нужно решение врача
refusal-withheld = Врач решил не вводить эту дозу ({ $on })
refusal-expired = Упаковка была годна до: { $on }; не используйте
refusal-check-missing = Ответьте на этот вопрос
refusal-check-failed = При таком ответе вводить нельзя: оформите медицинскую приостановку
refusal-check-expired = Укажите день исследования; результат не должен быть старше { $n ->
        [one] { $n } дня
        [few] { $n } дней
       *[many] { $n } дней
    }
refusal-volume-too-large = Больше { $max } мл не допускается: проверьте число
refusal-two-identifiers = Подтвердите не менее двух признаков
refusal-required = Заполните это поле
refusal-not-understood = Проверьте: пусто или непонятно
refusal-not-before = Не раньше: { $on }
refusal-not-after = Не позднее: { $on }
refusal-same-person = Подтвердить должен другой врач: приостановку оформили вы
refusal-nothing-to-do = Здесь больше нечего делать: это уже сделано, изменилось или не добавляет нового
refusal-step-not-possible = На этот день такое действие не следует из состояния постановления
refusal-too-long = Слишком длинно: не более { $n } знаков
refusal-person-has-case = У человека с этим ИИН уже есть открытое дело

## Why no dose is planned
no-dose-no-ruling = Постановление не внесено: ничего не планируется.
no-dose-not-yet-in-force = Постановление ещё не вступило в силу: до этого дня ничего не планируется.
no-dose-suspended = Суд приостановил исполнение: до возобновления ничего не планируется.
no-dose-ended-by-term = Срок меры истёк: ничего не планируется.
no-dose-ended-by-court = Суд прекратил меру: ничего не планируется.
no-dose-quashed = Постановление отменено: ничего не планируется.
no-dose-held = Действует медицинская приостановка; её снимает врач.
no-dose-no-regimen = Препарат ещё не выбран: врач должен назначить схему лечения.
no-dose-ends-before = Следующее введение пришлось бы на время после последнего дня меры: оно не планируется.
