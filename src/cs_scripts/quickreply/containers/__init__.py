"""What holds quick replies: tables, records, XML."""
