"""The commands: arguments in, something printed or written, exit code back."""
