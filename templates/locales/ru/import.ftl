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
no-dose-undone = Дело внесено по ошибке: введение не планируется.
warn-held-without-end = Человек содержится в учреждении, а истечение срока наказания не указано: пока оно не известно, сроки перед освобождением не отсчитываются
warn-end-of-term-past = Срок наказания истёк { $on }, а человек содержится в учреждении: проверьте дату
warn-order-past = Последний день по постановлению — { $on }: по делу ничего не предстоит. Проверьте дату
refusal-twice-in-file = Об этом человеке есть ещё одна строка в файле
refusal-beyond-columns = В строке больше ячеек, чем столбцов: текст разбит на части. Возьмите дозы в кавычки или назовите столбец
import-doses-or-no-product = Укажите прошлые дозы или оставьте пустым и препарат: дело без доз начинается с комиссии
refusal-past-dose-expired = Упаковка дозы от { $on } была просрочена
refusal-past-dose-outside = На { $on } постановление не допускает дозы: проверьте его даты или сообщите в деле о происшествии
refusal-past-dose-too-near = Доза от { $on } ближе к предыдущей, чем допускает порядок: уберите её отсюда и сообщите в деле о происшествии
refusal-import-touched = В деле { $reference } с тех пор что-то записано: перенос нельзя отменить целиком
import-title = Перенести список
import-words = Дела, которые велись в журнале или таблице, переносятся вместе с прежними дозами: все строки файла или ни одной. Тот же файл можно прислать снова: то, что уже есть, пропускается.
import-look = Посмотреть файл
import-look-do = Посмотреть
import-again = Перенести просмотренный файл
import-again-hint = Выберите тот же файл ещё раз. Между этим он здесь не хранится.
import-take = Перенести все строки
import-file = Список
import-file-hint = CSV в UTF-8 или XLSX, не больше 2 МБ и 2000 строк
import-rows = Что сказано о строках
import-row-number = Строка
import-said = По столбцам
import-counts = Новых: { $new }; уже есть: { $there }; с ошибками: { $wrong }
import-heeded = { $n ->
        [one] { $n } строка требует внимания: она указана ниже с причиной. Переносу это не мешает
        [few] { $n } строки требуют внимания: они указаны ниже с причинами. Переносу это не мешает
       *[other] { $n } строк требуют внимания: они указаны ниже с причинами. Переносу это не мешает
    }
import-no-such-organisation = Пусто либо код не принадлежит ни одной организации, которая может здесь стоять: коды перечислены в пустом файле
import-wrong = Ошибка
import-templates = Пустые файлы
import-templates-words = Заполняется первый лист. Остальные объясняют столбцы и называют коды организаций и препаратов.
import-template = Пустой файл, пояснения на языке: { $language }
import-past = Перенесено раньше
import-past-empty = Ваша организация ничего не переносила.
import-at = Когда
import-by = Кем
import-cases = Дел
import-stands = Перенесено
import-undone = Отменено
import-done = Перенесено: { $opened }. Уже было: { $there }
import-undone-done = Отменено. Дел закончено как внесённые по ошибке: { $n }
import-no-file = Выберите файл
import-too-large = Файл больше 2 МБ
import-too-many = В файле больше { $n } строк: разделите его
import-not-a-table = Файл не CSV в UTF-8 и не таблица XLSX: сохраните его как «CSV UTF-8» или как XLSX
import-bomb = Таблица распаковывается в слишком большой объём
import-busy = Сейчас читается несколько файлов. Ничего не перенесено: отправьте файл ещё раз через минуту
import-unknown-column = Неизвестный столбец: { $name }
import-twice = Столбец { $name } стоит дважды
import-missing = Нет столбца { $name }
import-empty = В файле нет строк
import-other-file = Это не тот файл, который вы смотрели. Сначала посмотрите его
import-rows-wrong = В строках ошибки: ничего не перенесено. Исправьте их в файле и пришлите снова
undo-import-title = Отменить весь перенос
undo-import-action = Отменить перенос
undo-import-words = Каждое его дело заканчивается как внесённое по ошибке; дозы зачёркиваются, всё остаётся читаемым. Отказ, если с тех пор кто-то работал в одном из дел.
undo-import-why = Почему
import-sheet-columns = Столбцы
import-sheet-codes = Коды
import-column-iin = ИИН, двенадцать цифр
import-column-other-document = Другой документ, для человека без ИИН
import-column-other-document-reason = Почему нет ИИН
import-column-name-cyrillic = Имя как в постановлении
import-column-name-latin = Имя латиницей
import-column-born-on = Дата рождения, например 2026-04-13 или 13.04.2026
import-column-court = Суд, вынесший постановление
import-column-ruling-number = Номер постановления
import-column-ruled-on = День постановления
import-column-in-force-on = Первый день в силе; пусто, если ещё нет
import-column-until-on = Последний день, если суд его назначил
import-column-offence-on = День деяния
import-column-under-age-reason = Почему мера всё же применяется, если на день деяния или постановления лицу не исполнилось 18 лет
import-column-end-of-term-on = Истечение срока наказания
import-column-place = Код организации, которая лечит
import-column-supervising = Код контролирующего органа
import-column-product = Препарат, его код: см. лист с кодами
import-column-doses = Прежние дозы: ДАТА [ВРЕМЯ] СЕРИЯ ГОДЕН-ДО, через точку с запятой
import-column-scan-sha256 = SHA-256 скана постановления
