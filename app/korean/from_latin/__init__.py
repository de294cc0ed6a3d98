"""Korean typed in Latin letters: romanised by a learner, or on the keys of the Korean layout."""
