"""Networks that learn a picture in the plane: data, features, the network and its training."""
