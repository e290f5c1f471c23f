//! Reading: what was committed is seen, and a snapshot stays what it was.
