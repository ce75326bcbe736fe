# Messages that reached nobody, for whoever keeps the addresses.

undelivered-title = Messages not delivered
undelivered-hint = These messages reached nobody, and nothing tries again by itself. Put right what kept them, then send them again. What they say is not shown here.
undelivered-waiting = { $n ->
    [one] { $n } message reached nobody
   *[other] { $n } messages reached nobody
}
undelivered-waiting-why = Somebody who had to be told was not. Send it again.
undelivered-held-up = Nothing leaves { $channel }; messages waiting: { $n }
undelivered-held-up-why = This channel is not set up. Those who run this installation set it up; until then nobody learns anything by it.
undelivered-to = To
undelivered-at = Written
undelivered-reason = Why it failed
undelivered-attempts = { $n ->
    [one] tried { $n } time
   *[other] tried { $n } times
}
undelivered-send = Send again
undelivered-send-all = Send all again
undelivered-nobody = The account is disabled, waits until somebody confirms the person, or has no address
undelivered-more = More are waiting; they are shown when these are sent.
undelivered-none = No message is waiting.
undelivered-sent = { $n ->
    [one] { $n } message is on its way again
   *[other] { $n } messages are on their way again
}
undelivered-gone = Nothing was sent: it was sent already, or nobody is there to receive it
