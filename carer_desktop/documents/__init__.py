"""What is handed over: a record as a neutral page, the page as a file that is read back; never a window or a vault."""
