fn main() -> std::process::ExitCode {
    cs::cli::main()
}
