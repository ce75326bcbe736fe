## Messages that leave by e-mail. Supervision reads them: attendance only, nothing about treatment.
message-not-attended-subject = { $reference }: келмеу
message-not-attended-body =
    Іс { $reference }, { $name }.
    Адам келмеді. Күні: { $on }.
    Орны: { $place }. Байланыс: { $contact }.
    
    Жауап беру мерзімі: { $by }. { $link }
    Жауап болмаса, келесі адамға хабарланады.
message-no-record-subject = { $reference }: келу туралы жазба жоқ
message-no-record-body =
    Іс { $reference }, { $name }.
    Келу туралы жазба жоқ, себебі анықталмаған. Күні: { $on }.
    Орны: { $place }. Байланыс: { $contact }.
    
    Жауап беру мерзімі: { $by }. { $link }
    Жауап болмаса, келесі адамға хабарланады.
message-justified-subject = { $reference }: дәлелді себеп
message-justified-body =
    Іс { $reference }, { $name }.
    Келу дәлелді себеппен болмады. Күні: { $on }.
    Жауап қажет емес.
message-corrected-subject = { $reference }: түзету
message-corrected-body =
    Іс { $reference }, { $name }.
    Бұрынғы хабарлама түзетілді. Күні: { $on }. Қазір: { $now }.
    Толығырақ: { $link }
message-service-subject = { $reference }: қызметіміздің тапсырмасының мерзімі өтті
message-service-body =
    Іс { $reference }.
    Тапсырма: { $task }. Мерзімі: { $on }.
    Біз тараптағы себеппен орындалмады: { $cause }.
    
    Жауап беру мерзімі: { $by }. { $link }
