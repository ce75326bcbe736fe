## Messages that leave by e-mail. Supervision reads them: attendance only, nothing about treatment.
message-not-attended-subject = { $reference }: did not attend
message-not-attended-body =
    Case { $reference }, { $name }.
    The person did not attend. Day: { $on }.
    Place: { $place }. Contact: { $contact }.
    
    Please answer by { $by }: { $link }
    While nobody answers, the next person is told.
message-no-record-subject = { $reference }: no record of attendance
message-no-record-body =
    Case { $reference }, { $name }.
    There is no record of attendance; the cause is not established. Day: { $on }.
    Place: { $place }. Contact: { $contact }.
    
    Please answer by { $by }: { $link }
    While nobody answers, the next person is told.
message-justified-subject = { $reference }: justified
message-justified-body =
    Case { $reference }, { $name }.
    Attendance did not take place for a justified reason. Day: { $on }.
    No answer is needed.
message-corrected-subject = { $reference }: correction
message-corrected-body =
    Case { $reference }, { $name }.
    An earlier notice is corrected. Day: { $on }. Now: { $now }.
    Details: { $link }
message-service-subject = { $reference }: a task of our service is overdue
message-service-body =
    Case { $reference }.
    Task: { $task }. Due: { $on }.
    It was not done for a reason that lies with us: { $cause }.
    
    Please answer by { $by }: { $link }
