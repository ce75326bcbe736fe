## Messages that leave by e-mail. Supervision reads them: attendance only, nothing about treatment.
message-not-attended-subject = { $reference }: неявка
message-not-attended-body =
    Дело { $reference }, { $name }.
    Человек не явился. Дата: { $on }.
    Место: { $place }. Контакт: { $contact }.
    
    Ответьте до { $by }: { $link }
    Пока ответа нет, оповещается следующий.
message-no-record-subject = { $reference }: нет записи о явке
message-no-record-body =
    Дело { $reference }, { $name }.
    Записи о явке нет, причина не установлена. Дата: { $on }.
    Место: { $place }. Контакт: { $contact }.
    
    Ответьте до { $by }: { $link }
    Пока ответа нет, оповещается следующий.
message-justified-subject = { $reference }: причина уважительная
message-justified-body =
    Дело { $reference }, { $name }.
    Явка не состоялась по уважительной причине. Дата: { $on }.
    Ответ не требуется.
message-corrected-subject = { $reference }: исправление
message-corrected-body =
    Дело { $reference }, { $name }.
    Прежнее уведомление исправлено. Дата: { $on }. Теперь: { $now }.
    Подробнее: { $link }
message-service-subject = { $reference }: задача нашей службы просрочена
message-service-body =
    Дело { $reference }.
    Задача: { $task }. Срок: { $on }.
    Не выполнено по причине на нашей стороне: { $cause }.
    
    Ответьте до { $by }: { $link }
