"""Claims and control: who says who holds which place, since when, and on what evidence."""
