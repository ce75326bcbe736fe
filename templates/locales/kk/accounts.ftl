## Signing in
sign-in-title = Кіру
sign-in = Кіру
sign-in-name = Кіру аты
sign-in-password = Құпиясөз
sign-in-code = Бір реттік код
sign-in-code-hint = Аутентификатор қосымшасындағы алты цифр
sign-in-refused = Аты, құпиясөз немесе код қате
sign-in-code-once = Әр код бір рет қана жарамды. Келесісі { $n } секундтан кейін шығады
sign-in-wait-minutes = Тым көп әрекет жасалды. { $n } минуттан кейін қайталаңыз.
signed-out = Сіз шықтыңыз.
sign-in-waits = { $free } қате әрекеттен кейін кіру күттіреді: алдымен секундтар, { $long }-әрекеттен бастап әр жолы { $minutes } минут. { $most } әрекеттен кейін әкімші жаңа тіркеу сілтемесін жасағанша кіру жабық болады. Кірудің қашанға дейін жабық екенін әкімші көреді және оны аша алады.
guessed-since = { $n ->
       *[other] Сіз кіргеннен кейін сіздің атыңызбен { $n } рет қате кіруге әрекет жасалды.
    }
guessed-before = { $n ->
       *[other] Сіз кіргенге дейін сіздің атыңызбен { $n } рет қате кіруге әрекет жасалды.
    }
guessed-until = Сіздің атыңызбен кіру жабық, ашылатын уақыты: { $until }. Мұнда жұмысты жалғастыра аласыз.
guessed-locked = Әкімші сізге жаңа тіркеу сілтемесін жасағанша сіздің атыңызбен кіру жабық. Мұнда жұмысты жалғастыра аласыз.
guessed-what = Бұл сіз болмасаңыз, әкімшіге хабарлаңыз.
demo-accounts = Байқап көруге арналған тіркелгілер
demo-password = Барлығына ортақ құпиясөз:
demo-codes-hint = Код 30 секунд жарамды: жаңасын алу үшін бетті жаңартыңыз.
account-role = Рөлі

## Enrolment
enrol-used = Бұл сілтеме қолданылып қойған
enrol-used-words = Сілтеме 24 сағат ішінде бір рет қана жарамды. Әкімшіден жаңасын сұраңыз.
enrol-title = Тіркелгіні баптау
enrol-sign-in-name = Кіру атыңыз:
enrol-passphrase = Құпия тіркес
enrol-passphrase-hint = Кемінде 15 таңба; бірнеше сөз болғаны дұрыс
enrol-passphrase-again = Тағы бір рет
enrol-authenticator = Бір реттік кодтар
enrol-authenticator-hint = Бұл кілтті аутентификатор қосымшасына енгізіп, көрсетілген кодты теріңіз.
enrol-otpauth = Осы құрылғыдағы аутентификаторда ашу
enrol-do = Аяқтау
passphrase-too-short = Кемінде { $n } таңба
passphrase-differs = Екеуі сәйкес емес
passphrase-common = Бұл тіркесті табу тым оңай
code-wrong = Код сәйкес емес; келесісін күтіңіз

## Accounts
accounts-title = Тіркелгілер
accounts-search = Тіркелгіні табу
accounts-search-hint = Тегінің, атының, кіру атының немесе ұйым атауындағы сөздің басы
accounts-not-found = Тіркелгі табылмады
account-name = Тегі және аты
account-email = Электрондық пошта
account-organisation = Ұйым
account-language = Хабарлар тілі
account-do = Әрекеттер
account-add = Тіркелгі қосу
account-add-do = Қосу және сілтеме жасау
account-enabled = қолданыста
account-disabled = ажыратылған
account-waiting = әлі бапталмаған
account-locked-until = кіру жабық, ашылатын уақыты: { $until }
account-locked = кіру жабық: оны жаңа тіркеу сілтемесі ашады
account-failures = { $n ->
       *[other] соңғы кіруден кейін { $n } қате әрекет
    }
account-unlock = Кіруді ашу
account-last-seen = соңғы кіруі:
account-end-sessions = Сеанстарды аяқтау
account-reset = Жаңа сілтеме беру
account-disable = Ажырату
account-enable = Қосу
account-name-taken = Бұл ат бос емес
sign-in-name-hint = Кіші латын әріптері, сандар және нүктелер
enrolment-made = Баптау сілтемесі: { $name }
enrolment-hint = Жеке өзіне беріңіз. Бір рет көрсетіледі және бір рет жарамды.
enrolment-until = Жарамды мерзімі:
