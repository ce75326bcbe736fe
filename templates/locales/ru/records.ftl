## A dose not given
record-not-given-title = Введение не состоялось
happened-on = Дата
cause = Причина
cause-hint = Только первая группа относится к самому человеку; остальное решают наши службы.
what-happened = Что произошло
what-happened-hint = Факты, без оценок
what-was-tried = Что было предпринято
what-was-tried-hint = Звонки, посещения, повторное предложение, другой врач; что разъяснено, на каком языке, через какого переводчика
own-words = Слова самого человека
own-words-hint = Дословно, на языке сказанного
next-attempt-on = Следующая попытка
next-attempt-hint = Оставьте пустым, если не назначена
record = Записать

## Medical hold
place-hold-title = Временная приостановка по медицинским показаниям
place-hold-at-once = Введение прекращается сразу, других бумаг не нужно.
place-hold-confirm = Врач-психиатр должен подтвердить её: срок { $n ->
        [one] { $n } рабочий день
        [few] { $n } рабочих дня
       *[many] { $n } рабочих дней
    }.
hold-reason = Медицинское основание
hold-reason-hint = Видят только медицинские работники
hold-until = Последний день приостановки
hold-until-hint = Оставьте пустым, если неизвестно: тогда пересмотр ежемесячно
hold-already = Медицинская приостановка уже действует
hold-already-words = Вторая ничего не добавит. Действующую подтверждает, продлевает или снимает врач.
hold-far = Окончание очень далеко: проверьте год, затем поставьте отметку или исправьте дату
hold-sure = Дата окончания указана верно
confirm-hold-title = Подтверждение медицинской приостановки
hold-findings = Результаты осмотра
hold-placed = Установлена
lift-hold-title = Снятие медицинской приостановки
lift-hold-words = Почему введение снова возможно
lift-hold-against = Записано и исключает этот препарат:
lift-hold-over = Я осмотрел человека: это больше не исключает препарат
lift-hold-over-hint = Иначе сначала выберите другой препарат; до этого приостановка остаётся
decide-late-dose-title = Решение о запоздалой дозе
decide-late-dose-hint = После такого перерыва протокол допускает введение только по решению врача.
decision = Решение
decision-words = Обоснование
record-decision = Записать решение
late-dose-give = Дозу можно ввести
late-dose-give-hint = Дата введения станет новым началом отсчёта
late-dose-do-not-give = Дозу вводить нельзя
late-dose-do-not-give-hint = Сразу начинается медицинская приостановка; её подтверждает второй врач
days-late = Опоздание
band = Степень опоздания по протоколу

## Corrections
amend-record-title = Исправление записи
record-as-it-stands = Запись сейчас
amend-record-hint = Прежнее значение останется видимым. Сроки пересчитаются, все оповещённые узнают об исправлении.
amend-record-reason = Причина исправления
amend-record-save = Сохранить исправление
amended-from = Было: { $old }
void-record-title = Признать запись недействительной
void-record-hint = Запись останется видимой, зачёркнутой, с вашим именем и причиной. Отменить это нельзя.
void-record-due-again = Введение снова станет обязательным
void-record-reason = Почему запись недействительна
void-record-sure = Уверен(а), что запись ошибочна
void-record-be-sure = Подтвердите, что вы уверены
void-record-do = Признать недействительной
what-follows = Что последует
told-again = Будут оповещены повторно
report-incident-title = Сообщение о происшествии
report-incident-hint = Прежде всего правда: записывается и то, чего не должно было быть.
review-incident-title = Рассмотреть происшествие
review-incident-hint = Запишите, что установлено и что из этого следует: контроль, приостановка, исправление записи. Для них есть свои формы.
review-incident-words = Что установлено и что следует
review-incident-save = Записать рассмотрение
review-incident-none = Нет происшествий, ожидающих врача.
incident-kind = Вид происшествия
incident-irregular-dose = Доза введена, хотя это не допускалось
incident-second-injection = Возможная вторая инъекция
incident-other = Другое

## Changes of a case
prescribe-regimen-title = Назначение схемы лечения
regimen-until-now = До сих пор
protocol = Препарат и протокол
protocol-hint = Интервал берётся из протокола и вручную не вводится.
protocol-version = версия { $version }
first-on = Дата первой дозы
first-on-hint = По этому протоколу; не раньше вступления постановления в силу
regimen-words = Основание и заключение о допуске
record-ruling-title = Новое постановление
change-ruling-title = Что произошло с постановлением
change-ruling-what = Что произошло
effective-on = Действует с
court-document = Документ
court-document-hint = Суд, вид и номер
change-place-title = Изменение места
place-now = Сейчас:
place-new = Новое место
moved-on = Дата перевода
change-supervision-title = Изменение контролирующего органа
supervision-now = Сейчас:
supervision-from = С какой даты

## Faults
error-400 = Запрос не удалось прочитать
error-400-words = Вернитесь и повторите. Ничего не записано.
error-403 = Это действие вам не разрешено
error-403-words = Записана только эта попытка. Если это ваша работа, обратитесь к администратору.
error-404 = Такой страницы нет
error-404-words = Адрес неверен, либо у вас нет доступа.
error-409 = Кто-то сохранил раньше
error-409-words = Ваши данные не сохранены. Откройте дело снова и посмотрите, что изменилось.
error-413 = Слишком большой объём данных
error-413-words = Ничего не записано. Вернитесь назад: браузер ещё хранит набранное. Сократите текст и отправьте снова.
error-422 = Введённые данные не подходят
error-422-words = Вернитесь и проверьте данные. Ничего не записано.
error-429 = Слишком много попыток
error-429-words = Подождите немного и повторите.
error-500 = Ошибка на нашей стороне
error-500-words = Наполовину ничего не сохранено. Повторите; если ошибка останется, сообщите номер ниже.
error-503 = Временно недоступно
error-503-words = Ничего не записано. Запишите на бумаге и внесите позже.
error-request = Номер запроса:
to-start = На главную

## Forms of records
incident-injected = Что-то было введено
incident-injected-hint = Тогда это учитывается в наименьшем промежутке до следующего введения
organisation-in = { $name } ({ $region })
void-record-not-again = Записано более позднее введение: это заново не потребуется
void-record-obligations = Даты будут рассчитаны заново без этой записи
ruling-standing = Состояние
hold-placed-by = Оформил(а)
due-on = Срок
cover = Действие последней дозы
protocol-in-short = Интервал: { $interval }; { $route }; версия { $version }
warn-not-yet-in-force = Постановление ещё не вступило в силу: до этого дня ничего не планируется
step-by-document = { $on }; { $document }
void-record-undecided = Решение больше не учитывается
