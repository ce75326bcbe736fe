## Training
training-title = Обучение
training-now = Учебные часы показывают
training-hint = Переведите часы и смотрите, что наступает. Время идёт только вперёд.
training-day = Перевести на день вперёд
training-week = Перевести на неделю вперёд
training-next = Перевести к следующему сроку
training-next-due = Ближайший срок:
training-set = Установить часы
training-set-do = Установить
training-backwards = Часы идут только вперёд
outbox-title = Отправленные сообщения
outbox-hint = В учебном режиме сообщения остаются здесь и никуда не уходят.
outbox-empty = Сообщений пока нет.
