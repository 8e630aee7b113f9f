"""What the runs of a network came to, read off their traces."""
