"""Sites of Algeria."""
