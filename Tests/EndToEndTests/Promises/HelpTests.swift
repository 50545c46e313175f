import Testing

extension PromiseJourneys {
    @Suite("Help")
    struct HelpTests {
        @Test("every command's help is what somebody has read and found right")
        func golden() async throws {
            try await Workplace.open { workplace in
                let commands = try await CommandTree.all(in: workplace)
                #expect(commands.count > 40)
                for command in commands {
                    let end = try await workplace.start(command.words + ["--help"]).end()
                    #expect(end.code == 0 && end.errors.isEmpty, "\(command.name): \(end.errors)")
                    try GoldenFile("help/\(command.name).txt").expect(end.output)
                }
                try GoldenFile.expectOnly(commands.map { "\($0.name).txt" }, in: "help")
            }
        }

        @Test("help has no line that is wider than a terminal, but for usage")
        func width() async throws {
            try await Workplace.open { workplace in
                for command in try await CommandTree.all(in: workplace) {
                    let help = try await workplace.start(["help"] + command.words).end().output
                    for line in help.split(separator: "\n") where !line.hasPrefix("USAGE: ") {
                        #expect(line.count <= 80, "\(command.name): \(line)")
                    }
                }
            }
        }
    }
}
