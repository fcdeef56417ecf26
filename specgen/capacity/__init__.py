"""What runs: the driver and executor pods that come of an application, and what they ask for."""
