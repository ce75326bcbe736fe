## Signing in
sign-in-title = Вход
sign-in = Войти
sign-in-name = Имя для входа
sign-in-password = Пароль
sign-in-code = Одноразовый код
sign-in-code-hint = Шесть цифр из приложения-аутентификатора
sign-in-refused = Имя, пароль или код неверны
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
enrol-used-words = Ссылка действует один раз в течение двух дней. Попросите у администратора новую.
