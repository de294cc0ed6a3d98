"""How the words of a dictionary are found in a text: names, numbers, compounds, phrases."""
