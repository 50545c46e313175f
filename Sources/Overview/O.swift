package enum O {}
