"""Sites of Canada."""
