"""What is asked: n-grams in, intents with probabilities out."""
