## Logging an injection
step-of = Шаг { $number } из { $of }
dose-identity-title = Проверка личности
dose-identity-legend = Сверьте два признака с человеком или документом
dose-identity-hint = Спросите; не подсказывайте ответ
identity-name = Фамилия, имя, отчество
identity-born = Дата рождения
identity-iin = Номер документа или ИИН
identity-photo = Фотография в личном деле
identity-two-needed = Подтвердите не менее двух признаков
dose-checks-title = Перед введением
check-not-older = Не старше { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
check-limits = Норма: от { $min } до { $max }
dose-product-title = Упаковка в руках
lot = Серия
lot-hint = Как на упаковке
expiry = Срок годности
expiry-hint = Если день не указан, введите последний день месяца
product-expired = Срок годности истёк: не используйте
dose-injection-title = Инъекция
mixing-within = Введите в течение { $n } мин. после разведения
site = Место инъекции
volume-ml = Объём
volume-usual = Обычно { $ml } мл
millilitres = мл
given-on = Дата введения
given-on-hint = Фактическая дата, даже если запись делается позже
given-time = Время
given-at = Введено
given-by = Ввёл(а)
late-reason = Почему с опозданием?
late-reason-short = Причина опоздания
late-reason-hint = Срок закрыт. Причина на нашей стороне не ставится в вину человеку.
in-your-words = Своими словами
dose-presence-title = Кто присутствовал при введении?
dose-presence-role = Требуемая роль:
dose-presence-hint = Только присутствие: медицинские сведения не передаются.
present-name = ФИО присутствовавшего
present = Присутствовал(а) при введении
dose-answers-title = Проверьте перед записью
dose-answers-hint = Запись нельзя удалить; её можно исправить с указанием причины.
dose-record = Записать введение
next-sentence = Следующее введение: { $on }
next-sentence-none = Следующее введение не планируется
next-kept = Введено в допустимый срок: план сохраняется
dose-confirmed-title = Введение записано
dose-taken-title = Это введение уже записано
dose-taken-by = Записал(а)
dose-taken-hint = Ваша запись не сохранена. Сравните и выберите.
dose-taken-theirs = Записано
dose-taken-mine = Ваша запись
dose-taken-choose = Что произошло?
dose-taken-discard = Это та же инъекция
dose-taken-discard-hint = Отбросить мою запись; записанное введение остаётся
dose-taken-second = Возможно, была вторая инъекция
dose-taken-second-hint = Открывает происшествие с обеими записями; врач узнаёт сразу
dose-blocked-title = Сейчас вводить препарат нельзя
what-to-do = Что делать
dose-blocked-truth = Если препарат всё же введён, факт нужно зафиксировать:
blocked-suspended = Суд приостановил исполнение постановления
blocked-hold = Действует медицинская приостановка
blocked-no-ruling = Сегодня нет действующего постановления
blocked-too-early = Слишком рано: срок откроется: { $opens }
blocked-minimum = После последней дозы прошло только { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }; не раньше: { $earliest }
blocked-decision = Опоздание { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }: сначала нужно решение врача
blocked-no-regimen = Схема лечения не назначена
blocked-check-failed = Проверка перед введением не пройдена
blocked-closed = Дело закрыто
blocked-not-due = Открытого срока введения нет
blocked-do-not-give = Не вводите препарат. Сохраните упаковку и дождитесь записи канцелярии.
blocked-ask-psychiatrist = Обратитесь к врачу-психиатру, который ведёт это дело.
blocked-wait = Вернитесь, когда откроется срок.
blocked-place-hold = Оформите медицинскую приостановку; врач-психиатр её подтвердит.
blocked-irregular = Сообщите о происшествии, если что-то сделано вне меры.
