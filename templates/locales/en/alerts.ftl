## Alerts
alert-refused = The person refused
alert-absent = Did not come, without a reason
alert-unexplained = No record, cause not established
alert-service = Not done by the service
alert-state-raised = raised
alert-state-delivered = delivered, not acknowledged
alert-state-acknowledged = answered
alert-state-resolved = resolved
alert-state-reopened = re-opened

## The desk. These words reach supervision: attendance only.
alerts-title = Alerts
alerts-waiting = Waiting for an answer: { $n }
alerts-empty = No alert is waiting for an answer.
alert-title = Alert
attendance = Attendance
attendance-attended = attended
attendance-not-attended = did not attend
attendance-justified = justified
attendance-no-record = no record, cause not established
next-visit = Next visit
contact = Contact
answer = Answer
acknowledge-title = Answer the alert
acknowledge-hint = Your answer, with your name, says who has taken this up. While nobody answers, the next person is told.
acknowledge-what = What was done or will be done
answers-title = Answers
hops-title = Who was told
hop-at = Date
hop-due-at = was due
hop-who = Who
hop-channel = How
hop-state = Result
hop-next = If nobody answers, next:
channel-desk = on the desk
channel-email = by e-mail
delivery-waiting = waiting
delivery-delivered = delivered
delivery-retrying = will be tried again
delivery-gave-up = not delivered, a person must act
delivery-no-address = no address
notice-not-attended = The person did not attend. Day: { $on }
notice-no-record = There is no record of attendance; the cause is not established. Day: { $on }
notice-justified = Attendance did not take place for a justified reason. Day: { $on }
notice-corrected = An earlier notice is corrected. Day: { $on }
notice-service = A task of our own service is overdue. Day: { $on }
supervision-required = attendance required
supervision-suspended = suspended by court
supervision-not-started = not yet in force
supervision-ended = ended
visits-title = Attendance until now
visits-empty = Nothing has been recorded yet.
corrected-from = corrected; before:
justified-hint = “Justified” means that the cause lay with the court or with the services, or that there was a medical reason, and not with the person.

## The duty controller's list
attendance-title = Persons expected at the medical unit
attendance-hint = Your presence is needed, nothing more. The medical unit names the hour; here stands the planned day.
attendance-planned = Planned day
attendance-empty = Nobody is expected.

## A deputy
desk-no-deputy = No deputy is named: while you are away, nobody is told in your place until the next step.
desk-no-address = Messages cannot reach you: no e-mail address.
name-deputy-title = Name a deputy
name-deputy-hint = While the person is away, alerts reach both at once. Otherwise the deputy is told where no answer comes in time.
deputy = Deputy
deputy-from = From
deputy-until = Until, that day included
