## Alerts
alert-refused = Бас тарту
alert-absent = Себепсіз келмеу
alert-unexplained = Жазба жоқ, себебі анықталмаған
alert-service = Қызмет орындамады
alert-state-raised = ашылды
alert-state-delivered = жеткізілді, расталмаған
alert-state-acknowledged = расталды
alert-state-resolved = шешілді
alert-state-reopened = қайта ашылды
