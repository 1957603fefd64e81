"""Sites of the Democratic Republic of the Congo."""
