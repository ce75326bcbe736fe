# The drug to come.

forecast-title = Прогноз потребности в препарате
forecast-intro = Каждая запланированная доза поимённо и каждая упаковка по её сроку годности. В каждом месте первой расходуется упаковка, срок которой истекает раньше, если она годна до последнего дня срока введения.
forecast-region-only = Учитываются полки только этого региона: кому видна полка, решается по регионам. Есть ли лишняя упаковка в другом регионе, скажет по телефону его фармацевт.
forecast-place-only = Учитывается полка только этого места: что лежит в других местах региона, знает его фармацевт.
forecast-until = Рассмотрено до
forecast-counts = В числах
forecast-count-doses = доз впереди
forecast-count-risk = без упаковки
forecast-count-wasted = упаковок истекут неиспользованными
forecast-risks = Дозы без упаковки
forecast-risks-none = У каждой запланированной дозы есть упаковка.
forecast-which = Доза
forecast-dose = { $product }, доза { $n }
forecast-needed-by = Когда нужна упаковка
forecast-why = Почему
forecast-remedy = Что можно сделать
forecast-needed-today = нужна сегодня
forecast-needed-in = { $n ->
    [one] нужна через { $n } день
    [few] нужна через { $n } дня
   *[many] нужна через { $n } дней
}
forecast-needed-since = { $n ->
    [one] нужна была { $n } день назад
    [few] нужна была { $n } дня назад
   *[many] нужна была { $n } дней назад
}
forecast-why-none = { $site }: свободной упаковки нет
forecast-why-short = { $site }: то, что там есть, годно до { $on }
forecast-why-quarantined = { $site }: упаковка ждёт решения фармацевта
forecast-remedy-fetch = Собственная упаковка этого человека в другом месте: { $site }, серия { $lot }, годна до { $on }
forecast-remedy-under-way = Собственная упаковка этого человека в посылке, которая идёт в другое место: { $site }, серия { $lot }, годна до { $on }
forecast-remedy-move-near = Свободна в том же регионе: { $site }, серия { $lot }, годна до { $on }
forecast-remedy-move-far = Свободна в другом регионе: { $site }, серия { $lot }, годна до { $on }
nearest-wanted = { $pack }. Свободных упаковок, годных для этой дозы: { $free }; доз не позже этой, у которых упаковки нет: { $others }. Они идут первыми: закажите ещё одну
forecast-remedy-order = Годной для этой дозы свободной упаковки в регионе нет: закажите
forecast-remedy-ask = Видна только полка этого места: спросите фармацевта, который его снабжает
forecast-more = и ещё { $n }
forecast-sites = По местам
forecast-sites-none = Ничего не запланировано, и запасов нет.
forecast-needed = Дозы
forecast-at-risk = Без упаковки
forecast-spare = Лишние упаковки
forecast-months = По месяцам
forecast-month-words = с упаковкой: { $covered }, без упаковки: { $missing }
forecast-with-pack = есть упаковка
forecast-without-pack = нет упаковки
forecast-covered = у каждой дозы есть упаковка
forecast-missing-by = первой упаковки не хватит: { $on }
forecast-idle = ничего не запланировано
forecast-wasted = Упаковки, срок которых истечёт до использования
forecast-wasted-none = Ни у одной свободной упаковки срок не истечёт раньше, чем она понадобится.
forecast-lot = Серия
forecast-packs = Упаковки
forecast-expires = Годна до
forecast-expires-in = { $n ->
    [one] остался { $n } день
    [few] осталось { $n } дня
   *[many] осталось { $n } дней
}
forecast-expired = срок истёк

# The desk of supply.

glance-supply-title = Снабжение: главное
glance-owed = За вами
glance-owed-none = Сейчас за вами по препарату ничего нет.
glance-owed-until = сделать не позже: { $on }
glance-late = Посылки с опозданием
glance-late-none = Опаздывающих посылок нет.
glance-unaccounted = Недостача
glance-unaccounted-none = Всё отправленное учтено.
glance-unaccounted-row = дошло не всё
glance-missing-since = нет на месте с { $on }
glance-unsettled = Склад и пересчёт
glance-unsettled-none = Склад сходится с последним пересчётом.
glance-unsettled-missing = { $product }: { $n ->
        [one] не хватает { $n } упаковки
        [few] не хватает { $n } упаковок
       *[other] не хватает { $n } упаковок
    }
glance-unsettled-more = { $product }: { $n ->
        [one] лишняя { $n } упаковка
        [few] лишние { $n } упаковки
       *[other] лишних { $n } упаковок
    }
glance-unsettled-until = разобраться не позже: { $on }
glance-quarantined = В карантине
glance-quarantined-none = Решения ничего не ждёт.
glance-verdict-until = решение нужно не позже: { $on }
glance-at-risk = Дозы под угрозой
glance-at-risk-none = У каждой запланированной дозы есть упаковка.
glance-near-expiry = Срок годности истекает
glance-near-expiry-none = Скоро ничего не истекает.
glance-on-the-way = Посылки в пути
glance-on-the-way-none = Посылок в пути нет.
glance-rest = Есть ещё: весь список
glance-between = { $from } → { $to }
glance-for = Для { $reference }: { $product }
glance-packs-of = { $n ->
    [one] { $n } упаковка, { $product }
    [few] { $n } упаковки, { $product }
   *[many] { $n } упаковок, { $product }
}
glance-late-since = опаздывает, ожидалась: { $on }
glance-expected-by = ожидается не позже: { $on }
glance-packed-on = собрана: { $on }
glance-arrivals = Пришло без предупреждения
glance-arrivals-none = Все пришедшие посылки объяснены.
glance-arrivals-until = объяснить не позже: { $on }
