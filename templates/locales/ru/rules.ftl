## The rules, to be read
nav-rules = Правила
rules-title = Правила
rules-words = Всё, что определяет срок или требование: каждое число с источником. Отмечено то, что ещё должен утвердить врач или юрист. Опубликованная версия не меняется.
rules-file = Файл
rules-unconfirmed = Ждут подтверждения
rules-sheet-words = Каждое правило — словами его файла.
rules-whole = Файл в целом
rule-published = Опубликовано
rule-draft = Черновик
confirm-clinician = Должен подтвердить врач
confirm-pharmacist = Должен подтвердить фармацевт
confirm-lawyer = Должен подтвердить юрист
rules-link = Правило и источник: { $rule }
clock-hours = { $n ->
        [one] { $n } час
        [few] { $n } часа
       *[many] { $n } часов
    }
rules-of-protocols = Протоколы препаратов
rules-of-course = Клинический порядок
rules-of-procedure = Порядок по закону
rules-of-ladders = Порядок извещения
rules-of-calendars = Календарь рабочих дней
rules-of-reactions = Нежелательные реакции
rules-of-supply = Путь препарата
rules-of-continuity = От учреждения к учреждению
rules-of-causes = Причины
rules-of-places = Учреждения и должности
rules-of-keeping = Сроки хранения
did-read-rules = Открыты правила
did-read-legal-rules = Открыты правовые правила
rules-of-resting = Когда никто не отвечает
rule-list = { $first }; { $next }
