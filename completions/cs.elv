
set edit:completion:arg-completer[cs] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) CS_COMPLETE="elvish" cs -- $@words) | to-lines
}

