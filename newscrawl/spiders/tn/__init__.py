"""Sites of Tunisia."""
