"""Sites of Morocco."""
