"""What is true of the world, each table with its source and the day it was checked."""
