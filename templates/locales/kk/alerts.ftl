## Alerts
alert-refused = Бас тарту
alert-absent = Себепсіз келмеу
alert-unexplained = Жазба жоқ, себебі анықталмаған
alert-service = Қызмет орындамады
alert-state-raised = ашылды
alert-state-delivered = жеткізілді, расталмаған
alert-state-acknowledged = жауап берілді
alert-state-resolved = шешілді
alert-state-reopened = қайта ашылды

## The desk. These words reach supervision: attendance only.
alerts-title = Дабылдар
alerts-waiting = Жауап күтуде: { $n }
alerts-empty = Жауап күтіп тұрған дабыл жоқ.
alert-title = Дабыл
attendance = Келу
attendance-attended = келді
attendance-not-attended = келмеді
attendance-justified = дәлелді себеп
attendance-no-record = жазба жоқ, себебі анықталмаған
next-visit = Келесі келу
contact = Байланыс
answer = Жауап
acknowledge-title = Дабылға жауап беру
acknowledge-hint = Сіздің атыңыздан берілген жауап мұнымен кім айналысатынын білдіреді. Жауап болмаса, келесі адамға хабарланады.
acknowledge-what = Не істелді немесе не істеледі
answers-title = Жауаптар
hops-title = Кімге хабарланды
hop-at = Күні
hop-due-at = болуы тиіс еді:
hop-who = Кім
hop-channel = Қалай
hop-state = Нәтижесі
hop-next = Жауап болмаса, келесі:
channel-desk = экранда
channel-email = электрондық поштамен
delivery-waiting = жіберуді күтуде
delivery-delivered = жеткізілді
delivery-retrying = қайталанады
delivery-gave-up = жеткізілмеді, адамның әрекеті қажет
delivery-no-address = мекенжай жоқ
notice-not-attended = Адам келмеді. Күні: { $on }
notice-no-record = Келу туралы жазба жоқ, себебі анықталмаған. Күні: { $on }
notice-justified = Келу дәлелді себеппен болмады. Күні: { $on }
notice-corrected = Бұрынғы хабарлама түзетілді. Күні: { $on }
notice-service = Өз қызметіміздің тапсырмасының мерзімі өтті. Күні: { $on }
supervision-required = келу міндетті
supervision-suspended = сот тоқтата тұрды
supervision-not-started = әлі күшіне енген жоқ
supervision-ended = тоқтатылды
visits-title = Осы уақытқа дейінгі келулер
visits-empty = Әзірге жазба жоқ.
corrected-from = түзетілді; бұрын:
justified-hint = «Дәлелді себеп» – себеп адамда емес, сотта не қызметтерде екенін немесе медициналық себеп болғанын білдіреді.

## The duty controller's list
attendance-title = Медициналық бөлімде күтілетін адамдар
attendance-hint = Тек қатысуыңыз қажет. Сағатын медициналық бөлім айтады; мұнда жоспарланған күн көрсетілген.
attendance-planned = Жоспарланған күн
attendance-empty = Ешкім күтілмейді.

## A deputy
desk-no-deputy = Орынбасар тағайындалмаған: сіз жоқта келесі қадамға дейін орныңызға ешкімге хабарланбайды.
desk-no-address = Хабарлар сізге жетпейді: электрондық пошта мекенжайы жоқ.
name-deputy-title = Орынбасар тағайындау
name-deputy-hint = Адам орнында жоқ кезде дабылдарды екеуі де бірден алады. Басқа уақытта мерзімінде жауап болмаса, орынбасарға хабарланады.
deputy = Орынбасар
deputy-from = Басталатын күні
deputy-until = Аяқталатын күні, осы күнді қоса
