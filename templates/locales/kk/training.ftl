## Training
training-title = Оқу
training-now = Оқу сағаты көрсетіп тұр:
training-hint = Сағатты жылжытып, не болатынын бақылаңыз. Уақыт тек алға жүреді.
training-day = Бір күн алға жылжыту
training-week = Бір апта алға жылжыту
training-next = Келесі мерзімге жылжыту
training-next-due = Ең жақын мерзім:
training-set = Сағатты қою
training-set-do = Қою
training-backwards = Сағат тек алға жүреді
outbox-title = Жіберілген хабарлар
outbox-hint = Оқу режимінде хабарлар осында қалады, ешқайда жіберілмейді.
outbox-empty = Әзірге хабар жоқ.
