## Alerts
alert-refused = The person refused
alert-absent = Did not come, without a reason
alert-unexplained = No record, cause not established
alert-service = Not done by the service
alert-state-raised = raised
alert-state-delivered = delivered, not acknowledged
alert-state-acknowledged = acknowledged
alert-state-resolved = resolved
alert-state-reopened = re-opened
