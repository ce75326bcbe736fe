# Ешкімге жетпеген хабарлар, мекенжайларды жүргізетін адам үшін.

undelivered-title = Жеткізілмеген хабарлар
undelivered-hint = Бұл хабарлар ешкімге жеткен жоқ және енді өздігінен жіберілмейді. Себебін жойып, қайта жіберіңіз. Мәтіні мұнда көрсетілмейді.
undelivered-waiting = { $n ->
   *[other] { $n } хабар жетпеді
}
undelivered-waiting-why = Хабардар болуы тиіс адам хабар алған жоқ. Қайта жіберіңіз.
undelivered-to = Кімге
undelivered-at = Жазылған
undelivered-reason = Неге жетпеді
undelivered-attempts = { $n ->
   *[other] { $n } әрекет
}
undelivered-send = Қайта жіберу
undelivered-send-all = Бәрін қайта жіберу
undelivered-nobody = Тіркелгі ажыратылған, біреу адамды растағанша күтіп тұр немесе мекенжайы жоқ
undelivered-more = Басқалары да күтіп тұр; бұлар жіберілгенде көрінеді.
undelivered-none = Жеткізілмеген хабар жоқ.
undelivered-sent = { $n ->
   *[other] { $n } хабар қайта жіберілуде
}
undelivered-gone = Ештеңе жіберілген жоқ: бұрын жіберілген немесе алатын адам жоқ
