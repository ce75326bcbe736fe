# What supply needs of a case.

supply-title = Обеспечение препаратом
supply-next = Следующее введение
supply-lots = Использованные серии
supply-used-on = Использовано
kind-supply-dose = Обеспечить препарат к следующему введению
kind-decide-parcel = Решить, куда направить посылку
kind-quarantine-verdict = Решение по упаковке в карантине
kind-custody-gap = Установить, у кого была посылка
kind-recall-follow-up = Осмотреть человека, получившего отозванную серию
fact-window-opens = Начало срока введения
fact-parcel-handed-over = Посылка передана
fact-parcel-received = Посылка принята
fact-place-changed = Человек переведён
fact-recall-reached = Извещение об отзыве
distance-hours-after = через { $n ->
        [one] { $n } час
        [few] { $n } часа
       *[other] { $n } часов
    }
incident-unsound-pack = Введено из упаковки, которую нельзя было использовать
event-parcel-prepared = Посылка собрана
event-parcel-handed-over = Посылка передана в руки
event-parcel-received = Посылка принята
event-parcel-sent-on = Решено, куда идёт посылка
event-parcel-lost = Посылка не найдена
event-discrepancy-reconciled = Расхождение объяснено
event-custody-explained = Установлено, где была посылка
event-verdict-given = Решение по карантину
event-pack-reserved = Упаковка оставлена для человека
event-pack-released = Упаковка освобождена
event-pack-left = Упаковка выбыла
event-expiry-corrected = Срок годности исправлен
event-recall-reached = Серия отозвана
event-recall-lifted = Отзыв снят
event-recall-followed-up = Осмотр в связи с отзывом
did-read-stock = Склад просмотрен
did-take-in-packs = Приём упаковок
take-in-packs-title = Приём упаковок
take-in-packs-action = Приём упаковок
did-count-stock = Пересчёт серии
count-stock-title = Пересчёт серии
count-stock-action = Пересчёт серии
did-set-pack-aside = Списание упаковки
set-pack-aside-title = Списание упаковки
set-pack-aside-action = Списание упаковки
did-destroy-packs = Уничтожение упаковки
destroy-packs-title = Уничтожение упаковки
destroy-packs-action = Уничтожение упаковки
did-return-packs = Возврат поставщику
return-packs-title = Возврат поставщику
return-packs-action = Возврат поставщику
did-correct-lot = Исправление срока годности
correct-lot-title = Исправление срока годности
correct-lot-action = Исправление срока годности
did-recall-lot = Отзыв серии
recall-lot-title = Отзыв серии
recall-lot-action = Отзыв серии
did-lift-recall = Снятие отзыва
lift-recall-title = Снятие отзыва
lift-recall-action = Снятие отзыва
did-read-parcel = Посылка просмотрена
did-prepare-parcel = Сборка посылки
prepare-parcel-title = Сборка посылки
prepare-parcel-action = Сборка посылки
did-hand-over-parcel = Передача посылки
hand-over-parcel-title = Передача посылки
hand-over-parcel-action = Передача посылки
did-receive-parcel = Приём посылки
receive-parcel-title = Приём посылки
receive-parcel-action = Приём посылки
did-send-parcel-on = Куда направить посылку
send-parcel-on-title = Куда направить посылку
send-parcel-on-action = Куда направить посылку
did-report-parcel-lost = Посылка не найдена
report-parcel-lost-title = Посылка не найдена
report-parcel-lost-action = Посылка не найдена
did-reconcile-parcel = Объяснение расхождения
reconcile-parcel-title = Объяснение расхождения
reconcile-parcel-action = Объяснение расхождения
did-explain-custody = Где была посылка
explain-custody-title = Где была посылка
explain-custody-action = Где была посылка
did-give-verdict = Решение по карантину
give-verdict-title = Решение по карантину
give-verdict-action = Решение по карантину
did-reserve-pack = Оставить свободную упаковку
reserve-pack-title = Оставить свободную упаковку
reserve-pack-action = Оставить свободную упаковку
did-release-pack = Освободить упаковку
did-follow-up-recall = Осмотр в связи с отзывом
follow-up-recall-title = Осмотр в связи с отзывом
follow-up-recall-action = Осмотр в связи с отзывом
refusal-pack-gone = Такой упаковки на учёте нет, или она уже использована. Выберите из списка или запишите вручную
refusal-scan-unknown = Упаковки с таким кодом на учёте нет. Отсканируйте ещё раз или очистите это поле и выберите из списка
refusal-scan-unknown-beside = Упаковки с таким кодом на учёте нет, а в списке сделана отметка. Очистите это поле, чтобы оставить отмеченное, или отсканируйте ещё раз и отметьте отсканированную упаковку
refusal-scan-unread-beside = Код не распознан, а в списке сделана отметка. Очистите это поле, чтобы оставить отмеченное, или отсканируйте ещё раз и отметьте отсканированную упаковку
refusal-scan-differs = Отсканирована другая упаковка, чем отмечена в списке. Посмотрите на упаковку в руке: очистите это поле, чтобы оставить отмеченное, или отметьте отсканированную упаковку
refusal-scan-other-lot = В коде указана другая серия, чем на учёте для этой упаковки. Не вводите: сначала должен посмотреть фармацевт
refusal-pack-other-product = Это другой препарат или другая дозировка. Не вводите
refusal-pack-other-person = Упаковка предназначена другому человеку
refusal-pack-elsewhere = Упаковка не числится на складе этой организации
refusal-pack-not-released = Упаковка в карантине или списана
refusal-pack-recalled = Серия отозвана
refusal-parcel-goes-there = Посылка и так идёт туда
refusal-parcel-another = Для этой дозы уже отправлена другая посылка
refusal-parcel-over = Посылка уже не в пути
refusal-pack-moved = Упаковку тем временем кто-то переместил. Посмотрите ещё раз
refusal-pack-known = Упаковка с таким кодом уже на учёте, или код считан дважды
refusal-pack-too-old = Срок годности истекает раньше дня введения
refusal-pack-unanswered = Скажите о каждой упаковке: принята или почему нет
refusal-mixed-too-long = После разведения прошло больше { $n } мин
refusal-expiry-differs = Эта серия на учёте со сроком до { $on }. Если это не так, сначала исправьте серию
not-the-same = Две записи не совпадают
nav-stock = Склад
nav-parcels = Посылки
stock-title = Склад
stock-empty = В этой организации нет ни одной упаковки.
stock-elsewhere = Другие склады региона
pack = Упаковка
pack-place = Где
pack-count = Количество
pack-since = С какого времени
pack-kept-for = Для кого
pack-history = Путь упаковки
packs = { $n ->
        [one] { $n } упаковка
        [few] { $n } упаковки
       *[other] { $n } упаковок
    }
packs-kept = { $n ->
        [one] из них { $n } для определённого человека
        [few] из них { $n } для определённых людей
       *[other] из них { $n } для определённых людей
    }
place-supplier = У поставщика
place-stock = На складе
place-quarantine = В карантине
place-parcel = В посылке
place-set-aside = Списана, ждёт возврата или уничтожения
place-used = Введена
place-lost = Не найдена
place-returned = Возвращена поставщику
place-destroyed = Уничтожена
lot-recalled = Серия отозвана: использовать нельзя
lot-expired = Срок годности истёк
expires-in-days = истекает через { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[other] { $n } дней
    }
stock-recalled = Отозванных упаковок: { $n }
stock-quarantine-waits = В карантине ждут решения: { $n }
stock-expires-soon = Скоро истекает срок: { $n }
stock-set-aside-waits = Ждут возврата или уничтожения: { $n }
lot-state = Состояние
lot-whereabouts = Все упаковки этой серии
lot-packs-here = Упаковки на этом складе
lot-history = Что записано о серии
lot-until = годна до { $on }
lot-change-registered = Серия поставлена на учёт
lot-change-expiry-corrected = Срок годности исправлен
lot-change-recalled = Серия отозвана
lot-change-recall-lifted = Отзыв снят
recall-people = Люди, получившие эту серию
recall-reach = Осмотрено { $seen } из { $n }
recall-waits = Ждёт осмотра врача
recall-seen = осмотрен { $on }
recall-look = Осмотр врача
recall-holds = Не вводилась: упаковка ждёт этого человека
recall-notice = Извещение об отзыве
recall-notice-hint = Кто, когда и под каким номером прислал и почему
recall-findings = Что установил врач
recall-lot-warning = Серия останавливается сразу везде, и в пути. Каждого, кто её получил, осмотрит врач, и каждому составляется проект письма
lift-recall-warning = Серию снова можно использовать. Записанное не стирается
correct-lot-warning = Исправление сразу действует для всех упаковок серии
destroy-packs-warning = Упаковку списал другой человек; вы, второй, подтверждаете уничтожение. Отменить это нельзя
return-packs-warning = Упаковка возвращена поставщику. Отменить это нельзя
take-in-codes = Коды упаковок
take-in-codes-hint = Отсканируйте каждую упаковку: один код в строке
take-in-lot-hint = Как напечатано на упаковке
take-in-lot-again = Серия ещё раз
take-in-expiry-again = Срок годности ещё раз
take-in-by-hand = Сколько упаковок без кода
take-in-by-hand-hint = Если таких нет, оставьте пустым
take-in-by-hand-reason = Почему вручную
count-counted = Сколько насчитали
count-counted-hint = Свободные, отложенные и в карантине вместе
count-words = Если не сходится, объясните
count-said = Насчитано: { $counted }; по списку: { $expected }
count-missing = { $n ->
    [one] На полке не хватает { $n } упаковки: отметьте её как утраченную или пересчитайте
    [few] На полке не хватает { $n } упаковок: отметьте каждую как утраченную или пересчитайте
   *[many] На полке не хватает { $n } упаковок: отметьте каждую как утраченную или пересчитайте
}
count-more = { $n ->
    [one] На полке на { $n } упаковку больше, чем в списке: примите её, отметьте найденной или пересчитайте
    [few] На полке на { $n } упаковки больше, чем в списке: примите их, отметьте найденными или пересчитайте
   *[many] На полке на { $n } упаковок больше, чем в списке: примите их, отметьте найденными или пересчитайте
}
counts-unsettled = { $n ->
    [one] Пересчёт { $n } серии не сошёлся и не разобран
    [few] Пересчёт { $n } серий не сошёлся и не разобран
   *[many] Пересчёт { $n } серий не сошёлся и не разобран
}
verdict = Решение
verdict-use = Можно использовать
verdict-destroy = Использовать нельзя
give-verdict-on = Решение: серия { $lot }
written-down-at = записано позже: { $moment }
day-and-time = { $on }, { $time }
parcel = Посылка
parcels-title = Посылки
parcels-open = В пути и незавершённые
parcels-over = Завершённые
parcels-owed = Что ждут от вас
supply-what = Что сделать
parcel-code = Код посылки
parcel-code-hint = Отсканируйте или наберите с этикетки
parcel-not-found = Такой посылки нет, или вам она не видна
parcel-state = Состояние
parcel-from = Откуда
parcel-to = Куда
parcel-expected = Не позже
parcel-custody = В чьих руках была
parcel-packs = Упаковки
parcel-scan-hint = Отсканируйте каждую упаковку, один код в строке, или отметьте ниже
packs-unlisted = { $n ->
        [one] Здесь есть ещё { $n } упаковка с более поздним сроком, её нет в списке
        [few] Здесь есть ещё { $n } упаковки с более поздним сроком, их нет в списке
       *[other] Здесь есть ещё { $n } упаковок с более поздним сроком, их нет в списке
    }
parcel-readings = Температура
parcel-readings-were = от { $low } до { $high } °C, вне пределов { $n } ч
parcel-state-prepared = Собрана, у отправителя
parcel-state-under-way = В пути
parcel-state-received = Принята
parcel-state-lost = Не найдена
parcel-late = Не пришла в срок
parcel-discrepancy = Пришла не полностью
parcel-quarantine = В карантине, ждёт решения
parcel-hold = Приостановлено: не вводить
parcel-case-over = Мера прекращена: примите и верните или уничтожьте
parcel-person-elsewhere = Человек переведён: куда направить посылку?
parcel-recalled = Серия отозвана: использовать нельзя
hand-packed = Собрана: { $name }
hand-courier = Курьер: { $name }
hand-gate = Пост: { $name }
hand-received = Сдал(а): { $deliverer }; принял(а): { $receiver }
custody-gap-hours = { $n } ч никто не расписывался
onward-redirect = Направить вслед за человеком
onward-return = Вернуть отправителю
onward-keep = Оставить прежней организации
parcel-note-redirect = Решено: отправить вслед за человеком
parcel-note-return = Решено: вернуть отправителю
parcel-note-keep = Решено: оставить для места назначения
parcel-note-lost = Посылка не найдена
parcel-note-reconciled = Что стало с тем, что не пришло
parcel-note-explained = Где посылка была, пока за неё никто не расписался
parcel-note-usable = Упаковку { $pack } можно использовать
parcel-note-unusable = Упаковку { $pack } использовать нельзя
send-on-legend = Куда идёт посылка
pack-of-lot = серия { $lot }, до { $on }
bound-packed = В посылке
bound-shelved = На складе, для этого человека
bound-quarantined = В карантине
bound-used = Введена
bound-gone = Больше не для этого человека
bound-rejected = Не принята: { $reason }
taker-courier = Курьеру
taker-gate = На пост учреждения
hand-over-into = Кому передана
hand-over-name = Фамилия и имя
hand-over-name-hint = Что внутри, не сообщайте
receive-accepted = Принята: цела
receive-deliverer = Кто доставил
receive-receiver = Кто принял
receive-lowest = Самая низкая температура, °C
receive-lowest-hint = По прибору; на морозе с минусом
receive-highest = Самая высокая температура, °C
receive-hours-outside = Часов вне пределов
receive-no-logger = Прибора не было
receive-no-logger-hint = Тогда упаковки идут в карантин; напишите почему
remarks = Замечания
parcel-lost-words = Как искали
reconcile-words = Что стало с недостающим
explain-words = Где была посылка в это время
prepare-parcel-none = На складе нет подходящей упаковки
prepare-parcel-ready = Упаковка для этой дозы уже лежит там, где её вводят
prepare-parcel-quarantined = Упаковка для этой дозы уже лежит на месте и ждёт решения фармацевта
prepare-parcel-on = День сборки
reserve-pack-none = В этой организации нет свободной подходящей упаковки
supply-words = Словами
supply-code-hint = Отсканируйте или наберите
provision-title = Препарат к следующему введению
provision-ready = Лежит там, где вводят
provision-under-way = В пути
provision-packed = Собран, ещё не отправлен
provision-quarantined = В карантине: нужно решение фармацевта
provision-missing = Пока нет; нужен до { $on }
provision-at-risk = Под угрозой: нет годного препарата до { $on }
pack-scan = Код упаковки
pack-scan-hint = Отсканируйте упаковку; если кода нет, выберите ниже
pack-choose = Какая упаковка
pack-scanned = Отсканированная упаковка
pack-his = для этого человека
pack-free = свободная
pack-by-hand = Нет в списке: записать вручную
pack-words = Почему не упаковка из списка
pack-despite = Если уже введено: почему из этой упаковки
pack-despite-hint = Только чтобы записать уже случившееся; будет происшествие, его рассмотрит врач
pack-break = Упаковка разбита или испорчена
mixed-time = Когда разведён
pack-given = Упаковка
supply-due = Срок
supply-reason = Причина
parcel-for = Для какого введения
parcel-with-code = Посылка { $code }
recall-of-lot = Серия { $lot }
pack-and-whose = { $pack } – { $whose }
did-find-pack = Упаковка найдена
find-pack-title = Упаковка найдена
find-pack-action = Упаковка найдена
find-pack-warning = Упаковка найдена в вашей организации. Она пойдёт в карантин и будет ждать решения фармацевта
pack-given-to-another = Введена другому человеку
pack-line = { $pack }, серия { $lot }, годна до { $on }
pack-not-in-list = Нет в списке: серия и срок годности, как введены здесь
moved-struck-out = Запись зачёркнута: нужно посмотреть, вскрыта ли упаковка
moved-wrong-person = Сначала записана не тому человеку
incident-pack = Из какой упаковки
incident-pack-hint = Только если препарат введён: упаковка снимается с полки. Если её нет в списке, укажите серию
recall-doses = Запланированные введения, которые зависели от неё
recall-dose-proposal = Предложено взамен
recall-dose-risk = Под угрозой: упаковки пока нет
recall-dose-safe = Обеспечено
recall-dose-none = Нет: свободных упаковок не известно
recall-dose-replace = Упаковка { $pack }, серия { $lot }, годна до { $on }, { $place }
recall-dose-gone = Уже не свободна: выберите другую
recall-dose-taken = Упаковка { $pack }: { $place }
recall-relied-replace = Введение { $needed } зависело от неё. Предложена серия { $lot }, годна до { $on }
recall-relied-none = Введение { $needed } зависело от неё и под угрозой: свободных упаковок не было
release-pack-title = Освободить упаковку
release-pack-action = Освободить упаковку
release-pack-none = На полке нет упаковки, оставленной для этого человека
refusal-other-trade-item = Упаковки с этим кодом товара относятся к другому препарату. Выберите его или проверьте упаковку

# Посылка без предупреждения и долги по складу.

did-receive-arrival = Принята посылка без предупреждения
receive-arrival-title = Пришла посылка без предупреждения
receive-arrival-action = Записать посылку без предупреждения
receive-arrival-warning = Эту посылку здесь никто не готовил. Упаковки идут в карантин до решения фармацевта, а названного отправителя спросят, что это было
arrival-from = Кто, как говорят, её отправил
arrival-from-hint = По бумагам или со слов того, кто доставил
arrival-reference = Для кого: номер дела
arrival-reference-hint = Оставьте пустым, если неизвестно. Имён не пишите
arrival-no-such-case = Такой человек здесь не лечится
arrival-words = Что увидели
arrival-words-hint = Бумаги, пломбы, что разбито; без имён и диагнозов
did-explain-arrival = Посылка без предупреждения объяснена
explain-arrival-title = Что это была за посылка?
explain-arrival-action = Ответить, что это было
explain-arrival-words = Что это было и почему никто не предупредил
explain-arrival-done = Ответ уже дан
did-advance-shelf-duty = Сделан шаг по складу
event-parcel-arrived = Пришла посылка без предупреждения
hand-unannounced = Пришла без предупреждения; как говорят, от { $name }
hand-phone = Телефон: { $phone }
hand-over-phone = Телефон
hand-over-phone-hint = Чтобы дозвониться, если серию отзовут в пути. Можно не указывать
parcel-unannounced = Пришла без предупреждения: отправитель должен объяснить, что это было
