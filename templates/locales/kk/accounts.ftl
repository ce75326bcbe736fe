## Signing in
sign-in-title = Кіру
sign-in = Кіру
sign-in-name = Кіру аты
sign-in-password = Құпиясөз
sign-in-code = Бір реттік код
sign-in-code-hint = Аутентификатор қосымшасындағы алты сан
sign-in-refused = Аты, құпиясөз немесе код қате
sign-in-wait-minutes = Тым көп әрекет жасалды. { $n } минуттан кейін қайталаңыз.
signed-out = Сіз шықтыңыз.
demo-accounts = Байқап көруге арналған тіркелгілер
demo-password = Барлығына ортақ құпиясөз:
demo-codes-hint = Код 30 секунд жарамды: жаңасын алу үшін бетті жаңартыңыз.
account-role = Рөлі

## Enrolment
enrol-used = Бұл сілтеме қолданылып қойған
enrol-used-words = Сілтеме екі күн ішінде бір рет қана жарамды. Әкімшіден жаңасын сұраңыз.
