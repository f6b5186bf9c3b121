complete --keep-order --exclusive --command cs --arguments "(CS_COMPLETE=fish cs -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
