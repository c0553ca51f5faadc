"""Core: a whole synthetic case by night, so that the booth is known to work before somebody needs it."""
