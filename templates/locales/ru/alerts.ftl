## Alerts
alert-refused = Отказ
alert-absent = Неявка без причины
alert-unexplained = Записи нет, причина не установлена
alert-service = Не выполнено службой
alert-state-raised = открыт
alert-state-delivered = доставлен, не подтверждён
alert-state-acknowledged = подтверждён
alert-state-resolved = закрыт
alert-state-reopened = открыт повторно
