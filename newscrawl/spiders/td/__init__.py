"""Sites of Chad."""
