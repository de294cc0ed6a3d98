"""`dorandoran audit`: the audit log and its chain on the command line."""
