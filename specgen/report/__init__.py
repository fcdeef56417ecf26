"""What a run found and did, told to people and to programs. Pure: from results to text."""
