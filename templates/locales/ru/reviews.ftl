## Стол освидетельствований
nav-reviews = Освидетельствования
reviews-title = Освидетельствования комиссией
reviews-counts = Что не ждёт
reviews-overdue = Просрочено
reviews-to-sign = Ждут вашей подписи
reviews-coming = Предстоящие освидетельствования
reviews-missing = Чего не хватает и за кем это
reviews-nothing-missing = Все документы собраны
reviews-write-anew = Заключение нужно составить заново: это делают врачи, которые этого человека не лечили
reviews-not-open = Ещё не началось
reviews-empty = Освидетельствований нет. Каждое начатое лечение появляется здесь.
reviews-court = На пути в суд
missing-paper = { $paper }: { $role }
open-review = Открыть освидетельствование
first-of-more = Показаны первые { $n }. Есть ещё: они появятся, когда эти будут сделаны.

## Одно освидетельствование
review-caption = Освидетельствование комиссией врачей-психиатров
review-number = Освидетельствование № { $n }
review-due = Срок: { $on }
review-held = Комиссия осмотрела человека: { $on }
review-concluded = Все подписали: { $on }
review-concluded-on = Все подписали
review-text-title = Заключение комиссии
review-members = Члены комиссии
review-members-line = Комиссия: { $names }
review-held-on = День осмотра
review-held-on-hint = От этого дня считается следующее освидетельствование.
review-findings = Что установлено
review-findings-hint = Психическое состояние, действие и вред лечения, изменения с прошлого освидетельствования
review-proposal = Предложение
review-reasons = Обоснование
review-without = Почему комиссия решает без них
review-without-these = Этих документов нет:
review-version = Редакция { $n }
review-version-label = Текст
review-after-end = Мера окончена. Заключение комиссии ещё можно записать; оно ничего не меняет.
review-kept = Освидетельствование завершено после окончания меры. Оно хранится как то, что было, и ничего не меняет.

## В каком состоянии
review-state-planned = запланировано
review-state-papers-missing = не хватает документов
review-state-ready = можно проводить
review-state-signing = ждёт подписей
review-state-overdue = просрочено
review-state-concluded = завершено
review-state-to-submit = направить в суд
review-state-at-court = ждёт решения суда
review-state-ruled = суд решил
review-state-kept = после окончания: ничего не меняет
review-state-not-owed = больше не требуется
review-waits-title = Чего ждёт освидетельствование
review-waits-papers = Не хватает документов; каждый вносит его владелец по ссылке в таблице ниже:
review-then-text = Заключение составляют врачи (не менее { $n }), которые этого человека не лечили. Ждать недостающий документ они не обязаны: тогда в заключении сказано, почему решено без него
review-not-you = Вы давали допуск, осматривали, выбирали препарат или решали о лечении: заключение составляют и подписывают другие врачи
review-write-anew = Нужна новая версия: после составления заключения в лечении участвовали: { $names }. Подписать его больше нельзя; врачи, которые этого человека не лечили, составляют заключение заново без них
review-waits-signatures = Нет подписей: { $names }
review-then-court = Когда подпишут все, заключение окончательно; если оно предлагает изменить меру, делопроизводитель направляет его в суд
review-waits-submission = Направления предложения в суд; его отправляет делопроизводитель
review-waits-court = Решения суда; его вносит делопроизводитель

## Его путь
way-title = От освидетельствования до суда
way-done = сделано
way-due = Требуется освидетельствование
way-papers = Документы
way-papers-complete = Собраны
way-papers-missing = { $n ->
        [one] Не хватает { $n } документа
       *[other] Не хватает { $n } документов
    }
way-text = Заключение комиссии
way-signatures = Подписи
way-no-court = Суд не нужен: мера продолжается
way-kept = Суд не нужен: мера к этому дню прекращена, заключение ничего не меняет
way-submission = Представление в суд
way-ruling = Решение суда
way-closed = Дело закрыто
submission-sent = Направлено: { $on }
court-ruled = Постановление: { $on }
court-declined-on = Суд отказал в том, что было предложено: { $on }. Мера действует, как сказано в постановлениях

## Введения между предложением прекратить и решением суда
meanwhile-continue = Комиссия предложила прекратить меру. До решения суда введения продолжаются.
meanwhile-hold = Комиссия предложила прекратить меру. До решения суда введений нет.
meanwhile-words = Так говорит действующий порядок. Врач может в любой момент приостановить введения по медицинским показаниям.
no-dose-waits-for-court = Комиссия предложила прекратить меру: введения ждут решения суда.
resolved-waits-for-court = Введения ждут решения суда

## Документы
papers-title = Документы к освидетельствованию
paper = Документ
paper-owner = Чей документ
paper-missing = нет
paper-filed = подшит
paper-was-missing = решено без него
paper-from-record = хранит программа
paper-record-line = Никто не подшивает: считаются записи. Введений: { $given }, не введено: { $missed }. Последний день: { $until }
paper-due = Срок: { $on }
paper-filed-line = { $reference }; дата: { $on }
paper-filed-before = Уже подшито
file-review-paper-title = Подшить документ к освидетельствованию
file-review-paper-action = Подшить
file-review-paper-again = Подшить заново
paper-dated-on = Дата документа
paper-reference = Номер или где лежит
paper-reference-hint = Например: исх. № 17, папка 3
paper-scan = Контрольная сумма скана
paper-scan-hint = Если скан есть: строка из 64 знаков, которую программа сканирования показывает для файла

## Текст комиссии
draft-review-title = Заключение комиссии
draft-review-words = Каждый член комиссии подписывает этот текст под своей учётной записью. Исправление создаёт новую редакцию, и подписывают все заново.
draft-review-signed = Нынешнюю редакцию уже кто-то подписал. После исправления подписывают все заново.
ends-review = Вы член комиссии, чьё заключение об этом человеке ждёт подписей. Кто принимает решения о лечении, тот его не пересматривает: после этого заключение никто не сможет подписать, и его составят заново без вас.
draft-review-action = Записать заключение комиссии
draft-review-again = Исправить текст
draft-review-do = Сохранить и запросить подписи
review-members-hint = { $n ->
        [one] Не меньше { $n } члена
       *[other] Не меньше { $n } членов
    }, каждый подписывает
review-barred = Их выбрать нельзя: они давали заключение о допуске, осматривали, выбирали препарат или решали о лечении:
proposal-to-court = Нужно решение суда

## Подпись
sign-review-title = Подписать освидетельствование
sign-review-words = Ваша подпись относится именно к этому тексту.
sign-review-action = Подписать
sign-review-nothing = Здесь вам нечего подписывать: вы уже подписали, или освидетельствование завершено.
member = Член комиссии
signature = Подпись
signature-given = подписано: { $on }
signature-dissent = подписано с особым мнением: { $on }
signature-missing = не подписано
signed-with-dissent = Подписано с особым мнением: { $words }
opinion = Как вы подписываете?
opinion-agree = Согласие
opinion-agree-hint = С установленным и с предложением
opinion-dissent = С особым мнением
opinion-dissent-hint = Освидетельствование всё равно завершается; ваше мнение стоит рядом
dissent = Особое мнение
dissent-hint = Ваши доводы; только если вы подписываете с особым мнением

## Суд
submit-to-court-title = Представление в суд
submit-to-court-action = Записать представление
submit-to-court-again = Исправить представление
submit-to-court-do = Записать, что направлено
submission-sent-on = Направлено
submission-reference = Номер письма
record-court-declined-title = Суд отказал в том, что было предложено
record-court-declined-words = Только если суд отказал в представлении. Если суд продлил, изменил или прекратил меру, запишите его постановление:
record-court-declined-action = Записать отказ суда в представлении
court-decided-on = День решения

## Что сделано
done-file-review-paper = Документ подшит.
done-draft-review = Текст сохранён. Каждый член комиссии должен его подписать.
done-sign-review = Ваша подпись записана.
done-submit-to-court = Представление записано. Дело ждёт решения суда.
done-record-court-declined = Решение суда записано.
did-read-reviews = Стол освидетельствований
did-file-review-paper = Подшит документ к освидетельствованию
did-draft-review = Записан текст комиссии
did-sign-review = Подписано освидетельствование
did-submit-to-court = Направлено в суд
did-record-court-declined = Записан отказ суда
event-review-paper-filed = Подшит документ к освидетельствованию
event-review-drafted = Записано заключение комиссии
event-review-signed = Освидетельствование подписано
event-submitted-to-court = Представление направлено в суд
event-court-declined = Суд отказал в том, что было предложено

## Обязанности и причины
kind-review-paper = Документ к освидетельствованию
kind-review-paper-named = Документ к освидетельствованию: { $paper }
kind-submit-to-court = Представление в суд
kind-ask-court = Спросить суд о представлении
fact-review-held = Прошлое освидетельствование
fact-review-due = Срок освидетельствования
fact-review-concluded = Все подписали
fact-submission-sent = Представление направлено

## Чего правила не допускают
refusal-too-few-members = { $n ->
        [one] Выберите не меньше { $n } члена
       *[other] Выберите не меньше { $n } членов
    }
refusal-took-part = Кто давал заключение о допуске, осматривал этого человека, выбирал препарат или решал о его лечении, не участвует в освидетельствовании
refusal-not-a-member = Подписывают только члены комиссии
refusal-text-changed = Текст тем временем изменили: прочитайте его снова
review-dissents = Не согласны { $n } из { $of } членов комиссии
review-signatures = Подписи
dissent-or-agree = Вы согласны, но здесь написано особое мнение: уберите одно из двух
