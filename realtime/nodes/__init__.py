"""What the nodes of one system say to each other: orders, questions, figures."""
