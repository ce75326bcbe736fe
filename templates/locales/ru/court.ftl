## Суд и завершение
end-case-title = Смерть или передача за границу
end-case-words = С этого момента ничего не планируется, контролирующий орган дела больше не видит. Записи сохраняются. Доза, записанная на более позднее время, становится происшествием для врача.
end-case-action = Записать смерть или передачу за границу
done-end-case = Записано. Все открытые обязанности сняты по этой причине.
did-end-case = Смерть или передача за границу
entry-end-case = Записана смерть или передача за границу
event-case-ended = Дело завершено без решения суда
departure = Что произошло
departure-death = Лицо умерло
departure-transfer-abroad = Лицо передано другому государству
ended-on = Дата
ended-time = Время
ended-time-hint = Часы и минуты, например 14:30. Доза после этого времени будет проверена.
end-document = Документ
end-document-hint = Вид, номер, дата
banner-died = Лицо умерло { $on }
banner-abroad = Лицо передано другому государству { $on }
banner-departed-words = Ничего не планируется. Записи сохраняются.
case-died = умер(ла)
case-abroad = передан(а) за границу
no-dose-died = Лицо умерло: введение не планируется.
no-dose-abroad = Лицо передано другому государству: введение не планируется.
incident-dose-after-end = Доза записана на время после смерти или передачи
incident-uncovered-later = Доза введена до того, как стало известно, что постановление в это время не действовало
incident-suspended-later = Доза введена до того, как стало известно, что суд приостановил исполнение
plan-aftercare-title = План после завершения меры
plan-aftercare-words = После окончания действия препарата тестостерон возвращается. Запишите, кто и как наблюдает дальше.
plan-aftercare-action = Записать план после меры
done-plan-aftercare = План после меры записан.
did-plan-aftercare = План после завершения меры
entry-plan-aftercare = Записан план после завершения меры
event-aftercare-planned = План после завершения меры
aftercare-carer = Кто наблюдает дальше
aftercare-carer-hint = Врач или организация
aftercare-next = Следующий осмотр
aftercare-next-hint = Если согласован
aftercare-next-on = Следующий осмотр: { $on }
aftercare-plan = План
aftercare-plan-hint = Как снижается препарат, за чем следить, что сказано человеку; после согласованного осмотра — что найдено
aftercare-by = Наблюдает: { $carer }
aftercare-last-dose = Последняя доза
aftercare-works-until = Последний день действия
kind-aftercare = План после завершения меры
kind-aftercare-look = Согласованный осмотр после завершения меры
kind-reaction-outcome = Исход нежелательной реакции
ruling-step-announced = Оглашено
ruling-step-appealed-suspended = Жалоба принята, исполнение приостановлено
ruling-step-appeal-decided = Жалоба рассмотрена, постановление оставлено в силе
ruling-step-varied = Изменено
ruling-step-extended = Срок продлён
ruling-state-draft = проект
ruling-state-announced = оглашено, не вступило в силу
ruling-state-in-force = в силе
ruling-state-under-appeal = обжалуется
ruling-state-suspended = исполнение приостановлено
ruling-state-varied = в силе, изменено
ruling-state-extended = в силе, продлено
ruling-state-ended-by-term = срок истёк
ruling-state-ended-by-court = прекращено судом
ruling-state-quashed = отменено
banner-appealed = Постановление обжаловано { $on }
banner-appealed-words = Пока суд не приостановил исполнение, лечение продолжается.
new-version = Новая редакция постановления
new-version-hint = Только если суд изменил или продлил постановление. Прежняя редакция сохраняется.
version-until-hint = Обязательно при продлении постановления, у которого есть последний день; при изменении, если меняется срок
version-supervising = Контролирующий орган
version-unchanged = Без изменений
version-words = Что изменено
version-words-hint = При изменении обязательно
version-answers = Отвечает ли этот документ на то, что комиссия направила в суд ({ $on })?
version-answers-name = Ответ на представление комиссии
version-answers-hint = При изменении обязательно. Если документ о другом, например только о контролирующем органе, вопрос остаётся за судом
version-number = Редакция { $n }
version-term-changed = Последний день срока: { $new } вместо { $old }
version-term-set = Последний день срока: { $new }
version-term-same = Последний день срока прежний: { $on }
version-body = Контролирующий орган: { $body }
effect-stopped = Снято: { $kind }, срок { $on }
effect-began = Началось: { $kind }, срок { $on }
extension-possible = По закону продление возможно с { $on }: впервые через шесть месяцев после начала лечения, затем ежегодно.
extension-not-begun = По закону продление впервые возможно через шесть месяцев после начала лечения, а оно ещё не началось.
extension-no-term = У этого постановления нет последнего дня, само оно не заканчивается. Суд всё равно решает о продлении: если в его акте назван последний день, его указывают; если не назван, поле оставляют пустым, и год отсчитывается заново.
extension-not-announced = Срок можно продлить, когда постановление оглашено.
extension-by = Продление предлагает комиссия при освидетельствовании, делопроизводитель направляет предложение в суд, а решение суда вносится здесь.
ruling-draft = Проект: суд ещё не огласил
ruling-draft-hint = По проекту ничего не планируется
event-warned = Предупреждение о сроке
warned-line = { $kind }: до { $on } { $n ->
        [one] остался { $n } день
        [few] осталось { $n } дня
       *[other] осталось { $n } дней
    }
why-warned = Предупреждение: { $n ->
        [one] за { $n } день
        [few] за { $n } дня
       *[other] за { $n } дней
    }, { $on }
fact-reaction-reported = Сообщено о реакции
fact-contraindication-recorded = Противопоказание внесено в запись
fact-contraindication-found = Выявлено противопоказание
fact-measure-ended = Мера завершена
fact-end-known = Стало известно о завершении меры
fact-look-agreed = Согласованный осмотр
change-regimen-title = Изменение назначения
change-regimen-words = Прежние записи не меняются, будущее планируется заново. Сначала будет показано, как препараты сменяют друг друга.
change-regimen-protocol-hint = Препарат с выявленным противопоказанием не принимается
change-regimen-first-hint = День, на который планируется первая доза этого препарата
change-regimen-check = Продолжить
change-regimen-action = Изменить назначение
change-regimen-answers-title = Проверьте изменение назначения
change-regimen-untouched = Введённые дозы остаются по прежнему назначению.
done-change-regimen = Назначение изменено.
did-change-regimen = Назначение изменено
entry-change-regimen = Назначение изменено
decided-by = Кто решил
decided-by-hint = Комиссия или врач по имени
decision-reference = Документ решения
decision-reference-hint = Вид, номер, дата
change-decided = Решение: { $by }, { $reference }
handover = Смена препаратов
handover-dates = Первая доза и следующие
handover-last = Последняя доза прежнего препарата введена { $on }, действует до { $until }.
handover-first = Первая доза нового препарата: { $on }.
handover-overlap = Действия пересекаются на { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[other] { $n } дней
    }.
handover-gap = Между ними { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[other] { $n } дней
    } без действия.
handover-none = Новый препарат начинается на следующий день после окончания действия прежнего.
handover-ends = Последний день постановления { $on }: после него ничего не планируется.
flare-cover = Прикрытие от начального усиления
flare-cover-hint = Только если агонист вводится впервые или после долгого перерыва
flare-restart-hint = После долгого перерыва тестостерон сначала поднимается
flare-yes = Да, назначено
flare-no = Нет
flare-words = Чем, или почему нет
flare-words-hint = Препарат и срок, или причина
flare-line-yes = Прикрытие назначено: { $words }
flare-line-no = Прикрытие не назначено: { $words }
flare-amount-line = В прикрытии: { $substance }, { $value }
flare-not-decided = Решение о прикрытии от начального усиления не записано. Врач решает до введения
refusal-change-instead = Лечение начато: воспользуйтесь страницей изменения назначения
refusal-barred-for-good = К этому препарату есть постоянное противопоказание: сначала выберите другой препарат или предложите суду прекращение
