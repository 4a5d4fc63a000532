"""What each command of `ipjang` does; a module is imported only when its command is called."""
