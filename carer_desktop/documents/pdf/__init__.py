"""PDF files that are read aloud as well as seen: their letters, their structure, their pages, and reading them back."""
