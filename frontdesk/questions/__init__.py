"""Questions without a good answer: grouped, settled, or made a training example."""
