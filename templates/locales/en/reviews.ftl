## The desk of reviews
nav-reviews = Reviews
reviews-title = Reviews by the commission
reviews-counts = What must not wait
reviews-overdue = Overdue
reviews-to-sign = Waiting for your signature
reviews-coming = Reviews to be held
reviews-missing = What is missing, and whose it is
reviews-nothing-missing = All papers are here
reviews-write-anew = The text must be written anew, by physicians who have not treated the person
reviews-not-open = Not open yet
reviews-empty = No review is due. Each treatment that has begun appears here.
reviews-court = On the way to the court
missing-paper = { $paper }: { $role }
open-review = Open the review
first-of-more = The first { $n } are shown. There are more: they appear as these are done.

## One review
review-caption = Review by a commission of psychiatrists
review-number = Review No. { $n }
review-due = Due { $on }
review-held = The person was examined on { $on }
review-concluded = All have signed: { $on }
review-concluded-on = All have signed
review-text-title = What the commission says
review-members = Members of the commission
review-members-line = Commission: { $names }
review-held-on = Day of the examination
review-held-on-hint = The next review is counted from this day.
review-findings = Findings
review-findings-hint = Mental state, effect and harm of the treatment, what changed since the last review
review-proposal = Proposal
review-reasons = Reasons
review-without = Why the commission decides without them
review-without-these = These papers are missing:
review-version = Version { $n }
review-version-label = Text
review-after-end = The measure has ended. What the commission says can still be recorded; it changes nothing.
review-kept = This review was concluded after the measure had ended. It is kept as what happened; it changes nothing.

## How a review stands
review-state-planned = planned
review-state-papers-missing = papers are missing
review-state-ready = can be held
review-state-signing = waits for signatures
review-state-overdue = overdue
review-state-concluded = concluded
review-state-to-submit = to be sent to the court
review-state-at-court = waits for the court
review-state-ruled = the court has decided
review-state-kept = after the end: changes nothing
review-state-not-owed = no longer owed
review-waits-title = What it waits for
review-waits-papers = Papers are missing; each is filed by its owner, by a link in the table below:
review-then-text = At least { $n } physicians who have not treated the person write the text. They need not wait for a missing paper: the text then says why they decided without it
review-not-you = You cleared or examined the person, chose the drug or decided about the treatment: others write and sign the text
review-write-anew = A new version is needed: { $names } treated the person since the text was written, and it can no longer be signed. Physicians who have not treated him write it anew without them
review-waits-signatures = Signatures are missing: { $names }
review-then-court = Once all have signed, the text is final; where it proposes to change the measure, the clerk sends it to the court
review-waits-submission = Sending the proposal to the court; the clerk does it
review-waits-court = The decision of the court; the clerk writes it down

## Its way
way-title = From the review to the court
way-done = done
way-due = Review owed
way-papers = Papers
way-papers-complete = Complete
way-papers-missing = { $n ->
        [one] { $n } paper missing
       *[other] { $n } papers missing
    }
way-text = What the commission says
way-signatures = Signatures
way-no-court = No court is needed: the measure goes on
way-kept = No court is asked: the measure had ended, and the review changes nothing
way-submission = Submission to the court
way-ruling = Decision of the court
way-closed = Case closed
submission-sent = Sent on { $on }
court-ruled = Ruling of { $on }
court-declined-on = The court refused what was proposed: { $on }. The measure runs as its rulings say

## Doses between a proposal to stop and the court
meanwhile-continue = The commission proposed to stop. The doses go on until the court decides.
meanwhile-hold = The commission proposed to stop. The doses wait until the court decides.
meanwhile-words = So says the procedure in force. A physician can place a medical hold at any time.
no-dose-waits-for-court = The commission proposed to stop: the doses wait for the court's decision.
resolved-waits-for-court = The doses wait for the court's decision

## Papers
papers-title = Papers for the review
paper = Paper
paper-owner = Whose paper
paper-missing = missing
paper-filed = filed
paper-was-missing = decided without it
paper-from-record = held by the program
paper-record-line = Nobody files it: the records count. Doses given: { $given }, not given: { $missed }. Last day: { $until }
paper-due = Due { $on }
paper-filed-line = { $reference }; dated { $on }
paper-filed-before = Filed already
file-review-paper-title = File a paper for the review
file-review-paper-action = File
file-review-paper-again = File again
paper-dated-on = Date on the paper
paper-reference = Number, or where it lies
paper-reference-hint = For example, outgoing No. 17, folder 3
paper-scan = Checksum of the scan
paper-scan-hint = If there is one: the line of 64 characters that the scanning program shows for the file

## The commission's text
draft-review-title = What the commission says
draft-review-words = Each member signs this text with an own account. A correction makes a new version, and everybody signs again.
draft-review-signed = Somebody has signed the present version. A correction asks everybody to sign again.
ends-review = You are a member of the commission whose text about this person waits for signatures. Whoever decides about the treatment does not review it: after this nobody can sign that text, and it is written anew without you.
draft-review-action = Write down what the commission says
draft-review-again = Correct the text
draft-review-do = Save and ask for the signatures
review-members-hint = { $n ->
        [one] At least { $n } member
       *[other] At least { $n } members
    }, each of whom signs
review-barred = These may not be chosen, because they cleared or examined the person, chose the drug or decided about the treatment:
proposal-to-court = Needs a decision of the court

## A signature
sign-review-title = Sign the review
sign-review-words = Your signature belongs to exactly this text.
sign-review-action = Sign
sign-review-nothing = There is nothing for you to sign here: you have signed, or the review is concluded.
member = Member
signature = Signature
signature-given = signed: { $on }
signature-dissent = signed with a dissent: { $on }
signature-missing = has not signed
signed-with-dissent = Signed with a dissent: { $words }
opinion = How do you sign?
opinion-agree = I agree
opinion-agree-hint = With the findings and the proposal
opinion-dissent = I sign with a dissent
opinion-dissent-hint = The review is concluded all the same; your opinion stands beside it
dissent = Dissent
dissent-hint = Your reasons; only where you sign with a dissent

## The court
submit-to-court-title = Submission to the court
submit-to-court-action = Record the submission
submit-to-court-again = Correct the submission
submit-to-court-do = Record that it was sent
submission-sent-on = Sent on
submission-reference = Number of the letter
record-court-declined-title = The court refused what was proposed
record-court-declined-words = Only where the court refused the submission. If it extended, changed or ended the measure, record its ruling instead:
record-court-declined-action = Record that the court refused the submission
court-decided-on = Day of the decision

## What was done
done-file-review-paper = The paper is filed.
done-draft-review = The text is saved. Every member is asked to sign it.
done-sign-review = Your signature is recorded.
done-submit-to-court = The submission is recorded. The case now waits for the court.
done-record-court-declined = The court's decision is recorded.
did-read-reviews = Desk of reviews
did-file-review-paper = Paper for a review filed
did-draft-review = Commission's text written
did-sign-review = Review signed
did-submit-to-court = Submitted to the court
did-record-court-declined = Court's refusal recorded
event-review-paper-filed = Paper for the review filed
event-review-drafted = Commission's text written
event-review-signed = Review signed
event-submitted-to-court = Submitted to the court
event-court-declined = The court refused what was proposed

## Obligations and reasons
kind-review-paper = Paper for the review
kind-review-paper-named = Paper for the review: { $paper }
kind-submit-to-court = Submit to the court
kind-ask-court = Ask the court about the submission
fact-review-held = Last review
fact-review-due = Review due
fact-review-concluded = All have signed
fact-submission-sent = Submission sent

## What the rules say no to
refusal-too-few-members = { $n ->
        [one] Choose at least { $n } member
       *[other] Choose at least { $n } members
    }
refusal-took-part = Whoever cleared or examined this person, chose the drug or decided about the treatment may not review it
refusal-not-a-member = Only members of the commission sign this review
refusal-text-changed = Somebody changed the text meanwhile: read it again
review-dissents = { $n } of { $of } members dissent
review-signatures = Signatures
dissent-or-agree = You agree, and words of dissent stand here: take one of the two back
