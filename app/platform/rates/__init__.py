"""How often who may do what: counted over all replicas by Redis, and here while it is away."""
