"""What is remembered of a site between runs beside its feed; losing it costs requests, never data."""
