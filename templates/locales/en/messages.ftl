# Outgoing mail. It may be read by anybody who sees the screen: the reference of the case and nothing about the person.

message-alert-climb-subject = Merzim: case { $reference } waits for your answer
message-alert-climb-body =
    A matter in case { $reference } needs somebody's answer, and it has reached you.

    Please sign in to Merzim and say what was or will be done:
    { $link }
    If nobody answers within the time shown there, the next person in the order is told.

    This message was sent automatically. Please do not reply to it.

message-alert-correction-subject = Merzim: what you were told about case { $reference } has changed
message-alert-correction-body =
    What you were told earlier about case { $reference } has been corrected or is over.

    Please sign in to Merzim to see how it stands now:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-letter-subject = Merzim: a letter about case { $reference }
message-letter-body =
    A signed letter about case { $reference } was sent to your organisation.

    Please sign in to Merzim to read and print it:
    { $link }

    This message was sent automatically. Please do not reply to it.
