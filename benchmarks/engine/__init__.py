"""The figures G1-G12 of the engine, each printed by `python -m benchmarks.engine G1` and so on."""
