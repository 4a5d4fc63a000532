"""The command line: how it is read, and what each command does."""
