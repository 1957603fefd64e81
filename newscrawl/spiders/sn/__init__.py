"""Sites of Senegal."""
