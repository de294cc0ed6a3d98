"""Where the rooms are joined: each port is filled by another room, here and nowhere else."""
