"""Sites of Burkina Faso."""
