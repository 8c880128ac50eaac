"""What is learned from the examples of data/nlu/, with numpy and onnxruntime."""
