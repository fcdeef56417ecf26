"""What a pipeline applies before Argo CD is there: what creates a cluster and its roles."""
