## Signing in
sign-in-title = Вход
sign-in = Войти
sign-in-name = Имя для входа
sign-in-password = Пароль
sign-in-code = Одноразовый код
sign-in-code-hint = Шесть цифр из приложения-аутентификатора
sign-in-refused = Имя, пароль или код неверны
sign-in-code-once = Каждый код действует один раз. Следующий появится через { $n } с
sign-in-wait-minutes = Слишком много попыток. Повторите через { $n ->
        [one] { $n } минуту
        [few] { $n } минуты
       *[many] { $n } минут
    }.
signed-out = Вы вышли.
demo-accounts = Учётные записи для пробы
demo-password = Пароль для всех:
demo-codes-hint = Код действует 30 секунд: обновите страницу, чтобы получить новый.
account-role = Роль

## Enrolment
enrol-used = Эта ссылка уже использована
enrol-used-words = Ссылка действует один раз в течение 24 часов. Попросите у администратора новую.
enrol-title = Настройка учётной записи
enrol-sign-in-name = Ваше имя для входа:
enrol-passphrase = Парольная фраза
enrol-passphrase-hint = Не менее 15 знаков; лучше несколько слов
enrol-passphrase-again = Ещё раз
enrol-authenticator = Одноразовые коды
enrol-authenticator-hint = Введите этот ключ в приложение-аутентификатор, затем наберите показанный код.
enrol-otpauth = Открыть в аутентификаторе на этом устройстве
enrol-do = Завершить
passphrase-too-short = Не менее { $n } знаков
passphrase-differs = Фразы не совпадают
passphrase-common = Эту фразу слишком легко угадать
code-wrong = Код не подходит; дождитесь следующего

## Accounts
accounts-title = Учётные записи
account-name = Фамилия и имя
account-email = Электронная почта
account-organisation = Организация
account-language = Язык сообщений
account-do = Действия
account-add = Добавить учётную запись
account-add-do = Добавить и создать ссылку
account-enabled = действует
account-disabled = отключена
account-waiting = ещё не настроена
account-last-seen = последний вход:
account-end-sessions = Завершить сеансы
account-reset = Новая ссылка
account-disable = Отключить
account-enable = Включить
account-name-taken = Это имя уже занято
sign-in-name-hint = Строчные латинские буквы, цифры и точки
enrolment-made = Ссылка для настройки: { $name }
enrolment-hint = Передайте лично. Показывается один раз и действует один раз.
enrolment-until = Действует до
