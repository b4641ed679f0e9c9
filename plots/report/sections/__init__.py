"""The sections of the report, one a file, each a function from what was given to blocks."""
