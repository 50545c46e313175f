import ArgumentParser

/// Flags for many jobs from one file.
struct BulkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A file with one JSON object a line, or - for standard input.", valueName: "file"))
    var file: String?

    @Flag(help: "Enqueue the good lines of --file although others are bad.")
    var skipBad = false

    mutating func validate() throws {
        if skipBad, file == nil { throw ValidationError("--skip-bad needs --file.") }
    }
}
