# The label on a parcel and the waybill beside it. Couriers and gates read them: no drug, no person, no reason.

parcel-paper-label = Жапсырма
parcel-paper-waybill = Жүкқұжат
parcel-paper-how-label = 100 × 50 мм жапсырмаға масштабсыз және колонтитулсыз басып шығарыңыз
parcel-paper-how-waybill = A4 парағына басып шығарып, сәлемдемемен бірге беріңіз
parcel-paper-symbol = Сканерге арналған { $code } сәлемдеме коды
parcel-paper-from = Кімнен
parcel-paper-to = Кімге
parcel-paper-inside = Ішінде
parcel-paper-packs = { $n ->
    [one] { $n } қаптама
   *[other] { $n } қаптама
}
parcel-paper-keep = Сақтау
parcel-paper-keep-between = { $low } – { $high } °C
parcel-paper-no-frost = Мұздатпаңыз
parcel-paper-prepared = Жинақталған күні
parcel-paper-needed-by = Жеткізу мерзімі
parcel-paper-training = Оқу мақсатында
parcel-paper-hands = Қолдан қолға
parcel-paper-hands-words = Әр берген сайын: екеуінің де аты-жөні мен қолы, күні мен уақыты, термометр көрсеткіші.
parcel-paper-given-by = Берген
parcel-paper-taken-by = Қабылдаған
parcel-paper-when = Күні мен уақыты
parcel-paper-degrees = °C
parcel-paper-trouble = Егер бірдеңе дұрыс болмаса
parcel-paper-trouble-words = Ашылған, суланған, жылыған немесе мұздаған болса: осында жазып, бәрібір ары қарай беріңіз.
parcel-paper-call = Қоңырау шалыңыз: { $phone }.
parcel-paper-print-label = Жапсырманы басып шығару
parcel-paper-print-waybill = Жүкқұжатты басып шығару
