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

message-alert-entrusted-subject = Merzim: case { $reference } is now yours
message-alert-entrusted-body =
    You have taken over case { $reference }. A matter in it of which your predecessor was told still stands.

    Nothing is asked of you now. Please sign in to Merzim to see how it stands:
    { $link }
    If an answer is needed later, you will be told.

    This message was sent automatically. Please do not reply to it.

message-alert-closed-subject = Merzim: case { $reference } is closed, nothing is asked of you
message-alert-closed-body =
    The measure under case { $reference } no longer runs. What you were told about it is over: nothing is asked of you any more.

    With its end the case has left your lists, so this message holds no link.

    This message was sent automatically. Please do not reply to it.

message-alert-passed-subject = Merzim: case { $reference } is no longer with your organisation
message-alert-passed-body =
    Another organisation now supervises case { $reference }. What you were told about it is that organisation's to answer: nothing is asked of you any more.

    The case has left your lists, so this message holds no link.

    This message was sent automatically. Please do not reply to it.

message-alert-left-subject = Merzim: what you were told about case { $reference } has changed, nothing is asked of you
message-alert-left-body =
    What you were told earlier about case { $reference } has been corrected or is over. Nothing is asked of you any more.

    The case has left your lists, so this message holds no link.

    This message was sent automatically. Please do not reply to it.

message-sign-in-waits-subject = Merzim: sign-in with your name is locked until { $until }
message-sign-in-waits-body =
    Somebody has tried to sign in with your name ten times in a row with a wrong passphrase or code. Sign-in with your name is locked until { $until }.

    If this was you, wait until then, or ask your administrator to unlock your account.
    If it was not you, tell your administrator. Nobody has come in.

    This message was sent automatically. Please do not reply to it.

message-sign-in-locked-subject = Merzim: sign-in with your name is locked
message-sign-in-locked-body =
    Somebody has tried to sign in with your name a hundred times in a row with a wrong passphrase or code. Sign-in with your name is locked.

    Ask your administrator for a new enrolment link. Nobody has come in.

    This message was sent automatically. Please do not reply to it.

message-vouch-subject = Merzim: a new account at { $organisation } waits until it is confirmed
message-vouch-body =
    An account was opened or enrolled anew by an administrator: { $name }, { $role }, { $organisation }.
    It opens nothing until somebody other than the administrator confirms who holds it.

    If you know this person, who works there in this post and has told you in person of having set up the account, please sign in to Merzim and confirm it. If nobody knows the person, refuse it:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-term-ends-subject = Merzim: a term in case { $reference } is running out
message-term-ends-body =
    A term in case { $reference } ends in { $days } days.

    Please sign in to Merzim to see what must be asked for, and by when. A ruling with a last day that nobody extends ends by itself.

    This message was sent automatically. Please do not reply to it.

message-letter-subject = Merzim: a letter about case { $reference }
message-letter-body =
    A signed letter about case { $reference } was sent to your organisation.

    Please sign in to Merzim to read and print it:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-letter-again-subject = Merzim: a letter about case { $reference } was signed anew
message-letter-again-body =
    A signed letter about case { $reference } of which you were told was signed anew. The issue before it no longer stands.

    Please sign in to Merzim to read and print the new one:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-letter-withdrawn-subject = Merzim: a letter about case { $reference } was withdrawn
message-letter-withdrawn-body =
    A signed letter about case { $reference } of which you were told was withdrawn. Do not act on it.

    Please sign in to Merzim to see how it stands now:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-letter-left-subject = Merzim: a letter about case { $reference } no longer stands
message-letter-left-body =
    A signed letter about case { $reference } of which you were told no longer stands as it was signed. Do not act on it. Nothing is asked of you.

    The case has left your lists, so this message holds no link.

    This message was sent automatically. Please do not reply to it.

message-import-late-subject = Merzim: cases were taken over; waiting for your answer: { $number }
message-import-late-body =
    Cases were taken over from another register, and some of what they ask for was late before that. Matters that have reached you: { $number }.

    Please sign in to Merzim, find them on your desk, and say of each what was or will be done:
    { $link }
    If nobody answers within the time shown there, the next person in the order is told.

    This message was sent automatically. Please do not reply to it.

message-recall-subject = Merzim: a lot that concerns your organisation was recalled
message-recall-body =
    A lot was recalled that lies at your organisation, or is on its way to it or from it. Nothing of it may be used. If some of it is in a courier's hands, tell the courier now.

    Please sign in to Merzim to see which lot, and what is to be done:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-recall-letter-subject = Merzim: a letter about a recalled lot
message-recall-letter-body =
    A signed letter about a recalled lot was sent to your organisation: how much of it is recorded with you, and what is to be done.

    Please sign in to Merzim to read and print it:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-recall-letter-withdrawn-subject = Merzim: a letter about a recalled lot was withdrawn
message-recall-letter-withdrawn-body =
    A signed letter about a recalled lot of which you were told was withdrawn. Whether the recall stands is shown with the lot.

    Please sign in to Merzim to see how the letter stands now:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-recall-lifted-subject = Merzim: the recall of a lot was lifted
message-recall-lifted-body =
    The recall of a lot of which your organisation has, had or awaits some was lifted.

    Please sign in to Merzim to see how it stands now:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-lost-alone-subject = Merzim: one person alone wrote off something of a parcel
message-lost-alone-body =
    Of a parcel of your region the same person said that something is missing and that nobody will find it. Nobody else has confirmed it.

    Please sign in to Merzim and look at how it was on its way:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-pack-missing-subject = Merzim: one person alone wrote off a pack that had been set aside
message-pack-missing-body =
    At a place of your region the same person set a pack aside and now says that it is not there. Nobody else has confirmed it.

    Please sign in to Merzim and look at where it was:
    { $link }

    This message was sent automatically. Please do not reply to it.

message-shelf-count-subject = Merzim: a shelf does not agree with its count
message-shelf-count-body =
    A shelf was counted, and the list says another number. It is to be settled within the time shown on the desk of supply.

    Please sign in to Merzim to see which one, and what is to be done:
    { $link }
    If it is not settled by then, the next person in the order is told.

    This message was sent automatically. Please do not reply to it.

message-shelf-arrival-subject = Merzim: a parcel came without notice
message-shelf-arrival-body =
    A parcel came to an organisation that was not told of it, and your organisation is said to have sent it. It waits in quarantine.

    Please sign in to Merzim and say what it was:
    { $link }
    If nobody answers within the time shown there, the next person in the order is told.

    This message was sent automatically. Please do not reply to it.

message-shelf-lack-subject = Merzim: packs are missing on the shelf for the weeks to come
message-shelf-lack-body =
    On the shelf of your organisation, or of one of your region, there are fewer usable packs than will be needed in the next weeks.

    Please sign in to Merzim to see what a pack is missing for, by when it is needed, and what could be done:
    { $link }
    If there is no pack by then, the next person in the order is told.

    This message was sent automatically. Please do not reply to it.

message-shelf-verdict-subject = Merzim: packs wait for a verdict
message-shelf-verdict-body =
    In your organisation, or in one of your region, packs lie in quarantine that are kept for nobody. A pharmacist says whether they may be used or are to be set aside.

    Please sign in to Merzim to see which ones, and by when:
    { $link }
    If no verdict is given by then, the next person in the order is told.

    This message was sent automatically. Please do not reply to it.
