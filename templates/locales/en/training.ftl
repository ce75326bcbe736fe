## Training
training-title = Training
training-now = The training clock shows
training-hint = Move the clock and watch what becomes due. Time only goes forward.
training-day = Go one day on
training-week = Go one week on
training-next = Go to the next due step
training-next-due = Next due step:
training-set = Set the clock
training-set-do = Set
training-backwards = The clock only goes forward
outbox-title = Messages sent
outbox-hint = In training nothing leaves this computer: messages stay here.
outbox-empty = No message has been sent yet.
