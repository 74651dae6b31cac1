"""What a transaction can say: every fact defined once, with its question, unit and legal source."""
