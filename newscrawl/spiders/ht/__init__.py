"""Sites of Haiti."""
