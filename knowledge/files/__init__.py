"""Files: the rooms behind `programme_file`, and the other forms in which facts come in and go out."""
