//! Writers that wait for each other: none lost, none refused, none waits long.
