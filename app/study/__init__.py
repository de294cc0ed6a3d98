"""What a learner has learnt: progress, words met, their translation."""
