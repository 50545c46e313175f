import Foundation

/// A disk of a few megabytes below a workplace, which one program alone sees: it needs no rights but those that Linux gives
/// to everybody in a namespace of his own.
struct SmallDisk {
    /// Where it is, relative to the workplace.
    static let folder = "output"

    let workplace: Workplace
    /// The disk's size.
    let megabytes: Int
    /// What is taken from the start.
    let taken: Int

    /// Mounts the disk, fills a part, and becomes the program. Beside it a shell waits for the files that the test makes
    /// when it wants to see the disk or to make room: the program's disk is out of the test's own sight.
    private static let script = """
        set -e
        mkdir -p "$FOLDER"
        mount -t tmpfs -o size="$SIZE"m,mode=700 tmpfs "$FOLDER"
        head -c "$TAKEN"m /dev/zero > "$FOLDER/filler"
        await() { while [ ! -e "$1" ]; do kill -0 $$ && sleep 0.05 || exit 0; done; }
        (
            await wanted-look
            ls -A "$FOLDER" > looked.new && mv looked.new looked
            await wanted-room
            rm "$FOLDER/filler" && touch made-room
            await wanted-copy
            cp -R "$FOLDER" copy.new && mv copy.new copy
        ) 2> /dev/null &
        exec "$PROGRAM" "$@"
        """

    /// Whether this machine lets anybody mount one.
    static func isPossible() async throws -> Bool {
        var isPossible = false
        try await Workplace.open { workplace in
            let mount = "mount -t tmpfs -o size=1m tmpfs \"$PWD\""
            let place = URL(filePath: "/usr/bin/env")
            let end = try? await workplace.start(place, ["unshare", "-Urm", "/bin/sh", "-c", mount]).end()
            isPossible = end?.code == 0
        }
        return isPossible
    }

    /// Starts the program with the disk.
    func start(_ arguments: [String]) throws -> Program {
        try workplace.start(
            URL(filePath: "/usr/bin/env"),
            ["unshare", "-Urm", "/bin/sh", "-c", Self.script, "sh"] + arguments,
            environment: [
                "FOLDER": Self.folder, "SIZE": String(megabytes), "TAKEN": String(taken),
                "PROGRAM": try SpworkerBinary.locate().path,
            ])
    }

    /// The names of what lies on the disk now.
    func look() async throws -> Set<String> {
        try await ask("wanted-look", until: "looked")
        let text = try String(contentsOf: workplace.folder.appending(path: "looked"), encoding: .utf8)
        return Set(text.split(separator: "\n").map(String.init)).subtracting(["filler"])
    }

    /// Gives back what was taken from the start.
    func makeRoom() async throws { try await ask("wanted-room", until: "made-room") }

    /// Copies what lies on the disk to the workplace's folder `copy`, where others see it.
    func copy() async throws { try await ask("wanted-copy", until: "copy") }

    private func ask(_ wish: String, until answer: String) async throws {
        try workplace.write(wish, "")
        try await eventually("the disk answers '\(wish)'") {
            FileManager.default.fileExists(atPath: workplace.folder.appending(path: answer).path) ? () : nil
        }
    }
}
