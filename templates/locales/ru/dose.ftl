## Logging an injection
step-of = Шаг { $number } из { $of }
dose-identity-title = Проверка личности
dose-identity-legend = Сверьте два признака с человеком или документом
dose-identity-hint = Спросите; не подсказывайте ответ
identity-name = Фамилия, имя, отчество
identity-born = Дата рождения
identity-iin = Номер документа или ИИН
identity-photo = Фотография в личном деле
dose-checks-title = Перед введением
check-not-older = Не старше { $n ->
        [one] { $n } дня
       *[other] { $n } дней
    }
check-limits = Норма: от { $min } до { $max }
dose-product-title = Упаковка в руках
lot = Серия
lot-hint = Как на упаковке
expiry = Срок годности
expiry-hint = Если день не указан, введите последний день месяца
dose-injection-title = Инъекция
mixing-within = Введите в течение { $n } мин. после разведения
site = Место инъекции
volume-ml = Объём
volume-usual = Обычно { $ml } мл
observed = После введения
observation-asked = Человек остаётся под наблюдением { $n ->
        [one] { $n } минуту
        [few] { $n } минуты
       *[many] { $n } минут
    }
observed-quiet = За всё время наблюдения ничего не замечено
observed-seen = Что-то замечено
observed-left = Ушёл или был уведён раньше времени
observed-later = Время ещё не вышло: запись будет дополнена
observed-words = Что замечено или почему наблюдение прервано
observed-words-hint = Побочное действие записывается ещё и на своей странице
observed-and-words = { $how }: { $words }
observed-line = После введения: { $said }
observed-missing = Не записано
millilitres = мл
given-on = Дата введения
given-on-hint = Фактическая дата, даже если запись делается позже
given-time = Время
given-at = Введено
given-by = Ввёл(а)
stopped-since-words = Это записано позже указанного ниже времени. Если препарат ещё не введён, не вводите его: упаковка остаётся на месте.
given-before = Введено до приостановки
given-before-hint = В записи видны обе минуты, и её посмотрит врач
given-just-now-hint = Введено только что: оставьте дату и время пустыми. Считается минута, в которую вы продолжите
given-time-hint = После инъекции, а не до неё. 24-часовой формат, например 09:40
answers-incident-held = После этого врач приостановил введения. Ваша запись станет и происшествием: её посмотрит врач, а рядом будет стоять причина врача, а не ваша.
answers-incident-suspended = После этого суд приостановил исполнение. Ваша запись станет и происшествием: её посмотрит врач, а рядом будет стоять документ суда.
confirmed-incident-held = Когда вы это записали, введения были приостановлены. Поэтому ваша запись стала и происшествием, её посмотрит врач. Рядом стоит причина (её указывает { $name }, а не вы): { $words }
confirmed-incident-suspended = Когда вы это записали, исполнение было приостановлено. Поэтому ваша запись стала и происшествием, её посмотрит врач. Рядом стоит документ суда: { $words }
observed-will-follow = Время ещё не вышло: будет дополнено, когда оно выйдет
late-reason = Почему с опозданием?
late-reason-short = Причина опоздания
late-reason-hint = Срок закрыт. Причина на нашей стороне не ставится в вину человеку.
in-your-words = Своими словами
dose-presence-title = Кто присутствовал при введении?
dose-presence-role = Требуемая роль:
dose-presence-hint = Только присутствие: медицинские сведения не передаются.
present-name = ФИО присутствовавшего
present = Присутствовал(а) при введении
present-as = В какой роли присутствовал(а)
dose-answers-title = Проверьте перед записью
dose-answers-hint = Запись нельзя удалить; её можно исправить с указанием причины.
dose-record = Записать введение
next-sentence = Следующее введение: { $on }
next-sentence-none = Следующее введение не планируется
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
dose-taken-second-hint = Открывает сообщение о происшествии с обеими записями
dose-blocked-title = Сейчас вводить препарат нельзя
what-to-do = Что делать
dose-blocked-truth = Если препарат всё же введён, факт нужно зафиксировать:
given-call = Если препарат всё же введён, позвоните в организацию «{ $organisation }», { $phone }: человек теперь лечится там, и записать это могут только там.
given-tell = Если препарат всё же введён, сообщите в организацию «{ $organisation }»: человек теперь лечится там, и записать это могут только там.
blocked-not-due = Открытого срока введения нет
blocked-do-not-give = Не вводите препарат. Сохраните упаковку и дождитесь записи канцелярии.
blocked-ask-psychiatrist = Обратитесь к врачу-психиатру, который ведёт это дело.
blocked-wait = Вернитесь, когда откроется срок.
blocked-alarm = Решение о записанном ответе принимает врач. Другой ответ его не отменяет; если ответ отмечен по ошибке, признайте запись недействительной и укажите причину.
alarm-by-mistake = Ответ отмечен по ошибке
blocked-place-hold = Оформите медицинскую приостановку; врач-психиатр её подтвердит.
blocked-irregular = Сообщите о происшествии, если что-то сделано вне меры.
check-taken-on = День исследования
check-heeded = Вне ожидаемого: { $check }
check-heed-hint = Введение это не останавливает. Проверьте ответы ещё раз, затем продолжите или спросите врача.
first-dose-differs = Первая доза:
outlook-late = Позже своей даты на { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
outlook-early = Раньше своей даты на { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
outlook-on-day = Введено в свою дату
outlook-uncovered = До этого введения действия препарата не было: { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
outlook-window = Вводить можно с: { $opens }; последний день в срок: { $closes }
blocked-earlier = Введено раньше, когда это было ещё разрешено?
identity-document = Номер документа
incident-from-dose = Внесено и не сохранено: серия { $lot }, место инъекции: { $site }, { $on }, { $time }.
incident-from-dose-of-pack = Внесено и не сохранено: упаковка { $pack }, серия { $lot }, место инъекции: { $site }, { $on }, { $time }.
check-at-least = Ожидается: не менее { $min }
check-at-most = Ожидается: не более { $max }
form = Форма
identified-by = Личность установлена по
answer-of-day = { $answer }, { $on }
volume-of = { $ml } мл
measured = { $number } { $unit }

## Families of causes
cause-family-person = Человек
cause-family-clinical = Медицинские
cause-family-supply = Препарат
cause-family-transport = Доставка
cause-family-staff = Персонал и помещение
cause-family-law = Правовые
volume-unusual = Для этого препарата обычно { $usual } мл, вы указали { $typed } мл. Если это описка, исправьте число. Если введено столько, продолжите ещё раз.
volume-unusual-read = Для этого препарата обычно { $usual } мл, вы указали { $typed } мл.
not-given-closed = Срок введения закончился: { $on }. То, что вы запишете сейчас, — попытка после срока: сигнал остаётся, пока доза не введена или врач не решил иначе.
