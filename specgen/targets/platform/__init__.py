"""What a cluster has before any team: nodes, volumes, priorities."""
