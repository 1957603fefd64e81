"""Sites of Togo."""
