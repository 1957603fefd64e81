"""Sites of Guinea."""
