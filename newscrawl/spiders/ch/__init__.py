"""Sites of Switzerland."""
