## The alerts desk. These words reach supervision: attendance only.
attendance-withdrawn = запись отозвана
visit-on = { $on }
visit-at-once = как можно скорее
visit-named = день назначит клиника
visit-after = после { $on }
supervision-justified = уважительная причина: о следующей явке решит клиника
supervision-justified-until = уважительная причина до { $on } включительно
supervision-awaited = явка сейчас не требуется: день назначит клиника
supervision-not-now = явка сейчас не назначена
notice-attended = Человек явился. Дата: { $on }
notice-attended-after = Человек явился. Дата: { $on }. Пропущенная до этого явка: { $missed }
notice-over-since = { $said }. С { $since } ответ об этом не запрашивается
notice-withdrawn = Сказанное ранее отозвано. Дата: { $on }
acknowledge-of = { $name }, { $organisation }
acknowledge-words = { $action }. { $words }
acknowledge-date = { $said } ({ $on })
alerts-over-title = Закрытые сигналы
alerts-over-empty = Закрытых сигналов пока нет.
acknowledge-recorded-words = Он стоит ниже под вашим именем.
acknowledge-back = К сигналам
acknowledge-recorded = Ваш ответ записан
notice-service-cause = { $kind }: { $cause }. Дата: { $on }
notice-over = { $kind }: { $how }. Дата: { $on }
cause-not-recorded = записи нет, причина не установлена
cause-overdue = не сделано в срок
cause-date-moved = срок уже прошёл, когда день освобождения стал известен или изменился
cause-waits = врач ещё не принял решение
hop-reopens = Если вопрос не решится, сигнал откроется повторно:
hop-correction = исправление
hop-entrusted = передано
hop-office = дежурный, { $organisation }
delivery-nobody = оповещать некого; следующий оповещён сразу

## Deputies
deputies-title = Заместители
deputies-hint = Отсутствующего тоже оповещают, и одновременно с ним — заместителя. Пока человек на месте, заместителя оповещают, если ответа нет в срок. Назначьте его до ухода человека.
deputies-empty = Назначать заместителя некому.
deputy-none = не назначен
deputy-present = на месте
deputy-away = отсутствует: { $from } – { $until }
deputy-away-open = отсутствует, начало: { $from }
deputy-change = Назначить заместителя
deputy-named = Заместитель назначен
deputy-none-saved = Сохранено. Заместитель не назначен
deputy-nobody = Никто
deputy-wrong = Выберите другого человека из той же организации
deputy-days-both = Укажите обе даты или ни одной

## The duty controller's list
attendance-late = срок прошёл
attendance-today = по плану сегодня
attendance-now = ещё возможно
attendance-awaited = не ожидается: сообщит медицинская часть
attendance-week = на этой неделе

## Accounts
account-done-disabled = Учётная запись отключена, её сеансы завершены
account-done-enabled = Учётная запись включена
account-done-unlocked = Вход открыт: владелец может войти снова
account-unlock-by-link = После стольких неверных попыток вход откроет только новая ссылка для регистрации
account-done-sessions-ended = Сеансы учётной записи завершены
account-role-elsewhere = В организации этого вида такой роли нет
account-name-letters = Только строчные латинские буквы, цифры, точки и дефисы
account-email-wrong = Это не адрес электронной почты
account-own = Для собственной учётной записи обратитесь к другому администратору
disable-account-title = Отключение учётной записи
disable-account-words = Владелец сразу теряет доступ и не сможет войти, пока учётную запись не включат снова. Всё записанное остаётся. Сообщения для его должности получат только оставшиеся на ней сотрудники. Первые приёмы у этого сотрудника назначаются заново: это сразу становится задачей принимающей организации.
hanging-appointments = Первые приёмы у этого сотрудника
hanging-accepted = Передачи при освобождении, принятые этой учётной записью, освобождение впереди
hanging-caseload = Закреплённые дела
hanging-asked = Сигналы, ожидающие ответа этого сотрудника
hanging-owed-by-post = Дела, в которых за этой должностью есть задачи
hanging-others = Других сотрудников на той же должности
hanging-deputy-of = Замещает сотрудников
hanging-treated = Лечит
hanging-supervised = Контролирует
hanging-offered = Приняла или рассматривает предложения
hanging-owed = Есть задачи по делам
hanging-accounts = Действующих учётных записей
hanging-cases = { $n }: { $references }
hanging-cases-more = { $n }, первые из них: { $references }
enrolment-shown = Ссылка уже была показана
enrolment-shown-words = Создайте новую; прежняя перестанет работать.
enrol-done = Учётная запись настроена
enrol-done-words = Войдите со своим именем, парольной фразой и следующим кодом. Если ссылку дал администратор, лично скажите об этом тому, с кем работаете: сначала он подтвердит вас.
passphrase-too-long = Не более { $n } знаков
passphrase-contains-name = Фраза не должна содержать ваше имя для входа

## Training
training-too-far = Не более 400 дней за один раз
training-moved = Часы переведены
