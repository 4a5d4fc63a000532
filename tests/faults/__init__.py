"""The bot as a real process, and everything that can happen to it: kills, faults, floods, full disks, dead networks."""
