"""Comments on a round and its pairs, each pair's story, and who else looks at the round."""
