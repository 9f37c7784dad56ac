"""What is suggested: dated tables of amounts and the guide figure they give, line by line; never a cap on anything."""
