## Перенос списка
import-new = Дело будет открыто
import-there = Уже есть: дело { $reference }
import-row = Строка { $n } списка
import-doses = { $n ->
        [one] { $n } прежняя доза
        [few] { $n } прежние дозы
       *[other] { $n } прежних доз
    }
import-dose = Перенесено из списка: что спрашивали перед инъекцией, здесь неизвестно
import-dose-without-time = Перенесено из списка: время суток неизвестно, вместо него полдень
event-history-imported = Перенесено из списка
event-import-undone = Дело перенесено по ошибке
did-import-roster = Список перенесён
did-undo-import = Перенос отменён
case-undone = Внесено по ошибке
no-dose-undone = Дело внесено по ошибке: ничего не планируется.
refusal-twice-in-file = Об этом человеке есть ещё одна строка в файле
refusal-past-dose-expired = Упаковка дозы от { $on } была просрочена
refusal-past-dose-outside = На { $on } постановление не допускает дозы: проверьте его даты или сообщите в деле о происшествии
refusal-past-dose-too-near = Доза от { $on } ближе к предыдущей, чем допускает порядок: уберите её отсюда и сообщите в деле о происшествии
refusal-import-touched = В деле { $reference } с тех пор что-то записано: перенос нельзя отменить целиком
