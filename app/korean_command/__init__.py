"""The Korean engine on the command line: `dorandoran korean detect | restyle | check | …`."""
