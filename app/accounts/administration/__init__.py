"""What administrators do to accounts of others, over HTTP and on the command line."""
