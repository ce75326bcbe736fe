## What happened, as the timeline says it
event-case-opened = Дело открыто
event-ruling-recorded = Постановление внесено
event-ruling-changed = Внесено действие суда
event-ruling-step-voided = Действие суда вычеркнуто
event-ruling-amended = Данные постановления исправлены
event-person-corrected = Данные человека исправлены
event-place-changed = Изменено место лечения
event-supervision-changed = Изменён контролирующий орган
event-regimen-prescribed = Назначена схема лечения
event-dose-given = Препарат введён
event-dose-not-given = Препарат не введён
event-late-dose-decided = Решение врача о запоздалой дозе
event-hold-placed = Введение приостановлено по медицинским показаниям
event-hold-confirmed = Медицинская приостановка подтверждена
event-hold-lifted = Медицинская приостановка снята
event-record-amended = Запись исправлена
event-record-voided = Запись аннулирована
event-incident-reported = Сообщено о происшествии
event-incident-reviewed = Происшествие рассмотрено врачом
event-alert-raised = Начато оповещение
event-notice-sent = Уведомление направлено
event-notice-acknowledged = На уведомление дан ответ
event-alert-redirected = Причина установлена, оповещение изменено
event-alert-reopened = Не решено: оповещение возобновлено
event-alert-resolved = Оповещение завершено
recorder-system = Система
effective-from = Действует с: { $on }
until-date = До: { $on }
dose-number = Доза № { $n }
dose-lot = Серия { $lot }, годен до: { $expiry }
dose-site = Место введения: { $site }; объём: { $volume } мл
dose-present = Присутствовал(а): { $name }
dose-late-because = Причина опоздания: { $cause }
late-dose-withhold = Дозу вводить нельзя
not-given-words = Что произошло: { $words }
not-given-tried = Что было предпринято: { $words }
not-given-own = Слова самого человека: { $words }
amended-because = Причина исправления: { $words }
change-old = было:
change-new = стало:
dose-details = Проверка личности и вопросы перед введением
history-title = Вся история
timeline-whole = Вся история, записей: { $n }
timeline-earlier = Более ранние записи: { $n }
history-parts = Части истории
history-all = Всё: { $n }
history-treatment = Лечение: { $n }
history-papers = Суд и места: { $n }
history-notices = Сигналы и извещения: { $n }
drafts-title = Ещё не опубликованные правила
drafts-hint = Сроки этого дела считаются по ним; они ещё могут измениться.
banner-answer = Ответ «{ $answer }» ({ $item }), { $on }
banner-answer-waits = Врач решает об этом в тот же день.
banner-answer-decided = Решение от { $on }: { $decision }. Остаётся здесь, пока более поздний ответ не будет другим.
next-attempt-dated = Следующая попытка: { $on }
notice-correction = Исправление прежнего уведомления

## What was done, on the page one returns to
done-log-injection = Доза записана.
done-record-not-given = Записано, что доза не введена.
done-place-hold = Приостановка действует. Её должен подтвердить врач.
done-confirm-hold = Приостановка подтверждена.
done-lift-hold = Приостановка снята. Новая дата указана ниже.
done-decide-late-dose = Решение записано.
done-prescribe-regimen = Схема назначена.
done-record-ruling = Постановление внесено.
done-change-ruling = Действие суда внесено. Оно вступает в силу в указанный день.
done-void-ruling-step = Действие вычеркнуто. Оно остаётся видимым, сроки пересчитаны без него.
done-amend-ruling = Данные постановления исправлены. Прежние значения остаются видимыми.
done-correct-person = Данные человека исправлены. Прежние значения остаются видимыми.
done-change-place = Место изменено.
done-change-supervision = Контролирующий орган изменён.
done-amend-record = Запись исправлена. Прежнее содержание остаётся доступным.
done-void-record = Запись аннулирована. Она остаётся доступной для чтения.
done-report-incident = Происшествие записано.
done-review-incident = Рассмотрение записано.
done-acknowledge-notice = Ваш ответ записан.
done-open-case = Дело открыто.

## What a step of a ladder lacks
gap-nobody-in-role = должность никем не занята
gap-absent = сегодня отсутствует
gap-no-deputy = заместитель не назначен
gap-no-address = нет адреса электронной почты
gap-no-organisation = организация не указана
ladder-person = { $name }, { $role }, { $organisation }

## What an alert is about
alert-about-person = Отказ или неявка
alert-about-unexplained = Доза не записана, причина не установлена
alert-about-service = Не введено по причине, не зависящей от человека
alert-about-overdue = Просрочено: { $kind }
alert-state-climbing = ожидает ответа
resolved-dose-given = Доза введена
resolved-discharged = Исполнено
resolved-replanned = Сроки изменились: просрочки больше нет
resolved-held = Медицинская приостановка
resolved-suspended = Приостановлено судом
resolved-ended = Мера прекращена
resolved-voided = Запись аннулирована

## Steps of a ruling
ruling-step-entered-into-force = Вступило в законную силу
ruling-step-appealed = Обжаловано
ruling-step-suspended = Исполнение приостановлено
ruling-step-resumed = Исполнение возобновлено
ruling-step-ended-by-court = Прекращено судом
ruling-step-quashed = Отменено

## The regimen and the case in short
strength = Дозировка
interval = Интервал
regimen-first-on = Первая доза
regimen-reason = Обоснование врача
opened-on = Открыто
corrected-since = Исправлено { $on }. Здесь то, что действует.
change-line = { $label }: { $old } → { $new }
