## Alerts
alert-refused = Отказ
alert-absent = Неявка без причины
alert-unexplained = Записи нет, причина не установлена
alert-service = Не выполнено службой
alert-state-raised = открыт
alert-state-delivered = доставлен, не подтверждён
alert-state-acknowledged = ответ дан
alert-state-resolved = закрыт
alert-state-reopened = открыт повторно

## The desk. These words reach supervision: attendance only.
alerts-title = Сигналы
alerts-waiting = Ожидают ответа: { $n }
alerts-empty = Сигналов, ожидающих ответа, нет.
alert-title = Сигнал
attendance = Явка
attendance-attended = явился
attendance-not-attended = не явился
attendance-justified = причина уважительная
attendance-no-record = записи нет, причина не установлена
next-visit = Следующая явка
contact = Контакт
answer = Ответ
acknowledge-title = Ответить на сигнал
acknowledge-hint = Ответ от вашего имени говорит, кто этим занимается. Пока ответа нет, оповещается следующий.
acknowledge-what = Что сделано или будет сделано
answers-title = Ответы
hops-title = Кто оповещён
hop-at = Дата
hop-due-at = должно было быть:
hop-who = Кто
hop-channel = Как
hop-state = Результат
hop-next = Если ответа не будет, следующий:
channel-desk = на экране
channel-email = по электронной почте
delivery-waiting = ожидает отправки
delivery-delivered = доставлено
delivery-retrying = будет повторено
delivery-gave-up = не доставлено, нужно действие человека
delivery-no-address = нет адреса
notice-not-attended = Человек не явился. Дата: { $on }
notice-no-record = Записи о явке нет, причина не установлена. Дата: { $on }
notice-justified = Явка не состоялась по уважительной причине. Дата: { $on }
notice-corrected = Прежнее извещение исправлено. Дата: { $on }
notice-service = Задача нашей службы просрочена. Дата: { $on }
supervision-required = явка обязательна
supervision-suspended = приостановлено судом
supervision-not-started = ещё не вступило в силу
supervision-ended = прекращено
visits-title = Явки до настоящего времени
visits-empty = Записей пока нет.
corrected-from = исправлено; было:
justified-hint = «Причина уважительная» означает, что причина у суда или служб либо медицинская, а не в самом человеке.

## The duty controller's list
attendance-title = Лица, ожидаемые в медицинской части
attendance-hint = Нужно только ваше присутствие. Час называет медицинская часть; здесь указан плановый день.
attendance-planned = Плановый день
attendance-empty = Никто не ожидается.

## A deputy
desk-no-deputy = Заместитель не назначен: пока вас нет, до следующего шага вместо вас никого не оповестят.
desk-no-address = Сообщения до вас не дойдут: нет адреса электронной почты.
name-deputy-title = Назначить заместителя
name-deputy-hint = Пока человек отсутствует, сигналы сразу получают оба. В остальное время заместителя оповещают, если ответа нет в срок.
deputy = Заместитель
deputy-from = С даты
deputy-until = По дату включительно
