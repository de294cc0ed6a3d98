"""What every room stands on: settings, database, Redis, clock, ids, errors, logs, metrics."""
