## Logging an injection
step-of = { $of } қадамның { $number }-қадамы
dose-identity-title = Тұлғаны тексеру
dose-identity-legend = Екі белгіні адамнан немесе құжаттан тексеріңіз
dose-identity-hint = Сұраңыз; жауабын айтып жібермеңіз
identity-name = Тегі, аты, әкесінің аты
identity-born = Туған күні
identity-iin = Құжат нөмірі немесе ЖСН
identity-photo = Жеке істегі фотосурет
identity-two-needed = Кемінде екі белгіні растаңыз
dose-checks-title = Енгізер алдында
check-not-older = { $n ->
        [one] { $n } күн
       *[other] { $n } күн
    } асқан болмауы керек
check-limits = Қалыпты шегі: { $min } – { $max }
dose-product-title = Қолыңыздағы қаптама
lot = Серия
lot-hint = Қаптамадағыдай
expiry = Жарамдылық мерзімі
expiry-hint = Күні көрсетілмесе, айдың соңғы күнін енгізіңіз
product-expired = Жарамдылық мерзімі өткен: қолданбаңыз
dose-injection-title = Инъекция
mixing-within = Араластырғаннан кейін { $n } минут ішінде енгізіңіз
site = Инъекция орны
volume-ml = Көлемі
volume-usual = Әдетте { $ml } мл
millilitres = мл
given-on = Енгізілген күні
given-on-hint = Кейін жазсаңыз да, нақты күні
given-time = Уақыты
given-at = Енгізілді
given-by = Енгізген
late-reason = Неге кешікті?
late-reason-short = Кешігу себебі
late-reason-hint = Мерзім жабылды. Біз тараптағы себеп адамға кінә болып есептелмейді.
in-your-words = Өз сөзіңізбен
dose-presence-title = Енгізу кезінде кім қатысты?
dose-presence-role = Талап етілетін рөл:
dose-presence-hint = Тек қатысу: медициналық мәліметтер берілмейді.
present-name = Қатысқан адамның аты-жөні
present = Енгізу кезінде қатысты
dose-answers-title = Жазбас бұрын тексеріңіз
dose-answers-hint = Жазбаны жоюға болмайды; себебін көрсетіп түзетуге болады.
dose-record = Енгізуді жазып қою
next-sentence = Келесі енгізу күні: { $on }
next-sentence-none = Келесі енгізу жоспарланбайды
next-kept = Рұқсат етілген мерзімде енгізілді: жоспар сақталады
dose-confirmed-title = Енгізу жазылды
dose-taken-title = Бұл енгізу жазылып қойған
dose-taken-by = Жазған:
dose-taken-hint = Сіздің жазбаңыз сақталған жоқ. Салыстырып, таңдаңыз.
dose-taken-theirs = Жазылған
dose-taken-mine = Сіздің жазбаңыз
dose-taken-choose = Не болды?
dose-taken-discard = Бұл – сол инъекция
dose-taken-discard-hint = Менің жазбамды алып тастау; жазылған енгізу қалады
dose-taken-second = Екінші инъекция болуы мүмкін
dose-taken-second-hint = Екі жазбасы бар оқиға ашылады; дәрігерге бірден хабарланады
dose-blocked-title = Қазір препаратты енгізуге болмайды
what-to-do = Не істеу керек
dose-blocked-truth = Препарат сонда да енгізілсе, бұл фактіні тіркеу керек:
blocked-suspended = Сот қаулының орындалуын тоқтата тұрды
blocked-hold = Медициналық тоқтата тұру қолданыста
blocked-no-ruling = Бүгін күшінде қаулы жоқ
blocked-too-early = Тым ерте: мерзім ашылатын күн: { $opens }
blocked-minimum = Соңғы дозадан кейін { $n ->
        [one] { $n } күн
       *[other] { $n } күн
    } ғана өтті; ең ерте күн: { $earliest }
blocked-decision = { $n ->
        [one] { $n } күн
       *[other] { $n } күн
    } кешікті: алдымен дәрігердің шешімі қажет
blocked-no-regimen = Емдеу сызбасы тағайындалмаған
blocked-check-failed = Енгізер алдындағы тексеру өтпеді
blocked-closed = Іс жабық
blocked-not-due = Ашық енгізу мерзімі жоқ
blocked-do-not-give = Препаратты енгізбеңіз. Қаптаманы сақтап, кеңсенің жазбасын күтіңіз.
blocked-ask-psychiatrist = Осы істі жүргізетін дәрігер-психиатрға жүгініңіз.
blocked-wait = Мерзім ашылғанда қайта келіңіз.
blocked-place-hold = Медициналық тоқтата тұруды рәсімдеңіз; оны дәрігер-психиатр растайды.
blocked-irregular = Шарадан тыс бірдеңе жасалса, оқиға туралы хабарлаңыз.
