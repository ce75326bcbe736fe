# The label on a parcel and the waybill beside it. Couriers and gates read them: no drug, no person, no reason.

parcel-paper-label = Этикетка
parcel-paper-waybill = Накладная
parcel-paper-how-label = Печатайте на этикетках 100 × 50 мм, без масштабирования и колонтитулов
parcel-paper-how-waybill = Напечатайте на листе A4 и передайте вместе с посылкой
parcel-paper-symbol = Код посылки { $code } для сканера
parcel-paper-from = От кого
parcel-paper-to = Кому
parcel-paper-inside = Внутри
parcel-paper-packs = { $n ->
    [one] { $n } упаковка
    [few] { $n } упаковки
   *[many] { $n } упаковок
}
parcel-paper-keep = Хранить
parcel-paper-keep-between = от { $low } до { $high } °C
parcel-paper-no-frost = Не замораживать
parcel-paper-prepared = Собрана
parcel-paper-needed-by = Доставить не позже
parcel-paper-training = Учебная
parcel-paper-hands = Из рук в руки
parcel-paper-hands-words = При каждой передаче: имена и подписи обоих, день и время, показание термометра.
parcel-paper-given-by = Передал(а)
parcel-paper-taken-by = Принял(а)
parcel-paper-when = День и время
parcel-paper-degrees = °C
parcel-paper-trouble = Если что-то не так
parcel-paper-trouble-words = Вскрыта, намокла, нагрелась или замёрзла: запишите здесь и всё равно передайте дальше.
parcel-paper-call = Позвоните: { $phone }.
parcel-paper-print-label = Распечатать этикетку
parcel-paper-print-waybill = Распечатать накладную
