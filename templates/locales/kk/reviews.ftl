## Куәландырулар үстелі
nav-reviews = Куәландырулар
reviews-title = Комиссияның куәландырулары
reviews-counts = Күттірмейтіні
reviews-overdue = Мерзімі өткен
reviews-to-sign = Сіздің қолтаңбаңызды күтеді
reviews-coming = Алдағы куәландырулар
reviews-missing = Не жетіспейді және ол кімдікі
reviews-nothing-missing = Барлық құжат жиналды
reviews-write-anew = Қорытынды қайта жазылуы керек: оны адамды емдемеген дәрігерлер жазады
reviews-not-open = Әлі басталған жоқ
reviews-empty = Куәландыру жоқ. Басталған әр емдеу осында шығады.
reviews-court = Сот жолында
missing-paper = { $paper }: { $role }
open-review = Куәландыруды ашу
first-of-more = Алғашқы { $n } көрсетілген. Тағы бар: бұлары орындалған сайын қалғаны шығады.

## Бір куәландыру
review-caption = Дәрігер-психиатрлар комиссиясының куәландыруы
review-number = № { $n } куәландыру
review-due = Мерзімі: { $on }
review-held = Комиссия адамды қарады: { $on }
review-concluded = Барлығы қол қойды: { $on }
review-concluded-on = Барлығы қол қойды
review-text-title = Комиссия қорытындысы
review-members = Комиссия мүшелері
review-members-line = Комиссия: { $names }
review-held-on = Қараған күні
review-held-on-hint = Келесі куәландыру осы күннен есептеледі.
review-findings = Не анықталды
review-findings-hint = Психикалық жай-күйі, емнің әсері мен зияны, алдыңғы куәландырудан бергі өзгерістер
review-proposal = Ұсыныс
review-reasons = Негіздеме
review-without = Комиссия неге оларсыз шешеді
review-without-these = Мына құжаттар жоқ:
review-version = { $n }-редакция
review-version-label = Мәтін
review-after-end = Шара аяқталды. Комиссия қорытындысын әлі жазуға болады; ол ештеңені өзгертпейді.
review-kept = Куәландыру шара аяқталғаннан кейін бітті. Ол болған іс ретінде сақталады және ештеңені өзгертпейді.

## Қай күйде
review-state-planned = жоспарланған
review-state-papers-missing = құжаттар жетіспейді
review-state-ready = өткізуге болады
review-state-signing = қолтаңбаларды күтеді
review-state-overdue = мерзімі өткен
review-state-concluded = аяқталды
review-state-to-submit = сотқа жіберу керек
review-state-at-court = сот шешімін күтеді
review-state-ruled = сот шешті
review-state-kept = аяқталғаннан кейін: ештеңені өзгертпейді
review-state-not-owed = енді қажет емес
review-waits-title = Куәландыру нені күтеді
review-waits-papers = Құжаттар жетіспейді; әрқайсысын иесі төмендегі кестедегі сілтемемен енгізеді:
review-then-text = Қорытындыны осы адамды емдемеген дәрігерлер (кемінде { $n }) жазады. Жетіспейтін құжатты күтуге міндетті емес: онда қорытындыда неге онсыз шешілгені айтылады
review-not-you = Сіз рұқсат бердіңіз, қарап-тексердіңіз, препаратты таңдадыңыз немесе ем туралы шешім қабылдадыңыз: қорытындыны басқа дәрігерлер жазып, қол қояды
review-write-anew = Жаңа нұсқа керек: қорытынды жазылғаннан кейін емдеуге қатысқандар: { $names }. Енді оған қол қойылмайды; адамды емдемеген дәрігерлер қорытындыны оларсыз қайта жазады
review-waits-signatures = Қол қоймағандар: { $names }
review-then-court = Барлығы қол қойғанда қорытынды түпкілікті болады; шараны өзгертуді ұсынса, іс жүргізуші оны сотқа жібереді
review-waits-submission = Ұсыныстың сотқа жіберілуін; оны іс жүргізуші жібереді
review-waits-court = Сот шешімін; оны іс жүргізуші енгізеді

## Оның жолы
way-title = Куәландырудан сотқа дейін
way-done = орындалды
way-due = Куәландыру қажет
way-papers = Құжаттар
way-papers-complete = Жиналды
way-papers-missing = { $n } құжат жетіспейді
way-text = Комиссия қорытындысы
way-signatures = Қолтаңбалар
way-no-court = Сот қажет емес: шара жалғасады
way-kept = Сотқа жолданбайды: шара бұған дейін аяқталған, қорытынды ештеңені өзгертпейді
way-submission = Сотқа ұсыну
way-ruling = Сот шешімі
way-closed = Іс жабылды
submission-sent = Жіберілді: { $on }
court-ruled = Қаулы: { $on }
court-declined-on = Сот ұсынылғаннан бас тартты: { $on }. Шара қаулыларда айтылғандай жүреді

## Тоқтату ұсынысы мен сот шешімі арасындағы енгізулер
meanwhile-continue = Комиссия шараны тоқтатуды ұсынды. Сот шешкенге дейін енгізулер жалғасады.
meanwhile-hold = Комиссия шараны тоқтатуды ұсынды. Сот шешкенге дейін енгізу болмайды.
meanwhile-words = Қолданыстағы тәртіп солай дейді. Дәрігер кез келген сәтте енгізуді медициналық көрсетілімдер бойынша тоқтата тұра алады.
no-dose-waits-for-court = Комиссия шараны тоқтатуды ұсынды: енгізулер сот шешімін күтеді.
resolved-waits-for-court = Енгізулер сот шешімін күтеді

## Құжаттар
papers-title = Куәландыруға арналған құжаттар
paper = Құжат
paper-owner = Кімнің құжаты
paper-missing = жоқ
paper-filed = тігілді
paper-was-missing = онсыз шешілді
paper-from-record = бағдарлама сақтайды
paper-record-line = Ешкім тікпейді: жазбалар есептеледі. Енгізілді: { $given }, енгізілмеді: { $missed }. Соңғы күн: { $until }
paper-due = Мерзімі: { $on }
paper-filed-line = { $reference }; күні: { $on }
paper-filed-before = Бұрын тігілген
file-review-paper-title = Куәландыруға құжат тігу
file-review-paper-action = Іске тігу
file-review-paper-again = Қайта тігу
paper-dated-on = Құжаттың күні
paper-reference = Нөмірі немесе қайда жатқаны
paper-reference-hint = Мысалы: шығ. № 17, 3-бума
paper-scan = Сканның бақылау сомасы
paper-scan-hint = Скан болса: сканерлеу бағдарламасы файл үшін көрсететін 64 таңбалы жол

## Комиссия мәтіні
draft-review-title = Комиссия қорытындысы
draft-review-words = Комиссияның әр мүшесі бұл мәтінге өз тіркелгісімен қол қояды. Түзету жаңа редакция жасайды, сонда барлығы қайта қол қояды.
draft-review-signed = Қазіргі редакцияға біреу қол қойып қойды. Түзетуден кейін барлығы қайта қол қояды.
ends-review = Сіз осы адам туралы қорытындысы қол қоюды күтіп тұрған комиссияның мүшесісіз. Емдеу туралы шешім қабылдаған адам оны қайта қарамайды: бұдан кейін ол қорытындыға ешкім қол қоя алмайды, оны сізсіз қайта жазады.
draft-review-action = Комиссия қорытындысын жазу
draft-review-again = Мәтінді түзету
draft-review-do = Сақтап, қолтаңбалар сұрау
review-members-hint = Кемінде { $n } мүше, әрқайсысы қол қояды
review-barred = Оларды таңдауға болмайды: рұқсат беру қорытындысын берген, қарап-тексерген, препаратты таңдаған немесе ем туралы шешім қабылдаған:
proposal-to-court = Сот шешімі қажет

## Қолтаңба
sign-review-title = Куәландыруға қол қою
sign-review-words = Сіздің қолтаңбаңыз дәл осы мәтінге қатысты.
sign-review-action = Қол қою
sign-review-nothing = Мұнда сізге қол қоятын ештеңе жоқ: қол қойдыңыз немесе куәландыру аяқталды.
member = Комиссия мүшесі
signature = Қолтаңба
signature-given = қол қойылды: { $on }
signature-dissent = ерекше пікірмен қол қойылды: { $on }
signature-missing = қол қойылмады
signed-with-dissent = Ерекше пікірмен қол қойылды: { $words }
opinion = Қалай қол қоясыз?
opinion-agree = Келісемін
opinion-agree-hint = Анықталғанмен және ұсыныспен
opinion-dissent = Ерекше пікірмен
opinion-dissent-hint = Куәландыру бәрібір аяқталады; пікіріңіз қасында тұрады
dissent = Ерекше пікір
dissent-hint = Дәлелдеріңіз; тек ерекше пікірмен қол қойсаңыз

## Сот
submit-to-court-title = Сотқа ұсыну
submit-to-court-action = Ұсынуды жазу
submit-to-court-again = Ұсынуды түзету
submit-to-court-do = Жіберілгенін жазу
submission-sent-on = Жіберілген күні
submission-reference = Хаттың нөмірі
record-court-declined-title = Сот ұсынылғаннан бас тартты
record-court-declined-words = Тек сот ұсынылғаннан бас тартса. Егер сот шараны ұзартса, өзгертсе немесе тоқтатса, оның қаулысын жазыңыз:
record-court-declined-action = Сот ұсынылғаннан бас тартқанын жазу
court-decided-on = Шешім күні

## Не істелді
done-file-review-paper = Құжат тігілді.
done-draft-review = Мәтін сақталды. Комиссияның әр мүшесі қол қоюы керек.
done-sign-review = Қолтаңбаңыз жазылды.
done-submit-to-court = Ұсыну жазылды. Іс сот шешімін күтеді.
done-record-court-declined = Сот шешімі жазылды.
did-read-reviews = Куәландырулар үстелі
did-file-review-paper = Куәландыруға құжат тігілді
did-draft-review = Комиссия мәтіні жазылды
did-sign-review = Куәландыруға қол қойылды
did-submit-to-court = Сотқа жіберілді
did-record-court-declined = Соттың бас тартуы жазылды
event-review-paper-filed = Куәландыруға құжат тігілді
event-review-drafted = Комиссия қорытындысы жазылды
event-review-signed = Куәландыруға қол қойылды
event-submitted-to-court = Сотқа ұсыну жіберілді
event-court-declined = Сот ұсынылғаннан бас тартты

## Міндеттер мен себептер
kind-review-paper = Куәландыруға арналған құжат
kind-review-paper-named = Куәландыруға арналған құжат: { $paper }
kind-submit-to-court = Сотқа ұсыну
kind-ask-court = Ұсыну туралы соттан сұрау
fact-review-held = Алдыңғы куәландыру
fact-review-due = Куәландыру мерзімі
fact-review-concluded = Барлығы қол қойды
fact-submission-sent = Ұсыну жіберілді

## Ережелер неге жол бермейді
refusal-too-few-members = Кемінде { $n } мүше таңдаңыз
refusal-took-part = Рұқсат беру қорытындысын берген, осы адамды қарап-тексерген, препаратты таңдаған немесе оның емі туралы шешім қабылдаған дәрігер бұл куәландыруға қатыспайды
refusal-not-a-member = Тек комиссия мүшелері қол қояды
refusal-text-changed = Мәтінді осы арада өзгертті: қайта оқып шығыңыз
review-dissents = Комиссияның { $of } мүшесінің ішінен келіспейтіні: { $n }
review-signatures = Қолдар
dissent-or-agree = Сіз келісесіз, бірақ мұнда ерекше пікір жазылған: екеуінің бірін алып тастаңыз
