"""Sites of Cameroon."""
